"""Streams recorded from two versions of the agent kit's own server, and what each of them tells."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import BackendError, BackendUnavailable, OutOfCredits, ReelayError, RunFailed, SessionUnknown
from core.model import AgentText, AgentTextDelta, KeepAlive, OtherEvent, RunEvent, ToolCall, ToolResult
from core.nemo import NemoClient
from core.nemo.frames import FrameDecoder
from core.nemo.narrator import Narrator
from tests.core.nemo.conftest import ACCESS, SKILL
from tests.fakes.nemo_server import NemoServer, Reply

DATA = Path(__file__).parents[2] / "data" / "adk"
STREAMS = sorted(path for path in DATA.glob("*/*.sse") if "__" in path.name or "camel" in path.name)
REFUSALS = sorted(set(DATA.glob("*/*.sse")) - set(STREAMS))

ANSWER = 'Your video has 3 tracks: 视频 🎬, BGM and a title.\nClick "Export" to download.'
MUSIC = "Let me add the music first. "


@dataclass(frozen=True)
class Told:
    """What a capture is to tell: finished texts, tools called, and the error at its end."""

    texts: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    error: type[ReelayError] | None = None
    detail: str = ""


EXPECTED = {
    "camel_case_request": Told((ANSWER,)),
    "text": Told((ANSWER,)),
    "tool": Told((ANSWER,), ("add_bgm",)),
    "tool_then_text_parts": Told((MUSIC, ANSWER), ("add_bgm",)),
    "longtool": Told((ANSWER,), ("render_video",)),
    "tool_raises": Told((), ("bad_tool",), RunFailed, "tool exploded"),
    "model_raises": Told((), (), RunFailed, "upstream model 503: overloaded"),
    "raw_raise_after_event": Told(("Step one done.",), (), RunFailed, "boom after one event"),
    "llm_error": Told((), (), RunFailed, "The response was blocked."),
    "mid_llm_error": Told((), (), RunFailed, "Malformed function call: print(x)"),
    "raw_error_event": Told(("Working on it. ",), (), OutOfCredits),
    "empty_parts": Told(),
    "empty_after_tool": Told((), ("add_bgm",)),
    "thought": Told(("Here is the plan.",)),
    "raw_silent": Told(),
    "raw_long_12s_silence": Told(("start", "end after 12 s of silence")),
    "raw_no_content_state_delta": Told(),
    "raw_artifact_delta": Told(("saved",)),
    "raw_escalate": Told(("bye",)),
    "raw_turn_complete": Told(("Hello",)),
    "raw_partial_only": Told(("Only partials, no aggregate.",)),
    "raw_two_messages": Told(("First message.", "Second message.")),
    "raw_multipart": Told(("a b ",)),
}


def tell(body: bytes, step: int) -> tuple[list[RunEvent], ReelayError | None]:
    """Decode a whole stream in chunks of `step` bytes."""
    frames, narrator, events = FrameDecoder(), Narrator("anon_1"), list[RunEvent]()
    try:
        for start in range(0, len(body), step):
            for signal in frames.feed(body[start : start + step]):
                events.extend(narrator.hear(signal))
        for signal in frames.finish():
            events.extend(narrator.hear(signal))
        events.extend(narrator.end())
    except ReelayError as error:
        return events, error
    return events, None


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("step", [1, 7, 1 << 16])
@pytest.mark.parametrize("path", STREAMS, ids=name_of)
def test_a_recorded_stream_tells_what_happened(path: Path, step: int) -> None:
    expected = EXPECTED[path.stem.split("__")[0]]
    events, error = tell(path.read_bytes(), step)
    texts = tuple(event.text for event in events if isinstance(event, AgentText))
    tools = tuple(event.name for event in events if isinstance(event, ToolCall))
    assert (texts, tools) == (expected.texts, expected.tools)
    assert type(error) is (expected.error or type(None))
    if isinstance(error, RunFailed):
        assert expected.detail in error.detail
    assert not any(isinstance(event, KeepAlive) for event in events)


def test_every_recorded_scenario_is_there_in_both_versions() -> None:
    by_version = [{path.name for path in (DATA / version).glob("*.sse")} for version in ("1.18.0", "2.13.0")]
    assert by_version[0] == by_version[1]
    assert {path.stem.split("__")[0] for path in STREAMS} == set(EXPECTED)


@pytest.mark.parametrize("version", ["1.18.0", "2.13.0"])
def test_pieces_come_as_pieces_and_the_whole_text_once(version: str) -> None:
    events, _ = tell((DATA / version / "text__streaming_true.sse").read_bytes(), 1 << 16)
    pieces = "".join(event.text for event in events if isinstance(event, AgentTextDelta))
    assert ANSWER.startswith(pieces)
    assert len(pieces) > len(ANSWER) // 2
    assert events[-1] == AgentText(ANSWER)


def test_tools_carry_their_arguments_and_results() -> None:
    events, _ = tell((DATA / "2.13.0" / "tool__streaming_false.sse").read_bytes(), 1 << 16)
    assert events[0] == ToolCall("add_bgm", {"style": "lo-fi", "volume": 0.35})
    assert isinstance(events[1], ToolResult)
    assert events[1].result["status"] == "success"


def test_a_change_without_words_is_progress_without_words() -> None:
    events, _ = tell((DATA / "1.18.0" / "raw_no_content_state_delta__streaming_true.sse").read_bytes(), 1 << 16)
    assert events == [OtherEvent()]


REFUSED: dict[str, type[ReelayError]] = {
    "1.18.0/unknown_session_404": SessionUnknown,
    "2.13.0/unknown_session_404": SessionUnknown,
    "1.18.0/unknown_app": SessionUnknown,  # this version words both alike
    "2.13.0/unknown_app": BackendUnavailable,
    "1.18.0/missing_field_422": BackendError,
    "2.13.0/missing_field_422": BackendError,
    "1.18.0/no_new_message": BackendError,
}


@pytest.mark.parametrize("path", [path for path in REFUSALS if name_of(path) in REFUSED], ids=name_of)
async def test_a_recorded_refusal_is_raised_on_entering(path: Path, client: NemoClient, server: NemoServer) -> None:
    status = 404 if "unknown" in path.stem else 422
    body = await asyncio.to_thread(path.read_bytes)
    reply = Reply(status, body=body, content_type="application/json")
    server.on("POST /run_sse", reply)
    with pytest.raises(REFUSED[name_of(path)]) as caught:
        async with client.run(ACCESS, SKILL, "s-1", "hello"):
            pytest.fail("a refused run was entered")
    assert type(caught.value) is REFUSED[name_of(path)]


def test_the_refusals_are_all_looked_at() -> None:
    assert {name_of(path) for path in REFUSALS} - set(REFUSED) == {"2.13.0/no_new_message"}
    _, error = tell((DATA / "2.13.0" / "no_new_message.sse").read_bytes(), 1 << 16)
    assert isinstance(error, RunFailed)
