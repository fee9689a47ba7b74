"""Inbox, conversations, projects, credentials, renders: kept as given."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.errors import SecretsUnreadable
from core.model import (
    AnonymousToken,
    Attachment,
    AttachmentSource,
    Command,
    ConversationKey,
    ConversationKind,
    JobState,
    MessageRef,
    Render,
    RenderState,
    RepliedTo,
    Session,
)
from core.ports import Store
from core.vault import Vault
from tests.core.store.builders import CHAT, OTHER, delivery, job, message
from tests.core.store.conformance.conftest import Opened
from tests.fakes.clock import FakeClock

TOPIC = replace(CHAT, topic_id="5")


async def test_a_message_is_written_down_once(store: Store, clock: FakeClock) -> None:
    clip = Attachment("a.mp4", AttachmentSource.PLATFORM, "ref", "video/mp4", 10, 2.5, caption="mine")
    full = message(
        "1", attachments=(clip,), command=Command("x", "y"), replied_to=RepliedTo("m0", "t", (clip,)), album_id="al"
    )
    assert await store.inbox.add(full) is not None
    assert await store.inbox.add(full) is None
    assert await store.inbox.add(message("1", ConversationKey("discord", "1"))) is not None
    first, second = await store.inbox.pending()
    assert (first.message, first.arrived_at) == (full, clock.now())
    assert second.message.conversation.platform == "discord"


async def test_text_that_is_no_unicode_is_written_down_all_the_same(store: Store) -> None:
    await store.inbox.add(message("1", text="half \ud83d a pair and \x00"))
    (row,) = await store.inbox.pending()
    assert row.message.text == "half \ufffd a pair and \x00"


async def test_handling_messages_marks_queues_and_owes_at_once(store: Store) -> None:
    rows = [await store.inbox.add(message(str(number))) for number in range(3)]
    handled = [row for row in rows[:2] if row is not None]
    queued = await store.inbox.done(handled, jobs=[job("a"), job("b"), job("a")], deliveries=[delivery("d")])
    assert [(item.key, item.state) for item in queued] == [("a", JobState.READY), ("b", JobState.WAITING)]
    assert [row.message.update_id for row in await store.inbox.pending()] == ["2"]
    assert await store.outbox.by_key("d") is not None


async def test_a_handled_message_is_not_taken_again(store: Store) -> None:
    row = await store.inbox.add(message("1"))
    assert row is not None
    await store.inbox.done([row])
    assert await store.inbox.add(message("1")) is None


async def test_a_row_can_be_read_after_it_was_handled(store: Store) -> None:
    row = await store.inbox.add(message("1"))
    assert row is not None
    (pending,) = await store.inbox.pending()
    await store.inbox.done([row])
    assert await store.inbox.get(row) == pending
    assert await store.inbox.get(row + 1) is None


async def test_a_message_is_known_by_its_id_in_its_chat(store: Store) -> None:
    first = await store.inbox.add(message("1"))
    await store.inbox.add(replace(message("2"), ref=MessageRef(CHAT, "m1"), edited=True))
    assert await store.inbox.first_row(MessageRef(CHAT, "m1")) == first
    assert await store.inbox.first_row(MessageRef(CHAT, "m2")) is None
    assert await store.inbox.first_row(MessageRef(OTHER, "m1")) is None


async def test_settings_of_a_conversation_are_kept(store: Store) -> None:
    fresh = await store.conversations.get(CHAT, ConversationKind.GROUP)
    assert (fresh.key, fresh.kind, fresh.timeline_picture) == (CHAT, ConversationKind.GROUP, False)
    changed = replace(fresh, language="de", auto_export=False, timeline_picture=True)
    await store.conversations.save(changed)
    assert await store.conversations.get(CHAT) == changed


async def test_a_group_that_was_taken_for_a_direct_chat_is_corrected(store: Store) -> None:
    await store.projects.create(CHAT, name="n", skill="s", language="en")
    assert (await store.conversations.get(CHAT, ConversationKind.GROUP)).kind is ConversationKind.GROUP
    assert (await store.conversations.get(CHAT)).kind is ConversationKind.GROUP


async def test_a_new_project_becomes_the_active_one(store: Store) -> None:
    assert await store.projects.active(CHAT) is None
    first = await store.projects.create(CHAT, name="one", skill="s", language="en")
    second = await store.projects.create(CHAT, name="two", skill="s", language="zh")
    assert await store.projects.active(CHAT) == second
    assert await store.projects.of(CHAT) == [second, first]
    assert await store.projects.activate(CHAT, first.id) == first
    assert await store.projects.active(CHAT) == first
    assert await store.projects.active(TOPIC) is None


async def test_a_project_of_another_conversation_cannot_be_reached(store: Store) -> None:
    theirs = await store.projects.create(OTHER, name="x", skill="s", language="en")
    assert await store.projects.activate(CHAT, theirs.id) is None
    assert await store.projects.active(CHAT) is None


async def test_saving_settings_keeps_the_active_project(store: Store) -> None:
    project = await store.projects.create(CHAT, name="n", skill="s", language="en")
    await store.conversations.save(await store.conversations.get(CHAT))
    assert await store.projects.active(CHAT) == project


async def test_a_session_is_kept_and_forgotten(store: Store) -> None:
    project = await store.projects.create(CHAT, name="n", skill="s", language="en")
    await store.projects.set_session(project.id, Session("s1", "t1", "u1"))
    kept = await store.projects.get(project.id)
    assert kept == replace(project, session_id="s1", task_id="t1", user_id="u1")
    await store.projects.set_session(project.id, None)
    assert await store.projects.get(project.id) == project


async def test_a_project_is_named_once(store: Store) -> None:
    project = await store.projects.create(CHAT, name="", skill="s", language="en")
    for number, name in enumerate(("", "a sunset", "make it blue"), 1):
        await store.projects.add_revision(
            project.id, draft={}, request="r", requested_by="Anna", job_id=number, name=name
        )
    kept = await store.projects.get(project.id)
    assert kept == replace(project, name="a sunset")


async def test_a_job_keeps_one_revision(store: Store) -> None:
    project = await store.projects.create(CHAT, name="n", skill="s", language="en")
    draft: dict[str, Any] = {"t": [{"unknown": [1, 2.5, None, "é"]}]}

    async def keep(job_id: int, draft: dict[str, Any]) -> int:
        kept = await store.projects.add_revision(
            project.id, draft=draft, request="cut", requested_by="Anna", job_id=job_id
        )
        return kept.number

    assert [await keep(1, draft), await keep(1, {}), await keep(2, {"t": []})] == [1, 1, 2]
    newest, first = await store.projects.revisions(project.id)
    assert (newest.number, first.number, first.draft) == (2, 1, draft)
    assert await store.projects.revision(project.id) == newest
    assert await store.projects.revision(project.id, 1) == first
    assert await store.projects.revision(project.id, 3) is None


async def test_renders_are_kept_by_our_own_id(store: Store) -> None:
    project = await store.projects.create(CHAT, name="n", skill="s", language="en")
    assert await store.renders.latest(project.id) is None
    for _ in range(2):
        await store.renders.add("r1", job_id=1, project_id=project.id, revision=1)
    assert await store.renders.latest(project.id) == Render("r1", RenderState.PENDING)
    done = Render("r1", RenderState.COMPLETED, 100, "http://x/y.mp4", 5, 1.5)
    await store.renders.save(done)
    assert await store.renders.latest(project.id) == done


async def test_the_client_id_never_changes(store: Store) -> None:
    first = await store.credentials.client_id(CHAT)
    await store.credentials.set_own_token(CHAT, "token")
    assert await store.credentials.client_id(CHAT) == first
    assert await store.credentials.client_id(OTHER) != first


async def test_tokens_are_kept_and_forgotten(store: Store) -> None:
    free = AnonymousToken("free-token", "u", datetime(2026, 2, 1, tzinfo=UTC), 100.0)
    assert await store.credentials.own_token(CHAT) is None
    assert await store.credentials.anonymous(CHAT) is None
    await store.credentials.set_own_token(CHAT, "own-token")
    await store.credentials.set_anonymous(CHAT, free)
    assert await store.credentials.own_token(CHAT) == "own-token"
    assert await store.credentials.anonymous(CHAT) == free
    assert await store.credentials.own_token(OTHER) is None
    await store.credentials.set_own_token(CHAT, None)
    await store.credentials.set_anonymous(CHAT, None)
    assert await store.credentials.own_token(CHAT) is None
    assert await store.credentials.anonymous(CHAT) is None


async def test_after_a_rotation_the_old_key_is_not_needed(opened: Opened, tmp_path: Path, clock: FakeClock) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    async with opened(tmp_path, Vault([old]), clock) as store:
        await store.credentials.set_own_token(CHAT, "own-token")
        await store.credentials.set_anonymous(OTHER, AnonymousToken("free-token"))
    async with opened(tmp_path, Vault([new, old]), clock) as store:
        assert await store.credentials.rotate() == 2
    async with opened(tmp_path, Vault([new]), clock) as store:
        assert await store.credentials.own_token(CHAT) == "own-token"
        assert await store.credentials.anonymous(OTHER) == AnonymousToken("free-token")
    async with opened(tmp_path, Vault([old]), clock) as store:
        with pytest.raises(SecretsUnreadable):
            await store.credentials.own_token(CHAT)
