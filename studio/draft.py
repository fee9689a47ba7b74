"""The timeline in the protocol's short keys, typed.

A draft is `{"d", "t": [track], "m"}`; a track `{"tt", "d", "sg": [segment], "m"}`; a segment `{"id", "st", "d", "m"}`.
All times are whole milliseconds. Unknown keys are kept in `extra` and written back. Drafts that others wrote may leave out
whatever follows from the rest, say null for it, and write numbers as text. What `m` may hold:

draft    width, height, fps, fade_in, fade_out (ms)
track    name ("Video", "BGM", "Title", "Captions", "Voice")
video    title, source ("scene" | "image" | "clip"), scene, mood, seed, over (effects over a scene: ["rain", "confetti"]),
         colors (["#rrggbb"], what a scene is painted in) | media (a media id), in (ms into the media),
         speed (1.0), volume (of the clip's own sound, 0-2), transition {"kind", "d"} into this segment (it starts `d` ms
         before the one before it ends), fit ("cover" | "blur"), look ("bw" | "sepia" | "warm" | "cool" | "vivid" | "dark" |
         "bright"), motion (0-3, the direction of a photo's slow zoom), reverse (bool), still (true: the moment "in" is held,
         without sound), span (how long the whole of a scene is, of which this is a part that begins at "in"),
         turn (90 | 180 | 270, clockwise), flip ("h" | "v"), zoom (1-8), focus ([across, down], 0-1: what the zoom keeps in
         the middle), drift ("in" | "out" | "left" | "right" | "up" | "down" | "none": a slow movement), box ([left, top,
         width, height], 0-1: the part of the picture that it takes up, over the tracks before its own), opacity (0-1, in a box)
audio    name, style (a music style), seed, span | media, in, volume (0-2, 1 = as it is), duck (true: quieter under
         speech-level sound), fade_in, fade_out (ms)
text     text, sub (a smaller second line), place ("top" | "center" | "bottom" | "lower-third"), role ("title" | "caption"),
         color ("#rrggbb"), size (1.0)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Self

from studio.errors import DraftUnreadable

KINDS = range(1000)


class TrackType(IntEnum):
    """`tt`: what a track holds. Other numbers of `KINDS` are kept and rendered as nothing."""

    VIDEO = 0
    AUDIO = 1
    TEXT = 7


def _given(raw: dict[str, Any], key: str, default: object) -> object:
    value = raw.pop(key, None)
    return default if value is None else value


def _number(value: object) -> object:
    """A number that was written as text, as a number."""
    return (
        float(value) if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,12}(\.[0-9]{1,9})?\s*", value) else value
    )


def _whole(value: object, name: str) -> int:
    value = _number(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 86_400_000:
        raise DraftUnreadable(f"{name} must be milliseconds between 0 and a day, not {value!r:.40}")
    return round(value)


def _kind(value: object) -> int:
    value = _number(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value not in KINDS:
        raise DraftUnreadable(f"a track's tt must be a whole number below {KINDS.stop}")
    return int(value)


def _mapping(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise DraftUnreadable(f"{name} must be an object, not {type(value).__name__}")
    return {str(key): item for key, item in value.items()}


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise DraftUnreadable(f"{name} must be a list, not {type(value).__name__}")
    return value


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a track: `start` and `duration` in ms."""

    id: str
    start: int
    duration: int
    meta: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Where it ends, in ms."""
        return self.start + self.duration

    def to_json(self) -> dict[str, Any]:
        """The short keys."""
        return {**self.extra, "id": self.id, "st": self.start, "d": self.duration, "m": dict(self.meta)}

    @classmethod
    def from_json(cls, data: object, *, start: int = 0, duration: object = 0, identity: str = "") -> Self:
        """Read a segment; raises DraftUnreadable. `start`, `duration` and `identity` are for what it leaves out."""
        raw = _mapping(data, "a segment")
        length = _whole(_given(raw, "d", duration), "a segment's d")
        begin = _whole(_given(raw, "st", start), "a segment's st")
        meta = _mapping(_given(raw, "m", {}), "a segment's m")
        return cls(str(_given(raw, "id", identity)), begin, length, meta, raw)


@dataclass(frozen=True, slots=True)
class Track:
    """A row of segments of one type."""

    type: int
    segments: tuple[Segment, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        """Where its last segment ends, in ms."""
        return max((segment.end for segment in self.segments), default=0)

    def to_json(self) -> dict[str, Any]:
        """The short keys."""
        segments = [segment.to_json() for segment in self.segments]
        return {**self.extra, "tt": self.type, "d": self.duration, "m": dict(self.meta), "sg": segments}

    @classmethod
    def from_json(cls, data: object, *, duration: object = 0) -> Self:
        """Read a track; raises DraftUnreadable. A lone segment without a duration lasts as long as its track does, or
        as the draft's `duration`; one without a start begins where the one before it ended."""
        raw = _mapping(data, "a track")
        kind = _kind(_given(raw, "tt", 0))
        items = _list(_given(raw, "sg", []), "a track's sg")
        whole = _given(raw, "d", duration) if len(items) == 1 else 0
        raw.pop("d", None)
        segments: list[Segment] = []
        for number, item in enumerate(items):
            start = segments[-1].end if segments else 0
            segments.append(Segment.from_json(item, start=start, duration=whole, identity=f"sg_{number}"))
        return cls(kind, tuple(segments), _mapping(_given(raw, "m", {}), "a track's m"), raw)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole timeline."""

    tracks: tuple[Track, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        """The length of the film in ms: the video tracks decide, else the longest track."""
        video = max((track.duration for track in self.of_type(TrackType.VIDEO)), default=0)
        return video or max((track.duration for track in self.tracks), default=0)

    def of_type(self, kind: TrackType) -> tuple[Track, ...]:
        """The tracks of one type, in order."""
        return tuple(track for track in self.tracks if track.type == kind)

    def to_json(self) -> dict[str, Any]:
        """The short keys."""
        return {**self.extra, "d": self.duration, "m": dict(self.meta), "t": [track.to_json() for track in self.tracks]}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read a draft; raises DraftUnreadable."""
        raw = _mapping(data, "a draft")
        whole = _given(raw, "d", 0)
        tracks = tuple(Track.from_json(item, duration=whole) for item in _list(_given(raw, "t", []), "a draft's t"))
        return cls(tracks, _mapping(_given(raw, "m", {}), "a draft's m"), raw)
