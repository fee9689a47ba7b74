"""Uploads and films that the director's tests share, and the promises every draft keeps."""

from studio.director import MediaItem, MediaKind, Outcome, Turn, direct
from studio.director.following import inlays_of
from studio.draft import Draft, Segment, TrackType

PHOTOS = tuple(MediaItem(f"photo{n}", f"IMG_{n}.jpg", MediaKind.IMAGE, 0, 4000, 3000) for n in (1, 2, 3))
DEMO = MediaItem(
    "demo", "product_demo.mp4", MediaKind.VIDEO, 120_000, 1920, 1080, 30, True, tuple(range(2_000, 110_000, 7_000))
)
BEACH = MediaItem("beach", "holiday-beach.mov", MediaKind.VIDEO, 20_000, 1920, 1080, 30, True, (3_000, 9_000))
SONG = MediaItem("song", "summer.mp3", MediaKind.AUDIO, 12_000, has_audio=True)
CLIPS = (DEMO, BEACH)


def ask(
    text: str,
    draft: Draft | None = None,
    media: tuple[MediaItem, ...] = (),
    history: tuple[Draft, ...] = (),
    language: str = "en",
) -> Outcome:
    """One message to the director."""
    return direct(Turn(text, draft or Draft(), media, history, language))


def shots(draft: Draft) -> tuple[Segment, ...]:
    """The video segments."""
    return tuple(segment for track in draft.of_type(TrackType.VIDEO) for segment in track.segments)


def texts(draft: Draft) -> list[str]:
    """All words on the timeline, by time."""
    found = [segment for track in draft.of_type(TrackType.TEXT) for segment in track.segments]
    return [str(segment.meta["text"]) for segment in sorted(found, key=lambda segment: segment.start)]


def music(draft: Draft) -> tuple[Segment, ...]:
    """All audio segments."""
    return tuple(segment for track in draft.of_type(TrackType.AUDIO) for segment in track.segments)


def drawn() -> Draft:
    """A film of one drawn scene, 10 s, with music."""
    return ask("a 10-second video of a sunset over a city skyline").draft


def three() -> Draft:
    """A film of three clips, 30 s, no music: 10 s each."""
    segments = tuple(
        Segment(
            f"s{n}", 10_000 * n, 10_000, {"source": "clip", "media": "demo", "in": 20_000 * n, "title": f"part {n}"}
        )
        for n in range(3)
    )
    return Draft.from_json(
        {"t": [{"tt": 0, "sg": [segment.to_json() for segment in segments]}], "m": {"width": 1920, "height": 1080}}
    )


def assert_sound(draft: Draft, media: tuple[MediaItem, ...] = ()) -> None:
    """Shots contiguous but for their transitions, everything inside the film, footage inside its file, ids unique."""
    known = {item.id: item for item in media}
    laid = inlays_of(draft)
    row, at = [shot for shot in shots(draft) if shot not in laid], 0
    for index, shot in enumerate(row):
        lap = shot.meta.get("transition", {}).get("d", 0) if index else 0
        assert shot.duration > 0
        assert shot.start == at - lap
        assert 2 * lap <= shot.duration
        assert not (index == 0 and "transition" in shot.meta)
        item = known.get(str(shot.meta.get("media")))
        if item is not None and item.kind is MediaKind.VIDEO and not shot.meta.get("still"):
            assert shot.meta.get("in", 0) + shot.duration * shot.meta.get("speed", 1.0) <= item.duration + 2
        at = shot.end
    for part in laid:
        left, top, width, height = part.meta["box"]
        assert min(left, top) >= 0 < min(width, height)
        assert max(left + width, top + height) <= 1.001
        assert 0 <= part.start < part.end <= draft.duration == at
    names = [segment.id for track in draft.tracks for segment in track.segments]
    assert len(names) == len(set(names))
    for track in draft.tracks:
        if track.type in (TrackType.AUDIO, TrackType.TEXT):
            assert all(0 <= part.start < part.end <= draft.duration for part in track.segments)
