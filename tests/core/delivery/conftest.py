"""A store, a clock and a platform in memory around the real service."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from core.delivery import DeliveryService
from core.model import ConversationKey, Delivery, DeliveryKind, DeliveryState
from core.store import SqliteStore
from tests.core.store.builders import CHAT, delivery, words
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger

GIVE_UP = 20.0  # seconds until a test that waits has failed


@pytest.fixture
def telegram() -> FakeMessenger:
    return FakeMessenger("telegram", reactions=True)


@pytest.fixture
def service(store: SqliteStore, clock: FakeClock, telegram: FakeMessenger) -> DeliveryService:
    return DeliveryService(store, {"telegram": telegram}, clock)


@asynccontextmanager
async def sending(service: DeliveryService) -> AsyncIterator[None]:
    """While entered, the service runs."""
    task = asyncio.create_task(service.run())
    try:
        yield
    finally:
        if not task.done():
            await service.stop()
        await task


@asynccontextmanager
async def queued(service: DeliveryService, store: SqliteStore, telegram: FakeMessenger) -> AsyncIterator[None]:
    """While entered, the service runs, and its conversation shows a status message: "Queued"."""
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        yield


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Let the loop and the database's threads run until something holds."""
    deadline = time.monotonic() + GIVE_UP
    while time.monotonic() < deadline:
        answer = holds()
        if answer if isinstance(answer, bool) else await answer:
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to hold")


async def quiet(store: SqliteStore, rounds: int = 5) -> None:
    """Give everything that could still happen without the clock the time to happen."""
    for _ in range(rounds):
        for _ in range(20):
            await asyncio.sleep(0)
        await store.outbox.by_key("nothing")
        await store.survey.probe()  # a write that wakes nobody


async def owe_status(store: SqliteStore, place: ConversationKey = CHAT, key: str = "status") -> None:
    """Owe a conversation a status message."""
    await store.outbox.owe(delivery(key, place, kind=DeliveryKind.STATUS, content=words("Queued")))


async def shows(telegram: FakeMessenger, *texts: str, place: ConversationKey = CHAT) -> None:
    """Return once a conversation shows these texts and no others."""
    await until(lambda: telegram.texts(place) == list(texts))


def edits_of(telegram: FakeMessenger) -> list[str]:
    """What messages were edited to, in order."""
    return [content.text.plain for _, content in telegram.edits]


async def row(store: SqliteStore, key: str) -> Delivery:
    """A delivery as it is stored."""
    found = await store.outbox.by_key(key)
    assert found is not None
    return found


async def settled(store: SqliteStore, key: str, state: DeliveryState) -> None:
    """Return once a delivery has come to a state."""

    async def is_so() -> bool:
        return (await row(store, key)).state is state

    await until(is_so)
