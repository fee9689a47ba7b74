"""Texts that each come with their own moment: "subtitles that say hello at 2 seconds and bye at the end"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from studio.director.grammar.durations import CLOCK
from studio.director.grammar.lettering import colour, place
from studio.director.grammar.lists import Found
from studio.director.grammar.normal import Source
from studio.director.grammar.text_nouns import CAPTION
from studio.director.grammar.times import when
from studio.director.meaning import When
from studio.director.wishes import AddText, Wish

_USUAL = 4_000  # ms a caption stands when nothing is said of it
_HEAD = re.compile(
    r"(?:(?:add|put|with|show|insert|include|write)\s(?:(?:the|some|an?|my|two|three) )?(?:chapter |section )?)?"
    r"(?<![a-z])(?:captions?|titles?|sub-?titles?|texts?|words|labels?|messages?)(?: overlays?)?"
    r"(?:\s?[:：]|,? (?:(?:that|which) )?(?:say|read)(?:s|ing)?:?)\s+(?=\S)"
)
_MOMENT = (rf"(?:(?:{CLOCK})(?=\s[^\W\d])|(?:at|in|near) the (?:very )?(?:start|beginning|middle|end)|(?:at|"
    rf"after|from) (?:second \d{1,3}|"
    rf"(?:{CLOCK})|\d{{1,3}}(?:\.\d+)? ?(?:seconds?|secs?|s))(?![a-z])(?: mark)?)")  # fmt: skip
_LINK = r"(?:[\s,;.&]|and\s|then\s)*"
_NEXT = r"(?=\s*(?:[,;.!\n]|$|and\s|then\s|&))"
_WORDS_FIRST = re.compile(
    rf"{_LINK}(?P<said>[^,;.\n\ue000]{{1,80}}?)[!?]?\s(?P<time>{_MOMENT})(?P<look> in [a-z]+)?{_NEXT}"
)
_MOMENT_FIRST = re.compile(
    rf"{_LINK}(?P<time>{_MOMENT})(?:\s?[:,–-])?\s(?P<said>[^,;.\n\ue000]{{1,80}}?)"
    rf"(?=\s*(?:[,;.\n]|$)|\s(?:and |then )+{_MOMENT})"
)
_OTHER_ORDER = re.compile(
    r"(?:add|put|make|cut|trim|mute|remove|delete|use|set|play|slow|speed|fade|zoom|hide|keep|move|turn|it|them|again|"
    r"another|the same)\b|.*\b(?:music|song|fade|crossfade|transition|logo|motion|sound)\b"
)


def at_moments(prompt: Source, _: bool) -> Found:
    """Two or more unquoted texts, each with the moment at which it appears."""
    head = _HEAD.search(prompt.low)
    if head is None:
        return [], []
    for pattern in (_WORDS_FIRST, _MOMENT_FIRST):
        found = list(_items(prompt.low, head.end(), pattern))
        if len(found) > 1:
            return _one_by_one(_texts(prompt, found, head[0])), [(head.start(), found[-1].end())]
    return [], []


def _items(low: str, at: int, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The items from `at` on, up to the first words that ask for something else."""
    while (item := pattern.match(low, at)) and not _OTHER_ORDER.match(item["said"]):
        yield item
        at = item.end()


def _texts(prompt: Source, items: Sequence[re.Match[str]], head: str) -> list[AddText]:
    """The texts of the items; a colour named after the last is that of all."""
    role = "caption" if CAPTION.search(head) else "title"
    paint = colour(f"{head} {items[-1].groupdict().get('look') or ''}")
    said = [prompt.raw[item.start("said") : item.end("said")].strip() for item in items]
    return [
        AddText(text, role=role, place=place(head), when=_moment_of(item["time"]), color=paint, another=True)
        for text, item in zip(said, items, strict=True)
    ]


def _moment_of(said: str) -> When:
    """ "0:20" before words is a moment, and no length."""
    return when(f"at {said}" if re.fullmatch(CLOCK, said) else said)


def _one_by_one(row: Sequence[AddText]) -> list[Wish]:
    """The texts, each gone when the next begins, so that no two stand on the same spot."""
    found: list[Wish] = []
    for text, after in zip(row, [*row[1:], None], strict=True):
        start, until = text.when.start, after.when.start if after else None
        close = start is not None and until is not None and start < until < start + _USUAL
        found.append(replace(text, when=When(start, until)) if close else text)
    return found
