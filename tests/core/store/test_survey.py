"""Questions of an operator: answers about what is open, and a probe that reaches the disk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.model import Content, DeliveryKind, DeliveryState, JobKind, JobState, Media, MediaKind, RichText
from core.store import SqliteStore, open_store
from core.vault import open_vault
from tests.core.store.builders import delivery, job, message
from tests.fakes.clock import FakeClock


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with open_store(tmp_path / "r.db", open_vault(None, tmp_path), FakeClock()) as store:
        yield store


async def test_a_new_store_has_nothing_open(store: SqliteStore) -> None:
    figures = await store.survey.figures()
    assert (dict(figures.jobs), dict(figures.deliveries), figures.inbox) == ({}, {}, 0)
    assert (figures.oldest_job, figures.oldest_delivery, figures.oldest_message) == (None, None, None)
    assert await store.survey.working_since() is None
    assert await store.survey.files_owed() == set()


async def test_counts_are_of_what_has_not_ended(store: SqliteStore) -> None:
    await store.jobs.enqueue(job("a"))
    await store.jobs.enqueue(job("b"))
    await store.jobs.enqueue(job("c", "project:2", kind=JobKind.EXPORT))
    (first, _) = await store.jobs.claim("worker", 5)
    await store.outbox.owe(delivery("d"))
    await store.inbox.add(message("1"))
    figures = await store.survey.figures()
    assert figures.jobs == {
        (JobKind.EDIT, JobState.RUNNING): 1,
        (JobKind.EDIT, JobState.WAITING): 1,
        (JobKind.EXPORT, JobState.RUNNING): 1,
    }
    assert figures.deliveries == {("telegram", DeliveryKind.ANSWER, DeliveryState.PENDING): 1}
    assert figures.inbox == 1
    assert await store.survey.working_since() == first.started_at
    await store.jobs.finish(first, JobState.SUCCEEDED)
    assert (await store.survey.figures()).jobs[(JobKind.EDIT, JobState.READY)] == 1


async def test_the_probe_reaches_the_disk_and_changes_nothing(store: SqliteStore, tmp_path: Path) -> None:
    log = tmp_path / "r.db-wal"
    before = log.stat().st_size if log.exists() else 0
    await store.survey.probe()
    assert log.stat().st_size > before
    await store.survey.probe()


async def test_files_and_thumbnails_are_owed_until_sent(store: SqliteStore) -> None:
    film = Media(MediaKind.VIDEO, "/spool/a.mp4", "a.mp4", 5, thumbnail="/spool/a.jpg")
    await store.outbox.owe(delivery("d", content=Content(RichText.of("Here"), media=film)))
    assert await store.survey.files_owed() == {"/spool/a.mp4", "/spool/a.jpg"}
    (due,) = await store.outbox.due(["telegram"], 5)
    await store.outbox.sending(due)
    await store.outbox.settled(due, DeliveryState.SENT)
    assert await store.survey.files_owed() == set()


async def test_a_checkpoint_empties_the_log_while_others_read_and_write(store: SqliteStore, tmp_path: Path) -> None:
    for number in range(20):
        await store.inbox.add(message(str(number)))
    await store.survey.checkpoint()
    assert (tmp_path / "r.db-wal").stat().st_size == 0
    await store.inbox.add(message("later"))
    assert len(await store.inbox.pending()) == 21
