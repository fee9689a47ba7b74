"""Cutting a row of shots at moments of the film."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.director.metadata import merged, whole
from studio.director.timeline import Shot, length


def cut_at(shots: Sequence[Shot], moment: int, new_id: Callable[[], str]) -> tuple[Shot, ...]:
    """The shots with one cut in two at a moment of the film (nothing happens at an existing boundary)."""
    result, at = [], 0
    for shot in shots:
        inside = moment - at
        if 0 < inside < shot.own:
            known = _whole_known(shot)
            result += [_head(known, inside), _tail(known, inside, new_id())]
        else:
            result.append(shot)
        at += shot.own
    return tuple(result)


def _whole_known(shot: Shot) -> Shot:
    """A drawn scene that knows how long it is before it is cut, so that its parts go on from each other."""
    if shot.media is not None or shot.still:
        return shot
    begin = whole(shot.meta.get("in"))
    return shot.with_meta(span=max(whole(shot.meta.get("span")), begin + round(shot.own * shot.speed)))


def _head(shot: Shot, cut: int) -> Shot:
    """What is left of a shot before a cut; one that plays backward begins with the end of its footage."""
    kept = replace(shot, own=cut)
    return kept.with_meta(**{"in": _later(shot, shot.own - cut)}) if shot.meta.get("reverse") is True else kept


def _tail(shot: Shot, cut: int, name: str) -> Shot:
    begin = {} if shot.meta.get("reverse") is True else {"in": _later(shot, cut)}
    meta = merged(shot.meta, transition=None, **begin)
    return Shot(name, shot.own - cut, 0, meta, shot.extra, shot.origin or shot.id)


def _later(shot: Shot, ms: int) -> int | None:
    """Where in its footage or scene a shot is so much later; None for what has no time of its own."""
    begin = whole(shot.meta.get("in"))
    if shot.still:
        return begin
    return begin + round(ms * shot.speed) if shot.is_clip or shot.media is None else shot.meta.get("in")


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
