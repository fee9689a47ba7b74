"""What may have arrived: repeated once and marked, or under its nonce, or never."""

from dataclasses import replace

import pytest

from core.delivery import DeliveryService
from core.errors import DeliveryUnknown, MessengerUnreachable
from core.model import ConversationKey, DeliveryKind, DeliveryState, Media, MediaKind
from core.store import SqliteStore
from tests.core.delivery.conftest import quiet, row, sending, settled
from tests.core.store.builders import CHAT, OTHER, delivery
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_status_that_may_have_arrived_is_not_repeated(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, arrived: bool
) -> None:
    telegram.will_fail("send", DeliveryUnknown(), arrives=arrived)
    await store.outbox.owe(delivery("a", kind=DeliveryKind.STATUS))
    await store.outbox.owe(delivery("b"))
    async with sending(service):
        await settled(store, "b", DeliveryState.SENT)
    assert (await row(store, "a")).state is DeliveryState.UNKNOWN
    assert telegram.texts(CHAT) == (["a", "b"] if arrived else ["b"])


@pytest.mark.parametrize("kind", [DeliveryKind.ANSWER, DeliveryKind.NOTICE, DeliveryKind.RESULT])
async def test_what_may_have_arrived_is_repeated_once_and_marked(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock, kind: DeliveryKind
) -> None:
    telegram.will_fail("send", DeliveryUnknown(), arrives=True)
    await store.outbox.owe(delivery("a", kind=kind))
    async with sending(service):
        await telegram.until_called(1, "send")
        await settled(store, "a", DeliveryState.PENDING)
        await quiet(store)
        await clock.advance(5)
        await settled(store, "a", DeliveryState.SENT)
        await quiet(store)
        await clock.advance(3600)
        await quiet(store)
    assert [sent.repeated for sent in telegram.sends] == [0, 1]


@pytest.mark.parametrize("film", [Media(MediaKind.VIDEO, "/v.mp4", "v.mp4", 10), None])
async def test_a_result_whose_repeats_are_in_doubt_too_is_told_in_bare_words_and_then_given_up(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock, film: Media | None
) -> None:
    telegram.will_fail("send", DeliveryUnknown(), arrives=True, times=4)
    order = delivery("a", kind=DeliveryKind.RESULT)
    await store.outbox.owe(replace(order, content=replace(order.content, media=film)))
    async with sending(service):
        for attempt in range(1, 5):
            await telegram.until_called(attempt, "send")
            await settled(store, "a", DeliveryState.PENDING if attempt < 4 else DeliveryState.UNKNOWN)
            await quiet(store)
            await clock.advance(3600)
    told = [(sent.repeated, sent.order.content.media) for sent in telegram.sends]
    assert told == [(0, film), (1, film), (2, film), (3, None)]


async def test_where_sends_are_idempotent_the_same_nonce_is_sent_again_unmarked(
    store: SqliteStore, clock: FakeClock
) -> None:
    discord = FakeMessenger("discord", idempotent_sends=True)
    service = DeliveryService(store, {"discord": discord}, clock)
    place = ConversationKey("discord", "5")
    discord.will_fail("send", DeliveryUnknown(), arrives=True)
    await store.outbox.owe(delivery("a", place))
    async with sending(service):
        await discord.until_called(1, "send")
        await settled(store, "a", DeliveryState.PENDING)
        await quiet(store)
        await clock.advance(5)
        await settled(store, "a", DeliveryState.SENT)
    assert discord.texts(place) == ["a"]
    assert len([name for name, _ in discord.calls if name == "send"]) == 2
    assert not discord.sends[0].repeated


async def test_a_nonce_that_the_platform_has_forgotten_protects_nothing(store: SqliteStore, clock: FakeClock) -> None:
    discord = FakeMessenger("discord", idempotent_sends=True)
    place = ConversationKey("discord", "5")
    for key, kind in (("a", DeliveryKind.RESULT), ("b", DeliveryKind.STATUS)):
        await store.outbox.owe(delivery(key, replace(place, topic_id=key), kind=kind))
    for interrupted in await store.outbox.due(["discord"], 2):
        await store.outbox.sending(interrupted)
    await clock.advance(3600)
    async with sending(DeliveryService(store, {"discord": discord}, clock)):
        await quiet(store)
        await clock.advance(5)
        await settled(store, "a", DeliveryState.SENT)
        await settled(store, "b", DeliveryState.UNKNOWN)
    assert [sent.repeated for sent in discord.sends] == [1]


async def test_what_a_dead_process_was_sending_may_have_arrived(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    for key, kind, place in (("result", DeliveryKind.RESULT, CHAT), ("status", DeliveryKind.STATUS, OTHER)):
        await store.outbox.owe(delivery(key, place, kind=kind))
    for item in await store.outbox.due(["telegram"], 2):
        await store.outbox.sending(item)
    async with sending(service):
        await settled(store, "status", DeliveryState.UNKNOWN)
        await quiet(store)
        await clock.advance(5)
        await settled(store, "result", DeliveryState.SENT)
    assert [(sent.order.key, sent.repeated) for sent in telegram.sends] == [("result", 1)]


async def test_a_try_that_certainly_failed_does_not_end_the_doubt_about_the_one_before(
    store: SqliteStore, clock: FakeClock
) -> None:
    discord, place = FakeMessenger("discord", idempotent_sends=True), ConversationKey("discord", "5")
    await store.outbox.owe(delivery("a", place))
    [interrupted] = await store.outbox.due(["discord"], 1)
    await store.outbox.sending(interrupted)
    discord.will_fail("send", MessengerUnreachable())  # not connected yet
    async with sending(DeliveryService(store, {"discord": discord}, clock)):
        await quiet(store)
        await clock.advance(5)
        await discord.until_called(1, "send")
        await settled(store, "a", DeliveryState.PENDING)
        await quiet(store)
        await clock.advance(5)
        await settled(store, "a", DeliveryState.SENT)
    assert [sent.uncertain for sent in discord.sends] == [True]
