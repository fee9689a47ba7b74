"""What the events of a run tell, beyond what the recorded streams show."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import (
    ExportBlocked,
    OutcomeUnknown,
    OutOfCredits,
    ReelayError,
    RunFailed,
    SessionUnknown,
    TokenRejected,
)
from core.model import AgentText, AgentTextDelta, KeepAlive, OtherEvent, RunEvent, ToolCall, ToolResult
from core.nemo.frames import FrameDecoder
from core.nemo.narrator import Narrator


def stream(*events: Any) -> bytes:
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)


def telling(body: bytes) -> Iterator[RunEvent]:
    frames, narrator = FrameDecoder(), Narrator("anon_1")
    for signal in (*frames.feed(body), *frames.finish()):
        yield from narrator.hear(signal)
    yield from narrator.end()


def told(body: bytes) -> list[RunEvent]:
    return list(telling(body))


def texts(body: bytes) -> list[str]:
    return [event.text for event in told(body) if isinstance(event, AgentText)]


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"content": {"role": "model", "parts": [{"text": text}]}, **more}


def piece(text: str) -> dict[str, Any]:
    return said(text, partial=True)


@pytest.mark.parametrize(
    "pulse",
    [b": ping\n\n", b"data:\n\n", b"data: \n\n", b"event: heartbeat\ndata: {}\n\n", b"event: heartbeat\n\n",
     b'data: {"type": "heartbeat"}\n\n', b'event: heartbeat\ndata: {"ts": 1}\n\n', b"event: ping\ndata: 2026\n\n"],
)  # fmt: skip
def test_every_sort_of_keep_alive_is_one(pulse: bytes) -> None:
    events = told(pulse)
    assert events
    assert set(events) == {KeepAlive()}


def test_the_typed_shape_tells_the_same_as_the_other() -> None:
    body = stream(
        {"type": "tool_call", "name": "add_bgm", "args": {"style": "lo-fi"}},
        {"type": "tool_result", "name": "add_bgm", "result": {"ok": True}},
        {"type": "heartbeat"},
        {"type": "text", "content": "Music added."},
        {"type": "something_new", "content": "hidden"},
    )
    events = told(body)
    assert events[:2] == [ToolCall("add_bgm", {"style": "lo-fi"}), ToolResult("add_bgm", {"ok": True})]
    assert KeepAlive() in events
    assert texts(body) == ["Music added."]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["Mus", "ic add", "ed."], "Music added."),
        (["Music added.", "Title added."], "Music added.\nTitle added."),
        (["Music added.", " Title added."], "Music added. Title added."),
        (["Music ", "added.", "Music added."], "Music added."),
        (["音乐已", "添加。"], "音乐已添加。"),
    ],
)
def test_typed_texts_are_put_together(pieces: list[str], text: str) -> None:
    assert texts(stream(*({"type": "text", "content": piece} for piece in pieces))) == [text]


def test_snake_case_is_understood() -> None:
    body = stream(
        {"content": {"role": "model", "parts": [{"function_call": {"name": "cut", "args": {}}}]}, "invocation_id": "i"},
        {"content": {"role": "user", "parts": [{"function_response": {"name": "cut", "response": {"ok": 1}}}]}},
        {"error_code": "2001", "error_message": "no credits"},
    )
    events = list[RunEvent]()
    with pytest.raises(OutOfCredits) as caught:
        events.extend(telling(body))
    assert events == [ToolCall("cut", {}), ToolResult("cut", {"ok": 1})]
    assert caught.value.user_id == "anon_1"


def test_pieces_of_several_messages_are_each_told_once() -> None:
    body = stream(piece("One "), piece("two."), said("One two."), piece("Three"), said("Three four."), said("Five."))
    assert texts(body) == ["One two.", "Three four.", "Five."]


def test_pieces_that_no_finished_text_repeats_are_not_lost() -> None:
    assert texts(stream(piece("A whole thought of its own. "), said("Done."))) == [
        "A whole thought of its own. ",
        "Done.",
    ]


def test_pieces_that_grow_are_told_once() -> None:
    assert texts(stream(piece("Hel"), piece("Hello"), piece("Hello there"), said("Hello there"))) == ["Hello there"]


def test_the_same_text_twice_in_a_row_is_told_once() -> None:
    assert texts(stream(said("Done."), said("Done.", turnComplete=True))) == ["Done."]


def test_what_the_person_wrote_is_not_told_back() -> None:
    assert texts(stream({"author": "user", "content": {"role": "user", "parts": [{"text": "make it"}]}})) == []


def test_an_early_stop_with_text_is_a_text() -> None:
    assert texts(stream(said("Long story", errorCode="MAX_TOKENS", errorMessage="cut"))) == ["Long story"]


@pytest.mark.parametrize("code", ["MODEL_RETURNED_NO_CONTENT", "STOP", "", None, 0, "0"])
def test_an_empty_answer_is_no_failure(code: Any) -> None:
    assert told(stream({"content": {"parts": []}, "errorCode": code, "errorMessage": "nothing"})) == [OtherEvent()]


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ({"errorCode": "2001", "errorMessage": "out of credits"}, OutOfCredits),
        ({"errorCode": 2001}, OutOfCredits),
        ({"code": 2001, "message": "out of credits"}, OutOfCredits),
        ({"type": "error", "code": 2001, "message": "m"}, OutOfCredits),
        ({"error": {"code": 2001, "message": "m"}}, OutOfCredits),
        ({"errorCode": "1001"}, TokenRejected),
        ({"code": 1002, "message": "m"}, SessionUnknown),
        ({"errorCode": "402"}, ExportBlocked),
        ({"errorCode": "429", "errorMessage": "busy"}, RunFailed),
        ({"errorCode": "SAFETY", "errorMessage": "blocked"}, RunFailed),
        ({"type": "error", "content": "broken"}, RunFailed),
        ({"error": "broken"}, RunFailed),
        ({"success": False, "error": "broken"}, RunFailed),
    ],
)
def test_an_error_in_the_stream_is_raised_by_its_code(event: dict[str, Any], error: type[ReelayError]) -> None:
    with pytest.raises(error) as caught:
        told(stream(event))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "body",
    [
        b'data: {"error": "a "quoted" word"}\n\n',
        b'data: {"error": "line one\nline two\n\nline "four""}\n\n',
        b'data: {"error": "cut',
        b"event: error\ndata: plain words\n\n",
    ],
)
def test_an_error_frame_that_is_no_json_is_an_error_all_the_same(body: bytes) -> None:
    with pytest.raises(RunFailed):
        told(body)


def test_half_an_event_at_the_end_is_an_unknown_outcome() -> None:
    with pytest.raises(OutcomeUnknown):
        told(stream(said("Done.")) + b'data: {"content": {"parts"')


def test_a_whole_event_at_the_end_counts_without_its_blank_line() -> None:
    assert texts(stream(said("Done.")).rstrip(b"\n")) == ["Done."]


def test_malformed_frames_between_good_ones_are_passed_over() -> None:
    body = b"data: {nonsense}\n\n" + stream(
        [1, 2], "text", None, 7, {"content": 1}, {"content": {"parts": "x"}}, said("Fine.")
    )
    assert texts(body) == ["Fine."]


def test_secrets_in_the_agents_words_are_hidden_in_pieces_too() -> None:
    body = stream(piece("Your token is nmv_usr_"), piece("test-secret and "), piece("bye"))
    events = told(body + stream(said("Your token is nmv_usr_test-secret and bye")))
    assert "secret" not in str(events)
    assert events[-1] == AgentText("Your token is ••• and bye")


def test_text_that_no_encoder_takes_is_made_sound() -> None:
    assert texts(b'data: {"content": {"parts": [{"text": "a\\ud83d\\u0000b"}]}}\n\n') == ["a?b"]


def test_an_error_that_no_encoder_takes_is_made_sound() -> None:
    with pytest.raises(RunFailed, match=r"^a\?b$"):
        told(b'data: {"errorCode": "SAFETY", "errorMessage": "a\\ud83d\\u0000b"}\n\n')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda children: st.lists(children, max_size=3)
    | st.dictionaries(
        st.sampled_from(["content", "parts", "text", "type", "error", "code", "errorCode", "partial", "functionCall",
                         "functionResponse", "name", "args", "response", "data", "success", "message", "role", "thought"]),
        children, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(JSON, max_size=4))
def test_no_event_whatsoever_raises_anything_but_the_tree(events: list[Any]) -> None:
    with suppress(ReelayError):
        told(stream(*events))


def test_a_typed_event_may_have_its_type_as_the_events_name() -> None:
    body = b'event: tool_call\ndata: {"name": "cut"}\n\nevent: text\ndata: {"content": "Cut it."}\n\n'
    assert told(body) == [ToolCall("cut", {}), AgentTextDelta("Cut "), AgentText("Cut it.")]


def test_an_event_by_another_name_keeps_its_error() -> None:
    with pytest.raises(OutOfCredits):
        told(b'event: done\ndata: {"code": 2001, "message": "no credits"}\n\n')


def test_content_that_is_a_bare_text_is_told() -> None:
    assert texts(stream({"author": "nemo_agent", "content": "Cut it."})) == ["Cut it."]
    assert texts(stream({"author": "user", "content": "cut it"})) == []


@pytest.mark.parametrize("envelope", [{"code": 0, "message": "ok"}, {"success": True}, {"code": "0"}])
def test_an_event_in_the_envelope_of_a_call_is_unwrapped(envelope: dict[str, Any]) -> None:
    assert texts(stream({**envelope, "data": said("Cut it.")})) == ["Cut it."]


def test_a_tool_that_outlives_its_run_is_marked() -> None:
    call = {"functionCall": {"id": "7", "name": "ask", "args": {}}}
    event = {"content": {"parts": [call]}, "longRunningToolIds": ["7"]}
    assert told(stream(event)) == [ToolCall("ask", {}, outlives=True)]
    assert told(stream({**event, "longRunningToolIds": 7})) == [ToolCall("ask", {})]


def test_pieces_that_grow_without_a_finished_text_are_told_once() -> None:
    assert texts(stream(piece("I made"), piece("I made a cut"), piece("I made a cut."))) == ["I made a cut."]
    assert texts(stream(piece("ha"), piece("ha"), piece("ha"))) == ["hahaha"]
