"""Every effect over a scene: it shows, it moves, it is the same again, and it needs no canvas of a certain size."""

import numpy as np
import pytest

from studio.draft import Draft
from studio.render.canvas import Canvas
from studio.render.effects import dressed
from studio.render.effects.catalogue import MAKERS
from studio.render.plan import plan_film
from studio.render.planes import Planes
from studio.render.scenes import make_scene
from studio.render.vocabulary import EFFECTS
from tests.studio.render.films import draft_of, scene

SMALL = Canvas(192, 108)
PINK = (255, 60, 160)


def luma(picture: Planes) -> np.ndarray:
    return np.asarray(picture.y).astype(int)


def difference(one: Planes, other: Planes) -> float:
    return float(
        sum(
            np.abs(np.asarray(a).astype(int) - np.asarray(b)).mean()
            for a, b in zip(one.images, other.images, strict=True)
        )
    )


def test_the_vocabulary_is_what_there_is() -> None:
    assert set(EFFECTS) == set(MAKERS)


@pytest.mark.parametrize("word", EFFECTS)
def test_an_effect_shows_moves_and_repeats_itself_exactly(word: str) -> None:
    bare = make_scene("mountains", "night", SMALL, 4, 7)
    first, second = (dressed(make_scene("mountains", "night", SMALL, 4, 7), [word], "night", 7) for _ in range(2))
    changes = [difference(first.frame(at), bare.frame(at)) for at in (0.9, 1.5, 2.1)]
    assert max(changes) > 0.15
    assert len({round(change, 3) for change in changes}) > 1
    for at in (0.9, 1.5):
        second.frame(at)
    assert np.array_equal(luma(second.frame(2.1)), luma(first.frame(2.1)))


@pytest.mark.parametrize("size", [(54, 96), (16, 16)])
@pytest.mark.parametrize("word", EFFECTS)
def test_an_effect_fits_every_canvas(word: str, size: tuple[int, int]) -> None:
    picture = dressed(make_scene("plain", "day", Canvas(*size), 2, 3), [word], "day", 3).frame(1.0)
    assert picture.size == size


def test_words_that_name_no_effect_leave_the_scene_alone() -> None:
    bare = make_scene("plain", "day", SMALL, 2, 3)
    assert dressed(bare, ["locusts"], "day", 3) is bare


@pytest.mark.parametrize("word", ["abstract", "plain", "product", "meadow", "mountains", "city"])
def test_a_scene_takes_the_colours_asked_for(word: str) -> None:
    usual, pink = (make_scene(word, "day", SMALL, 4, 7, colours).frame(1.0) for colours in ((), (PINK,)))
    red = np.asarray(pink.v).astype(int).mean() - np.asarray(usual.v).astype(int).mean()
    assert red > (1 if word == "meadow" else 4)


def test_a_draft_names_effects_and_colours_and_nonsense_among_them_does_no_harm() -> None:
    shot = scene(1_000)
    shot["m"] |= {"over": ["snow", 7, None, "snow", "petals"], "colors": ["#ff3ca0", "pink", 12, "#zz0000"]}
    planned = plan_film(Draft.from_json(draft_of(shot)), ()).layers[0][0]
    assert planned.over == ("snow", "petals")
    assert planned.colours == (PINK,)
    shot["m"] |= {"over": "snow", "colors": None}
    planned = plan_film(Draft.from_json(draft_of(shot)), ()).layers[0][0]
    assert (planned.over, planned.colours) == ((), ())
