"""What the bot says, in the reader's language: gettext catalogues beside this file, English where one is missing.

A message id is the English sentence itself. `make locales` collects the ids and compiles `<language>.po` to
`<language>.mo`.
"""

import gettext
import struct
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import structlog

LANGUAGE_NAMES = {
    "en": "English",
    "zh": "中文",
    "es": "Español",
    "de": "Deutsch",
    "fr": "Français",
    "pt": "Português",
    "ru": "Русский",
    "ja": "日本語",
}
"""What each language calls itself, by its ISO 639-1 code."""
LANGUAGES = tuple(LANGUAGE_NAMES)
"""The languages that the bot speaks."""

_FOLDER = Path(__file__).parent
_NOT_A_FORMAT = (LookupError, ValueError, AttributeError, TypeError)
_log = structlog.get_logger(__name__)


def canonical(locale: str | None) -> str | None:
    """A platform's tag (`pt-br`, `zh-CN`, `en_US`) as one of LANGUAGES, or None when it is none of them."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else None


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name, which extraction looks for
    """Marks a message id that is said elsewhere, so that the catalogues get it. Returns it unchanged."""
    return sentence


class Phrase(str):
    """A message id with its fields, to be a field of a longer sentence: it is said in the same language as that one.

    As a string it is the phrase in English.
    """

    sentence: str
    fields: Mapping[str, object]

    __slots__ = ("fields", "sentence")

    def __new__(cls, sentence: str, /, **fields: object) -> "Phrase":
        phrase = super().__new__(cls, sentence.format(**fields) if fields else sentence)
        phrase.sentence, phrase.fields = sentence, fields
        return phrase


class Speech:
    """Says sentences in one language: `say("I have {count} credits.", count=3)`. Field values stay as they are, except
    phrases."""

    def __init__(self, language: str | None = None) -> None:
        self.language = canonical(language) or "en"
        self._catalogue = _catalogue(self.language)

    def __call__(self, sentence: str, /, **fields: object) -> str:
        """The sentence in this language, its named fields filled in."""
        translated = self._catalogue.gettext(sentence) if sentence else ""
        return self._filled(translated, sentence, fields) if fields else translated

    def count(self, one: str, many: str, number: int, /, **fields: object) -> str:
        """The form for `number`, which is also the field `{n}`."""
        translated = self._catalogue.ngettext(one, many, number)
        return self._filled(translated, one if number == 1 else many, {"n": number, **fields})

    def _filled(self, translated: str, english: str, fields: Mapping[str, object]) -> str:
        said = {
            name: self(value.sentence, **value.fields) if isinstance(value, Phrase) else value
            for name, value in fields.items()
        }
        try:
            return translated.format(**said)
        except _NOT_A_FORMAT:
            if translated == english:
                raise
            _complain(self.language, translated)
            return english.format(**said)


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language. One that is missing or cannot be read leaves the bot speaking English."""
    try:
        with (_FOLDER / f"{language}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, struct.error) as error:
        _log.error("a catalogue cannot be read", language=language, error=str(error))
    return gettext.NullTranslations()


@lru_cache(maxsize=1000)
def _complain(language: str, translated: str) -> None:
    """Once a translation, not once a message."""
    _log.error("a translation does not take its fields", language=language, translation=translated)
