"""Wishes said twice."""

from dataclasses import replace

from studio.director.meaning import When
from studio.director.wishes import (
    AddText,
    ChangeText,
    SetCanvas,
    SetLength,
    Wish,
)


def tidy(wishes: list[Wish]) -> tuple[Wish, ...]:
    """Repeated wishes once; a title that is asked for twice ("with a title", "title “X”") once, with its words."""
    worded = {wish.role for wish in wishes if isinstance(wish, AddText) and wish.text}
    reworded = any(isinstance(wish, ChangeText) and wish.text for wish in wishes)
    changed = any(isinstance(wish, AddText | ChangeText) and wish.text for wish in wishes)
    kept: list[Wish] = []
    for wish in wishes:
        if isinstance(wish, AddText) and wish.text is None and (wish.role in worded or reworded):
            continue
        if isinstance(wish, ChangeText) and wish == ChangeText(wish.kind) and changed:
            continue
        form = next((number_ for number_, other in enumerate(kept) if isinstance(other, SetCanvas)), None)
        if isinstance(wish, SetCanvas) and form is not None:
            kept[form] = _both_forms(kept[form], wish)
        elif wish not in kept:
            kept.append(wish)
    return tuple(kept)


def _both_forms(first: Wish, more: SetCanvas) -> SetCanvas:
    """ "Blur the sides and make it 9:16" is one form."""
    if not isinstance(first, SetCanvas):
        return more
    return SetCanvas(
        more.aspect or first.aspect, more.lines or first.lines, more.fps or first.fps, more.fit or first.fit
    )


def under_titles(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """A subtitle beside a title stands under it, when it has no time of its own; else it is a caption."""
    titled = any(isinstance(wish, AddText) and wish.role == "title" and wish.text for wish in wishes)
    alone = sum(isinstance(wish, AddText) and wish.role == "subtitle" for wish in wishes) == 1
    return tuple(
        replace(wish, role="tagline" if titled and alone and not wish.when and wish.text else "caption")
        if isinstance(wish, AddText) and wish.role == "subtitle"
        else wish
        for wish in wishes
    )


_LONGEST_SUB = 60


def apart(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """Two titles of a new film that would stand on the same spot at the same time: the second goes under the first."""
    kept: list[Wish] = []
    edges = any(isinstance(wish, AddText) and wish.place in ("top", "bottom") and not wish.when for wish in wishes)
    for wish in (_in_the_middle(wish) if edges else wish for wish in wishes):
        first = next((number for number, other in enumerate(kept) if _collide(other, wish)), None)
        other = kept[first] if first is not None else None
        if first is not None and isinstance(other, AddText) and isinstance(wish, AddText) and wish.text:
            kept[first] = replace(other, sub=wish.text)
        else:
            kept.append(wish)
    return tuple(kept)


def _in_the_middle(wish: Wish) -> Wish:
    """Beside words at the top and the bottom "in the middle" is a place, not a time."""
    timed = isinstance(wish, AddText) and wish.when == When(edge="middle") and wish.place is None
    return replace(wish, when=When(), place="center") if timed and isinstance(wish, AddText) else wish


def _collide(first: Wish, second: Wish) -> bool:
    if not (isinstance(first, AddText) and isinstance(second, AddText) and first.text and second.text):
        return False
    alike = first.role == second.role == "title" and (first.place, first.when, first.which) == (
        second.place,
        second.when,
        second.which,
    )
    return alike and not first.sub and len(second.text) <= _LONGEST_SUB


def one_length(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """Of several lengths of the whole film the first counts."""
    seen = False
    kept = []
    for wish in wishes:
        if isinstance(wish, SetLength) and not wish.which:
            if seen:
                continue
            seen = True
        kept.append(wish)
    return tuple(kept)
