"""Status messages: the latest wins, at the conversation's pace, and the last words are certain."""

import asyncio

import pytest

from core.delivery import DeliveryService
from core.errors import (
    ConversationGone,
    DeliveryRefused,
    SlowDown,
)
from core.model import ConversationKey, ConversationKind, MessageRef
from core.ports import Activity, Reaction
from core.store import SqliteStore
from tests.core.delivery.conftest import edits_of, owe_status, queued, quiet, sending, shows
from tests.core.store.builders import CHAT, OTHER, words
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger


async def test_an_edit_changes_the_message_that_was_sent(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    async with queued(service, store, telegram):
        await service.edit("status", words("Working"))
        await shows(telegram, "Working")


@pytest.mark.parametrize(("kind", "seconds"), [(ConversationKind.DIRECT, 3), (ConversationKind.GROUP, 5)])
async def test_edits_keep_their_distance_and_only_the_latest_is_shown(
    store: SqliteStore,
    service: DeliveryService,
    telegram: FakeMessenger,
    clock: FakeClock,
    kind: ConversationKind,
    seconds: float,
) -> None:
    await store.conversations.get(CHAT, kind)
    async with queued(service, store, telegram):
        for step in range(10):
            await service.edit("status", words(f"step {step}"))
            if step == 0:
                await shows(telegram, "step 0")
        await quiet(store)
        await clock.advance(seconds - 0.1)
        await quiet(store)
        assert edits_of(telegram) == ["step 0"]
        await clock.advance(0.1)
        await shows(telegram, "step 9")
    assert edits_of(telegram) == ["step 0", "step 9"]


async def test_unchanged_content_is_not_sent(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        for text in ("Queued", "Working", "Working"):
            await service.edit("status", words(text))
            await quiet(store)
            await clock.advance(10)
        await shows(telegram, "Working")
    assert edits_of(telegram) == ["Working"]


async def test_an_edit_before_the_message_was_sent_waits_for_its_receipt(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    telegram.gate = asyncio.Event()
    await owe_status(store)
    async with sending(service):
        await telegram.until_called(1, "send")
        await service.edit("status", words("early"))
        await service.edit("status", words("Working"))
        await quiet(store)
        assert telegram.edits == []
        telegram.gate.set()
        await shows(telegram, "Working")


async def test_an_edit_of_nothing_does_nothing(service: DeliveryService, telegram: FakeMessenger) -> None:
    async with sending(service):
        await service.edit("never owed", words("x"))
        await service.edit("never owed", words("x"), final=True)
    assert telegram.calls == []


async def test_a_slow_down_of_edits_stops_only_its_own_conversation(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    await owe_status(store, OTHER, "other")
    async with sending(service):
        await shows(telegram, "Queued")
        await shows(telegram, "Queued", place=OTHER)
        telegram.will_fail("edit", SlowDown(retry_after=60), chat=CHAT)
        await service.edit("status", words("one"))
        await telegram.until_called(1, "edit")
        await service.edit("other", words("two"))
        await shows(telegram, "two", place=OTHER)
        await service.edit("status", words("three"))
        await clock.advance(59)
        await quiet(store)
        assert telegram.texts(CHAT) == ["Queued"]
        await clock.advance(1)
        await shows(telegram, "three")
    assert edits_of(telegram) == ["two", "three"]


async def test_reactions_are_passed_on_and_a_refusal_is_no_loss(
    service: DeliveryService, telegram: FakeMessenger
) -> None:
    message = MessageRef(CHAT, "1")
    telegram.will_fail("react", DeliveryRefused())
    service.react(message, Reaction.SEEN)
    service.react(message, Reaction.DONE)
    service.react(MessageRef(ConversationKey("nowhere", "1"), "1"), Reaction.DONE)
    await telegram.until_called(2)
    assert telegram.reactions == [(message, Reaction.DONE)]


async def test_activity_is_shown_until_the_work_is_left(
    service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with service.working(CHAT, Activity.WORKING):
        await telegram.until_called(1)
        for seen in (2, 3):
            await clock.sleepers(1)
            await clock.advance(4.5)
            await telegram.until_called(seen)
    await clock.advance(100)
    assert telegram.activities == [(CHAT, Activity.WORKING)] * 3


async def test_a_refused_activity_stops_no_work(
    service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    telegram.will_fail("show_activity", SlowDown(retry_after=30))
    telegram.will_fail("show_activity", ConversationGone())
    async with service.working(CHAT, Activity.TYPING):
        for called, pause in ((1, 30), (2, 4.5)):
            await telegram.until_called(called)
            await clock.sleepers(1)
            await clock.advance(pause)
        await telegram.until_called(3)
    assert telegram.activities == [(CHAT, Activity.TYPING)]
