"""Films cut in two: every part goes on where the other ended."""

from dataclasses import replace

from studio.director.operations.bench import namer
from studio.director.slicing import cut_at
from studio.director.timeline import Shot, with_shots
from studio.draft import Draft, Segment, Track, TrackType
from tests.studio.director.footage import DEMO, ask, drawn, shots, three

MEDIA = {DEMO.id: DEMO}


def halves(**meta: object) -> tuple[Shot, ...]:
    shot = Shot("a", 10_000, 0, {"source": "clip", "media": "demo", "in": 4_000, **meta})
    return cut_at((shot,), 3_000, namer(Draft()))


def test_footage_goes_on_at_its_speed() -> None:
    assert [half.meta["in"] for half in halves(speed=2.0)] == [4_000, 10_000]


def test_footage_played_backward_begins_with_its_end() -> None:
    assert [half.meta["in"] for half in halves(reverse=True)] == [11_000, 4_000]


def test_a_held_moment_stays_the_same() -> None:
    assert [half.meta["in"] for half in halves(still=True)] == [4_000, 4_000]


def test_a_photo_has_no_time_of_its_own() -> None:
    assert all(
        "in" not in half.meta
        for half in cut_at((Shot("a", 9_000, 0, {"media": "p", "source": "image"}),), 4_000, namer(Draft()))
    )


def test_a_drawn_scene_remembers_how_long_it_was() -> None:
    row = shots(ask("cut from 2s to 5s", drawn()).draft)
    assert [(part.meta.get("in", 0), part.meta["span"], part.duration) for part in row] == [
        (0, 10_000, 2_000),
        (5_000, 10_000, 5_000),
    ]


def inlaid() -> Draft:
    """Three clips, a logo over all of it, and a clip over the second one."""
    logo = Segment("x1", 0, 30_000, {"media": "photo1", "source": "image", "box": [0.8, 0.1, 0.1, 0.1]})
    small = Segment("x2", 10_000, 10_000, {"media": "demo", "in": 0, "box": [0.6, 0.6, 0.3, 0.3], "shot": "s1"})
    above = [Track(TrackType.VIDEO, (part,), {"name": "Overlay"}) for part in (logo, small)]
    film = three()
    return replace(film, tracks=(*film.tracks, *above))


def test_what_lies_over_the_film_goes_along_with_it() -> None:
    film = inlaid()
    cut = ask("cut the first 4 seconds", film, (DEMO,)).draft
    assert [(part.start, part.duration) for part in shots(cut)[3:]] == [(0, 26_000), (6_000, 10_000)]
    gone = ask("delete the second clip", film, (DEMO,)).draft
    assert [(part.id, part.duration) for part in shots(gone)[2:]] == [("x1", 20_000)]
    assert gone.duration == 20_000


def test_a_picture_that_fills_the_frame_on_another_track_is_left_as_it_was() -> None:
    film = three()
    other = Track(TrackType.VIDEO, (Segment("b", 25_000, 9_000, {"media": "demo"}),))
    longer = replace(film, tracks=(*film.tracks, other))
    made = with_shots(longer, [Shot("s0", 10_000, 0, {"media": "demo", "source": "clip"})], MEDIA)
    assert made.tracks[1] == other
