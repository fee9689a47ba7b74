"""Which segment of one draft became which segment of another."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import islice

from core.timeline.identity import same
from core.timeline.parse import Draft, Kind, Segment

Key = Callable[["Item"], Hashable]
_ORDER = tuple(Kind)
_CANDIDATES = 8
"""So many of the same name, time and volume are compared with one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A segment and where it stands: its track counted among those of its kind, and its place in it."""

    segment: Segment
    track: int
    place: int


@dataclass(frozen=True, slots=True)
class Matches:
    """What is in both drafts, and what is only in one."""

    pairs: tuple[tuple[Item, Item], ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]


def match(before: Draft, after: Draft) -> Matches:
    """Pair what is alike: by meaning and time, by id and name, by name, by id, and what is left by its place."""
    old, new = _items(before), _items(after)
    pairs: list[tuple[Item, Item]] = []
    for key in (_time, _named_id, _name_and_length, _name, _id, _position):
        found = _pair(old, new, key, alike=key is _time)
        pairs += found
        taken = {id(item) for pair in found for item in pair}
        old = [item for item in old if id(item) not in taken]
        new = [item for item in new if id(item) not in taken]
    pairs.sort(key=lambda pair: (_ORDER.index(pair[1].segment.kind), pair[1].track, pair[1].place))
    return Matches(tuple(pairs), tuple(new), tuple(old))


def _items(draft: Draft) -> list[Item]:
    counts: dict[str, int] = defaultdict(int)
    found: list[Item] = []
    for track in draft.filled:
        found += [Item(segment, counts[track.kind], place) for place, segment in enumerate(track.segments)]
        counts[track.kind] += 1
    return found


def _pair(old: Iterable[Item], new: Iterable[Item], key: Key, *, alike: bool = False) -> list[tuple[Item, Item]]:
    """Pair what has the same key, first come first served; with `alike` only what means the same in all."""
    waiting: dict[Hashable, deque[Item]] = defaultdict(deque)
    for item in old:
        if (value := key(item)) is not None:
            waiting[item.segment.kind, value].append(item)
    pairs: list[tuple[Item, Item]] = []
    for item in new:
        value = key(item)
        candidates = waiting.get((item.segment.kind, value)) if value is not None else None
        if candidates and (found := _alike(item, candidates) if alike else candidates[0]):
            candidates.remove(found)
            pairs.append((found, item))
    return pairs


def _alike(item: Item, candidates: Iterable[Item]) -> Item | None:
    meta = item.segment.meta
    return next((other for other in islice(candidates, _CANDIDATES) if same(other.segment.meta, meta)), None)


def _time(item: Item) -> Hashable:
    segment = item.segment
    return (segment.name, segment.start, segment.duration, segment.volume)


def _named_id(item: Item) -> Hashable:
    return (item.segment.id, item.segment.name) if item.segment.id else None


def _name_and_length(item: Item) -> Hashable:
    return (item.segment.name, item.segment.duration) if item.segment.name else None


def _name(item: Item) -> Hashable:
    return item.segment.name or None


def _id(item: Item) -> Hashable:
    return item.segment.id or None


def _position(item: Item) -> Hashable:
    return (item.track, item.place)
