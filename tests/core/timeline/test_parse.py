"""Drafts of unknown servers are looked at, whatever they hold."""

import copy
import math
from typing import Any

import pytest
from hypothesis import given

from core.timeline import Kind, has_content, parse
from core.timeline.parse import clean
from tests.core.timeline.drafts import any_json, city, draft, hostile_drafts, segment, track


def test_types_times_names_and_canvas_are_read() -> None:
    view = parse(city())
    assert [row.kind for row in view.tracks] == [Kind.VIDEO, Kind.AUDIO, Kind.TEXT]
    assert (view.duration, view.width, view.height) == (10_000, 1920, 1080)
    (sound,) = view.tracks[1].segments
    assert (sound.name, sound.start, sound.end, sound.volume) == ("Lo-fi", 0, 10_000, 0.35)


@pytest.mark.parametrize("key", ["st", "s", "start"])
def test_a_segment_starts_where_it_says(key: str) -> None:
    item = {"d": 1000, key: 2500}
    assert parse({"t": [{"tt": 0, "sg": [item]}]}).tracks[0].segments[0].start == 2500
    assert parse({"t": [{"tt": 0, "sg": [{"d": 1000, "m": {key: 2500}}]}]}).tracks[0].segments[0].start == 2500


def test_a_segment_that_does_not_say_follows_the_one_before() -> None:
    starts = [
        s.start for s in parse({"t": [{"tt": 0, "sg": [{"d": 1000}, {"d": 500}, {"d": 250}]}]}).tracks[0].segments
    ]
    assert starts == [0, 1000, 1500]


def test_a_single_segment_without_length_is_as_long_as_its_track() -> None:
    assert parse({"t": [{"tt": 1, "d": 8000, "sg": [{}]}]}).tracks[0].segments[0].end == 8000
    assert parse({"d": 9000, "t": [{"tt": 1, "sg": [{}]}]}).tracks[0].segments[0].end == 9000
    assert parse({"d": 9000, "t": [{"tt": 1, "sg": [{}, {}]}]}).tracks[0].segments[0].end == 0


def test_names_and_volumes_may_stand_on_the_track() -> None:
    view = parse({"t": [{"tt": 1, "d": 10_000, "m": {"name": "Lo-fi", "volume": 35}, "sg": [{}]}]})
    assert (view.tracks[0].segments[0].name, view.tracks[0].segments[0].volume) == ("Lo-fi", 0.35)


def test_an_unknown_type_is_kept_as_other() -> None:
    assert [row.kind for row in parse(draft(track(42, segment(0, 5)), track(-1))).tracks] == [Kind.OTHER, Kind.OTHER]


@pytest.mark.parametrize(
    ("given_draft", "expected"),
    [
        ({}, False),
        ({"t": []}, False),
        ({"t": [{"tt": 0, "sg": []}]}, False),
        ({"t": [{"tt": 0, "sg": None}]}, False),
        ({"t": [None, {"tt": 7, "sg": [{}]}]}, True),
        ({"t": {"sg": [1]}}, False),
        (None, False),
    ],
)
def test_content_is_a_track_with_segments(given_draft: Any, expected: bool) -> None:
    assert has_content(given_draft) is expected


@given(any_json | hostile_drafts)
def test_nothing_raises_and_nothing_is_touched(data: Any) -> None:
    before = copy.deepcopy(data)
    view = parse(data)
    has_content(data)
    assert repr(data) == repr(before)
    assert view.duration >= 0
    for row in view.tracks:
        for item in row.segments:
            assert item.start >= 0
            assert item.duration >= 0
            assert item.volume is None or math.isfinite(item.volume)


def test_shown_texts_carry_no_control_or_direction_characters() -> None:
    assert clean("a\u202egnp.exe\x00\x1b[31m\n b") == "agnp.exe[31m b"
    assert clean("x" * 500, 10) == "xxxxxxxxx…"
    assert clean(7) == ""
