"""Drafts as others write them, read into ours."""

from typing import Any

import pytest

from studio.draft import Draft
from studio.errors import DraftUnreadable

PLAIN = {"t": [{"tt": 0, "sg": [{"d": 2000, "m": {"title": "city"}}]}], "d": 2000}


@pytest.mark.parametrize(
    "draft",
    [
        {"t": [{"tt": "0", "sg": [{"d": "2000", "m": {"title": "city"}}]}], "d": "2000"},
        {
            "t": [{"tt": 0.0, "sg": [{"d": 2000.0, "st": None, "id": None, "m": {"title": "city"}}], "m": None}],
            "m": None,
        },
        {"t": [{"tt": None, "d": 2000, "sg": [{"m": {"title": "city"}}]}], "d": None},
        {"t": [{"tt": 0, "sg": [{"d": None, "m": {"title": "city"}}]}], "d": 2000},
    ],
)
def test_what_follows_from_the_rest_may_be_left_out_or_null_and_numbers_be_text(draft: dict[str, Any]) -> None:
    assert Draft.from_json(draft) == Draft.from_json(PLAIN)


def test_nulls_in_place_of_lists_are_nothing() -> None:
    assert Draft.from_json({"t": None}) == Draft.from_json({})
    assert Draft.from_json({"t": [{"tt": 1, "sg": None}]}).tracks[0].segments == ()


def test_of_several_segments_each_says_itself_how_long_it_is() -> None:
    draft = Draft.from_json({"d": 9000, "t": [{"d": 9000, "sg": [{"d": 1000}, {}]}]})
    assert [segment.duration for segment in draft.tracks[0].segments] == [1000, 0]


@pytest.mark.parametrize(
    "draft",
    [
        {"t": {}},
        {"t": [7]},
        {"t": [{"tt": "video"}]},
        {"t": [{"tt": 0.5}]},
        {"t": [{"tt": True}]},
        {"t": [{"tt": 10**400}]},
        {"t": [{"sg": {"d": 1}}]},
        {"t": [{"sg": [{"d": -1}]}]},
        {"t": [{"sg": [{"d": "1e3"}]}]},
        {"t": [{"sg": [{"d": 10**12}]}]},
        {"t": [{"sg": [{"d": 1, "m": []}]}]},
    ],
)
def test_what_makes_no_sense_is_refused(draft: dict[str, Any]) -> None:
    with pytest.raises(DraftUnreadable):
        Draft.from_json(draft)
