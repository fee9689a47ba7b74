"""JSON text of anything that came from outside."""

import json

import pytest

from core.store.codec import dump_json


@pytest.mark.parametrize(
    "value", [{"\ud800": 1}, {"a": {"b\udfff": ["\ud800"]}}, ["x\ud800y"], ("\ud83d", "\ude00"), {"n": 10**400}]
)
def test_half_surrogate_pairs_in_values_and_keys_can_be_stored(value: object) -> None:
    text = dump_json(value)
    text.encode()
    assert json.loads(text)


def test_whole_pairs_stay() -> None:
    assert dump_json({"🎬": "👩‍👧"}) == '{"🎬":"👩‍👧"}'
