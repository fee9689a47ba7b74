"""What goes along with the film when it becomes longer or shorter: music, texts, and what lies over the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.director.metadata import factor, whole
from studio.director.model import MediaItem
from studio.draft import Draft, Segment, Track, TrackType


def main_track(draft: Draft) -> Track:
    """The track that the film is made of: the first one of pictures that holds any."""
    found = next((track for track in draft.of_type(TrackType.VIDEO) if track.segments), None)
    return found or Track(TrackType.VIDEO, (), {"name": "Video"})


_FOLLOWING = (TrackType.AUDIO, TrackType.TEXT)


def is_inlay(segment: Segment) -> bool:
    """Whether it takes up a part of the picture only."""
    return isinstance(segment.meta.get("box"), list | tuple)


def inlays_of(draft: Draft) -> tuple[Segment, ...]:
    """What lies over the film: pictures and clips in a box, on the tracks after the film's own."""
    main = main_track(draft)
    above = (track for track in draft.of_type(TrackType.VIDEO) if track is not main)
    return tuple(segment for track in above for segment in track.segments if is_inlay(segment))


def _picture_end(draft: Draft) -> int:
    """Where the film ends: inlays do not make it longer."""
    main = main_track(draft)
    rows = (
        part
        for track in draft.of_type(TrackType.VIDEO)
        for part in track.segments
        if track is main or not is_inlay(part)
    )
    return max((part.end for part in rows), default=0)


def _owned(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The shots without what they share with the next one in a transition."""
    ends = [*(segment.start for segment in segments[1:]), None]
    return tuple(
        replace(segment, duration=end - segment.start)
        if end is not None and segment.start < end < segment.end
        else segment
        for segment, end in zip(segments, ends, strict=False)
    )


def _fit_inlays(
    segments: Sequence[Segment], old: int, new: int, where: Mapping[str, Segment], media: Mapping[str, MediaItem]
) -> tuple[Segment, ...]:
    """Those tied to a shot go with it; the others keep their time."""
    kept = []
    for segment in segments:
        fit = _fit_text(segment, old, new, where) if is_inlay(segment) else segment
        item = media.get(str(segment.meta.get("media")))
        if fit is not None and item is not None and item.duration > 0:
            most = round((item.duration - whole(segment.meta.get("in"))) / factor(segment.meta.get("speed")))
            fit = replace(fit, duration=min(fit.duration, max(1, most)))
        if fit is not None:
            kept.append(fit)
    return tuple(kept)


def fitted(draft: Draft, old: int, media: Mapping[str, MediaItem]) -> Draft:
    """Music, texts and inlays clipped to the film; what reached its old end reaches its new one."""
    new = _picture_end(draft)
    if not new:
        return draft
    where = {segment.id: segment for track in draft.of_type(TrackType.VIDEO) for segment in _owned(track.segments)}

    def fit(track: Track) -> Track:
        if track.type == TrackType.AUDIO:
            return replace(track, segments=_fit_audio(track.segments, old, new, media))
        if track.type == TrackType.TEXT:
            return replace(track, segments=_fit_texts(track.segments, old, new, where))
        if track is not main_track(draft) and any(map(is_inlay, track.segments)):
            return replace(track, segments=_fit_inlays(track.segments, old, new, where, media))
        return track

    tracks = tuple(fit(track) for track in draft.tracks)
    return replace(
        draft,
        tracks=tuple(
            track
            for number, track in enumerate(tracks)
            if track.segments or (draft.tracks[number].segments == () and track.type not in _FOLLOWING)
        ),
    )


def _fit_audio(segments: Sequence[Segment], old: int, new: int, media: Mapping[str, MediaItem]) -> tuple[Segment, ...]:
    kept = []
    for segment in segments:
        reach = new - segment.start if segment.end >= old > 0 else min(segment.duration, new - segment.start)
        item = media.get(str(segment.meta.get("media")))
        if item is not None and item.duration > 0:
            reach = min(reach, max(0, item.duration - whole(segment.meta.get("in"))))
        if reach > 0 and segment.start < new:
            kept.append(replace(segment, duration=reach))
    return tuple(kept)


def _fit_texts(segments: Sequence[Segment], old: int, new: int, where: Mapping[str, Segment]) -> tuple[Segment, ...]:
    kept = []
    for segment in segments:
        fit = _fit_text(segment, old, new, where)
        if fit is not None:
            kept.append(fit)
    return tuple(kept)


def _fit_text(segment: Segment, old: int, new: int, where: Mapping[str, Segment]) -> Segment | None:
    shot = segment.meta.get("shot")
    if isinstance(shot, str):
        home = where.get(shot)
        return replace(segment, start=home.start, duration=home.duration) if home else None
    if segment.start == 0 and segment.end >= old > 0:
        return replace(segment, duration=new)
    if segment.end == old and old != new and segment.duration < new:
        return replace(segment, start=new - segment.duration)
    if segment.start >= new:
        return None
    return replace(segment, duration=min(segment.duration, new - segment.start))
