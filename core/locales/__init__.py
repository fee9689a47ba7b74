"""What the bot says, in the reader's language: gettext catalogues beside this file, English where one is missing."""

import gettext
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("en", "zh", "es", "de", "fr", "pt", "ru", "ja")
"""The languages that the bot speaks, as ISO 639-1 codes."""


def canonical(locale: str | None) -> str | None:
    """A platform's tag (`pt-br`, `zh-CN`, `en_US`) as one of LANGUAGES, or None when it is none of them."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else None


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name, which extraction looks for
    """Marks a message id that is said elsewhere, so that the catalogues get it. Returns it unchanged."""
    return sentence


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("reelay", Path(__file__).parent, languages=[language], fallback=True)


class Speech:
    """Says sentences in one language: `say("I have {count} credits.", count=3)`. Field values stay as they are."""

    def __init__(self, language: str | None = None) -> None:
        self.language = canonical(language) or "en"
        self._catalogue = _catalogue(self.language)

    def __call__(self, sentence: str, /, **fields: object) -> str:
        """The sentence in this language, its named fields filled in."""
        translated = self._catalogue.gettext(sentence)
        return translated.format(**fields) if fields else translated

    def count(self, one: str, many: str, number: int, /, **fields: object) -> str:
        """The form for `number`, which is also the field `{n}`."""
        return self._catalogue.ngettext(one, many, number).format(n=number, **fields)
