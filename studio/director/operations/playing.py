"""Speed, direction, looks: how the shots are played."""

from dataclasses import replace

from studio.director.meaning import When
from studio.director.metadata import merged
from studio.director.operations.bench import (
    Bench,
    Result,
    chosen,
    done,
    indices,
    linked_alike,
    namer,
    no_such_shot,
    refused,
    seconds,
)
from studio.director.slicing import cut_at
from studio.director.timeline import Shot, length, shots_of, starts, with_shots
from studio.director.wishes import Backwards, SetLook, SetSpeed
from studio.draft import Draft

_SLOWEST, _FASTEST = 0.1, 16.0


def moments(when: When, total: int) -> tuple[int, int]:
    """When, in film time."""
    if when.share is not None:
        return round(total * when.share[0]), round(total * when.share[1])
    if when.edge == "start":
        return 0, min(total, when.length or max(total // 4, 1000))
    if when.edge == "end":
        return max(0, total - (when.length or max(total // 4, 1000))), total
    if when.edge == "middle":
        half = (when.length or total // 3) // 2
        return max(0, total // 2 - half), min(total, total // 2 + half)
    start = min(when.start or 0, total)
    end = when.end if when.end is not None else start + when.length if when.length else total
    return start, min(end, total)


def stretch_of(
    draft: Draft, time: When, shots: tuple[Shot, ...], found: tuple[int, ...]
) -> tuple[tuple[Shot, ...], tuple[int, ...]]:
    """The shots cut so that a stretch of those meant stands alone, and the places of that stretch (all without a time)."""
    if not time or not found:
        return shots, found
    begin, whole_ = starts(shots), len(found) == len(shots)
    first, last = (0, length(shots)) if whole_ else (begin[found[0]], begin[found[-1]] + shots[found[-1]].own)
    low, high = (first + moment for moment in moments(time, last - first))
    new_id = namer(draft)
    pieces = cut_at(cut_at(shots, low, new_id), high, new_id)
    return pieces, tuple(index for index, at in enumerate(starts(pieces)) if low <= at < high)


def set_speed(draft: Draft, wish: SetSpeed, bench: Bench) -> Result:
    """Faster or slower: the film, a stretch of it, or the shots named."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    if wish.to:
        wish = replace(wish, factor=sum(shots[index].own for index in found) / wish.to)
    if wish.when and not wish.which:
        low, high = moments(wish.when, length(shots))
        if high - low < 100:
            return refused(
                bench.say(
                    f"That lies outside the film, which is {seconds(length(shots))} long.",
                    f"这个范围不在影片内，影片长 {seconds(length(shots))}。",
                )
            )
        new_id = namer(draft)
        shots = cut_at(cut_at(shots, low, new_id), high, new_id)
        found = tuple(index for index, at in enumerate(starts(shots)) if low <= at < high)
    row = [_speeded(shot, wish) if index in found else shot for index, shot in enumerate(shots)]
    made = with_shots(draft, row, bench.media)
    part = bench.say(" for that part", "（指定部分）") if wish.when or wish.which else ""
    said = bench.say(
        f"set the speed to {round(wish.factor, 2):g}x{part}, the film is {seconds(made.duration)} now",
        f"速度设为 {round(wish.factor, 2):g} 倍{part}，现在全长 {seconds(made.duration)}",
    )
    return done(made, said, "set_speed", speed=wish.factor, segments=[row[index].id for index in found])


def _speeded(shot: Shot, wish: SetSpeed) -> Shot:
    now = shot.speed
    speed = round(min(max(now * wish.factor if wish.relative else wish.factor, _SLOWEST), _FASTEST), 3)
    return replace(
        shot, own=max(100, round(shot.own * now / speed)), meta=merged(shot.meta, speed=None if speed == 1 else speed)
    )


def backwards(draft: Draft, wish: Backwards, bench: Bench) -> Result:
    """Play backwards, or forwards again."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    on = not all(shots[index].meta.get("reverse") for index in found)
    row = [shot.with_meta(reverse=on or None) if index in found else shot for index, shot in enumerate(shots)]
    if not wish.which:  # the whole film backwards begins with its last shot
        row = linked_alike(row[::-1], shots)
    said = bench.say("it plays backwards now" if on else "it plays forwards again", "现在倒放" if on else "恢复正放")
    return done(with_shots(draft, row, bench.media), said, "reverse_clip", reverse=on)


def set_look(draft: Draft, wish: SetLook, bench: Bench) -> Result:
    """A colour look on the shots meant."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    row = [shot.with_meta(look=wish.look) if index in found else shot for index, shot in enumerate(shots)]
    name = LOOK_NAMES.get(wish.look, (wish.look, wish.look))
    looks = (shots[index].meta.get("look") for index in found)
    other = next((look for look in looks if look not in (None, wish.look)), None)
    if other:
        old = LOOK_NAMES.get(str(other), (str(other), str(other)))
        said = bench.say(
            f"gave it a {name[0]} look instead of the {old[0]} one", f"{old[1]}换成了{name[1]}效果（一次只能有一种）"
        )
        return done(with_shots(draft, row, bench.media), said, "apply_filter", look=wish.look)
    said = bench.say(f"gave it a {name[0]} look", f"加上了{name[1]}效果")
    return done(
        with_shots(draft, row, bench.media),
        said,
        "apply_filter",
        look=wish.look,
        segments=[row[index].id for index in found],
    )


LOOK_NAMES = {"bw": ("black and white", "黑白"), "sepia": ("sepia", "复古"), "warm": ("warm", "暖色"), "cool": (
    "cool", "冷色"), "vivid": ("vivid", "鲜艳"), "dark": ("darker", "暗调"), "bright": ("brighter", "明亮")}  # fmt: skip
