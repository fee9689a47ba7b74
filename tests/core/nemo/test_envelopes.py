"""Whatever a server answers, a call ends in our own words or in our own errors."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ReelayError
from core.http import HttpAnswer
from core.nemo import shapes
from core.nemo.codes import Call
from core.nemo.envelopes import message_in, payload, retry_after, unwrapped

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
KEYS = st.sampled_from(
    ["code", "data", "success", "error", "message", "detail", "token", "session_id", "claim_token", "available", "state",
     "draft", "canvas_config", "video_infos", "files", "filename", "duration", "status", "progress", "output", "url", "size",
     "expires_at", "user_id"]
)  # fmt: skip
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from([0, 200, 1001, 2001]),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(KEYS, children, max_size=6),
    max_leaves=25,
)
SHAPES: list[Callable[[Any], object]] = [
    shapes.anonymous_token,
    shapes.session,
    shapes.claim_token,
    shapes.balance,
    shapes.session_state,
    shapes.uploaded_files,
    lambda data: shapes.render(data, "render_1", "https://api.test", None),
]


@given(JSON, st.sampled_from([200, 201, 204, 302, 400, 401, 404, 418, 429, 500, 503]), st.sampled_from(list(Call)))
def test_no_answer_raises_anything_but_the_tree(body: Any, status: int, call: Call) -> None:
    answer = HttpAnswer(status, {"retry-after": "x"}, json.dumps(body).encode())
    with suppress(ReelayError):
        data = payload(answer, call, now=NOW)
        assert 200 <= status < 300
        for shape in SHAPES:
            with suppress(ReelayError):
                shape(data)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_json_raise_nothing_but_the_tree(body: bytes) -> None:
    with suppress(ReelayError):
        payload(HttpAnswer(200, {}, body), Call.READ, now=NOW)


@pytest.mark.parametrize(
    ("body", "inside"),
    [
        ({"code": 0, "data": {"a": 1}}, {"a": 1}),
        ({"success": True, "data": {"a": 1}}, {"a": 1}),
        ({"data": {"a": 1}}, {"a": 1}),
        ({"code": 0, "data": {"code": 0, "data": {"a": 1}}}, {"a": 1}),
        ({"a": 1, "data": {"b": 2}}, {"a": 1, "data": {"b": 2}}),
        ({"code": 0, "data": None}, {}),
        ({"code": 0}, {"code": 0}),
        ({"code": 0, "a": 1}, {"code": 0, "a": 1}),
    ],
)
def test_every_envelope_is_opened(body: dict[str, Any], inside: dict[str, Any]) -> None:
    assert unwrapped(body) == inside


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("5", 5), ("0.5", 0.5), ("Mon, 05 Jan 2026 12:00:30 GMT", 30), ("Mon, 05 Jan 2026 11:00:00 GMT", 0), ("-1", None),
     ("", None), ("soon", None), ("9" * 30, 86_400), ("٣", None), ("1.2.3", None)],
)  # fmt: skip
def test_a_pause_is_read_from_both_forms(header: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": header}, NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_read_without_harm(header: str) -> None:
    pause = retry_after({"retry-after": header}, NOW)
    assert pause is None or 0 <= pause <= 86_400


def test_the_words_of_an_error_are_found_wherever_they_stand() -> None:
    assert message_in({"detail": [{"msg": "Field required"}, {"msg": "Too long"}]}) == "Field required; Too long"
    assert message_in({"error": {"message": "no"}}) == "no"
    assert message_in({"error": {}}) == message_in(7) == ""
