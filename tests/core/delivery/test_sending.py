"""What is owed is sent once, in order, and each refusal means something."""

import asyncio

import pytest

from core.delivery import DeliveryService
from core.errors import (
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    MediaTooLarge,
    MessengerUnreachable,
    SlowDown,
)
from core.model import (
    Button,
    Content,
    ConversationKey,
    DeliveryKind,
    DeliveryState,
    Media,
    MediaKind,
    MessageRef,
    RichText,
)
from core.store import SqliteStore
from tests.core.delivery.conftest import queued, quiet, row, sending, settled, shows
from tests.core.store.builders import CHAT, OTHER, delivery, words
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger

RESULT = DeliveryKind.RESULT


async def test_messages_of_a_conversation_arrive_in_order(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    for number in range(5):
        await store.outbox.owe(delivery(str(number)))
    async with sending(service):
        await settled(store, "4", DeliveryState.SENT)
    assert telegram.texts(CHAT) == list("01234")
    assert (await row(store, "2")).receipt is not None


async def test_what_is_owed_later_is_sent_without_waiting_for_a_clock(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with sending(service):
        for key in ("a", "b"):
            await quiet(store)
            await store.outbox.owe(delivery(key))
            await settled(store, key, DeliveryState.SENT)
    assert clock.now() == FakeClock().now()


async def test_the_intent_is_stored_before_the_message_leaves(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    telegram.gate = asyncio.Event()
    await store.outbox.owe(delivery("a"))
    async with sending(service):
        await telegram.until_called(1, "send")
        assert (await row(store, "a")).state is DeliveryState.SENDING
        telegram.gate.set()
        await settled(store, "a", DeliveryState.SENT)


async def test_a_slow_down_stops_only_its_own_conversation(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    telegram.will_fail("send", SlowDown(retry_after=30), chat=CHAT)
    for key, place in (("a1", CHAT), ("a2", CHAT), ("b1", OTHER), ("b2", OTHER)):
        await store.outbox.owe(delivery(key, place))
    async with sending(service):
        await settled(store, "b2", DeliveryState.SENT)
        await quiet(store)
        assert telegram.texts(CHAT) == []
        await clock.advance(29)
        await quiet(store)
        assert telegram.texts(CHAT) == []
        await clock.advance(1)
        await settled(store, "a2", DeliveryState.SENT)
    assert telegram.texts(CHAT) == ["a1", "a2"]


async def test_a_platform_that_cannot_be_reached_is_tried_again_for_ever(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    telegram.will_fail("send", MessengerUnreachable(), times=12)
    await store.outbox.owe(delivery("a", kind=DeliveryKind.ANSWER))
    async with sending(service):
        for attempt in range(1, 13):
            await telegram.until_called(attempt, "send")
            await settled(store, "a", DeliveryState.PENDING)
            await quiet(store)
            await clock.advance(300)
        await settled(store, "a", DeliveryState.SENT)
    assert telegram.texts(CHAT) == ["a"]
    assert not telegram.sends[0].repeated


async def test_another_platforms_deliveries_are_left_alone(store: SqliteStore, service: DeliveryService) -> None:
    await store.outbox.owe(delivery("a", ConversationKey("discord", "1")))
    (item,) = await store.outbox.due(["discord"], 1)
    await store.outbox.sending(item)
    async with sending(service):
        await quiet(store)
    assert (await row(store, "a")).state is DeliveryState.SENDING


async def test_a_conversation_that_is_gone_is_dropped_quietly(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    telegram.will_fail("send", ConversationGone())
    for key, place in (("a1", CHAT), ("a2", CHAT), ("b", OTHER)):
        await store.outbox.owe(delivery(key, place))
    async with sending(service):
        await settled(store, "a2", DeliveryState.DROPPED)
        await settled(store, "b", DeliveryState.SENT)
    assert (await row(store, "a1")).state is DeliveryState.DROPPED
    assert telegram.texts(CHAT) == []


async def test_a_conversation_that_moved_gets_its_messages_at_the_new_place(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    telegram.will_fail("send", ConversationMoved(chat_id="-100999"))
    for key in ("a1", "a2"):
        await store.outbox.owe(delivery(key))
    async with sending(service):
        await settled(store, "a2", DeliveryState.SENT)
    assert telegram.texts(ConversationKey("telegram", "-100999")) == ["a1", "a2"]
    assert telegram.texts(CHAT) == []


CLIP = Media(MediaKind.VIDEO, "/x.mp4", "x.mp4", 10)
FULL = Content(RichText.of("text"), ((Button("B", "b"),),), CLIP)


@pytest.mark.parametrize(
    ("errors", "shown"),
    [
        ([MediaTooLarge()], Content(FULL.text, FULL.buttons)),
        ([DeliveryRefused()], Content(FULL.text, FULL.buttons)),
        ([DeliveryRefused(), DeliveryRefused()], Content(FULL.text)),
    ],
)
async def test_what_is_refused_is_sent_with_less(
    store: SqliteStore,
    service: DeliveryService,
    telegram: FakeMessenger,
    errors: list[DeliveryRefused | MediaTooLarge],
    shown: Content,
) -> None:
    for error in errors:
        telegram.will_fail("send", error)
    await store.outbox.owe(delivery("a", content=FULL, reply_to=MessageRef(CHAT, "1")))
    async with sending(service):
        await settled(store, "a", DeliveryState.SENT)
    assert telegram.shown(CHAT) == [shown]


async def test_a_slow_down_of_a_send_holds_back_the_edits_of_its_conversation_too(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        telegram.will_fail("send", SlowDown(retry_after=60))
        await store.outbox.owe(delivery("a"))
        await telegram.until_called(2, "send")
        await settled(store, "a", DeliveryState.PENDING)
        await service.edit("status", words("Working"))
        await quiet(store)
        await clock.advance(59)
        await quiet(store)
        assert telegram.texts(CHAT) == ["Queued"]
        await clock.advance(1)
        await shows(telegram, "Working", "a")


async def test_what_is_refused_in_every_form_has_failed_and_holds_nothing_up(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    telegram.will_fail("send", DeliveryRefused(), times=3)
    await store.outbox.owe(delivery("a", content=FULL))
    await store.outbox.owe(delivery("b"))
    async with sending(service):
        await settled(store, "b", DeliveryState.SENT)
    assert (await row(store, "a")).state is DeliveryState.FAILED


async def test_a_bug_in_an_adapter_counts_as_unknown_and_stops_nobody(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    telegram.will_fail("send", KeyError("bug"))  # type: ignore[arg-type]
    await store.outbox.owe(delivery("a", kind=DeliveryKind.STATUS))
    await store.outbox.owe(delivery("b"))
    async with sending(service):
        await settled(store, "b", DeliveryState.SENT)
    assert (await row(store, "a")).state is DeliveryState.UNKNOWN


async def test_a_stop_sends_what_is_due_and_leaves_the_rest_for_the_next_start(
    store: SqliteStore, clock: FakeClock, telegram: FakeMessenger
) -> None:
    telegram.will_fail("send", SlowDown(retry_after=60), chat=OTHER)
    await store.outbox.owe(delivery("waits", OTHER))
    service = DeliveryService(store, {"telegram": telegram}, clock)
    async with sending(service):
        await telegram.until_called(1, "send")
        for number in range(3):
            await store.outbox.owe(delivery(str(number)))
    assert telegram.texts(CHAT) == list("012")
    assert (await row(store, "waits")).state is DeliveryState.PENDING
    await clock.advance(60)
    async with sending(DeliveryService(store, {"telegram": telegram}, clock)):
        await settled(store, "waits", DeliveryState.SENT)
