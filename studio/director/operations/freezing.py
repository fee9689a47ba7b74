"""Moments of the film that are held."""

from dataclasses import replace

from studio.director.metadata import whole
from studio.director.operations.bench import Bench, Result, chosen, done, namer, no_such_shot, refused, seconds
from studio.director.operations.lengths import LONGEST_FILM
from studio.director.operations.playing import stretch_of
from studio.director.picture_wishes import Freeze
from studio.director.slicing import cut_at
from studio.director.timeline import Shot, length, map_segments, shots_of, starts, with_shots
from studio.draft import Draft, TrackType

_FRAME = 40  # so much before its end a clip surely shows its last picture


def freeze(draft: Draft, wish: Freeze, bench: Bench) -> Result:
    """The picture stops for a while; what follows comes later."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    if wish.over:
        return _over(draft, wish, bench)
    begin = starts(shots)
    edges = {"start": begin[found[0]], "end": begin[found[-1]] + shots[found[-1]].own}
    at = edges[wish.edge] if wish.at is None else wish.at + (edges["start"] if wish.which else 0)
    if not 0 <= at <= length(shots):
        total = seconds(length(shots))
        return refused(
            bench.say(f"That lies outside the film, which is {total} long.", f"这个时间不在影片内，影片长 {total}。")
        )
    ms = min(wish.ms, max(0, LONGEST_FILM - length(shots)))
    row = cut_at(shots, at, namer(draft))
    place = sum(moment + shot.own <= at for moment, shot in zip(starts(row), row, strict=True))
    held = _last_of(row[place - 1], ms) if place else _first_of(row[0], ms)
    rest = [
        replace(shot, lap=0).with_meta(transition=None) if index == 0 else shot
        for index, shot in enumerate(row[place:])
    ]
    name = namer(with_shots(draft, row, bench.media))()
    made = with_shots(
        _later(draft, at, ms), [*row[:place], replace(held, id=name, lap=0, origin=""), *rest], bench.media
    )
    said = bench.say(
        f"the picture freezes at {seconds(at)} for {seconds(ms)}, the film is {seconds(made.duration)} now",
        f"画面在 {seconds(at)} 处定格 {seconds(ms)}，现在全长 {seconds(made.duration)}",
    )
    return done(made, said, "freeze_frame", at=at, duration=ms)


def _over(draft: Draft, wish: Freeze, bench: Bench) -> Result:
    """A stretch in which nothing moves."""
    row, found = stretch_of(draft, wish.over, shots_of(draft), chosen(draft, wish.which))
    if not found:
        return no_such_shot(bench, draft)
    at = starts(row)[found[0]]
    held = _first_of(row[found[0]], sum(row[index].own for index in found))
    kept = [shot for index, shot in enumerate(row) if index not in found[1:]]
    kept[found[0]] = replace(held, id=row[found[0]].id, origin=row[found[0]].origin)
    made = with_shots(draft, kept, bench.media)
    said = bench.say(
        f"the picture freezes from {seconds(at)} to {seconds(at + held.own)}",
        f"画面从 {seconds(at)} 到 {seconds(at + held.own)} 定格",
    )
    return done(made, said, "freeze_frame", at=at, duration=held.own)


def _held(shot: Shot, ms: int, moment: int) -> Shot:
    """A shot that shows one moment of another."""
    plain = {"transition": None, "speed": None, "reverse": None, "volume": None, "drift": None}
    at = moment if shot.is_clip or shot.media is None else None
    held = shot.with_meta(**plain, still=True, span=_span(shot), **{"in": at})
    return replace(held, own=ms)


def _span(shot: Shot) -> int | None:
    """How long the scene is that a moment is taken from."""
    if shot.media is not None:
        return None
    return max(whole(shot.meta.get("span")), whole(shot.meta.get("in")) + round(shot.own * shot.speed))


def _first_of(shot: Shot, ms: int) -> Shot:
    return _held(shot, ms, _moment(shot, 0))


def _last_of(shot: Shot, ms: int) -> Shot:
    return _held(shot, ms, _moment(shot, max(0, shot.own - _FRAME)))


def _moment(shot: Shot, since: int) -> int:
    """Where in its footage or scene a shot is, `since` ms after its start."""
    begin = whole(shot.meta.get("in"))
    if shot.still:
        return begin
    return begin + round((shot.own - since if shot.meta.get("reverse") is True else since) * shot.speed)


def _later(draft: Draft, at: int, ms: int) -> Draft:
    """The texts and inlays that begin at a moment or after it come later; those tied to a shot go with it anyway."""
    if at >= draft.duration:
        return draft
    return map_segments(
        draft, TrackType.TEXT, lambda part: replace(part, start=part.start + ms) if part.start >= at > 0 else part
    )
