"""Bring the catalogues up to date with the code; exits with 1 while a translation is missing."""

import sys

from tools.locales import catalogues


def main() -> int:
    """Template, .po and .mo of every language."""
    ids = catalogues.template()
    catalogues.TEMPLATE.write_bytes(catalogues.as_po(ids))
    gaps = 0
    for language in catalogues.LOCALES:
        catalogue = catalogues.merged(language, ids)
        (catalogues.FOLDER / f"{language}.po").write_bytes(catalogues.as_po(catalogue))
        (catalogues.FOLDER / f"{language}.mo").write_bytes(catalogues.as_mo(catalogue))
        for sentence in catalogues.missing(catalogue):
            gaps += 1
            sys.stderr.write(f"{language}.po: not translated: {sentence}\n")
    sys.stdout.write(f"{len(ids)} messages in {len(catalogues.LOCALES)} languages, {gaps} translations missing\n")
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main())
