"""Reading the rules of a rehearsal."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import BadRequest
from studio.rehearsal.books import Books
from studio.rehearsal.desk import Rehearsal, first
from studio.rehearsal.rules import CALLS, Kind, Rule, load, rules, short_rules


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("slow:run:30", Rule(do=Kind.SLOW, call="run", seconds=30)),
        ("slow:run:0.5", Rule(do=Kind.SLOW, call="run", seconds=0.5)),
        ("cut:run:2@1", Rule(do=Kind.CUT, call="run", after=2, nth=[1])),
        ("cut:run:700b", Rule(do=Kind.CUT, call="run", after_bytes=700)),
        ("503:poll@1,2", Rule(do=Kind.STATUS, call="poll", status=503, nth=[1, 2])),
        ("429:*", Rule(do=Kind.STATUS, status=429)),
        ("status:state:500", Rule(do=Kind.STATUS, call="state", status=500)),
        ("fail:export@1", Rule(do=Kind.FAIL, call="export", nth=[1])),
        ("fail:export:No disk left", Rule(do=Kind.FAIL, call="export", message="No disk left")),
        ("lost:render", Rule(do=Kind.LOST, call="render")),
        ("quiet", Rule(do=Kind.QUIET)),
    ],
)
def test_the_short_form_says_kind_call_value_and_number(spec: str, expected: Rule) -> None:
    assert short_rules(spec) == (expected,)


def test_several_short_rules_are_joined_and_none_is_none() -> None:
    assert len(short_rules("slow:run:1; cut:run ;")) == 2
    assert short_rules("") == short_rules("none") == ()


@pytest.mark.parametrize(
    "spec", ["nonsense", "slow:teleport:3", "slow:run:soon", "cut:run:1@x", "299:run", "slow:run:-1", "cut:run:x"]
)
def test_rules_that_cannot_be_read_are_refused(spec: str) -> None:
    with pytest.raises(BadRequest):
        short_rules(spec)


@pytest.mark.parametrize("data", [7, {"rules": 7}, [7], [{"do": "cut", "surprise": 1}], [{"call": "run"}]])
def test_data_that_is_no_rule_is_refused(data: Any) -> None:
    with pytest.raises(BadRequest):
        rules(data)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(spec: str) -> None:
    try:
        assert all(rule.call in (*CALLS, "*") for rule in short_rules(spec))
    except BadRequest:
        return


def test_rules_are_read_from_json_and_toml_files(tmp_path: Path) -> None:
    wanted = [{"do": "cut", "call": "run", "after": 3, "applied": "first", "nth": 2}]
    (tmp_path / "bad-day.json").write_text(json.dumps({"rules": wanted}))
    (tmp_path / "bad-day.toml").write_text(
        '[[rules]]\ndo = "cut"\ncall = "run"\nafter = 3\napplied = "first"\nnth = 2\n'
    )
    expected = (Rule(do=Kind.CUT, call="run", after=3, applied="first", nth=[2]),)
    assert load(str(tmp_path / "bad-day.json")) == load(str(tmp_path / "bad-day.toml")) == expected


def test_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "bad-day.json").write_text("{")
    with pytest.raises(BadRequest, match=r"bad-day\.json"):
        load(str(tmp_path / "bad-day.json"))


def _fired(desk: Rehearsal, *calls: tuple[str, str | None, str | None]) -> list[bool]:
    return [bool(desk.met(*call)) for call in calls]


def test_a_rule_counts_only_what_it_concerns(tmp_path: Path) -> None:
    rule = Rule(do=Kind.CUT, call="run", session="s1", text="Music", nth=[2])
    desk = Rehearsal([rule], Books(tmp_path / "books"))
    calls = [("run", "s1", "add music"), ("run", "s2", "music"), ("state", "s1", None), ("run", "s1", "trim it")]
    assert _fired(desk, *calls, ("run", "s1", "more MUSIC"), ("run", "s1", "music")) == [*[False] * 4, True, False]


def test_a_rule_may_fire_a_number_of_times(tmp_path: Path) -> None:
    desk = Rehearsal([Rule(do=Kind.STATUS, times=2)], Books(tmp_path / "books"))
    assert _fired(desk, *[("poll", None, None)] * 3) == [True, True, False]
    desk.replace([Rule(do=Kind.STATUS, times=2)])
    assert _fired(desk, ("poll", None, None)) == [True]


def test_a_rule_for_every_call_leaves_the_making_of_exports_alone(tmp_path: Path) -> None:
    desk = Rehearsal([Rule(do=Kind.SLOW, seconds=1)], Books(tmp_path / "books"))
    assert not desk.met("export")
    assert first(desk.met("render"), Kind.SLOW)


def test_the_books_outlive_a_kill_in_the_middle_of_a_line(tmp_path: Path) -> None:
    books = Books(tmp_path / "books")
    entry = books.open(1.0, "run")
    books.write(entry)
    entry.status = 200
    books.write(entry)
    with (tmp_path / "books").open("a") as file:
        file.write('{"n": 2, "at"')
    again = Books(tmp_path / "books")
    assert [call["status"] for call in again.to_json()] == [200]
    assert again.open(2.0, "state").n == 2
