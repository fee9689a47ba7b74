"""The fuzzing room itself: bytes mean the same each time, and what breaks is kept and told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import campaign
from tests.fuzz.__main__ import main
from tests.fuzz.feed import Feed, places, text_of
from tests.fuzz.target import Target


@given(st.binary(max_size=300))
def test_bytes_become_the_same_values_each_time(data: bytes) -> None:
    def values() -> str:
        feed = Feed(data)
        return ascii(
            [feed.value(("word",)), feed.altered({"a": [1, "b", {"c": None}]}), feed.text(("word",)), feed.rest()]
        )

    assert values() == values()


@given(st.binary(max_size=300))
def test_a_typed_change_keeps_every_place_and_its_type(data: bytes) -> None:
    before = {"a": [1, "b", {"c": None, "d": True}]}
    after = Feed(data).altered(before, ("word",), typed=True)
    assert places(after) == places(before)
    assert isinstance(after["a"][0], int)
    assert isinstance(after["a"][1], str)


@given(st.text(max_size=50))
def test_a_seed_written_as_text_is_read_as_that_text(text: str) -> None:
    assert text_of(text.encode("utf-8", "surrogatepass")) == text


def _breaks_at_a_zero(data: bytes) -> None:
    if b"\0" in data:
        raise ZeroDivisionError("a zero, and half a sign: \ud800")


def test_what_breaks_a_target_is_kept_and_can_be_played_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(campaign, "named", lambda _: Target(_breaks_at_a_zero, lambda: [b"1", b"2"], ("\0",)))
    monkeypatch.setattr(campaign, "watchful", lambda: False)
    assert main(["screen", "--seconds", "60", "--keep", str(tmp_path)]) == 1
    assert "ZeroDivisionError: a zero" in capsys.readouterr().out
    with pytest.raises(ZeroDivisionError):
        main(["screen", "--replay", str(tmp_path / "screen.crash")])
