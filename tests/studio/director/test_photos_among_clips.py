"""“The photo” among clips is that photo, and what is said of it is not said of the film."""

import pytest

from studio.director import MediaItem, MediaKind, Turn, direct
from studio.draft import Draft
from tests.studio.director.footage import shots

BEACH = MediaItem("beach", "beach.mp4", MediaKind.VIDEO, 12_000, 1920, 1080, 30, True, (0, 4_000, 8_000))
ME = MediaItem("me", "me.jpg", MediaKind.IMAGE, 0, 3000, 2000)
BOTH = (BEACH, ME)


def film() -> Draft:
    return direct(Turn("combine these into one video, 15 seconds", Draft(), BOTH)).draft


@pytest.mark.parametrize(
    "text", ["move the photo to the start", "put the photo first", "the photo should come first", "把照片放到最前面"]
)
def test_it_is_moved(text: str) -> None:
    before = film()
    after = direct(Turn(text, before, BOTH, (Draft(),))).draft
    assert shots(before)[0].meta["media"] == "beach"
    assert shots(after)[0].meta["media"] == "me"


def test_its_length_is_not_that_of_the_film() -> None:
    after = direct(Turn("move the photo to the start and make it 2 seconds", film(), BOTH, (Draft(),))).draft
    first = shots(after)[0]
    assert first.meta["media"] == "me"
    assert 2_000 <= first.duration <= 2_600
    assert after.duration > 10_000


def test_the_picture_of_the_film_stays_the_picture() -> None:
    after = direct(Turn("make the picture brighter", film(), BOTH, (Draft(),))).draft
    assert {shot.meta.get("look") for shot in shots(after)} == {"bright"}


@pytest.mark.parametrize("text", ["add some contrast", "boost the colors", "a bit more saturation, and more contrast"])
def test_more_colour_is_a_look_that_we_have(text: str) -> None:
    after = direct(Turn(text, film(), BOTH, (Draft(),))).draft
    assert {shot.meta.get("look") for shot in shots(after)} == {"vivid"}


def test_a_slideshow_that_was_made_is_not_called_unread_in_french() -> None:
    photos = tuple(MediaItem(name, f"{name}.jpg", MediaKind.IMAGE, 0, 300, 200) for name in "abc")
    words = "fais un diaporama de ces photos avec des fondus, 12 secondes"
    outcome = direct(Turn(words, Draft(), photos, language="fr"))
    assert "didn't understand" not in outcome.reply
    assert outcome.draft.duration == 12_000
