"""What changed between two drafts, in sentences."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from core.locales import Speech
from core.timeline.identity import same
from core.timeline.matching import Item, Matches, match
from core.timeline.parse import Draft, Kind, Segment, clean, parse
from core.timeline.summary import percent, seconds
from core.timeline.wording import WORDINGS, Sort, sort_of

Telling = Callable[[], str]
"""A change that is put in words once it is known to be among those that are told."""

_MOST = 12
_TOGETHER = 4  # so many of a sort are told in one sentence


def changes(before: object, after: object, say: Speech) -> list[str]:
    """What happened between two drafts (or their views), most telling first; empty when they mean the same. At most 13
    sentences."""
    old, new = parse(before), parse(after)
    if same(old.raw, new.raw):
        return []
    matches = match(old, new)
    found = [*_added(matches.added, say), *_removed(matches.removed, say), *_altered(matches, (old, new), say)]
    found += [*_canvas(old, new, say), *_length(old, new, say)]
    if not found:
        return [say("Changed details of the timeline")]
    told, more = [tell() for tell in found[:_MOST]], len(found) - _MOST
    return [*told, say.count("… and {n} more change", "… and {n} more changes", more)] if more > 0 else told


def _span(segment: Segment) -> str:
    return f"{seconds(segment.start)}–{seconds(segment.end)} s"


def _title(segment: Segment, say: Speech) -> str:
    return clean(segment.name, 60) if segment.name else say(WORDINGS[sort_of(segment)].name)


def _added(items: Sequence[Item], say: Speech) -> Iterator[Telling]:
    for sort, segments in _by_sort(items):
        if len(segments) >= _TOGETHER:
            yield partial(WORDINGS[sort].many_added, say, len(segments))
        else:
            yield from (partial(_one_added, segment, say) for segment in segments)


def _one_added(segment: Segment, say: Speech) -> str:
    name, time, sort = _title(segment, say), _span(segment), sort_of(segment)
    if sort is Sort.SOUND and segment.volume is not None:
        return say("Added sound “{name}” ({time}, {volume} %)", name=name, time=time, volume=percent(segment.volume))
    return say(WORDINGS[sort].added, name=name, time=time)


def _removed(items: Sequence[Item], say: Speech) -> Iterator[Telling]:
    for sort, segments in _by_sort(items):
        if len(segments) >= _TOGETHER:
            yield partial(WORDINGS[sort].many_removed, say, len(segments))
        else:
            yield from (partial(_one_removed, segment, say) for segment in segments)


def _one_removed(segment: Segment, say: Speech) -> str:
    return say(WORDINGS[sort_of(segment)].removed, name=_title(segment, say))


def _by_sort(items: Sequence[Item]) -> Iterator[tuple[Sort, list[Segment]]]:
    segments = sorted((item.segment for item in items), key=lambda segment: (sort_of(segment), segment.start))
    for sort, group in groupby(segments, key=sort_of):
        yield sort, list(group)


def _altered(matches: Matches, films: tuple[Draft, Draft], say: Speech) -> Iterator[Telling]:
    for old, new in matches.pairs:
        yield from _one_altered(old.segment, new.segment, films, say)
    if _reordered(matches):
        yield lambda: say("Changed the order of the clips")


def _follows_the_film(segment: Segment, film: Draft) -> bool:
    """Whether something lies under the whole film, so that it is as long as the film whenever that changes."""
    return segment.kind is not Kind.VIDEO and segment.start == 0 and seconds(segment.end) == seconds(film.duration)


def _one_altered(old: Segment, new: Segment, films: tuple[Draft, Draft], say: Speech) -> Iterator[Telling]:
    told = old.name != new.name
    if told:
        yield partial(_renamed, old, new, say)
    if old.duration != new.duration:
        told = True
        if not (_follows_the_film(old, films[0]) and _follows_the_film(new, films[1])):
            yield partial(_resized, old, new, say)
    elif old.start != new.start and new.kind is not Kind.VIDEO:
        told = True
        yield lambda: say("Moved “{name}” to {time}", name=_title(new, say), time=_span(new))
    if old.volume != new.volume:
        told = True
        yield partial(_revolumed, old, new, say)
    if not told and not same(old.meta, new.meta):
        yield partial(_restyled, new, say)


def _resized(old: Segment, new: Segment, say: Speech) -> str:
    name, length = _title(new, say), seconds(new.duration)
    if new.duration < old.duration:
        return say("Shortened “{name}” to {length} s", name=name, length=length)
    return say("Lengthened “{name}” to {length} s", name=name, length=length)


def _revolumed(old: Segment, new: Segment, say: Speech) -> str:
    name = _title(new, say)
    return say("Volume of “{name}”: {old} % → {new} %", name=name, old=_loudness(old), new=_loudness(new))


def _restyled(segment: Segment, say: Speech) -> str:
    name = _title(segment, say)
    if segment.kind is Kind.TEXT:
        return say("Changed the style of “{name}”", name=name)
    if segment.kind is Kind.AUDIO:
        return say("Changed the sound of “{name}”", name=name)
    return say("Changed the look of “{name}”", name=name)


def _loudness(segment: Segment) -> int:
    return 100 if segment.volume is None else percent(segment.volume)


def _renamed(old: Segment, new: Segment, say: Speech) -> str:
    before, after = _title(old, say), _title(new, say)
    if new.kind is Kind.TEXT:
        return say("Changed the text “{old}” to “{new}”", old=before, new=after)
    return say("Replaced “{old}” by “{new}”", old=before, new=after)


def _reordered(matches: Matches) -> bool:
    """Whether the clips that stayed come in another order."""
    before = [
        (old.track, old.place)
        for old, new in matches.pairs
        if new.segment.kind is Kind.VIDEO and old.track == new.track
    ]
    return before != sorted(before)


def _canvas(old: Draft, new: Draft, say: Speech) -> Iterator[Telling]:
    if None in (new.width, new.height) or (old.width, old.height) == (new.width, new.height):
        return
    size = f"{new.width}×{new.height}"
    if None not in (old.width, old.height):
        was = f"{old.width}×{old.height}"
        yield lambda: say("The picture is now {size} (was {old})", size=size, old=was)
    elif old.tracks:
        yield lambda: say("The picture is now {size}", size=size)


def _length(old: Draft, new: Draft, say: Speech) -> Iterator[Telling]:
    now, was = seconds(new.duration), seconds(old.duration)
    if old.filled and new.filled and now != was:
        yield lambda: say("The video is now {length} s long (was {old} s)", length=now, old=was)
