"""Status messages: the latest wins, at the conversation's pace, and the last words are certain."""

import asyncio
from dataclasses import replace

import pytest

from core.delivery import DeliveryService
from core.errors import (
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    DeliveryUnknown,
    MessengerUnreachable,
    SlowDown,
)
from core.model import ConversationKey, ConversationKind, DeliveryKind, DeliveryState, MessageRef
from core.ports import Activity, Reaction
from core.store import SqliteStore
from tests.core.delivery.conftest import quiet, sending, until
from tests.core.store.builders import CHAT, OTHER, delivery, words
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger


async def owe_status(store: SqliteStore, place: ConversationKey = CHAT, key: str = "status") -> None:
    await store.outbox.owe(delivery(key, place, kind=DeliveryKind.STATUS, content=words("Queued")))


async def shows(telegram: FakeMessenger, *texts: str, place: ConversationKey = CHAT) -> None:
    await until(lambda: telegram.texts(place) == list(texts))


def edits_of(telegram: FakeMessenger) -> list[str]:
    return [content.text.plain for _, content in telegram.edits]


async def test_an_edit_changes_the_message_that_was_sent(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
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
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
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
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
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


async def test_last_words_do_not_wait_for_the_pace_and_end_the_progress(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        await service.edit("status", words("Working"))
        await shows(telegram, "Working")
        await service.edit("status", words("Rendering"))
        await service.edit("status", words("Done"), final=True)
        await service.edit("status", words("too late"))
        await quiet(store)
        await clock.advance(1)
        await shows(telegram, "Done")
        await clock.advance(60)
        await quiet(store)
    assert edits_of(telegram) == ["Working", "Done"]
    assert await store.outbox.final_edits(["telegram"]) == []


async def test_last_words_survive_a_crash(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
    await store.outbox.final_edit("status", words("Done"))
    async with sending(DeliveryService(store, {"telegram": telegram}, clock)):
        await shows(telegram, "Done")


async def test_last_words_that_equal_the_first_are_shown_after_a_restart(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        await service.edit("status", words("Working"))
        await shows(telegram, "Working")
    async with sending(again := DeliveryService(store, {"telegram": telegram}, clock)):
        await again.edit("status", words("Queued"), final=True)
        await shows(telegram, "Queued")


async def test_last_words_are_tried_until_the_platform_can_be_reached(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        for error in (MessengerUnreachable(), DeliveryUnknown(), SlowDown(retry_after=100)):
            telegram.will_fail("edit", error)
        await service.edit("status", words("Done"), final=True)
        for attempt, pause in enumerate((2, 4, 100), start=1):
            await telegram.until_called(attempt, "edit")
            await quiet(store)
            await clock.advance(pause)
        await shows(telegram, "Done")


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


@pytest.mark.parametrize("state", [DeliveryState.UNKNOWN, DeliveryState.FAILED])
async def test_last_words_of_a_message_that_is_not_there_are_a_new_message(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, state: DeliveryState
) -> None:
    telegram.will_fail("send", DeliveryUnknown() if state is DeliveryState.UNKNOWN else DeliveryRefused(), times=1)
    await owe_status(store)
    async with sending(service):
        await telegram.until_called(1, "send")
        await service.edit("status", words("Working"))
        await service.edit("status", words("Done"), final=True)
        await shows(telegram, "Done")
        await until(lambda: _no_last_words(store))
    assert [sent.order.key for sent in telegram.sends] == ["status:final"]


async def _no_last_words(store: SqliteStore) -> bool:
    return await store.outbox.final_edits(["telegram"]) == []


async def test_last_words_of_a_message_that_was_deleted_are_a_new_message(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        telegram.will_fail("edit", DeliveryRefused("message to edit not found"))
        await service.edit("status", words("Working"))
        await telegram.until_called(1, "edit")
        await quiet(store)
        await clock.advance(10)
        await service.edit("status", words("Rendering"))
        await service.edit("status", words("Done"), final=True)
        await shows(telegram, "Queued", "Done")
    assert len([name for name, _ in telegram.calls if name == "edit"]) == 1


async def test_where_nothing_can_be_edited_only_the_last_words_are_said(store: SqliteStore, clock: FakeClock) -> None:
    plain = FakeMessenger("telegram", edits=False)
    service = DeliveryService(store, {"telegram": plain}, clock)
    await owe_status(store)
    async with sending(service):
        await shows(plain, "Queued")
        await service.edit("status", words("Working"))
        await quiet(store)
        await clock.advance(10)
        await service.edit("status", words("Done"), final=True)
        await shows(plain, "Queued", "Done")
    assert all(name == "send" for name, _ in plain.calls)


async def test_a_conversation_that_is_gone_gets_no_last_words(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        telegram.will_fail("edit", ConversationGone())
        await service.edit("status", words("Done"), final=True)
        await telegram.until_called(1, "edit")
        await until(lambda: _no_last_words(store))
    assert telegram.texts(CHAT) == ["Queued"]


async def test_last_words_follow_a_conversation_that_moved(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        telegram.will_fail("edit", ConversationMoved(chat_id="-100999"), times=9, chat=CHAT)
        await service.edit("status", words("Done"), final=True)
        await shows(telegram, "Done", place=replace(CHAT, chat_id="-100999"))


async def test_last_words_that_came_with_the_end_of_a_job_need_no_call(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    await owe_status(store)
    async with sending(service):
        await shows(telegram, "Queued")
        await store.outbox.final_edit("status", words("Done"))
        await shows(telegram, "Done")


async def test_reactions_are_passed_on_and_a_refusal_is_no_loss(
    service: DeliveryService, telegram: FakeMessenger
) -> None:
    message = MessageRef(CHAT, "1")
    telegram.will_fail("react", DeliveryRefused())
    await service.react(message, Reaction.SEEN)
    await service.react(message, Reaction.DONE)
    await service.react(MessageRef(ConversationKey("nowhere", "1"), "1"), Reaction.DONE)
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
