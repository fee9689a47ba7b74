"""Words in quotes that no other reader takes."""

import re
from dataclasses import replace

from studio.director.grammar import lettering, text_nouns
from studio.director.grammar.normal import Source
from studio.director.grammar.scenes import scenes
from studio.director.grammar.setting import Setting
from studio.director.grammar.targets import which
from studio.director.grammar.times import when
from studio.director.meaning import When, Which
from studio.director.wishes import (
    AddText,
    ChangeText,
    Wish,
)

_LIKE = re.compile(r"(?:like|style of|inspired by|from|mood of|song|movie|file) ?\ue000")


def read_quoted(clause: Source, setting: Setting) -> tuple[Wish, ...]:
    """Words in quotes that nothing else is about stand on the screen: "“Hello” at 0:03 in red"."""
    said, low = clause.quotations(), _around_quote(clause.low)
    if not said or _LIKE.search(clause.low) or (not setting.creates and len(low.split()) > 8):
        return ()
    if (
        re.match(r"\s*(?:(?:rename|call|change) (?:it|this|that)|(?:it|that) should (?:be|say|read))\b", clause.low)
        and not setting.creates
    ):
        return (ChangeText(text=said[0]),)
    if not setting.creates and re.match(
        r"\s*(?:please )?(?:make|turn|move|change|set|colou?r|enlarge|shrink)\b|把", clause.low
    ):
        return (
            ChangeText(
                place=lettering.place(low),
                when=when(low),
                color=lettering.colour(low),
                size=lettering.size(low),
                match=said[0],
            ),
        )
    time = when(low)
    films = setting.creates and time.length is not None and time.start is None and time.edge is None
    shown = AddText(
        said[0],
        "",
        text_nouns.role(low),
        lettering.place(low),
        When() if films else time,
        lettering.colour(low),
        lettering.size(low),
    )
    return (replace(shown, which=meant_by(re.sub("\ue000+", " ", clause.low), setting), another=True),)


_SIGNED = re.compile(r"\ue000+\s*(?:[-–—~]{1,2}|\bby\b|\bvon\b|\bpor\b|\bpar\b)\s*(?P<by>[^\W\d_][\w. '’]{2,40}?)\s*$")


def signed(clause: Source, found: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """The wishes with who said a quotation on a line under it: "“Be the change” - Gandhi"."""
    match = _SIGNED.search(clause.low)
    by = clause.raw[match.start("by") : match.end("by")] if match else ""
    if not by or not by[0].isupper() or scenes(by.lower()):
        return found
    return tuple(replace(wish, sub=f"— {by}") if isinstance(wish, AddText) and not wish.sub else wish for wish in found)


def _around_quote(low: str) -> str:
    """What is said of a quotation: after it, or before it when nothing follows."""
    before, _, after = re.sub("\ue000+", "\ue000", low).partition("\ue000")
    after = after.replace("\ue000", " ")
    both, late = when(f"{before} {after}"), when(after)
    if late.length and late.edge is None and late.start is None and (both.edge or both.start is not None):
        return f"{before} {after}"
    return (
        after if when(after) or lettering.place(after) or lettering.colour(after) or lettering.size(after) else before
    )


def meant_by(low: str, setting: Setting) -> Which:
    """The shots that words name."""
    return which(low, setting.media) or Which()
