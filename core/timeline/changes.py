"""What changed between two drafts, in sentences."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from core.locales import Speech
from core.timeline.identity import fingerprint, same
from core.timeline.matching import Item, Matches, match
from core.timeline.parse import Draft, Kind, Segment, clean, parse
from core.timeline.summary import percent, seconds
from core.timeline.wording import WORDINGS, Sort, sort_of

_MOST = 12
_TOGETHER = 4  # so many of a sort are told in one sentence


def changes(before: object, after: object, say: Speech) -> list[str]:
    """What happened between two drafts, most telling first; empty when they mean the same. At most 13 sentences."""
    if same(before, after):
        return []
    old, new = parse(before), parse(after)
    matches = match(old, new)
    told = [*_added(matches.added, say), *_removed(matches.removed, say), *_altered(matches, (old, new), say)]
    told += _canvas(old, new, say)
    told += _length(old, new, say)
    if not told:
        return [say("Changed details of the timeline")]
    if len(told) > _MOST:
        more = len(told) - _MOST
        told = [*told[:_MOST], say.count("… and {n} more change", "… and {n} more changes", more)]
    return told


def _span(segment: Segment) -> str:
    return f"{seconds(segment.start)}–{seconds(segment.end)} s"


def _title(segment: Segment, say: Speech) -> str:
    return clean(segment.name, 60) if segment.name else say(WORDINGS[sort_of(segment)].name)


def _added(items: Sequence[Item], say: Speech) -> Iterator[str]:
    for sort, segments in _by_sort(items):
        if len(segments) >= _TOGETHER:
            yield WORDINGS[sort].many_added(say, len(segments))
        else:
            yield from (_one_added(segment, say) for segment in segments)


def _one_added(segment: Segment, say: Speech) -> str:
    name, time, sort = _title(segment, say), _span(segment), sort_of(segment)
    if sort is Sort.SOUND and segment.volume is not None:
        return say("Added sound “{name}” ({time}, {volume} %)", name=name, time=time, volume=percent(segment.volume))
    return say(WORDINGS[sort].added, name=name, time=time)


def _removed(items: Sequence[Item], say: Speech) -> Iterator[str]:
    for sort, segments in _by_sort(items):
        if len(segments) >= _TOGETHER:
            yield WORDINGS[sort].many_removed(say, len(segments))
        else:
            yield from (say(WORDINGS[sort].removed, name=_title(segment, say)) for segment in segments)


def _by_sort(items: Sequence[Item]) -> Iterator[tuple[Sort, list[Segment]]]:
    segments = sorted((item.segment for item in items), key=lambda segment: (sort_of(segment), segment.start))
    for sort, group in groupby(segments, key=sort_of):
        yield sort, list(group)


def _altered(matches: Matches, films: tuple[Draft, Draft], say: Speech) -> Iterator[str]:
    for old, new in matches.pairs:
        follows = _follows_the_film(old.segment, films[0]) and _follows_the_film(new.segment, films[1])
        yield from _one_altered(old.segment, new.segment, say, follows=follows)
    if _reordered(matches):
        yield say("Changed the order of the clips")


def _follows_the_film(segment: Segment, film: Draft) -> bool:
    """Whether something lies under the whole film, so that it is as long as the film whenever that changes."""
    return segment.kind is not Kind.VIDEO and segment.start == 0 and seconds(segment.end) == seconds(film.duration)


def _one_altered(old: Segment, new: Segment, say: Speech, *, follows: bool) -> Iterator[str]:
    name = _title(new, say)
    told = False
    if old.name != new.name:
        told = True
        yield _renamed(old, new, say)
    if old.duration != new.duration and follows:
        told = True
    elif old.duration != new.duration:
        told = True
        length = seconds(new.duration)
        if new.duration < old.duration:
            yield say("Shortened “{name}” to {length} s", name=name, length=length)
        else:
            yield say("Lengthened “{name}” to {length} s", name=name, length=length)
    elif old.start != new.start and new.kind is not Kind.VIDEO:
        told = True
        yield say("Moved “{name}” to {time}", name=name, time=_span(new))
    if old.volume != new.volume:
        told = True
        yield say("Volume of “{name}”: {old} % → {new} %", name=name, old=_loudness(old), new=_loudness(new))
    if not told and fingerprint(old.meta) != fingerprint(new.meta):
        yield _restyled(new, say)


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


def _canvas(old: Draft, new: Draft, say: Speech) -> list[str]:
    if None in (new.width, new.height) or (old.width, old.height) == (new.width, new.height):
        return []
    size = f"{new.width}×{new.height}"
    if None in (old.width, old.height):
        return [] if not old.tracks else [say("The picture is now {size}", size=size)]
    return [say("The picture is now {size} (was {old})", size=size, old=f"{old.width}×{old.height}")]


def _length(old: Draft, new: Draft, say: Speech) -> list[str]:
    if not old.filled or not new.filled or seconds(old.duration) == seconds(new.duration):
        return []
    return [
        say("The video is now {length} s long (was {old} s)", length=seconds(new.duration), old=seconds(old.duration))
    ]
