"""What people say most of a film of several clips, in their own words."""

from typing import Any

import pytest

from tests.studio.director.footage import shots
from tests.studio.director.prompts.expecting import faults, prompt, stage


@pytest.mark.parametrize("text", ["take out the second clip", "take clip 2 out", "take the second clip away"])
def test_a_clip_is_taken_out(text: str) -> None:
    before = [shot.id for shot in shots(stage("three")[0])]
    assert faults(prompt("three", text, ids=f"{before[0]} {before[2]}")) == []


@pytest.mark.parametrize("text", ["switch one and three", "swap 1 and 3", "exchange the first and the third clip"])
def test_two_clips_change_places(text: str) -> None:
    first, second, third = (shot.id for shot in shots(stage("three")[0]))
    assert faults(prompt("three", text, ids=f"{third} {second} {first}")) == []


@pytest.mark.parametrize(
    ("where", "text", "expected"),
    [
        ("three", "turn the volume of the clips down by half", {"volumes": [0.5, 0.5, 0.5], "ms": 30_000}),
        ("faded", "make the transitions shorter", {"laps": [False, True, True], "unsaid": "long now"}),
        ("faded", "the crossfades should be half as long", {"unsaid": "long now"}),
    ],
)
def test_what_is_said_of_something_else_leaves_the_length_alone(
    where: str, text: str, expected: dict[str, Any]
) -> None:
    kept = {"ms": stage(where)[0].duration} | expected
    assert faults(prompt(where, text, **kept)) == []


def test_a_sound_that_is_replaced_is_heard_no_more() -> None:
    assert faults(prompt("three", "replace the audio with calm music", volumes=[0.0] * 3, music="ambient")) == []


def test_a_countdown_at_the_start_is_wholly_understood() -> None:
    wanted = prompt("three", "put a countdown at the start", texts=["3", "2", "1"], unsaid="didn't understand")
    assert faults(wanted) == []


def test_a_chinese_title_needs_no_quotes() -> None:
    assert faults(prompt("three", "做成竖屏，加标题周末愉快", texts=["周末愉快"], size="1080x1920")) == []
