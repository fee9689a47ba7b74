"""How jobs end: failures and cancels that take others along, and what an end owes."""

from datetime import timedelta

from core.model import JobState
from core.ports import JobQueue, Outbox, Store
from tests.core.store.builders import delivery, job, words
from tests.core.store.conformance.conftest import keys_in_order, take
from tests.fakes.clock import FakeClock


async def test_a_failure_takes_the_rest_of_its_request_with_it(jobs: JobQueue) -> None:
    for key, line, request in (
        ("u", "a", "r1"),
        ("e", "a", "r1"),
        ("q", "b", "r1"),
        ("x", "a", "r2"),
        ("y", "b", "r2"),
    ):
        await jobs.enqueue(job(key, line, request=request))
    await jobs.finish(await take(jobs), JobState.FAILED)
    assert [item.state for item in await jobs.jobs_of_request("r1")] == [
        JobState.FAILED,
        JobState.CANCELLED,
        JobState.CANCELLED,
    ]
    assert await keys_in_order(jobs) == ["x", "y"]


async def test_a_failure_asks_the_running_jobs_of_its_request_to_end(jobs: JobQueue) -> None:
    await jobs.enqueue(job("a", "a", request="r"))
    await jobs.enqueue(job("b", "b", request="r"))
    await jobs.beat("w", 60)
    first, second = await jobs.claim("w", 2)
    await jobs.finish(first, JobState.FAILED)
    assert await jobs.checkpoint(second, "step", {}) is True


async def test_cancelling_what_waits_ends_it_with_its_request(jobs: JobQueue) -> None:
    await jobs.enqueue(job("a"))
    waiting = await jobs.enqueue(job("b", request="r"))
    await jobs.enqueue(job("c", request="r"))
    await jobs.enqueue(job("d"))
    assert waiting is not None
    assert await jobs.request_cancel(waiting.id) is JobState.CANCELLED
    assert await keys_in_order(jobs) == ["a", "d"]
    assert await jobs.request_cancel(waiting.id) is JobState.CANCELLED
    assert await jobs.request_cancel(999) is None


async def test_cancelling_the_ready_head_promotes_the_next(jobs: JobQueue) -> None:
    head = await jobs.enqueue(job("a"))
    await jobs.enqueue(job("b"))
    assert head is not None
    assert await jobs.request_cancel(head.id) is JobState.CANCELLED
    assert await keys_in_order(jobs) == ["b"]


async def test_a_running_job_hears_of_a_cancel_at_its_next_checkpoint(jobs: JobQueue) -> None:
    await jobs.enqueue(job("a"))
    claimed = await take(jobs)
    assert await jobs.request_cancel(claimed.id) is JobState.RUNNING
    assert await jobs.checkpoint(claimed, "step", {}) is True
    await jobs.finish(claimed, JobState.CANCELLED)
    assert await keys_in_order(jobs) == []


async def test_a_job_with_effects_outside_is_claimed_once_more_to_end(jobs: JobQueue, clock: FakeClock) -> None:
    await jobs.enqueue(job("a"))
    claimed = await take(jobs)
    await jobs.checkpoint(claimed, "sent", {})
    await jobs.release(claimed, run_at=clock.now() + timedelta(hours=1))
    assert await jobs.request_cancel(claimed.id) is JobState.READY
    assert (await take(jobs)).cancel_requested


async def test_an_end_owes_its_deliveries_and_last_words_with_it(store: Store, jobs: JobQueue, outbox: Outbox) -> None:
    await outbox.owe(delivery("status"))
    await jobs.enqueue(job("a"))
    await jobs.finish(
        await take(jobs), JobState.SUCCEEDED, deliveries=[delivery("result")], edits={"status": words("done")}
    )
    assert await outbox.by_key("result") is not None
    (status,) = await outbox.due(["telegram"], 9)
    await outbox.sending(status)
    await outbox.settled(status, status.state.SENT)
    assert [content for _, content in await outbox.final_edits(["telegram"])] == [words("done")]
