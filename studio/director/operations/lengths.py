"""How long the film and its shots are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from studio.director.meaning import Which
from studio.director.metadata import whole
from studio.director.model import MediaItem
from studio.director.operations.bench import Bench, Result, done, indices, namer, no_such_shot, refused, seconds
from studio.director.timeline import SHORTEST_SHOT, Shot, length, shots_of, with_shots
from studio.director.wishes import ChangeLength, SetLength
from studio.draft import Draft

LONGEST_FILM = 600_000
LEFT_OVER = 500  # less than half a second is no film


def available(shot: Shot, media: Mapping[str, MediaItem]) -> int:
    """How long a shot could be at most, in ms: footage has an end, everything else has none."""
    item = media.get(shot.media or "")
    if not shot.is_clip or item is None or item.duration <= 0:
        return 86_400_000
    return max(0, int((item.duration - whole(shot.meta.get("in"))) / shot.speed))


def shares(weights: Sequence[int], total: int) -> list[int]:
    """Whole numbers in proportion to the weights, with exactly the sum asked for."""
    whole_weight, given, result = sum(weights) or 1, 0, []
    running = 0
    for weight in weights:
        running += weight
        target = round(total * running / whole_weight)
        result.append(target - given)
        given = target
    return result


def at_most(shots: Sequence[Shot], media: Mapping[str, MediaItem]) -> int:
    """How long the shots could be together without repeating, in ms."""
    return sum(
        max(SHORTEST_SHOT, available(shot, media) - _following(shots, index)) for index, shot in enumerate(shots)
    )


def fit_length(
    shots: Sequence[Shot], total: int, bench: Bench, new_id: Callable[[], str]
) -> tuple[tuple[Shot, ...], bool]:
    """The shots made to last exactly `total`: in proportion, as far as footage goes; then they repeat (True)."""
    row = list(shots)
    while len(row) > 1 and total / len(row) < SHORTEST_SHOT * 2:
        row.pop()
    media = bench.media
    limits = [max(SHORTEST_SHOT, available(shot, media) - _following(row, index)) for index, shot in enumerate(row)]
    owned = _pour(row, limits, total)
    fitted = [replace(shot, own=own) for shot, own in zip(row, owned, strict=True)]
    missing, repeated = total - sum(owned), False
    while missing > 0 and len(fitted) < 200:
        model = fitted[(len(fitted) - len(row)) % len(row)]
        piece = min(model.own, missing)
        fitted.append(replace(model, id=new_id(), own=piece, lap=min(model.lap, piece // 2)))
        missing, repeated = missing - piece, True
    return tuple(fitted), repeated


def _following(row: Sequence[Shot], index: int) -> int:
    return row[index + 1].lap if index + 1 < len(row) else 0


def _pour(row: Sequence[Shot], limits: Sequence[int], total: int) -> list[int]:
    """Share out `total` by the present lengths, never above a limit."""
    owned = [0] * len(row)
    open_, left = list(range(len(row))), total
    while open_ and left > 0:
        parts = shares([max(1, row[index].own) for index in open_], left)
        full = [index for index, part in zip(open_, parts, strict=True) if part >= limits[index]]
        if not full:
            for index, part in zip(open_, parts, strict=True):
                owned[index] = part
            return owned
        for index in full:
            owned[index] = limits[index]
            left -= limits[index]
        open_ = [index for index in open_ if index not in full]
    return owned


def set_length(draft: Draft, wish: SetLength, bench: Bench) -> Result:
    """The film, or the shots named, exactly as long as asked."""
    shots = shots_of(draft)
    if not shots:
        return refused(bench.say("There is nothing on the timeline yet.", "时间线还是空的。"))
    wanted = min(max(wish.ms, LEFT_OVER), LONGEST_FILM)
    if wish.which:
        return _shot_lengths(draft, shots, wish.which, wanted, bench)
    if length(shots) == wanted and wanted == wish.ms:
        return refused(bench.say(f"It is already {seconds(wanted)} long.", f"影片已经是 {seconds(wanted)} 了。"))
    row, repeated = fit_length(shots, wanted, bench, namer(draft))
    made = with_shots(draft, row, bench.media)
    said = bench.say(f"the film is {seconds(made.duration)} long now", f"影片现在长 {seconds(made.duration)}")
    if repeated:
        said += bench.say(" (the footage is shorter, so parts of it repeat)", "（素材不够长，部分内容会重复）")
    if wish.ms > LONGEST_FILM:
        said += bench.say(f" ({seconds(LONGEST_FILM)} is the longest I make)", f"（最长 {seconds(LONGEST_FILM)}）")
    return done(made, said, "set_duration", duration=made.duration)


def _shot_lengths(draft: Draft, shots: tuple[Shot, ...], which: Which, wanted: int, bench: Bench) -> Result:
    found = indices(shots, which)
    if not found:
        return no_such_shot(bench, draft)
    media, row, short = bench.media, list(shots), False
    for index in found:
        own = min(wanted, max(SHORTEST_SHOT, available(shots[index], media) - _following(shots, index)))
        short = short or own < wanted
        row[index] = replace(shots[index], own=own)
    made = with_shots(draft, row, bench.media)
    said = bench.say(
        f"{len(found)} clip{'s are' if len(found) > 1 else ' is'} {seconds(wanted)} long now",
        f"{len(found)} 个片段现在长 {seconds(wanted)}",
    )
    if short:
        said += bench.say(" (as far as the footage goes)", "（以素材长度为限）")
    return done(made, said, "set_duration", duration=wanted, segments=[row[index].id for index in found])


def change_length(draft: Draft, wish: ChangeLength, bench: Bench) -> Result:
    """Longer or shorter than it is."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    now = sum(shots[index].own for index in found)
    wanted = round(now * wish.factor) + wish.delta
    if not wish.delta and now >= 4_000:
        wanted = round(wanted / 500) * 500
    if wanted < LEFT_OVER:
        return refused(
            bench.say(f"It is only {seconds(now)} long, so I left it.", f"现在只有 {seconds(now)}，所以没有改动。")
        )
    if wish.which and len(found) < len(shots):
        return _shot_lengths(draft, shots, wish.which, wanted // len(found), bench)
    return set_length(draft, SetLength(wanted), bench)
