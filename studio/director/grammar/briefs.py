"""Briefs: longer texts that a film is made from."""

import re
from collections.abc import Sequence

from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.overlays import dressed
from studio.director.grammar.overlays import near as near_to
from studio.director.grammar.scenes import mood, scene
from studio.director.grammar.stories import SETTING, shorten
from studio.director.request import Beat

NAME = re.compile(
    r"^\s*(?:\*\*)?(?:title|headline|product(?: name)?|brand(?: name)?|project|video title|"
    r"film title|标题|片名|产品(?:名称?)?|品牌)(?:\*\*)?\s?:\s*(?P<text>[^\n]{1,120})",
    re.MULTILINE,
)
SLOGAN = re.compile(
    r"^\s*(?:[-*•]\s*)?(?:\*\*)?(?:tag ?line|slogan|motto|call to action|cta|标语|口号|"
    r"广告语|宣传语)(?:\*\*)?\s?:\s*(?P<text>[^\n]{1,120})",
    re.MULTILINE,
)


def brief(source: Source) -> tuple[Beat, ...]:
    """Captions from a longer text in prose: one a sentence or bullet, settings left out."""
    pieces = [line for line in re.split(r"\n+", source.raw) if line.strip()]
    body = [line for line in pieces if not SETTING.match(line.lower())]
    sentences: list[str] = []
    for line in body[1:] if body and _is_heading(body[0]) else body:
        sentences += [part for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", line) if len(part.strip()) > 2]
    if len(sentences) < 3:
        return ()
    chosen = _spread(sentences, 6)
    return tuple(_sentence(text) for text in chosen)


def _sentence(text: str) -> Beat:
    low = text.lower()
    near = near_to(low)
    view = scene(low) or (near[0] if near else None)
    return dressed(Beat(shorten(text, 120), view, mood(low), None, shorten(text)), low)


def _spread(items: Sequence[str], most: int) -> list[str]:
    if len(items) <= most:
        return list(items)
    return [items[round(index * (len(items) - 1) / (most - 1))] for index in range(most)]


def _is_heading(line: str) -> bool:
    return len(line.strip()) <= 60 and not re.search(r"[.!?。！？]\s*$", line.strip())


def heading(source: Source) -> str:
    """The title that a longer text gives itself: "Title: …" or a short first line."""
    named = NAME.search(source.low)
    if named:
        return shorten(source.raw[named.start("text") : named.end("text")])
    lines = [line for line in source.raw.strip().splitlines() if line.strip()]
    if (
        len(lines) >= 3
        and _is_heading(lines[0])
        and not SETTING.match(lines[0].lower())
        and not durations(lines[0].lower())
    ):
        return shorten(lines[0])
    return ""


def slogan(source: Source) -> str:
    """ "Tagline: …" on a line of its own."""
    match = SLOGAN.search(source.low)
    return shorten(source.raw[match.start("text") : match.end("text")]) if match else ""
