"""Scripts with time codes: "0-3s: city at night, text “Hi” / 3-8s: the sea". Each stretch is a scene of the film."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from studio.director.grammar.durations import CLOCK, in_a_row, point_ms
from studio.director.grammar.normal import Source
from studio.director.grammar.scenes import mood, scenes
from studio.director.grammar.stories import MOST_BEATS, SETTING, beat
from studio.director.grammar.words import words
from studio.director.request import Beat

_POINT = rf"(?:{CLOCK}|\d{{1,3}}(?:\.\d)?)"
_UNIT = r"(?:seconds?|secs?|s|sek\w*|сек\w*|秒钟?)"
_MARK = re.compile(
    rf"(?:(?<=[\n;,.:(\[*•|])|(?<=\s)|^)[ \t]*(?:[-*•]\s)?\**[\[(]?(?P<a>{_POINT})\s?(?P<ua>{_UNIT})?\s?(?:-|–|—|~|to|bis|"
    rf"至|到)\s?"
    rf"(?P<b>{_POINT})\s?(?P<ub>{_UNIT}(?![a-z]))?[\])]?\**\s?(?P<colon>[:：|=,]|[-–—](?=\s))?\s*"
)
_SEEN = words("screens?", "shots?", "backgrounds?", "backdrop", "scenes?", "views?", "close-?ups?", "show(?:s|ing)?", "zoom",
    "pan", "visuals?", "footage", "cut to", "画面|镜头|背景|场景|屏")  # fmt: skip
_LAST_ENDS = re.compile(
    rf"(?<=\ue000)\s+(?=[^\ue000\n]*\b(?:music|soundtrack|format|vertical|square)\b)|"
    rf"(?<=\ue000)\s*[-–—,;]\s|\n\s*\n|\n(?={SETTING.pattern.lstrip('^')})|(?<=[.!。])\s+(?=[^\s\ue000])|"
    rf"\n(?=[^\n]*\b(?:music|format)\b)"
)


_ROW_ENDS = re.compile(rf"(?:{_LAST_ENDS.pattern})|;\s")
_LINE_ENDS = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Script:
    """The scenes of a script, and the prompt without them (offsets unchanged)."""

    beats: tuple[Beat, ...]
    rest: Source


def script(prompt: Source) -> Script | None:
    """The prompt as a script of timed scenes; None when it is none."""
    marks = [match for match in _MARK.finditer(prompt.low) if point_ms(match["a"]) < point_ms(match["b"])]
    if len(marks) < 2 or not _is_timed(marks) or not in_a_row(marks) or _follow_words(prompt, marks):
        return None
    pieces = _pieces(prompt, marks)
    if not any(scenes(piece.low) or mood(piece.low) or _SEEN.search(piece.low) for piece in pieces):
        return None  # words alone, which are captions
    starts = [point_ms(mark["a"]) for mark in marks]
    starts[0], until = 0, point_ms(marks[-1]["b"])
    beats = [
        replace(beat(piece), ms=end - start)
        for piece, start, end in zip(pieces, starts, [*starts[1:], until], strict=True)
    ]
    end = marks[-1].end() + len(pieces[-1].low)
    return Script(tuple(beats[:MOST_BEATS]), prompt.without(marks[0].start(), end))


def _is_timed(marks: Sequence[re.Match[str]]) -> bool:
    """Whether the figures are times: a clock or a unit, and words after each."""
    told = any(":" in mark["a"] or mark["ua"] or mark["ub"] for mark in marks)
    return told or all(mark["colon"] for mark in marks) or all(re.match(r"[\s*]*\[", mark[0]) for mark in marks)


def _follow_words(prompt: Source, marks: Sequence[re.Match[str]]) -> bool:
    """Whether the times stand behind what they are about: "“Hold me” 0-5, “Let go” 5-10"."""
    return all(re.search(r"\ue000[\s,(\[]*(?:from |at )?$", prompt.low[: mark.start("a")]) for mark in marks)


def _pieces(prompt: Source, marks: Sequence[re.Match[str]]) -> list[Source]:
    """What is said of each stretch; the last ends with its line or sentence, as what follows is about the film."""
    ends = [mark.start() for mark in marks[1:]]
    lines = any("\n" in prompt.low[first.end() : second.end()] for first, second in pairwise(marks))
    between = "".join(prompt.low[first.end() : second.start()] for first, second in pairwise(marks))
    row_ends = _LAST_ENDS if ";" in between else _ROW_ENDS
    last = (_LINE_ENDS if lines else row_ends).search(prompt.low, marks[-1].end())
    found = zip(marks, [*ends, last.start() if last else len(prompt.low)], strict=True)
    return [prompt.part(mark.end(), end) for mark, end in found]
