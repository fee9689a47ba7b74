"""The agent's stream breaks at any byte, or never ends a line: sent once, told once, in bounded memory."""

import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.model import DeliveryKind
from tests.fakes.backend import draft_of
from tests.fakes.house import House
from tests.fakes.nemo_server import NemoServer, Reply
from tests.fakes.wired import wired_house

RUN = "POST /run_sse"
STATE = "GET /api/state/nemo_agent/me/s-1/latest"
SHORT = b': ping\n\ndata: {"content":{"role":"model","parts":[{"text":"Done."}]},"partial":false}\n\n'


def ok(data: Any) -> Reply:
    return Reply(json={"code": 0, "data": data})


def state(draft: Any) -> Reply:
    return ok({"state": {"draft": draft, "user_id": "u-1"}, "session_id": "s-1"})


@pytest.fixture
async def server() -> AsyncIterator[NemoServer]:
    async with NemoServer() as server:
        server.on("POST /api/auth/anonymous-token", ok({"token": "nmv_usr_test-token", "credits": 100}))
        server.on("POST /api/tasks/me/with-session/nemo_agent", ok({"session_id": "s-1", "task_id": "t-1"}))
        yield server


@pytest.fixture
async def home(tmp_path: Path, server: NemoServer) -> AsyncIterator[House]:
    async with wired_house(tmp_path, server.url, speed=200, reelay_messages_per_minute=1000) as home:
        await home.say(command=("settings", "auto_export off"))
        await home.settled()
        yield home


async def test_a_stream_cut_at_any_byte_is_sent_once_and_told_once_without_the_change(
    home: House, server: NemoServer
) -> None:
    server.on(STATE, state({}))
    for size in range(0, len(SHORT), 5):
        server.on(RUN, Reply(chunks=[SHORT[:size]], cut=True))
        before, told = len(server.asked(RUN)), len(home.texts())
        await home.say(f"make it number {size}")
        await home.settled()
        assert len(server.asked(RUN)) == before + 1, size
        [said] = home.texts()[told:]
        assert "have not sent it again" in said or "Done." in said, (size, said)


async def test_a_stream_cut_at_any_byte_whose_change_was_made_is_told_as_made(home: House, server: NemoServer) -> None:
    for size in range(0, len(SHORT), 7):
        before, after = state(draft_of(f"before {size}")), state(draft_of(f"title {size}"))
        server.on(STATE, before, after)
        server.on(RUN, Reply(chunks=[SHORT[:size]], cut=True))
        asked, told = len(server.asked(RUN)), len(home.texts())
        await home.say(f"make it number {size}")
        await home.settled()
        assert len(server.asked(RUN)) == asked + 1, size
        [said] = home.texts()[told:]
        assert f"title {size}" in said, (size, said)
    assert home.texts(DeliveryKind.NOTICE) == []


@pytest.mark.parametrize("line", [b"data: " + b"x" * 65_530, b"x" * 65_536, b'data: {"content": "' + b"[" * 65_000])
async def test_a_line_without_an_end_takes_no_more_memory_than_a_short_one(
    home: House, server: NemoServer, line: bytes
) -> None:
    server.on(STATE, state({}))
    server.on(RUN, Reply(chunks=[line, *[b"x" * 65_536] * 600, b"\n\n", SHORT]))
    tracemalloc.start()
    try:
        await home.say("make it shorter")
        await home.settled()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 24 * 1024 * 1024  # of some 40 MB that came, the fake server's writing included
    assert len(server.asked(RUN)) == 1
    assert len(home.texts(DeliveryKind.RESULT, DeliveryKind.NOTICE)) == 1


async def test_an_answer_nested_without_end_is_no_answer(home: House, server: NemoServer) -> None:
    server.on(STATE, Reply(body=b'{"data":' * 50_000, content_type="application/json"), state({}))
    server.on(RUN, Reply(chunks=[b"data: " + b'{"a":' * 50_000 + b"\n\n", SHORT]))
    await home.say("make it shorter")
    await home.settled()
    assert "Done." in home.texts()[-1]
