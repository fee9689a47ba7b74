"""Many conversations at work at once: signs of life are spread out, and no answer waits for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from core.delivery import DeliveryService
from core.model import ConversationKey, DeliveryKind, MessageRef
from core.ports import Activity, Reaction
from core.store import SqliteStore
from tests.core.delivery.conftest import quiet, sending, until
from tests.core.store.builders import CHAT, delivery, words
from tests.fakes.clock import FakeClock, settle
from tests.fakes.messenger import FakeMessenger


@asynccontextmanager
async def at_work(service: DeliveryService, conversations: int) -> AsyncIterator[None]:
    """While entered, something is at work in so many conversations."""
    async with AsyncExitStack() as crowd:
        for number in range(conversations):
            await crowd.enter_async_context(service.working(ConversationKey("telegram", str(number)), Activity.WORKING))
        yield


async def shows(telegram: FakeMessenger, text: str) -> None:
    await until(lambda: telegram.texts(CHAT) == [text])


async def test_progress_is_shown_at_the_pace_of_all_and_last_words_are_not_held_up(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await store.outbox.owe(delivery("status", kind=DeliveryKind.STATUS, content=words("Queued")))
    async with at_work(service, 200), sending(service):
        await shows(telegram, "Queued")
        for moment, shown in (("first", "Queued"), ("second", "first")):
            await service.edit("status", words(moment))
            await quiet(store)
            await clock.advance(9.9)
            await quiet(store)
            assert telegram.texts(CHAT) == [shown]
            await clock.advance(0.1)
            await shows(telegram, moment)
        await clock.advance(1)
        await service.edit("status", words("Done"), final=True)
        await shows(telegram, "Done")


async def test_activities_are_left_out_until_the_crowd_is_gone(
    service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with service.working(CHAT, Activity.WORKING):
        async with at_work(service, 200):
            await clock.sleepers(201)
            await clock.advance(20)
            assert telegram.activities == []
        await clock.advance(4.5)
        await telegram.until_called(1)
    assert telegram.activities == [(CHAT, Activity.WORKING)]


async def test_nobody_waits_for_a_reaction_but_a_clean_stop(service: DeliveryService, telegram: FakeMessenger) -> None:
    telegram.gate = asyncio.Event()
    message = MessageRef(CHAT, "1")
    async with sending(service):
        service.react(message, Reaction.DONE)
        stopping = asyncio.create_task(service.stop())
        await settle()
        await settle()
        assert not stopping.done()
        telegram.gate.set()
        await stopping
    assert telegram.reactions == [(message, Reaction.DONE)]
