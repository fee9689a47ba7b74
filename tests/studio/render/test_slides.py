"""Captions that are all there is to see on a plain backdrop."""

from typing import Any

import pytest

from studio.draft import Draft
from studio.render.plan import plan_film
from studio.render.slides import ENLARGED

PLAIN = {"source": "scene", "scene": "plain"}


def sizes(shots: list[dict[str, Any]], *texts: dict[str, Any]) -> list[float]:
    """The sizes of texts over shots of a second each."""
    tracks = [{"tt": 0, "sg": [{"d": 1000, "m": meta} for meta in shots]}, {"tt": 7, "sg": list(texts)}]
    return [caption.size for caption in plan_film(Draft.from_json({"t": tracks}), {"a.mp4"}).captions]


def caption(start: int = 0, duration: int = 1000, **meta: Any) -> dict[str, Any]:
    return {"st": start, "d": duration, "m": {"text": "Opening on Monday", "role": "caption", **meta}}


def test_a_caption_alone_on_a_plain_backdrop_is_larger() -> None:
    assert sizes([PLAIN], caption()) == [ENLARGED]


def test_each_slide_has_its_own() -> None:
    assert sizes([PLAIN, PLAIN], caption(0), caption(1000)) == [ENLARGED, ENLARGED]


def test_the_size_asked_for_counts_from_there() -> None:
    assert sizes([PLAIN], caption(size=0.5)) == [0.5 * ENLARGED]


@pytest.mark.parametrize(
    "below", [{"source": "scene", "scene": "ocean"}, {"media": "a.mp4"}, {"media": "a.mp4", "scene": "plain"}]
)
def test_where_there_is_a_picture_captions_are_as_always(below: dict[str, Any]) -> None:
    assert sizes([PLAIN, below], caption(duration=2000)) == [1.0]
    assert sizes([below], caption()) == [1.0]


def test_titles_and_captions_under_titles_are_as_always() -> None:
    title = {"st": 0, "d": 1000, "m": {"text": "Hello", "role": "title"}}
    assert sizes([PLAIN], title, caption()) == [1.0, 1.0]
