"""From drafts of all kinds to films: times, sizes, transitions, sounds."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.draft import Draft
from studio.errors import DraftUnreadable, RenderError, StudioError
from studio.render.film import Film, ShotKind
from studio.render.plan import MAX_SEGMENTS, plan_film


def film_of(*tracks: dict[str, Any], media: tuple[str, ...] = (), scale: float = 1.0, **meta: Any) -> Film:
    return plan_film(Draft.from_json({"t": list(tracks), "m": meta}), media, scale)


def video(*segments: dict[str, Any]) -> dict[str, Any]:
    return {"tt": 0, "sg": list(segments)}


def scene(duration: int, **meta: Any) -> dict[str, Any]:
    return {"d": duration, "m": {"source": "scene", "scene": "ocean", **meta}}


@pytest.mark.parametrize(
    ("duration", "fps", "frames"), [(10_000, 30, 300), (3333, 30, 100), (1016, 30, 30), (1017, 30, 31), (1000, 24, 24)]
)
def test_a_film_has_its_duration_in_whole_frames(duration: int, fps: int, frames: int) -> None:
    assert film_of(video(scene(duration)), fps=fps).frames == frames


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (1920, 1080, (1920, 1080)),
        (1080, 1920, (1080, 1920)),
        (1080, 1080, (1080, 1080)),
        (3840, 2160, (1920, 1080)),
        (721, 405, (720, 404)),
    ],
)
def test_the_canvas_is_even_and_no_side_is_over_1920(width: int, height: int, size: tuple[int, int]) -> None:
    assert film_of(video(scene(1000)), width=width, height=height).canvas.size == size


def test_without_a_size_the_canvas_is_full_hd_at_30_frames() -> None:
    canvas = film_of(video(scene(1000))).canvas
    assert (canvas.size, canvas.fps) == ((1920, 1080), Fraction(30))


def test_a_scale_shrinks_the_canvas() -> None:
    assert film_of(video(scene(1000)), scale=0.25).canvas.size == (480, 270)


def test_a_transition_keeps_the_shot_before_until_it_is_over() -> None:
    film = film_of(video(scene(4000), {**scene(4000, transition={"kind": "wipe", "d": 800}), "st": 3200}))
    first, second = film.layers[0]
    assert (first.until, second.start, second.entry, second.transition) == (120, 96, 24, "wipe")


def test_a_transition_between_segments_that_only_touch_still_has_both() -> None:
    film = film_of(video(scene(2000), scene(2000, transition={"kind": "fade", "d": 500})))
    first, second = film.layers[0]
    assert (first.end, first.until, second.start) == (60, 75, 60)


def test_a_transition_is_no_longer_than_its_segment() -> None:
    film = film_of(video(scene(2000), scene(1000, transition={"kind": "fade", "d": 60_000})))
    assert film.layers[0][1].entry == 30


def test_a_gap_stays_a_gap() -> None:
    film = film_of(video(scene(1000), {**scene(1000, transition={"kind": "fade", "d": 500}), "st": 3000}))
    assert film.layers[0][0].until == 30


def test_empty_drafts_are_refused() -> None:
    nothing: list[dict[str, Any]] = [
        {},
        {"t": []},
        {"t": [video()]},
        {"t": [video(scene(0))]},
        {"t": [{"tt": 99, "sg": []}]},
    ]
    for draft in nothing:
        with pytest.raises(DraftUnreadable, match="nothing on the timeline"):
            plan_film(Draft.from_json(draft), ())


def test_too_long_and_too_full_timelines_are_refused() -> None:
    with pytest.raises(DraftUnreadable, match="too long"):
        film_of(video(scene(80_000_000)))
    with pytest.raises(DraftUnreadable, match="too many"):
        film_of(video(*[scene(1)] * (MAX_SEGMENTS + 1)))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RenderError, match="med_7"):
        film_of(video({"d": 1000, "m": {"media": "med_7"}}))


def test_segments_of_no_length_and_unknown_tracks_are_passed_over() -> None:
    film = film_of(video(scene(0), scene(1000), scene(0)), {"tt": 42, "sg": [{"d": 99_000, "m": {}}]})
    assert len(film.layers[0]) == 1
    assert film.frames == 30


def test_a_segment_with_media_needs_no_source_word() -> None:
    film = film_of(video({"d": 1000, "m": {"media": "a"}}), media=("a",))
    assert film.layers[0][0].kind is ShotKind.MEDIA


def test_footage_brings_its_sound_with_its_volume() -> None:
    film = film_of(
        video({"d": 1000, "m": {"media": "a", "volume": 0.4}}, {"d": 1000, "m": {"media": "a", "volume": 0}}),
        media=("a",),
    )
    assert [(sound.volume, sound.voice) for sound in film.sounds] == [(0.4, True)]


def test_music_ducks_only_when_it_should() -> None:
    music = {"tt": 1, "sg": [{"d": 1000, "m": {"style": "upbeat", "duck": True}}, {"d": 1000, "m": {"style": "lofi"}}]}
    assert [sound.duck for sound in film_of(video(scene(2000)), music).sounds] == [True, False]


def test_texts_without_words_are_passed_over() -> None:
    texts = {
        "tt": 7,
        "sg": [{"d": 900, "m": {"text": "  "}}, {"d": 900, "m": {"text": "Hi", "place": "nowhere"}}, {"d": 900}],
    }
    captions = film_of(video(scene(3000)), texts).captions
    assert [(caption.text, caption.place) for caption in captions] == [("Hi", "center")]


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "d", "x"]), inner, max_size=3),
    max_leaves=5,
)
WORDS = "source scene mood seed media in speed volume transition fit look motion reverse style duck fade_in fade_out"
KEYS = [*WORDS.split(), "text", "sub", "place", "role", "color", "size"]
metas = st.dictionaries(st.sampled_from(KEYS), anything, max_size=6)
segments = st.fixed_dictionaries({"d": st.integers(0, 5000), "st": st.integers(0, 9000), "m": metas})
tracks = st.fixed_dictionaries({"tt": st.sampled_from([0, 1, 7, 3]), "sg": st.lists(segments, max_size=4)})
drafts = st.fixed_dictionaries(
    {
        "t": st.lists(tracks, max_size=4),
        "m": st.dictionaries(st.sampled_from(["width", "height", "fps", "fade_in"]), anything, max_size=4),
    }
)


@given(drafts)
def test_any_draft_gives_a_sound_film_or_a_plain_refusal(data: dict[str, Any]) -> None:
    try:
        film = plan_film(Draft.from_json(data), ())
    except StudioError:
        return
    assert film.frames >= 1
    assert film.canvas.width % 2 == film.canvas.height % 2 == 0
    assert max(film.canvas.size) <= 1920
    for layer in film.layers:
        assert all(shot.start < shot.end <= shot.until and shot.entry <= shot.end - shot.start + 1 for shot in layer)
        assert [shot.start for shot in layer] == sorted(shot.start for shot in layer)
    assert all(0 <= sound.volume <= 2 and sound.seconds > 0 for sound in film.sounds)


def test_numbers_beyond_all_size_are_brought_within_their_bounds() -> None:
    film = film_of(video(scene(1000, speed=10**400, seed=-(10**400))), width=10**400, height=10**400, fps=10**400)
    assert film.canvas.size == (1920, 1920)
    assert film.canvas.fps == 60
    assert film.layers[0][0].speed == 16.0
    assert film_of(video(scene(1000)), fps=float("nan")).canvas.fps == 30
