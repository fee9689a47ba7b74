"""Cutting a row of shots at moments of the film."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.director.timeline import Shot, length, merged, whole


def cut_at(shots: Sequence[Shot], moment: int, new_id: Callable[[], str]) -> tuple[Shot, ...]:
    """The shots with one cut in two at a moment of the film (nothing happens at an existing boundary)."""
    result, at = [], 0
    for shot in shots:
        inside = moment - at
        if 0 < inside < shot.own:
            result += [replace(shot, own=inside), _tail(shot, inside, new_id())]
        else:
            result.append(shot)
        at += shot.own
    return tuple(result)


def _tail(shot: Shot, cut: int, name: str) -> Shot:
    meta = merged(shot.meta, transition=None)
    if shot.is_clip:
        meta["in"] = whole(shot.meta.get("in")) + round(cut * shot.speed)
    elif shot.media is None:
        meta["in"] = whole(shot.meta.get("in")) + cut
    return Shot(name, shot.own - cut, 0, meta, shot.extra, shot.origin or shot.id)


def without(shots: Sequence[Shot], start: int, end: int, new_id: Callable[[], str]) -> tuple[Shot, ...]:
    """The shots without what lies between two moments."""
    pieces = cut_at(cut_at(shots, start, new_id), end, new_id)
    kept, at, gap = [], 0, False
    for shot in pieces:
        if at >= start and at + shot.own <= end:
            gap = True
        else:
            # A cut in the film is a hard one: the transition belonged to what is gone.
            kept.append(replace(shot, lap=0) if gap else shot)
            gap = False
        at += shot.own
    return tuple(kept)


def between(shots: Sequence[Shot], start: int, end: int, new_id: Callable[[], str]) -> tuple[Shot, ...]:
    """Only what lies between two moments."""
    return without(without(shots, end, length(shots), new_id), 0, start, new_id)
