"""The last words of a status message: certain, soon, and shown once."""

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
from core.model import DeliveryState
from core.store import SqliteStore
from tests.core.delivery.conftest import edits_of, owe_status, queued, quiet, sending, shows, until
from tests.core.store.builders import CHAT, words
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger


async def test_last_words_do_not_wait_for_the_pace_and_end_the_progress(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
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


@pytest.mark.parametrize(("pace", "seconds"), [(0.2, 0.2), (3, 1)])
async def test_last_words_keep_a_second_s_distance_or_less_where_edits_may_be_closer(
    store: SqliteStore, clock: FakeClock, pace: float, seconds: float
) -> None:
    messenger = FakeMessenger("telegram", edit_interval_direct=pace)
    async with sending(service := DeliveryService(store, {"telegram": messenger}, clock)):
        await owe_status(store)
        await shows(messenger, "Queued")
        await service.edit("status", words("Working"))
        await shows(messenger, "Working")
        await service.edit("status", words("Done"), final=True)
        await quiet(store)
        await clock.advance(seconds - 0.01)
        await quiet(store)
        assert messenger.texts(CHAT) == ["Working"]
        await clock.advance(0.02)
        await shows(messenger, "Done")


async def test_progress_that_was_refused_meanwhile_does_not_come_after_them(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        telegram.gate = asyncio.Event()
        telegram.will_fail("edit", SlowDown(retry_after=1))
        await service.edit("status", words("Working"))
        await telegram.until_called(1, "edit")
        await service.edit("status", words("Done"), final=True)
        await quiet(store)
        telegram.gate.set()
        await quiet(store)
        await clock.advance(1)
        await shows(telegram, "Done")
        await quiet(store)
        await clock.advance(3)
        await quiet(store)
    assert edits_of(telegram) == ["Done"]


async def test_last_words_survive_a_crash(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        pass
    await store.outbox.final_edit("status", words("Done"))
    async with sending(DeliveryService(store, {"telegram": telegram}, clock)):
        await shows(telegram, "Done")


async def test_last_words_that_equal_the_first_are_shown_after_a_restart(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        await service.edit("status", words("Working"))
        await shows(telegram, "Working")
    async with sending(again := DeliveryService(store, {"telegram": telegram}, clock)):
        await again.edit("status", words("Queued"), final=True)
        await shows(telegram, "Queued")


async def test_last_words_are_tried_until_the_platform_can_be_reached(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        for error in (MessengerUnreachable(), DeliveryUnknown(), SlowDown(retry_after=100)):
            telegram.will_fail("edit", error)
        await service.edit("status", words("Done"), final=True)
        for attempt, pause in enumerate((2, 4, 100), start=1):
            await telegram.until_called(attempt, "edit")
            await quiet(store)
            await clock.advance(pause)
        await shows(telegram, "Done")


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
    async with queued(service, store, telegram):
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
    async with queued(service, store, plain):
        await service.edit("status", words("Working"))
        await quiet(store)
        await clock.advance(10)
        await service.edit("status", words("Done"), final=True)
        await shows(plain, "Queued", "Done")
    assert all(name == "send" for name, _ in plain.calls)


async def test_a_conversation_that_is_gone_gets_no_last_words(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    async with queued(service, store, telegram):
        telegram.will_fail("edit", ConversationGone())
        await service.edit("status", words("Done"), final=True)
        await telegram.until_called(1, "edit")
        await until(lambda: _no_last_words(store))
    assert telegram.texts(CHAT) == ["Queued"]


async def test_last_words_follow_a_conversation_that_moved(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger, clock: FakeClock
) -> None:
    async with queued(service, store, telegram):
        telegram.will_fail("edit", ConversationMoved(chat_id="-100999"), times=9, chat=CHAT)
        await service.edit("status", words("Done"), final=True)
        await shows(telegram, "Done", place=replace(CHAT, chat_id="-100999"))


async def test_last_words_that_came_with_the_end_of_a_job_need_no_call(
    store: SqliteStore, service: DeliveryService, telegram: FakeMessenger
) -> None:
    async with queued(service, store, telegram):
        await store.outbox.final_edit("status", words("Done"))
        await shows(telegram, "Done")
