"""What the three skills tell people to type, each with the material they say it comes with."""

import pytest

from studio.director import MediaItem
from studio.draft import Draft
from tests.studio.director.footage import CLIPS, DEMO, PHOTOS, ask, assert_sound, music, shots

EXAMPLES: list[tuple[str, tuple[MediaItem, ...], int | None, int]] = [
    ("generate a short text description of a scene into a 1080p MP4", (), 10_000, 1),
    ("generate a 10-second video of a sunset over a city skyline", (), 10_000, 1),
    ("generating videos from text prompts using Sora-style AI for content creators", (), 10_000, 1),
    ("generate my text or images", PHOTOS, None, 0),
    ("generate a 30-second video from my", PHOTOS, 30_000, 0),
    ("generate a 30-second video from my product photos and tagline", PHOTOS, 30_000, 0),
    ("generate my existing video clips", CLIPS, None, 0),
    ("turn this video into a new", (DEMO,), None, 0),
    ("turn this video into a new short promotional clip with music and transitions", (DEMO,), 15_000, 0),
    ("turn this into a 15 second promo with a title and upbeat music", (DEMO,), 15_000, 0),
    ("a slideshow with crossfades, 9:16", PHOTOS, None, 0),
]


@pytest.mark.parametrize(("text", "media", "length", "generated"), EXAMPLES)
def test_each_example_gives_a_film(text: str, media: tuple[MediaItem, ...], length: int | None, generated: int) -> None:
    outcome = ask(text, media=media)
    assert outcome.edited
    assert outcome.generated == generated
    assert music(outcome.draft)
    assert length is None or outcome.draft.duration == length
    assert_sound(outcome.draft, media)


def test_a_sunset_over_a_city_is_a_city_at_sunset_in_two_stages() -> None:
    outcome = ask("generate a 10-second video of a sunset over a city skyline")
    assert [(shot.meta["scene"], shot.meta["mood"]) for shot in shots(outcome.draft)] == [("city", "sunset")]
    assert not music(outcome.stages[0])
    assert music(outcome.stages[-1])[0].meta["volume"] == 0.35
    assert outcome.stages[-1] == outcome.draft


def test_a_promo_takes_different_stretches_of_the_clip_with_transitions_and_ducked_music() -> None:
    outcome = ask("turn this video into a new short promotional clip with music and transitions", media=(DEMO,))
    row = shots(outcome.draft)
    assert len(row) >= 3
    assert len({shot.meta["in"] for shot in row}) == len(row)
    assert all("transition" in shot.meta for shot in row[1:])
    assert music(outcome.draft)[0].meta["duck"] is True


def test_photos_that_are_not_there_are_asked_for_and_nothing_is_charged() -> None:
    outcome = ask("generate a 30-second video from my product photos and tagline")
    assert not outcome.edited
    assert outcome.generated == 0
    assert outcome.draft == Draft()
    assert "photos" in outcome.reply
