"""The draft as a row of shots that own their time, and back: keeps segments contiguous and everything inside the film.

A shot owns the time from its start to the next one's start, so the film is as long as what its shots own, and cutting a
film at a moment cuts exactly one shot, whatever transitions overlap.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studio.director.following import fitted, main_track
from studio.director.metadata import factor, merged, whole
from studio.director.model import MediaItem
from studio.draft import Draft, Segment, Track, TrackType

SHORTEST_SHOT = 200
SHORTEST_TRANSITION = 120
SHORTEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Shot:
    """A video segment by what it owns: `own` ms, of which `lap` ms overlap the shot before it (a transition)."""

    id: str
    own: int
    lap: int = 0
    meta: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""  # whose rest it is, after a cut

    @property
    def speed(self) -> float:
        """How fast it plays."""
        return factor(self.meta.get("speed"))

    @property
    def media(self) -> str | None:
        """The id of its media, if it has any."""
        found = self.meta.get("media")
        return found if isinstance(found, str) else None

    @property
    def is_clip(self) -> bool:
        """Whether it plays footage, which has an end."""
        return self.media is not None and self.meta.get("source") != "image" and not self.still

    @property
    def still(self) -> bool:
        """Whether it holds one moment."""
        return self.meta.get("still") is True

    def with_meta(self, **changes: object) -> "Shot":
        """The same shot with other metadata; None takes a key away."""
        return replace(self, meta=merged(self.meta, **changes))


def _lap(segment: Segment) -> int:
    transition = segment.meta.get("transition")
    return whole(transition.get("d")) if isinstance(transition, Mapping) else 0


def shots_of(draft: Draft) -> tuple[Shot, ...]:
    """The shots of the first video track that has any."""
    track = next((track for track in draft.of_type(TrackType.VIDEO) if track.segments), None)
    segments = [segment for segment in track.segments if segment.duration > 0] if track else []
    shots = []
    for index, segment in enumerate(segments):
        following = min(_lap(segments[index + 1]), segment.duration - 1) if index + 1 < len(segments) else 0
        shots.append(
            Shot(segment.id, segment.duration - following, _lap(segment) if index else 0, segment.meta, segment.extra)
        )
    return tuple(shots)


def length(shots: Iterable[Shot]) -> int:
    """How long the film is, in ms."""
    return sum(shot.own for shot in shots)


def starts(shots: Sequence[Shot]) -> tuple[int, ...]:
    """Where each shot starts, in ms."""
    found, at = [], 0
    for shot in shots:
        found.append(at)
        at += shot.own
    return tuple(found)


def _settled(shots: Sequence[Shot]) -> tuple[Shot, ...]:
    """Unique ids, and transitions no longer than half of either shot."""
    settled: list[Shot] = []
    used: set[str] = set()
    for shot in shots:
        lap = min(shot.lap, shot.own // 2, settled[-1].own // 2) if settled else 0
        lap = lap if lap >= SHORTEST_TRANSITION else 0
        name = _name(shot, used, {other.id for other in shots})
        used.add(name)
        settled.append(replace(shot, id=name, lap=lap))
    return tuple(settled)


def _name(shot: Shot, used: set[str], all_: set[str]) -> str:
    """Its own id, or the id of what it is the rest of when that is free."""
    if shot.origin and shot.origin not in used | all_:
        return shot.origin
    return shot.id if shot.id and shot.id not in used else fresh_id("sg", used | all_)


def fresh_id(prefix: str, used: Iterable[str]) -> str:
    """An id that is not used yet: prefix_1, prefix_2, …"""
    taken = set(used)
    number = 1
    while f"{prefix}_{number}" in taken:
        number += 1
    return f"{prefix}_{number}"


def ids(draft: Draft) -> set[str]:
    """All segment ids of a draft."""
    return {segment.id for track in draft.tracks for segment in track.segments}


def _segment(shot: Shot, start: int, following: int) -> Segment:
    kind = shot.meta.get("transition")
    known = kind if isinstance(kind, Mapping) else {}
    transition = {**known, "kind": known.get("kind", "fade"), "d": shot.lap} if shot.lap else None
    return Segment(shot.id, start, shot.own + following, merged(shot.meta, transition=transition), shot.extra)


def segments_of(shots: Sequence[Shot], media: Mapping[str, MediaItem]) -> tuple[Segment, ...]:
    """The shots as segments: contiguous, transitions overlapping, footage never played beyond its end."""
    shots = _settled([shot for shot in shots if shot.own > 0])
    laid, start = [], 0
    for index, shot in enumerate(shots):
        following = shots[index + 1].lap if index + 1 < len(shots) else 0
        kept = _reachable(shot, following, media.get(shot.media or ""))
        laid.append(_inside(_segment(kept, start, following), media.get(shot.media or "")))
        start += kept.own
    return tuple(laid)


def _reachable(shot: Shot, following: int, item: MediaItem | None) -> Shot:
    """No longer than its footage, the overlap with the next shot included."""
    if item is None or item.duration <= 0 or not shot.is_clip:
        return shot
    most = int((item.duration - whole(shot.meta.get("in"))) / shot.speed) - following
    return replace(shot, own=most) if 0 < most < shot.own else shot


def _inside(segment: Segment, item: MediaItem | None) -> Segment:
    """Start footage earlier when its transition would run beyond its end."""
    if item is None or item.duration <= 0 or segment.meta.get("source") == "image" or segment.meta.get("still") is True:
        return segment
    needed = segment.duration * factor(segment.meta.get("speed"))
    begin = whole(segment.meta.get("in"))
    latest = max(0, int(item.duration - needed))
    return segment if begin <= latest else replace(segment, meta={**segment.meta, "in": latest})


def with_shots(draft: Draft, shots: Sequence[Shot], media: Mapping[str, MediaItem]) -> Draft:
    """The draft with other shots; music and texts follow the film's new length."""
    before, old = main_track(draft), draft.duration
    segments = segments_of(shots, media)
    changed = replace(before, segments=segments)
    tracks = tuple(changed if track is before else track for track in draft.tracks)
    if before not in draft.tracks:
        kept = tuple(track for track in draft.tracks if not (track.type == TrackType.VIDEO and not track.segments))
        tracks = (changed, *kept)
    if not segments:
        return replace(draft, tracks=())
    return fitted(replace(draft, tracks=tracks), old, media)


def map_track(draft: Draft, kind: TrackType, change: Callable[[Track], Track | None]) -> Draft:
    """The draft with each track of a type changed; None takes it away."""
    tracks = []
    for track in draft.tracks:
        changed = change(track) if track.type == kind else track
        if changed is not None:
            tracks.append(changed)
    return replace(draft, tracks=tuple(tracks))


def map_segments(draft: Draft, kind: TrackType, change: Callable[[Segment], Segment | None]) -> Draft:
    """The draft with each segment of a type changed; None takes it away, and empty tracks with it."""

    def over(track: Track) -> Track | None:
        segments = tuple(found for found in (change(segment) for segment in track.segments) if found is not None)
        return replace(track, segments=segments) if segments else None

    return map_track(draft, kind, over)
