"""The words of editing in other languages, put into English before a prompt is read.

Only what people say to an editor is translated (verbs, places, times, things on a timeline): sceneries, names and the words
for the screen stay as they are. A table is a list of (fragment of a regular expression, English); longer ones come first.
"""

import re
from dataclasses import dataclass
from functools import cache

from studio.director.grammar.foreign.frames import FRAMES
from studio.director.grammar.foreign.french import FRENCH
from studio.director.grammar.foreign.german import GERMAN
from studio.director.grammar.foreign.japanese import JAPANESE
from studio.director.grammar.foreign.portuguese import PORTUGUESE
from studio.director.grammar.foreign.russian import RUSSIAN
from studio.director.grammar.foreign.spanish import SPANISH
from studio.director.grammar.normal import Source
from studio.director.grammar.words import LETTER

_TABLES = {"de": GERMAN, "es": SPANISH, "fr": FRENCH, "pt": PORTUGUESE, "ru": RUSSIAN, "ja": JAPANESE}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt as it is read, and where every character of that comes from in what the person wrote."""

    english: Source
    original: Source
    origins: tuple[int, ...] = ()

    def words_of(self, clause: Source) -> str:
        """What the person wrote where a clause of the English stands."""
        start, end = clause.at, clause.at + len(clause.low)
        if self.origins:
            start, end = self.origins[start], self.origins[min(end, len(self.origins) - 1)]
        return " ".join(self.original.raw[start:end].split())


@cache
def _table(language: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    rows = _TABLES.get(language)
    if rows is None:
        return None
    ordered = sorted([*rows, *FRAMES[language]], key=lambda row: len(row[0]), reverse=True)
    edges = ("", "") if language == "ja" else (rf"(?<![{LETTER}])", rf"(?![{LETTER}])")
    pattern = "|".join(f"(?P<w{number}>{edges[0]}(?:{words}){edges[1]})" for number, (words, _) in enumerate(ordered))
    return re.compile(pattern), tuple(english for _, english in ordered)


_NAMES_CAPITAL = ("es", "fr", "pt", "ru")


def _is_a_name(raw: str, at: int) -> bool:
    """A capital in the middle of a sentence: words for the screen, not for the editor."""
    before = raw[:at].rstrip(" \t¡¿«\"'“")
    return raw[at].isupper() and bool(before) and before[-1] not in ".!?:;\n,，" and not raw.isupper()


def in_english(prompt: Source, language: str) -> Spoken:
    """A prompt with the editor's words of a language in English; what stands in quotes stays as it is."""
    table = _table(language)
    if table is None:
        return Spoken(prompt, prompt)
    pattern, english = table
    spaced = language == "ja"
    low: list[str] = []
    raw: list[str] = []
    origins: list[int] = []

    def put(low_: str, raw_: str, places: list[int]) -> None:
        low.append(low_)
        raw.append(raw_)
        origins.extend(places)

    at = 0
    for match in pattern.finditer(prompt.low):
        if language in _NAMES_CAPITAL and _is_a_name(prompt.raw, match.start()):
            continue
        put(prompt.low[at : match.start()], prompt.raw[at : match.start()], list(range(at, match.start())))
        word = english[int(str(match.lastgroup)[1:])].strip()
        before = " " if spaced and low and not "".join(low[-2:]).endswith(" ") else ""
        after = " " if spaced and not prompt.low[match.end() : match.end() + 1].isspace() else ""
        word = f"{before}{word}{after}" if word or not spaced else before
        put(word, word, [match.start()] * len(word))
        at = match.end()
    put(prompt.low[at:], prompt.raw[at:], list(range(at, len(prompt.low))))
    return Spoken(Source("".join(raw), "".join(low)), prompt, (*origins, len(prompt.low)))
