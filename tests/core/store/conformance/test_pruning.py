"""What ended long ago is forgotten; what somebody is still owed is not."""

from datetime import timedelta

from core.model import JobState
from core.ports import Store
from tests.core.store.builders import CHAT, OTHER, delivery, job, words
from tests.core.store.conformance.conftest import fill
from tests.fakes.clock import FakeClock


async def test_pruning_forgets_only_what_ended_long_ago(store: Store, clock: FakeClock) -> None:
    await fill(store, CHAT)
    (row,) = await store.inbox.pending()
    await store.inbox.done([row.id])
    await store.outbox.owe(delivery("waiting", OTHER))
    (claimed,) = await store.jobs.claim("w", 1)
    await store.jobs.enqueue(job("open", "elsewhere"))
    await store.jobs.finish(claimed, JobState.SUCCEEDED)
    assert await store.retention.forget_finished(clock.now(), limit=100) == 0
    assert await store.inbox.add(row.message) is None
    await clock.advance(60)
    assert await store.retention.forget_finished(clock.now() - timedelta(seconds=30), limit=100) == 3
    assert await store.jobs.job(claimed.id) is None
    assert await store.jobs.story(claimed.id) == []
    assert [item.key for item in await store.jobs.unfinished(CHAT)] == ["open"]
    assert await store.outbox.by_key("waiting") is not None
    assert (await store.projects.active(CHAT)) is not None


async def test_a_request_is_kept_whole_while_a_part_of_it_runs(store: Store, clock: FakeClock) -> None:
    await store.jobs.enqueue(job("a", request="r"))
    (claimed,) = await store.jobs.claim("w", 1)
    await store.jobs.finish(claimed, JobState.SUCCEEDED, then=[job("b", request="r")])
    await clock.advance(60)
    assert await store.retention.forget_finished(clock.now(), limit=100) == 0
    assert [item.key for item in await store.jobs.jobs_of_request("r")] == ["a", "b"]


async def test_last_words_that_are_still_owed_are_not_pruned(store: Store, clock: FakeClock) -> None:
    await fill(store, CHAT)
    await store.outbox.final_edit(f"sent{CHAT}", words("done"))
    await clock.advance(60)
    await store.retention.forget_finished(clock.now(), limit=100)
    assert len(await store.outbox.final_edits(["telegram"])) == 1
