"""More calls than connections: who is next, and that no pool is asked for more than it has."""

import asyncio
from typing import Any

import pytest
from telegram.request import HTTPXRequest

from bots.telegram.connections import SharedConnections, Turns


class Pool(HTTPXRequest):
    """Holds every call until it is let go, and remembers how many it held at once."""

    def __init__(self, size: int, go: asyncio.Event, begun: list[str]) -> None:
        super().__init__(connection_pool_size=size)
        self._size = size
        self._go = go
        self._begun = begun
        self._held = 0

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        self._begun.append(url.rpartition("/")[2])
        self._held += 1
        assert self._held <= self._size
        await self._go.wait()
        self._held -= 1
        return 200, b"{}"


async def rest() -> None:
    """Let everything that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_no_pool_gets_more_calls_than_it_has_connections_and_all_are_used() -> None:
    go, begun = asyncio.Event(), list[str]()
    shared = SharedConnections(20, lambda size: Pool(size, go, begun))
    calls = [asyncio.create_task(shared.do_request("http://x/bot/sendMessage", "POST")) for _ in range(50)]
    await rest()
    assert len(begun) == 20
    go.set()
    assert await asyncio.gather(*calls) == [(200, b"{}")] * 50
    await shared.shutdown()


async def test_words_go_before_edits_and_edits_before_signs_of_life() -> None:
    go, begun = asyncio.Event(), list[str]()
    shared = SharedConnections(1, lambda size: Pool(size, go, begun))
    names = ("getMe", "sendChatAction", "editMessageText", "setMessageReaction", "sendMessage", "answerCallbackQuery")
    calls = []
    for name in names:
        calls.append(asyncio.create_task(shared.do_request(f"http://x/bot/{name}", "POST")))
        await rest()
    go.set()
    await asyncio.gather(*calls)
    assert begun == [
        "getMe",
        "sendMessage",
        "answerCallbackQuery",
        "editMessageText",
        "sendChatAction",
        "setMessageReaction",
    ]
    await shared.shutdown()


async def test_who_gives_up_waiting_takes_nobodys_turn() -> None:
    turns = Turns(1)
    entered: list[str] = []

    async def enter(name: str) -> None:
        async with turns.taken(0):
            entered.append(name)

    async with turns.taken(0):
        first, second = asyncio.create_task(enter("first")), asyncio.create_task(enter("second"))
        await rest()
    first.cancel()  # it has just been given its turn
    with pytest.raises(asyncio.CancelledError):
        await first
    await second
    await enter("third")
    assert entered == ["second", "third"]
