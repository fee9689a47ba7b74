"""The next steps fit what is on the timeline."""

from typing import Any

import pytest
from hypothesis import given

from core.skills import MOMENTS, load_skills
from core.timeline import suggestions
from core.timeline.suggestions import _FITS
from tests.core.timeline.drafts import any_json, city, draft, hostile_drafts, segment, track


def test_an_empty_timeline_has_no_next_step() -> None:
    assert suggestions({}) == ()


def test_what_is_missing_is_suggested() -> None:
    bare = draft(track(0, segment(0, 5000, title="a"), segment(5000, 5000, title="b")), width=1080, height=1920)
    assert suggestions(bare) == ("Add a title", "Add music that fits the mood", "Add crossfades between the clips")


def test_what_is_there_is_not_suggested() -> None:
    steps = suggestions(city())
    assert "Add a title" not in steps
    assert "Add music that fits the mood" not in steps
    assert 2 <= len(steps) <= 3


@pytest.mark.parametrize("name", list(load_skills()))
def test_a_skill_words_them_its_own_way(name: str) -> None:
    skill = load_skills()[name]
    loud = draft(
        track(0, segment(0, 50_000, title="a")), track(1, segment(0, 50_000, name="b")), width=1920, height=1080
    )
    bare = draft(track(0, segment(0, 50_000, title="a"), segment(50_000, 5000, title="b")), width=1920, height=1080)
    offered = {*suggestions(loud, skill), *suggestions(bare, skill)}
    assert offered & set(skill.next_steps)


@given(any_json | hostile_drafts)
def test_any_draft_has_at_most_three(data: Any) -> None:
    assert len(suggestions(data, load_skills()["video-to-generator"])) <= 3


def test_every_moment_a_skill_may_name_is_known() -> None:
    assert set(MOMENTS) == set(_FITS)
