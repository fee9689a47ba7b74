"""A tolerant view of a draft. What travels is always the raw JSON; this is only for looking at it.

Certain are `t` (tracks), `tt` (type), `sg` (segments), `d` (ms) and `m` (metadata); where a segment starts is spelt in several
ways, else it follows the one before it. Nothing here raises, whatever the JSON holds.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

MOST_TRACKS: Final = 100
MOST_SEGMENTS: Final = 1000  # per track; what a draft holds beyond is not looked at
_LONGEST: Final = 86_400_000.0  # ms: a day

_START_KEYS: Final = ("st", "s", "start", "start_time", "startTime")
_LENGTH_KEYS: Final = ("d", "duration")
_END_KEYS: Final = ("e", "end", "end_time", "endTime")
_NAME_KEYS: Final = ("title", "name", "text", "label", "filename", "file_name", "prompt", "scene", "style")
_TEXT_KEYS: Final = ("text", "content", "title", "name", "caption", "label")
_AUDIO_KEYS: Final = ("name", "title", "style", "label", "filename", "file_name", "text")


class Kind(StrEnum):
    """What a track holds, as far as it is known."""

    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    OTHER = "other"


_KEYS_OF_NAMES: Final = {Kind.TEXT: _TEXT_KEYS, Kind.AUDIO: _AUDIO_KEYS}
_KINDS: Final = {0: Kind.VIDEO, 1: Kind.AUDIO, 7: Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a track: `start` and `duration` in ms. `name` is what it shows or plays ("" when nothing says so);
    `volume` is 1.0 for as it is, None where nothing is said."""

    kind: Kind
    start: int
    duration: int
    name: str = ""
    id: str = ""
    volume: float | None = None
    caption: bool = False
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Where it ends, in ms."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Track:
    """A row of the timeline. `label` is what it is called ("Video", "BGM"), "" when nothing says so."""

    kind: Kind
    segments: tuple[Segment, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole timeline: `duration` in ms, the canvas in pixels where it is known. `raw` is what it is the view of."""

    tracks: tuple[Track, ...] = ()
    duration: int = 0
    width: int | None = None
    height: int | None = None
    raw: object = None

    @property
    def filled(self) -> tuple[Track, ...]:
        """The tracks that hold something."""
        return tuple(track for track in self.tracks if track.segments)

    def segments(self, *kinds: Kind) -> Iterator[Segment]:
        """The segments of some kinds, track by track."""
        for track in self.tracks:
            if track.kind in kinds:
                yield from track.segments


def parse(draft: object) -> Draft:
    """The view of a draft; an empty one for anything that is no draft, and a view as it is."""
    if isinstance(draft, Draft):
        return draft
    raw = _mapping(draft)
    whole = _number(raw.get("d"))
    tracks = tuple(_track(item, whole) for item in _list(raw.get("t"))[:MOST_TRACKS] if isinstance(item, Mapping))
    meta = _mapping(raw.get("m"))
    return Draft(tracks, _duration(raw, tracks), _pixels(meta, raw, "width"), _pixels(meta, raw, "height"), draft)


def has_content(draft: object) -> bool:
    """Whether there is something to export: at least one track with segments."""
    return any(_list(_mapping(track).get("sg")) for track in _list(_mapping(draft).get("t")))


def clean(value: object, limit: int = 200) -> str:
    """A text for showing: one line, no control or direction characters, at most `limit` characters."""
    if not isinstance(value, str):
        return ""
    start = value[: limit * 4]
    text = " ".join((start if start.isascii() and start.isprintable() else _visible(start)).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _visible(text: str) -> str:
    return "".join(
        char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn") or char in "\n\t"
    )


def _track(raw: Mapping[str, Any], film: float | None) -> Track:
    """A track. Its only segment lasts, where it does not say, as long as the track does, or the film."""
    kind = _kind(raw.get("tt"))
    meta = _mapping(raw.get("m"))
    items = [_mapping(item) for item in _list(raw.get("sg"))[:MOST_SEGMENTS]]
    whole = (_number(raw.get("d")) or film) if len(items) == 1 else None
    name = clean(meta.get("name"))
    captions = name.lower() in ("captions", "subtitles")
    segments: list[Segment] = []
    for item in items:
        after = segments[-1].end if segments else 0
        segments.append(_segment(item, kind, meta, after, whole, captions=captions))
    own = name or clean(meta.get("label"))
    named_by_segments = any(_name(_mapping(item.get("m")), item, kind) for item in items)
    return Track(kind, tuple(segments), own if named_by_segments and len(own) <= 24 else "")


def _segment(
    raw: Mapping[str, Any], kind: Kind, track: Mapping[str, Any], after: int, whole: float | None, *, captions: bool
) -> Segment:
    meta = _mapping(raw.get("m"))
    start = _first_number((raw, meta), _START_KEYS)
    begin = after if start is None else round(start)
    length = _first_number((raw, meta), _LENGTH_KEYS)
    end = _first_number((raw, meta), _END_KEYS)
    if length is None and end is not None:
        length = max(0.0, end - begin)
    length = whole if length is None else length
    volume = _number(meta.get("volume", track.get("volume")))
    return Segment(
        kind,
        begin,
        round(length or 0),
        _name(meta, raw, kind) or _name(track, {}, kind),
        clean(str(raw["id"])) if isinstance(raw.get("id"), str | int) else "",
        volume / 100 if volume is not None and volume > 2 else volume,
        captions or meta.get("role") == "caption",
        meta,
    )


def _name(meta: Mapping[str, Any], raw: Mapping[str, Any], kind: Kind) -> str:
    keys = _KEYS_OF_NAMES.get(kind, _NAME_KEYS)
    for source in (meta, raw):
        for key in keys:
            if key in source and (text := clean(source[key])):
                return text
    return ""


def _kind(value: object) -> Kind:
    number = _number(value)
    return Kind.OTHER if number is None else _KINDS.get(round(number), Kind.OTHER)


def _duration(raw: Mapping[str, Any], tracks: Iterable[Track]) -> int:
    ends = dict.fromkeys(Kind, 0)
    for track in tracks:
        ends[track.kind] = max([ends[track.kind], *(segment.end for segment in track.segments)])
    said = _number(raw.get("d"))
    return round(said) if said else ends[Kind.VIDEO] or max(ends.values())


def _pixels(meta: Mapping[str, Any], raw: Mapping[str, Any], key: str) -> int | None:
    value = _first_number((meta, _mapping(meta.get("canvas")), raw), (key,))
    return round(value) if value else None


def _first_number(sources: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> float | None:
    for source in sources:
        for key in keys:
            if key in source and (number := _number(source[key])) is not None:
                return number
    return None


def _number(value: object) -> float | None:
    if isinstance(value, str) and len(value) <= 20:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= _LONGEST else None  # neither nan nor infinity is within


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else list(value) if isinstance(value, tuple) else []
