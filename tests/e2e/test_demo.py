"""`reelay demo`: what a newcomer sees first."""

from pathlib import Path

import pytest

from tests.e2e.conftest import Starter
from tests.e2e.films import assert_film


@pytest.mark.heavy
def test_the_demo_is_a_whole_conversation_that_ends_with_a_film(start: Starter, tmp_path: Path) -> None:
    demo = start("demo", "--out", "films/first.mp4", settings={"NEMO_API_URL": "", "NEMO_TOKEN": "nmv_usr_test-token"})
    ended = demo.ended()
    assert (ended.code, ended.err) == (0, "")
    story = (
        *("This is Reelay", "Hello!", "📎 my-clip.mp4", "Got it:", "What changed", "Added title “Hello, Reelay”"),
        *("Volume of “Upbeat”: 35 % → 20 %", "Timeline (4 tracks): 1. Video:", "🎞 Rendering…", "🔗 http://127.0.0.1:"),
        *(
            "💾 films/first.mp4",
            "✅ Done",
            "✨ Your first video is here: films/first.mp4 (10 s, 1920×1080",
            "reelay make",
        ),
    )
    told = 0
    for line in story:
        told = ended.out.find(line, told)
        assert told >= 0, f"{line} is missing, or comes too early:\n{ended.out}"
    film = assert_film(tmp_path / "films" / "first.mp4", 10)
    assert (film.width, film.height) == (1920, 1080)
    assert "\x1b" not in ended.out
    assert not (tmp_path / "data").exists(), "nothing of the demo is left behind"
