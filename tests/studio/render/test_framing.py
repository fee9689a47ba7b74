"""Pictures turned, mirrored, enlarged, held, and laid over others."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from studio.render.film import Framing
from studio.render.framing import framed, view
from studio.render.planes import Planes, from_rgb, solid
from studio.render.vocabulary import DRIFTS
from tests.studio.render.films import draft_of, rendered
from tests.studio.render.material import brightness_clock, corner, make_clip, read_frames, read_sound, tone
from tests.studio.render.test_plan import film_of, scene, video


def quarter(size: tuple[int, int] = (64, 32)) -> Planes:
    """Black with a white upper left quarter."""
    return from_rgb(Image.fromarray(corner(size)(0)))


def bright_corner(picture: Planes) -> str:
    shades = np.asarray(picture.y).reshape(2, picture.size[1] // 2, 2, picture.size[0] // 2).mean(axis=(1, 3))
    row, column = divmod(int(shades.argmax()), 2)
    return f"{'upper' if row == 0 else 'lower'} {'left' if column == 0 else 'right'}"


@pytest.mark.parametrize(
    ("framing", "where"),
    [
        (Framing(), "upper left"),
        (Framing(turn=90), "upper right"),
        (Framing(turn=180), "lower right"),
        (Framing(turn=270), "lower left"),
        (Framing(flip="h"), "upper right"),
        (Framing(flip="v"), "lower left"),
        (Framing(turn=90, flip="h"), "upper left"),
    ],
)
def test_a_picture_is_turned_clockwise_and_then_mirrored(framing: Framing, where: str) -> None:
    assert bright_corner(framed(quarter(), framing, 0.0)) == where


def test_a_zoom_shows_the_part_around_its_focus() -> None:
    assert view(Framing(zoom=2), 0.0) == (0.25, 0.25, 0.75, 0.75)
    assert view(Framing(zoom=2, focus=(0.0, 1.0)), 0.0) == (0.0, 0.5, 0.5, 1.0)
    assert np.asarray(framed(quarter(), Framing(zoom=2, focus=(0, 0)), 0.0).y)[4:-4, 4:-4].min() > 200


@given(
    drift=st.sampled_from(["", *DRIFTS]),
    zoom=st.floats(1, 8),
    focus=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    through=st.floats(0, 1),
)
def test_the_view_never_leaves_the_picture(drift: str, zoom: float, focus: tuple[float, float], through: float) -> None:
    left, top, right, bottom = view(Framing(zoom=zoom, focus=focus, drift=drift), through)
    assert -1e-9 <= left < right <= 1 + 1e-9
    assert -1e-9 <= top < bottom <= 1 + 1e-9


def test_a_drift_comes_closer_goes_away_or_wanders() -> None:
    def width(drift: str, through: float) -> float:
        left, _, right, _ = view(Framing(drift=drift), through)
        return right - left

    assert width("in", 0) == 1 > width("in", 1) == width("out", 0)
    assert width("out", 1) == 1
    assert view(Framing(drift="right"), 0)[0] == 0 < view(Framing(drift="right"), 1)[0]
    assert view(Framing(drift="none"), 0.5) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("meta", "framing"),
    [
        ({"turn": 90, "flip": "h"}, Framing(turn=90, flip="h")),
        ({"turn": -90}, Framing(turn=270)),
        ({"turn": 45, "flip": "x", "drift": 3, "zoom": "big", "focus": [1], "box": "corner"}, Framing()),
        ({"zoom": 99, "focus": [2, -1]}, Framing(zoom=8, focus=(1, 0))),
        ({"box": [0.5, 0.5, 0.9, 0.2]}, Framing(box=(0.5, 0.5, 0.5, 0.2))),
        ({"box": [0, 0, 1, 1]}, Framing()),
        ({"box": [1, 0, 0.5, 0.5]}, Framing()),
    ],
)
def test_a_draft_says_how_a_picture_stands_and_nonsense_is_passed_over(meta: dict[str, Any], framing: Framing) -> None:
    assert film_of(video(scene(1000, **meta))).layers[0][0].framing == framing


def test_a_still_shot_has_no_sound_of_its_own() -> None:
    shots = ({"d": 1000, "m": {"media": "c"}}, {"d": 1000, "m": {"media": "c", "still": True, "in": 900}})
    assert [sound.start for sound in film_of(video(*shots), media=("c",)).sounds] == [0.0]


@pytest.mark.heavy
async def test_a_still_shot_holds_its_moment_and_is_silent(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "c.mp4", painter=brightness_clock((160, 90), 4), sound=tone(1.5))
    shots = ({"d": 500, "m": {"media": "c"}}, {"d": 500, "m": {"media": "c", "still": True, "in": 500}})
    await rendered(draft_of(*shots), tmp_path / "a.mp4", {"c": clip})
    shades = [float(frame.mean()) for frame in read_frames(tmp_path / "a.mp4")]
    assert np.ptp(shades[15:]) < 2.5 < np.ptp(shades[:15])
    assert shades[20] == pytest.approx(float(read_frames(clip)[15].mean()), abs=4.5)
    sound = read_sound(tmp_path / "a.mp4")
    assert np.abs(sound[4_800:19_200]).max() > 0.1 > np.abs(sound[28_800:43_200]).max()


@pytest.mark.heavy
async def test_a_clip_and_a_logo_lie_over_the_film_in_their_boxes(tmp_path: Path) -> None:
    below = make_clip(tmp_path / "b.mp4", painter=lambda _: np.full((90, 160, 3), 40, np.uint8))
    above = make_clip(tmp_path / "c.mp4", painter=lambda _: np.full((90, 160, 3), 220, np.uint8))
    logo = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    logo.paste((255, 255, 255, 255), (0, 0, 20, 40))
    logo.save(tmp_path / "logo.png")
    media = {"b": below, "c": above, "l": tmp_path / "logo.png"}
    inlays = (
        {"st": 500, "d": 500, "m": {"media": "c", "box": [0.5, 0.5, 0.5, 0.5]}},
        {"st": 0, "d": 500, "m": {"media": "l", "source": "image", "box": [0.5, 0.0, 0.25, 0.5]}},
    )
    draft = draft_of({"d": 1000, "m": {"media": "b"}}, more=({"tt": 0, "sg": list(inlays)},))
    await rendered(draft, tmp_path / "a.mp4", media)
    early, late = (np.asarray(read_frames(tmp_path / "a.mp4")[n], float) for n in (5, 20))
    assert late[50:85, 85:155].mean() > 180
    assert late[:40].mean() < 70
    assert early[10:35, 83:97].mean() > 180, "the logo's opaque half"
    assert early[10:35, 104:118].mean() < 70, "what is transparent shows the film"


@pytest.mark.heavy
async def test_a_drawn_scene_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    whole = {"source": "scene", "scene": "city", "mood": "sunset", "seed": 1}
    parts = ({"d": 500, "m": {**whole, "span": 1000}}, {"d": 500, "m": {**whole, "span": 1000, "in": 500}})
    await rendered(draft_of({"d": 1000, "m": whole}), tmp_path / "a.mp4")
    await rendered(draft_of(*parts), tmp_path / "b.mp4")
    once, cut = (np.asarray(read_frames(tmp_path / name)[25], float) for name in ("a.mp4", "b.mp4"))
    assert np.abs(once - cut).mean() < 3


def test_what_is_faint_lets_half_of_the_ground_through() -> None:
    ground, white = solid((64, 32), (0, 0, 0)), solid((32, 16), (255, 255, 255))
    ground.paste(white.faint(0.5), (16, 8))
    shown = np.asarray(ground.y, float)
    assert shown[8:24, 16:48].mean() == pytest.approx((16 + 235) / 2, abs=2)
    assert shown[:8].mean() == 16


@pytest.mark.heavy
async def test_a_picture_cut_to_the_films_form_shows_the_part_in_focus(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "c.mp4", size=(320, 90), painter=corner((320, 90)), frames=15)
    shots = (
        {"d": 250, "m": {"media": "c", "fit": "cover", "focus": [0, 0.5]}},
        {"d": 250, "m": {"media": "c", "fit": "cover", "focus": [1, 0.5]}},
    )
    await rendered(draft_of(*shots, size=(90, 90)), tmp_path / "a.mp4", {"c": clip})
    left, right = (np.asarray(read_frames(tmp_path / "a.mp4")[n], float) for n in (3, 12))
    assert left[:40].mean() > 180
    assert right.mean() < 40
