"""The one-line summary has exactly the form of the backend's documents."""

from typing import Any

import pytest
from hypothesis import given

from core.timeline import summary
from tests.core.timeline.drafts import SEED_LINE, any_json, city, draft, hostile_drafts, segment, track

SPELLINGS = [
    city(),
    {
        "t": [
            {"tt": 0, "d": 10_000, "sg": [{"d": 10_000, "m": {"title": "city timelapse"}}]},
            {"tt": 1, "sg": [{"d": 10_000, "m": {"name": "Lo-fi", "volume": 0.35}}]},
            {"tt": 7, "sg": [{"d": 3000, "m": {"text": "Urban Dreams"}}]},
        ]
    },
    {
        "d": 10_000,
        "t": [
            {"tt": 0, "d": 10_000, "m": {"title": "city timelapse"}, "sg": [{}]},
            {"tt": 1, "d": 10_000, "m": {"name": "Lo-fi", "volume": 35}, "sg": [{"id": "x"}]},
            {"tt": "7", "sg": [{"start": 0, "end": 3000, "m": {"content": "Urban Dreams"}}]},
        ],
    },
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_of_the_example_gives_its_line(spelling: dict[str, Any]) -> None:
    assert summary(spelling) == SEED_LINE


def test_several_segments_are_named_in_order() -> None:
    two = draft(track(0, segment(0, 2500, title="a.mp4"), segment(2500, 7500, title="b.mp4")))
    assert summary(two) == "Timeline (1 track): 1. Video: a.mp4 (0-2.5s), b.mp4 (2.5-10s)"


def test_many_segments_are_counted() -> None:
    many = draft(track(0, *(segment(i * 1000, 1000, title=f"c{i}") for i in range(10))))
    assert summary(many) == "Timeline (1 track): 1. Video: c0 (0-1s), c1 (1-2s), c2 (2-3s) and 7 more (to 10s)"


def test_captions_voices_and_unknown_tracks_have_their_names() -> None:
    rows = draft(
        track(0, segment(0, 1000)),
        track(1, segment(0, 1000, name="story.m4a"), name="Voice"),
        track(7, segment(0, 1000, text="hi", role="caption")),
        track(9, segment(0, 1000, name="star")),
    )
    expected = '1. Video: clip (0-1s) 2. Voice: story.m4a (0-1s) 3. Captions: "hi" (0-1s) 4. Track: star (0-1s)'
    assert summary(rows) == f"Timeline (4 tracks): {expected}"


def test_an_empty_timeline_says_so() -> None:
    assert summary({}) == "Timeline (0 tracks)"
    assert summary(draft(track(0))) == "Timeline (0 tracks)"


@given(any_json | hostile_drafts)
def test_it_is_always_one_line_of_bounded_length(data: Any) -> None:
    line = summary(data)
    assert "\n" not in line
    assert len(line) < 4000
