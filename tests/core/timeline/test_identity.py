"""Two drafts are the same when they mean the same film."""

import copy
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given

from core.timeline import same
from tests.core.timeline.drafts import any_json, city


def test_a_round_trip_through_json_changes_nothing() -> None:
    assert same(city(), json.loads(json.dumps(city())))


def test_ids_stamps_signatures_and_spellings_of_numbers_do_not_count() -> None:
    one, two = city(), city()
    one["m"]["url"] = "https://cdn.example/a.mp4?sig=1"
    two["m"]["url"] = "https://cdn.example/a.mp4?sig=2"
    two["updated_at"], two["version"] = "2026-01-01", 7
    two["t"][0]["sg"][0]["id"] = "other"
    two["t"][1]["sg"][0]["d"] = 10_000.0
    two["t"][2]["m"]["note"] = None
    assert same(one, two)
    assert same(two, one)


def test_every_word_number_and_order_counts() -> None:
    alterations: list[Callable[[dict[str, Any]], object]] = [
        lambda d: d["t"].reverse(),
        lambda d: d["t"].pop(),
        lambda d: d["t"][0]["sg"][0].update(d=9999),
        lambda d: d["t"][1]["sg"][0]["m"].update(volume=0.2),
        lambda d: d["t"][2]["sg"][0]["m"].update(text="urban dreams"),
        lambda d: d["m"].update(width=1080),
        lambda d: d["t"][0]["sg"][0]["m"].update(glow=True),
    ]
    for change in alterations:
        changed = city()
        change(changed)
        assert not same(city(), changed)


def test_a_mapping_that_holds_nothing_is_as_good_as_none() -> None:
    assert same({"m": {"id": 7, "fx": {"ts": 1, "list": []}}}, {"d": None})
    assert not same({"m": {"fx": {"glow": 0}}}, {})


@given(any_json, any_json)
def test_anything_equals_its_copy_and_what_is_alike_is_so_both_ways(data: Any, other: Any) -> None:
    assert same(data, copy.deepcopy(data))
    assert same(data, other) is same(other, data)


def test_bottomless_drafts_can_be_compared() -> None:
    def deep(words: str) -> Any:
        draft: Any = {"text": words}
        for _ in range(900):
            draft = {"t": [draft], "text": words}
        return draft

    assert same(deep("a"), deep("a"))
    assert not same(deep("a"), deep("b"))
