"""A run over a real connection: one request, its stream, its limits by the clock, and its breaks at every byte."""

import asyncio
import json
from collections import Counter
from contextlib import suppress

import pytest

from core.errors import BackendUnreachable, OutcomeUnknown, RunFailed, TokenRejected
from core.http import HttpPool
from core.model import AgentText, AgentTextDelta, KeepAlive, RunEvent, ToolCall
from core.nemo import NemoClient, RunLimits
from tests.core.nemo.conftest import ACCESS, SKILL, WEB
from tests.fakes.clock import FakeClock
from tests.fakes.nemo_server import NemoServer, Reply

RUN = "POST /run_sse"
PING = b": ping\n\n"


def event(text: str, *, partial: bool = False) -> bytes:
    body = {"content": {"role": "model", "parts": [{"text": text}]}, "partial": partial}
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


TOOL = b'data: {"content": {"parts": [{"functionCall": {"id": "1", "name": "cut", "args": {}}}]}}\n\n'


async def told(client: NemoClient, into: list[RunEvent] | None = None) -> list[RunEvent]:
    events = into if into is not None else []
    async with client.run(ACCESS, SKILL, "s-1", "make it shorter") as stream:
        async for happened in stream:
            events.append(happened)
    return events


async def test_a_message_goes_out_as_the_protocol_says(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(chunks=[event("Done.")]))
    assert await told(client) == [AgentText("Done.")]
    (asked,) = server.books
    assert asked.json == {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": "s-1",
        "new_message": {"role": "user", "parts": [{"text": "make it shorter"}]},
    }
    assert asked.headers["Accept"] == "text/event-stream"
    assert asked.headers["X-Skill-Source"] == "video-to-generator"
    assert asked.headers["Authorization"] == "Bearer nmv_usr_test-token"


async def test_a_stream_tells_life_work_pieces_and_texts_in_order(client: NemoClient, server: NemoServer) -> None:
    chunks = [PING, TOOL, b"data:\n\n", event("Cut ", partial=True), event("Cut it."), b"event: heartbeat\n\n"]
    server.on(RUN, Reply(chunks=chunks))
    assert await told(client) == [
        KeepAlive(),
        ToolCall("cut", {}),
        KeepAlive(),
        AgentTextDelta("Cut "),
        AgentText("Cut it."),
        KeepAlive(),
    ]


async def test_an_empty_stream_ends_without_a_word(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(chunks=[]))
    assert await told(client) == []


async def test_a_stream_that_its_server_calls_json_is_told_all_the_same(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(content_type="application/json", chunks=[PING, TOOL, event("Cut it.")]))
    assert await told(client) == [KeepAlive(), ToolCall("cut", {}), AgentText("Cut it.")]


@pytest.mark.parametrize(
    "body",
    [
        {"content": {"parts": [{"text": "Done."}]}},
        [{"content": {"parts": [{"text": "Done."}]}}],
        {"code": 0, "data": {"content": {"parts": [{"text": "Done."}]}}},
        {"code": 0, "data": [{"content": {"parts": [{"text": "Done."}]}}]},
        {"type": "text", "content": "Done."},
    ],
)
async def test_a_run_answered_as_plain_json_is_told_all_the_same(
    client: NemoClient, server: NemoServer, body: object
) -> None:
    server.on(RUN, Reply(json=body))
    assert AgentText("Done.") in await told(client)


async def test_a_refusal_on_the_stream_itself_is_raised_by_its_code(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(chunks=[b'{"code": 1001, "message": "expired"}\n']))
    with pytest.raises(TokenRejected):
        await told(client)


async def test_a_web_page_instead_of_a_stream_is_an_unknown_outcome(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(body=b"<html>hello</html>", content_type="text/html"))
    with pytest.raises(OutcomeUnknown):
        await told(client)


async def test_an_error_in_the_stream_comes_after_what_was_told(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(chunks=[event("Step one."), b'data: {"error": "boom"}\n\n']))
    events: list[RunEvent] = []
    with pytest.raises(RunFailed) as caught:
        await told(client, events)
    assert events == [AgentText("Step one.")]
    assert caught.value.detail == "boom"


async def test_no_connection_means_that_nothing_was_sent(http: HttpPool, clock: FakeClock) -> None:
    client = NemoClient("http://127.0.0.1:1", WEB, http, clock)
    with pytest.raises(BackendUnreachable):
        await told(client)


async def test_a_host_without_address_means_that_nothing_was_sent(http: HttpPool, clock: FakeClock) -> None:
    client = NemoClient("http://no-such-host.invalid", WEB, http, clock)
    with pytest.raises(BackendUnreachable):
        await told(client)


async def test_a_stream_cut_at_any_byte_tells_nothing_twice_and_ends_as_unknown(
    client: NemoClient, server: NemoServer
) -> None:
    body = PING + event("Hel", partial=True) + event("Hello 视频") + TOOL + event("Bye.")
    whole = [AgentText("Hello 视频"), AgentText("Bye.")]
    for place in range(0, len(body) + 1, 3):
        server.on(RUN, Reply(chunks=[body[:place]], cut=True))
        events: list[RunEvent] = []
        with pytest.raises(OutcomeUnknown):
            await told(client, events)
        texts = [happened for happened in events if isinstance(happened, AgentText)]
        assert texts == whole[: len(texts)]
    assert len(server.books) == len(range(0, len(body) + 1, 3))


async def test_a_stream_that_ends_at_any_byte_raises_nothing_but_the_tree(
    client: NemoClient, server: NemoServer
) -> None:
    body = event("Hel", partial=True) + event("Hello") + b": p\n\n" + event("Bye.")
    for place in range(0, len(body) + 1, 3):
        server.on(RUN, Reply(chunks=[body[:place]]))
        events: list[RunEvent] = []
        with suppress(OutcomeUnknown):
            await told(client, events)
        texts = Counter(happened.text for happened in events if isinstance(happened, AgentText))
        assert all(number == 1 for number in texts.values())


async def test_a_server_that_hangs_up_before_answering_leaves_the_outcome_unknown(
    http: HttpPool, clock: FakeClock
) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        client = NemoClient(f"http://127.0.0.1:{port}", WEB, http, clock)
        with pytest.raises(OutcomeUnknown):
            await told(client)
        with pytest.raises(OutcomeUnknown):
            await client.start_render(ACCESS, SKILL, "render_1", "s-1", {})


class Watched:
    """A run in a task of its own, with what it told so far."""

    def __init__(self, client: NemoClient) -> None:
        self.events: list[RunEvent] = []
        self.came = asyncio.Event()
        self.task = asyncio.create_task(self._run(client))

    async def _run(self, client: NemoClient) -> None:
        async with client.run(ACCESS, SKILL, "s-1", "go") as stream:
            async for happened in stream:
                self.events.append(happened)
                self.came.set()

    async def until(self, number: int) -> None:
        while len(self.events) < number:
            self.came.clear()
            await self.came.wait()


async def test_silence_beyond_the_read_timeout_is_an_unknown_outcome(
    client: NemoClient, server: NemoServer, clock: FakeClock
) -> None:
    server.on(RUN, Reply(chunks=[PING, asyncio.Event()]))
    run = Watched(client)
    await run.until(1)
    await clock.advance(359)
    assert not run.task.done()
    await clock.advance(2)
    with pytest.raises(OutcomeUnknown, match="silent"):
        await run.task


async def test_a_server_that_never_answers_is_an_unknown_outcome(
    client: NemoClient, server: NemoServer, clock: FakeClock
) -> None:
    gate = asyncio.Event()

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        gate.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(swallow, "127.0.0.1", 0) as listener, HttpPool() as http:
        port = listener.sockets[0].getsockname()[1]
        silent = NemoClient(f"http://127.0.0.1:{port}", WEB, http, clock)
        run = Watched(silent)
        await gate.wait()
        await clock.advance(361)
        with pytest.raises(OutcomeUnknown):
            await run.task


@pytest.mark.parametrize(
    ("limits", "chunk", "seconds", "words"),
    [
        (RunLimits(), PING, 600, "keep-alives"),
        (RunLimits(), event("Still at it."), 900, "beyond its time"),
        (RunLimits(keep_alives=120), PING, 120, "keep-alives"),
        (RunLimits(total=300), TOOL, 300, "beyond its time"),
    ],
)
async def test_a_run_ends_at_its_limit_and_not_before(
    server: NemoServer, http: HttpPool, clock: FakeClock, limits: RunLimits, chunk: bytes, seconds: int, words: str
) -> None:
    client = NemoClient(server.url, WEB, http, clock, limits=limits)
    gates = [asyncio.Event() for _ in range(seconds // 30 + 1)]
    server.on(
        RUN, Reply(chunks=[part for number, gate in enumerate(gates) for part in (gate, numbered(chunk, number))])
    )
    run = Watched(client)
    for number, gate in enumerate(gates):
        gate.set()
        if number * 30 < seconds:
            await run.until(number + 1)
            assert not run.task.done()
            await clock.advance(30)
    with pytest.raises(OutcomeUnknown, match=words):
        await run.task


def numbered(chunk: bytes, number: int) -> bytes:
    return chunk.replace(b"at it", b"at it %d" % number)


async def test_keep_alives_between_pieces_of_work_never_end_a_run(
    client: NemoClient, server: NemoServer, clock: FakeClock
) -> None:
    gates = [asyncio.Event() for _ in range(4)]
    server.on(RUN, Reply(chunks=[gates[0], PING, gates[1], TOOL, gates[2], PING, gates[3], event("Done.")]))
    run = Watched(client)
    for number, (gate, pause) in enumerate(zip(gates, (300, 250, 300, 0), strict=True), 1):
        gate.set()
        await run.until(number)
        await clock.advance(pause)
    await run.task
    assert run.events[-1] == AgentText("Done.")


async def test_leaving_a_run_early_leaves_nothing_behind(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(chunks=[event("One."), asyncio.Event()]))
    async with client.run(ACCESS, SKILL, "s-1", "go") as stream:
        assert await anext(stream) == AgentText("One.")
    left = [task for task in asyncio.all_tasks() if "RunWatch" in repr(task.get_coro())]
    assert not left
    assert len(server.asked(RUN)) == 1


async def test_cancelling_a_run_is_clean(client: NemoClient, server: NemoServer) -> None:
    server.on(RUN, Reply(chunks=[event("One."), asyncio.Event()]))
    run = Watched(client)
    await run.until(1)
    run.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run.task


@pytest.mark.heavy
async def test_two_hundred_runs_at_once_share_a_few_clients(server: NemoServer, clock: FakeClock) -> None:
    gate = asyncio.Event()
    server.on(RUN, Reply(chunks=[PING, gate, event("Done.")]))
    async with HttpPool(stream_clients=8) as http:
        client = NemoClient(server.url, WEB, http, clock)
        runs = [Watched(client) for _ in range(200)]
        for run in runs:
            await run.until(1)
        gate.set()
        await asyncio.gather(*(run.task for run in runs))
    assert all(run.events[-1] == AgentText("Done.") for run in runs)
    assert len(server.asked(RUN)) == 200
