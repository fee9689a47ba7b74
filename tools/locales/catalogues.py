"""The catalogues as files: the template, one .po a language, and what each compiles to.

The same sentences always make the same files: no dates, no line numbers, no names of people or machines.
"""

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, write_po

from tools.locales import extract

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "core" / "locales"
TEMPLATE = FOLDER / "reelay.pot"
LOCALES = {"zh": "zh_Hans", "es": "es", "de": "de", "fr": "fr", "pt": "pt_BR", "ru": "ru", "ja": "ja"}
"""The languages with a catalogue, and what Babel calls the one that is meant."""

_HEADERS = frozenset({"Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type"})
_HEADERS_LAST = ("Content-Transfer-Encoding", "8bit\n")
_WIDTH = 120


class Catalogue(Catalog):
    """A catalogue whose header holds only what reading it needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Name and value of each line of the header."""
        return [header for header in self._get_mime_headers() if header[0] in _HEADERS] + [_HEADERS_LAST]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        self._set_mime_headers(headers)


def template() -> Catalogue:
    """Every message id of the code as it is now."""
    made = _empty(None)
    for path in _sources():
        read_ids = extract.skill if path.suffix == ".toml" else extract.python
        for message in read_ids(path.read_text(encoding="utf-8")):
            made.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return made


def read(language: str) -> Catalogue:
    """A language's catalogue as it is kept."""
    return parsed(FOLDER / f"{language}.po", LOCALES[language])


def parsed(path: Path, locale: str | None) -> Catalogue:
    """A .po or .pot file; empty when there is none."""
    catalogue = _empty(locale)
    if path.exists():
        with path.open("rb") as file:
            PoFileParser(catalogue, abort_invalid=True).parse(file)
    return catalogue


def merged(language: str, ids: Catalogue) -> Catalogue:
    """A language's catalogue with exactly these ids; what is new is untranslated."""
    catalogue = read(language)
    catalogue.update(ids, no_fuzzy_matching=True)
    catalogue.header_comment = _comment(LOCALES[language])
    return catalogue


def as_po(catalogue: Catalogue) -> bytes:
    """A catalogue as people edit it."""
    file = io.BytesIO()
    write_po(file, catalogue, width=_WIDTH, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def as_mo(catalogue: Catalogue) -> bytes:
    """A catalogue as it is read at run time."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def missing(catalogue: Catalogue) -> list[str]:
    """The ids that have no translation yet, or one that is only a guess."""
    return [str(each.id) for each in catalogue if each.id and (each.fuzzy or not _whole(each.string))]


def _whole(translation: str | Iterable[str] | None) -> bool:
    return bool(translation) if isinstance(translation, str) else all(translation or ("",))


def _sources() -> list[Path]:
    python = [path for folder in ("bots", "core") for path in (ROOT / folder).rglob("*.py")]
    return sorted([*python, *(ROOT / "core" / "skills" / "data").glob("*.toml")])


def _empty(locale: str | None) -> Catalogue:
    return Catalogue(locale=locale, project="Reelay", version="1", header_comment=_comment(locale), fuzzy=False)


def _comment(locale: str | None) -> str:
    return f"# What Reelay says, {f'in {locale}' if locale else 'in English: the template'}. Kept by `make locales`."
