"""The order of the shots."""

from dataclasses import replace

from studio.director.meaning import Which
from studio.director.operations.bench import (
    Bench,
    Result,
    done,
    indices,
    linked_alike,
    namer,
    no_such_shot,
    refused,
)
from studio.director.slicing import cut_at
from studio.director.timeline import Shot, length, shots_of, starts, with_shots
from studio.director.wishes import Arrange, Move, Swap, TurnOrder
from studio.draft import Draft


def move(draft: Draft, wish: Move, bench: Bench) -> Result:
    """A shot at another place."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    moved = [shots[index] for index in found]
    rest = [shot for index, shot in enumerate(shots) if index not in found]
    at = _slot(wish, shots, rest)
    row = linked_alike([*rest[:at], *moved, *rest[at:]], shots)
    if [shot.id for shot in row] == [shot.id for shot in shots]:
        return Result(bench.say("It is already there.", "它已经在那个位置了。"), met=True)
    return done(
        with_shots(draft, row, bench.media),
        bench.say(
            f"moved {'clip ' + str(found[0] + 1) if len(found) == 1 else 'them'} to place {at + 1} of {len(row)}",
            f"移到了第 {at + 1} 位（共 {len(row)} 个）",
        ),
        "move_clip",
        segments=[shot.id for shot in moved],
        position=at + 1,
    )


def _slot(wish: Move, shots: tuple[Shot, ...], rest: list[Shot]) -> int:
    anchor = wish.before if wish.before is not None else wish.after
    if anchor is not None:
        place = anchor - 1 if anchor > 0 else len(shots) + anchor
        target = shots[min(max(place, 0), len(shots) - 1)]
        at = rest.index(target) if target in rest else len(rest)
        return at if wish.before is not None else min(at + 1, len(rest))
    to = 1 if wish.to is None else wish.to
    if to == 0:
        return (len(rest) + 1) // 2
    return min(to - 1, len(rest)) if to > 0 else max(0, len(rest) + 1 + to)


def swap(draft: Draft, wish: Swap, bench: Bench) -> Result:
    """Two shots change places."""
    shots = list(shots_of(draft))
    if wish.halves:
        return _swap_halves(draft, shots, bench)
    a, b = _places_of(wish, shots)
    if not (0 <= a < len(shots) and 0 <= b < len(shots)) or a == b:
        return no_such_shot(bench, draft)
    row = list(shots)
    row[a], row[b] = row[b], row[a]
    return done(
        with_shots(draft, linked_alike(row, shots), bench.media),
        bench.say(f"clips {a + 1} and {b + 1} changed places", f"片段 {a + 1} 和 {b + 1} 已互换"),
        "swap_clips",
        a=a + 1,
        b=b + 1,
    )


def _swap_halves(draft: Draft, shots: list[Shot], bench: Bench) -> Result:
    """What played in the second half of the film plays first."""
    middle = length(shots) // 2
    pieces = cut_at(shots, middle, namer(draft))
    second = next((index for index, at in enumerate(starts(pieces)) if at >= middle), 0)
    if not second:
        return no_such_shot(bench, draft)
    first = replace(pieces[0].with_meta(transition=None), lap=0)
    opening = replace(pieces[second].with_meta(transition=None), lap=0)
    row = [opening, *pieces[second + 1 :], first, *pieces[1:second]]
    return done(
        with_shots(draft, linked_alike(row, shots), bench.media),
        bench.say("the second half plays first now", "前后两半已互换"),
        "reorder_clips",
        order="halves",
    )


def _places_of(wish: Swap, shots: list[Shot]) -> tuple[int, int]:
    if wish.scenes is None:
        return tuple(place - 1 if place > 0 else len(shots) + place for place in (wish.a, wish.b))  # type: ignore[return-value]
    shown = [str(shot.meta.get("scene")) for shot in shots]
    a, b = (shown.index(name) if name in shown else -1 for name in wish.scenes)
    return a, b


def arrange(draft: Draft, wish: Arrange, bench: Bench) -> Result:
    """The shots in the order named; those that are not named keep theirs, behind."""
    shots = shots_of(draft)
    played = [name for name in bench.media if any(shot.media == name for shot in shots)]
    if sorted(wish.which.places) == list(range(1, len(played) + 1)) and len(played) < len(shots):
        wish = Arrange(Which(files=tuple(played[place - 1] for place in wish.which.places)))
    singles = [Which((place,)) for place in wish.which.places] or [Which((), (name,)) for name in wish.which.files]
    named = [index for one in singles for index in indices(shots, one)]
    first = list(dict.fromkeys(named))
    if len(singles) != len(named) and wish.which.places:
        return no_such_shot(bench, draft)
    row = [shots[index] for index in [*first, *(index for index in range(len(shots)) if index not in first)]]
    if [shot.id for shot in row] == [shot.id for shot in shots]:
        return refused(bench.say("They are in that order already.", "已经是这个顺序了。"))
    order = ", ".join(str(index + 1) for index in first)
    return done(
        with_shots(draft, linked_alike(row, shots), bench.media),
        bench.say(f"put the clips in the order {order}", f"片段顺序改为 {order}"),
        "reorder_clips",
        order=order,
    )


def turn_order(draft: Draft, _: TurnOrder, bench: Bench) -> Result:
    """The last shot first."""
    shots = shots_of(draft)
    if len(shots) < 2:
        return no_such_shot(bench, draft)
    return done(
        with_shots(draft, linked_alike(shots[::-1], shots), bench.media),
        bench.say("the two clips changed places", "两个片段已互换")
        if len(shots) == 2
        else bench.say("the clips run in the opposite order now", "片段顺序已颠倒"),
        "reorder_clips",
        order="reversed",
    )
