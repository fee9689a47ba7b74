"""Which uploads a new film is made of."""

import pytest

from studio.director import Turn, material
from studio.director.request import Beat, Request
from studio.draft import Draft
from tests.studio.director.footage import BEACH, DEMO, PHOTOS, SONG, three

EVERYTHING = (DEMO, *PHOTOS, SONG)


def chosen(request: Request) -> list[str]:
    """The ids of the uploads that the film is made of."""
    return [item.id for item in material.chosen(Turn("", Draft(), EVERYTHING), request)]


@pytest.mark.parametrize(
    ("request_", "ids"),
    [
        (Request("en"), ["demo", "photo1", "photo2", "photo3"]),
        (Request("en", says_media="image"), ["photo1", "photo2", "photo3"]),
        (Request("en", says_media="video"), ["demo"]),
        (Request("en", says_media="video", style="slideshow"), ["demo", "photo1", "photo2", "photo3"]),
        (Request("en", files=("photo2",)), ["photo2"]),
        (Request("en", says_media="image", media_places=(1, -1)), ["photo1", "photo3"]),
        (Request("en", first_kind="image"), ["photo1", "photo2", "photo3", "demo"]),
    ],
    ids=["all", "photos", "clips", "a slide show of all", "a named one", "first and last", "photos first"],
)
def test_a_film_is_made_of_what_the_prompt_speaks_of(request_: Request, ids: list[str]) -> None:
    assert chosen(request_) == ids


def test_a_scene_told_in_words_leaves_the_uploads_alone_until_the_prompt_speaks_of_them() -> None:
    told = Request("en", creates=True, beats=(Beat("the sea", "ocean"),), subject="the sea")
    turn = Turn("", three(), (DEMO, BEACH))
    assert not material.is_wanted(turn, told, (DEMO, BEACH))
    assert material.is_wanted(turn, Request("en", creates=True, says_media="video"), (DEMO, BEACH))


def test_photos_that_were_never_sent_are_missed_and_a_lone_song_is_drawn_to() -> None:
    assert material.is_missing(Turn("", Draft()), Request("en", creates=True, says_media="image"), ())
    assert not material.is_missing(Turn("", Draft(), (SONG,)), Request("en", creates=True, says_media="any"), ())
