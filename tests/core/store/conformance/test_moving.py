"""A conversation that moves takes everything along, and nothing of another; all of it outlives a restart."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.model import ConversationKey, ConversationKind, JobState, MessageRef, Receipt
from core.ports import Store
from core.vault import Vault
from tests.core.store.builders import CHAT, OTHER, delivery, job
from tests.core.store.conformance.conftest import Opened, fill
from tests.fakes.clock import START, FakeClock

TOPIC = replace(CHAT, topic_id="5")


SUPER = ConversationKey("telegram", "-100999")


@pytest.mark.parametrize("place", [CHAT, TOPIC])
async def test_a_chat_that_moves_takes_everything_along(store: Store, place: ConversationKey) -> None:
    await fill(store, place)
    client = await store.credentials.client_id(place)
    project = await store.projects.active(place)
    there = replace(place, chat_id=SUPER.chat_id)
    assert await store.conversations.move(CHAT, SUPER) is True
    assert project is not None
    assert await store.projects.active(there) == replace(project, conversation=there)
    assert await store.credentials.client_id(there) == client
    assert await store.credentials.own_token(there) == "own-token"
    assert (await store.conversations.get(there)).kind is ConversationKind.GROUP
    (row,) = await store.inbox.pending()
    assert row.message.conversation == there
    (queued,) = await store.jobs.unfinished(there)
    assert queued.conversation == there
    assert queued.reply_to == MessageRef(there, "3", {"chat": "opaque"})
    sent = await store.outbox.by_key(f"sent{place}")
    assert sent is not None
    assert sent.order.conversation == there
    assert sent.receipt == Receipt((MessageRef(there, "3", {"chat": "opaque"}),))
    assert await store.projects.active(place) is None


async def test_moving_twice_moves_once_but_takes_stragglers_along(store: Store) -> None:
    await fill(store, CHAT)
    client = await store.credentials.client_id(CHAT)
    assert await store.conversations.move(CHAT, SUPER) is True
    await store.outbox.owe(delivery("late"))
    await store.credentials.client_id(CHAT)
    assert await store.conversations.move(CHAT, SUPER) is False
    late = await store.outbox.by_key("late")
    assert late is not None
    assert late.order.conversation == SUPER
    assert await store.credentials.client_id(SUPER) == client


async def test_a_move_onto_a_chat_that_already_spoke_keeps_the_history(store: Store) -> None:
    await fill(store, CHAT)
    await store.conversations.save(replace(await store.conversations.get(CHAT), language="de"))
    await store.conversations.get(SUPER, ConversationKind.GROUP)
    await store.credentials.client_id(SUPER)
    client, project = await store.credentials.client_id(CHAT), await store.projects.active(CHAT)
    await store.conversations.move(CHAT, SUPER)
    assert (await store.conversations.get(SUPER)).language == "de"
    assert await store.credentials.client_id(SUPER) == client
    assert project is not None
    assert await store.projects.active(SUPER) == replace(project, conversation=SUPER)


async def test_another_chat_stays_where_it_is(store: Store) -> None:
    await fill(store, OTHER)
    await store.conversations.move(CHAT, SUPER)
    assert await store.projects.active(OTHER) is not None
    assert len(await store.jobs.unfinished(OTHER)) == 1


async def test_everything_is_there_after_a_restart(
    opened: Opened, tmp_path: Path, vault: Vault, clock: FakeClock
) -> None:
    async with opened(tmp_path, vault, clock) as store:
        await fill(store, CHAT)
    async with opened(tmp_path, vault, clock) as store:
        assert len(await store.inbox.pending()) == 1
        assert len(await store.jobs.unfinished(CHAT)) == 1
        assert await store.projects.active(CHAT) is not None
        assert await store.credentials.own_token(CHAT) == "own-token"


async def test_work_that_began_before_the_move_keeps_its_token_and_ends_in_the_new_place(store: Store) -> None:
    await store.credentials.set_own_token(CHAT, "own-token")
    client = await store.credentials.client_id(CHAT)
    await store.jobs.enqueue(job("a", reply_to=MessageRef(CHAT, "3")))
    (running,) = await store.jobs.claim("w", 1)
    await store.conversations.move(CHAT, SUPER)
    assert await store.credentials.own_token(CHAT) == "own-token"
    assert await store.credentials.client_id(CHAT) == client
    await store.credentials.set_own_token(CHAT, "another-token")
    assert await store.credentials.own_token(SUPER) == "another-token"
    await store.spending.charge(running, 2.5)
    assert await store.spending.since(START, person=None, conversation=SUPER) == 2.5
    told = delivery("told", reply_to=running.reply_to)
    await store.jobs.finish(running, JobState.SUCCEEDED, deliveries=[told], then=[job("b")])
    (following,) = await store.jobs.unfinished(SUPER)
    assert (following.key, following.conversation) == ("b", SUPER)
    owed = await store.outbox.by_key("told")
    assert owed is not None
    assert (owed.order.conversation, owed.order.reply_to) == (SUPER, MessageRef(SUPER, "3"))
