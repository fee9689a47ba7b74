"""Every scene in every mood: it draws, it moves, it is the same again, and it fills its canvas."""

import numpy as np
import pytest

from studio.render.canvas import Canvas
from studio.render.planes import Planes
from studio.render.scenes import make_scene
from studio.render.scenes.abstract import Abstract
from studio.render.scenes.catalogue import MAKERS
from studio.render.scenes.light import LIGHTS
from studio.render.vocabulary import MOODS, SCENES

SMALL = Canvas(192, 108)


def luma(picture: Planes) -> np.ndarray:
    return np.asarray(picture.y).astype(int)


def test_the_vocabulary_is_what_can_be_drawn() -> None:
    assert set(SCENES) == set(MAKERS)
    assert set(MOODS) == set(LIGHTS)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("word", SCENES)
def test_a_scene_moves_and_repeats_itself_exactly(word: str, mood: str) -> None:
    first, second = (make_scene(word, mood, SMALL, 4, 7) for _ in range(2))
    early, late = first.frame(0.5), first.frame(3.0)
    assert early.size == SMALL.size
    assert early.u.size == (96, 54)
    assert np.abs(luma(early) - luma(late)).mean() > 0.25
    second.frame(0.5)
    assert np.array_equal(luma(second.frame(3.0)), luma(late))
    assert luma(late).std() > 3


@pytest.mark.parametrize("size", [(108, 192), (128, 128), (64, 36), (190, 106), (16, 16)])
@pytest.mark.parametrize("word", SCENES)
def test_a_scene_fits_every_canvas(word: str, size: tuple[int, int]) -> None:
    picture = make_scene(word, "sunset", Canvas(*size), 2, 3).frame(1.0)
    assert picture.size == size
    assert picture.u.size == picture.v.size == (size[0] // 2, size[1] // 2)


@pytest.mark.parametrize("word", ["city", "ocean", "mountains", "forest", "snow", "desert", "beach"])
def test_night_is_darker_than_day(word: str) -> None:
    day, night = (luma(make_scene(word, mood, SMALL, 4, 7).frame(1)).mean() for mood in ("day", "night"))
    assert night < day - 40


@pytest.mark.parametrize("word", SCENES)
def test_motion_is_smooth_from_frame_to_frame(word: str) -> None:
    scene = make_scene(word, "sunset", Canvas(320, 180), 5, 7)
    steps = []
    before = luma(scene.frame(1.0))
    for number in range(1, 8):
        now = luma(scene.frame(1.0 + number / 30))
        steps.append(float(np.abs(now - before).mean()))
        before = now
    assert max(steps) < 14
    assert max(steps) < 6 * (sum(steps) / len(steps)) + 0.1


def test_another_seed_is_another_picture() -> None:
    one, other = (luma(make_scene("city", "day", SMALL, 4, seed).frame(1)) for seed in (1, 2))
    assert np.abs(one - other).mean() > 3


def test_unknown_words_give_an_abstract_scene() -> None:
    assert isinstance(make_scene("volcano", "gloomy", SMALL, 1, 1), Abstract)
