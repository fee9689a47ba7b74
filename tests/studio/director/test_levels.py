"""A level said after a comma belongs to what stands before it."""

import pytest

from studio.director import Turn, direct
from studio.draft import Draft, TrackType

FILM = direct(Turn("a 10 second sunset over a city", Draft())).draft


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("make the music quieter, 20 %", 0.2),
        ("make the music quieter, like 15%", 0.15),
        ("lower the music volume, to 10 percent", 0.1),
        ("turn the music up, about 60%, and add the title “Hi”", 0.6),
        ("音乐小声一点，20%", 0.2),
    ],
)
def test_the_music_is_set_to_the_level_that_was_named(text: str, volume: float) -> None:
    outcome = direct(Turn(text, FILM))
    [track] = outcome.draft.of_type(TrackType.AUDIO)
    assert track.segments[0].meta["volume"] == pytest.approx(volume)
    assert "understand" not in outcome.reply
