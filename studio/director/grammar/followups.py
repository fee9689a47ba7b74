"""Clauses that only say more of the wish before them: "…, 4 seconds", "… and make it red", "…, cheerful, 30 %"."""

import re
from dataclasses import replace

from studio.director.grammar import music, texts
from studio.director.grammar.normal import Source
from studio.director.grammar.times import when
from studio.director.wishes import AddShot, AddText, ChangeText, SetLength, SetMusic, Wish


def completed(clause: Source, found: tuple[Wish, ...], last: Wish) -> Wish | None:
    """The last wish with what the clause says of it; None when the clause speaks of something else."""
    if found:
        return _longer_shot(clause, found, last)
    return _same_text(clause, last) or _same_music(clause, last)


def _longer_shot(clause: Source, found: tuple[Wish, ...], last: Wish) -> Wish | None:
    """ "…, 4 seconds" right after a shot to be added is that shot's length."""
    wish = found[0]
    bare = len(found) == 1 and len(clause.low.split()) <= 3 and "it" not in clause.low
    return replace(last, ms=wish.ms) if bare and isinstance(last, AddShot) and isinstance(wish, SetLength) else None


def _same_text(clause: Source, last: Wish) -> Wish | None:
    """ "… and make it red" after a title: the last text wish takes the colour, size, place or time."""
    if not isinstance(last, AddText | ChangeText) or not re.search(r"\b(?:it|in|at|on|the text)\b|它|字", clause.low):
        return None
    colour, size = texts.colour(clause.low), texts.size(clause.low)
    place, time = texts.place(clause.low), when(clause.low)
    if not (colour or size or place or time):
        return None
    return replace(
        last, color=colour or last.color, size=size or last.size, place=place or last.place, when=time or last.when
    )


def _same_music(clause: Source, last: Wish) -> Wish | None:
    """ "… music, cheerful, 30 percent": the last music takes the style or the level."""
    style, level = music.style(clause.low), music.percent(clause.low)
    if not isinstance(last, SetMusic) or len(clause.low.split()) > 4 or not (style or level):
        return None
    return replace(last, style=style or last.style, volume=level or last.volume)
