"""Request bodies that mean harm."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.api.reading import DEEPEST, depth, parse_object, text_of
from studio.api.trouble import message_text
from studio.errors import BadRequest
from tests.fakes.studio_server import studio_at

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
HOSTILE: tuple[object, ...] = (
    None,
    7,
    -1.5e300,
    True,
    "",
    "x" * 5000,
    "\u0000",
    "'; DROP TABLE sessions; --",
    "../../etc/passwd",
    [],
    [[]],
    {},
    {"parts": None},
    {"parts": [None, 7, {"text": 7}]},
    {"t": {"sg": 1}},
    {"t": [{"sg": [{"st": 1e300, "d": True}]}]},
    {"t": [{"tt": 0, "sg": [{"id": {}, "d": 10, "m": []}]}]},
)
CALLS = (
    "/api/tasks/me/with-session/nemo_agent",
    "/api/auth/claim-token",
    "/run_sse",
    "/api/upload-video/nemo_agent/me/SESSION",
    "/api/render/proxy/lambda",
    "/api/render/proxy/lambda/render_1/cancel",
)
KEYS = ("task_name", "language", "task_id", "session_id", "sessionId", "new_message", "urls", "id", "draft", "output")


@given(st.binary(max_size=60))
def test_bytes_are_an_object_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(parse_object(raw), dict)
    except BadRequest:
        return


@given(st.dictionaries(st.text(max_size=8), ANYTHING, max_size=4))
def test_every_json_object_is_read_as_it_is(data: dict[str, Any]) -> None:
    assert parse_object(json.dumps(data, ensure_ascii=False).encode()) == data


@given(st.dictionaries(st.sampled_from(["new_message", "newMessage", "parts"]), ANYTHING, max_size=3))
def test_whatever_a_message_is_it_has_words_or_none(body: dict[str, Any]) -> None:
    found = message_text(body)
    assert found is None or found.strip()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(b"{}", 1), (b'{"a": [[1], {"b": 2}]}', 3), (b'{"a": "[[[[\\"[[["}', 1), (b'{"a": "[[', 1), (b"]]]", 0)],
)
def test_depth_counts_brackets_outside_of_strings(raw: bytes, expected: int) -> None:
    assert depth(raw) == expected


def test_deep_nesting_is_refused_and_wide_data_is_not() -> None:
    deep = b'{"a": ' + b"[" * DEEPEST + b"]" * DEEPEST + b"}"
    wide = b'{"a": [' + b",".join([b"{}"] * 5000) + b"]}"
    with pytest.raises(BadRequest, match="deeply"):
        parse_object(deep)
    assert len(parse_object(wide)["a"]) == 5000


@pytest.mark.parametrize("half", [b"\\ud800", b"\xed\xa0\x80"], ids=["written out", "as bytes"])
def test_half_a_surrogate_pair_is_refused(half: bytes) -> None:
    with pytest.raises(BadRequest):
        parse_object(b'{"a": "' + half + b'"}')


@pytest.mark.parametrize("raw", [b'{"a": 1e999}', b'{"a": -1e999}', b'{"a": NaN}', b'{"a": -Infinity}'])
def test_numbers_that_json_does_not_have_are_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        parse_object(raw)


def test_a_text_may_have_several_names_and_the_first_given_counts() -> None:
    assert text_of({"session_id": None, "sessionId": "s"}, "session_id", "sessionId") == "s"


@pytest.mark.parametrize("path", CALLS)
async def test_no_body_makes_a_call_break(tmp_path: Path, path: str) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        url = path.replace("SESSION", session)
        good: dict[str, object] = {"session_id": session, "id": "r", "draft": {"t": []}, "task_id": "t"}
        bodies = [good | {key: value} for key in KEYS for value in HOSTILE] + list(HOSTILE)
        answers = [await nemo.http.post(url, json=body, headers=headers) for body in bodies]
        assert await nemo.credits(headers) == (1000, 0)
    assert {answer.status_code for answer in answers} <= {200, 400, 404, 422}
    assert all("code" in answer.json() or "text/event-stream" in answer.headers["Content-Type"] for answer in answers)
