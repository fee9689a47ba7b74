"""From the frames of one run to what happened in it, whichever shape the frames have.

Three shapes are known: the agent kit's events (camelCase and snake_case), typed events (`{"type": "text", ...}`), and
error frames. Nothing in here does I/O: a `Narrator` is fed signals and tells `RunEvent`s.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from core.errors import OutcomeUnknown, ReelayError, RunFailed
from core.json_text import decode_json
from core.model import KeepAlive, OtherEvent, RunEvent, ToolCall, ToolResult
from core.nemo.codes import code_of, error_in_run
from core.nemo.envelopes import message_in
from core.nemo.frames import Frame, Oversized, Signal
from core.nemo.redaction import error_words
from core.nemo.told import ToldText

_PULSES = frozenset({"heartbeat", "ping", "keepalive", "keep-alive", "keep_alive"})
# No failure: the model had nothing to say. Earlier versions put the plain reason for stopping there.
_SAID_NOTHING = frozenset({"MODEL_RETURNED_NO_CONTENT", "STOP", "FINISH_REASON_UNSPECIFIED"})
_TEXTS = frozenset({"text", "message", "text_delta"})
_CALLS = frozenset({"tool_call", "tool_use", "function_call"})
_RESULTS = frozenset({"tool_result", "tool_response", "function_response"})
_NAMING = (_TEXTS | _CALLS | _RESULTS) - {"message"}  # "message" is what an event without a name is called

Json = Mapping[str, Any]


class Narrator:
    """Tells one run. `user_id` is the account that an `OutOfCredits` names."""

    def __init__(self, user_id: str | None = None) -> None:
        self._user_id = user_id
        self._text = ToldText()
        self._calls: set[str] = set()

    def hear(self, signal: Signal) -> Iterator[RunEvent]:
        """What a signal tells. Raises `RunFailed` and its kin for an error, `OutcomeUnknown` for half an event."""
        if isinstance(signal, Frame):
            yield from self._frame(signal)
        elif isinstance(signal, Oversized):
            yield OtherEvent()
        else:
            yield KeepAlive()

    def end(self) -> Iterator[RunEvent]:
        """What is still to be told when the stream has closed: pieces that no finished text followed."""
        yield from self._text.flush()

    def event(self, event: object) -> Iterator[RunEvent]:
        """What one decoded event tells. Raises as `hear` does."""
        event = _unwrapped(event)
        if not isinstance(event, dict):
            yield OtherEvent()
        elif _is_named(event.get("type"), _PULSES):
            yield KeepAlive()
        elif isinstance(event.get("type"), str) and not _parts(event):
            yield from self._typed(event, event["type"].lower())
        else:
            yield from self._agent_event(event)

    def _frame(self, frame: Frame) -> Iterator[RunEvent]:
        if _is_named(frame.event, _PULSES):
            yield KeepAlive()
            return
        event = decode_json(frame.data)
        if event is None and frame.data.lstrip().startswith('{"error"'):
            raise RunFailed(detail=error_words(frame.data))
        if event is None and not frame.complete:
            raise OutcomeUnknown("The stream ended in the middle of an event")
        if frame.event.lower() == "error":
            raise self._failure(event if isinstance(event, dict) else {"error": frame.data})
        if isinstance(event, dict) and "type" not in event and _is_named(frame.event, _NAMING):
            event = {**event, "type": frame.event}  # a typed event that has its type beside the data
        yield from self.event(event)

    def _typed(self, event: Json, kind: str) -> Iterator[RunEvent]:
        if kind == "error":
            raise self._failure(event)
        if kind in _TEXTS:
            yield from self._typed_text(event)
        elif kind in _CALLS:
            yield from self._text.flush()
            yield ToolCall(_name(event), _arguments(_first(event, "args", "arguments", "input")))
        elif kind in _RESULTS:
            yield from self._text.flush()
            yield ToolResult(_name(event), _arguments(_first(event, "result", "response", "content")))
        else:
            yield OtherEvent()

    def _typed_text(self, event: Json) -> Iterator[RunEvent]:
        text = _words(_first(event, "content", "text", "data", "message"))
        if not text:
            yield OtherEvent()
        elif event.get("partial") is False or event.get("final") is True:
            yield from self._text.whole(text)
        else:
            yield from self._text.loose_piece(text)

    def _agent_event(self, event: Json) -> Iterator[RunEvent]:
        text = "" if _is_the_users(event) else _spoken(event)
        error = None if _said_nothing(event) else self._error_in(event, text)
        partial = event.get("partial") is True
        told = False
        if text:
            told = True
            yield from self._text.piece(text) if partial and not error else self._text.whole(text)
        if error is not None:
            raise error
        if not partial:
            for happened in self._tools(event):
                told = True
                yield happened
        if not told:
            yield OtherEvent()

    def _tools(self, event: Json) -> Iterator[RunEvent]:
        outliving = _first(event, "longRunningToolIds", "long_running_tool_ids")
        outliving = outliving if isinstance(outliving, list) else []
        for part in _parts(event):
            call = _first(part, "functionCall", "function_call")
            answer = _first(part, "functionResponse", "function_response")
            if isinstance(call, dict) and self._is_new(call):
                yield ToolCall(_name(call), _arguments(call.get("args")), call.get("id") in outliving)
            if isinstance(answer, dict):
                yield ToolResult(_name(answer), _arguments(answer.get("response")))

    def _is_new(self, call: Json) -> bool:
        known = call.get("id")
        if not isinstance(known, str) or not known:
            return True
        new = known not in self._calls
        if len(self._calls) < 10_000:
            self._calls.add(known)
        return new

    def _error_in(self, event: Json, text: str) -> ReelayError | None:
        """The error that an event stands for; one that only says why a text stops early is none."""
        code = _first(event, "errorCode", "error_code")
        envelope_code = code_of(event.get("code"))
        if code and (code_of(code) is not None or not text):
            return None if code_of(code) == 0 else self._failure(event)
        if event.get("error") or envelope_code not in (None, 0) or event.get("success") is False:
            return self._failure(event)
        return None

    def _failure(self, event: Json) -> ReelayError:
        nested = event.get("error")
        codes = [_first(event, "errorCode", "error_code", "code")]
        if isinstance(nested, dict):
            codes.append(nested.get("code"))
        code = next((number for number in map(code_of, codes) if number), None)
        said = _first(event, "errorMessage", "error_message", "content") or message_in(event)
        words = error_words(_words(said) or str(codes[0] or ""))
        return error_in_run(code, words, self._user_id)


def _unwrapped(event: object) -> object:
    """An event without the envelope of a call that succeeded."""
    if (
        isinstance(event, dict)
        and event.keys() <= {"code", "success", "message", "data"}
        and code_of(event.get("code")) in (None, 0)
    ):
        inner = event.get("data")
        return inner if isinstance(inner, dict) and event.get("success") is not False else event
    return event


def _is_named(value: object, names: frozenset[str]) -> bool:
    return isinstance(value, str) and value.lower() in names


def _said_nothing(event: Json) -> bool:
    code = _first(event, "errorCode", "error_code")
    return isinstance(code, str) and code in _SAID_NOTHING


def _is_the_users(event: Json) -> bool:
    """Whether an event echoes what the person wrote (tool results come in the user's role as well)."""
    content = event.get("content")
    return event.get("author") == "user" or (isinstance(content, dict) and content.get("role") == "user")


def _parts(event: Json) -> list[Json]:
    content = event.get("content")
    parts = content.get("parts") if isinstance(content, dict) else None
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _spoken(event: Json) -> str:
    """The text of an event without the model's thoughts."""
    if isinstance(content := event.get("content"), str):
        return content
    texts = (part for part in _parts(event) if isinstance(part.get("text"), str) and not part.get("thought"))
    return "".join(part["text"] for part in texts)


def _first(event: Json, *keys: str) -> Any:  # noqa: ANN401  JSON has no closer type
    return next((event[key] for key in keys if event.get(key) is not None), None)


def _name(event: Json) -> str:
    name = _first(event, "name", "tool", "tool_name", "toolName")
    return name[:200] if isinstance(name, str) else "tool"


def _arguments(value: object) -> Json:
    if isinstance(value, str):
        decoded = decode_json(value)
        value = decoded if isinstance(decoded, dict) else value
    if isinstance(value, dict):
        return value
    return {} if value is None else {"result": value}


def _words(value: object, depth: int = 4) -> str:
    """The text in a typed event's content: a string, an object with one, or a list of either."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and depth:
        return "".join(_words(item, depth - 1) for item in value[:1000])
    if isinstance(value, dict) and depth and not value.get("thought"):
        return _words(_first(value, "text", "content", "message"), depth - 1)
    return ""
