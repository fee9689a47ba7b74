"""The runner: claims, fences, cancels, takes over, and stops cleanly."""

import asyncio

import pytest

from core.jobs.runner import JobCancelled, JobOutcome, JobRun, JobRunner
from core.model import JobState
from core.store import SqliteStore
from tests.core.jobs.conftest import DONE, Handler, apology, ended, queue, runner_of, until, working
from tests.core.store.builders import delivery, job, words
from tests.fakes.clock import FakeClock


async def test_a_job_runs_to_its_outcome(store: SqliteStore, clock: FakeClock) -> None:
    await store.outbox.owe(delivery("status"))
    queued = await queue(store)

    async def work(run: JobRun) -> JobOutcome:
        await run.checkpoint("sent", draft=1)
        assert run.reached("sent")
        return JobOutcome(
            JobState.SUCCEEDED, {"x": 1}, [delivery("result")], [job("next")], {"status": words("finished")}
        )

    handler = Handler(work)
    async with working(runner_of(store, clock, handler)):
        done = await ended(store, queued.id)
        assert (done.state, done.phase, done.data) == (JobState.SUCCEEDED, "sent", {"draft": 1, "x": 1})
        assert (await handler.started(2)).job.key == "next"
    assert await store.outbox.by_key("result") is not None


async def test_what_is_queued_later_starts_without_waiting_for_a_clock(store: SqliteStore, clock: FakeClock) -> None:
    handler = Handler()
    async with working(runner_of(store, clock, handler)):
        for number in range(3):
            await queue(store, str(number), f"line {number}")
            await handler.started(number + 1)
    assert clock.now() == FakeClock().now()


async def test_no_more_than_the_maximum_run_side_by_side(store: SqliteStore, clock: FakeClock) -> None:
    queued = [await queue(store, str(number), f"line {number}") for number in range(3)]
    handler = Handler()
    runner = runner_of(store, clock, handler, max_jobs=2)
    async with working(runner):
        await handler.started(2)
        assert runner.running == 2
        handler.gate.set()
        for item in queued:
            assert (await ended(store, item.id)).state is JobState.SUCCEEDED


async def test_a_crash_ends_its_job_only_and_is_told(store: SqliteStore, clock: FakeClock) -> None:
    async def work(run: JobRun) -> JobOutcome:
        if run.job.key == "bad":
            raise ZeroDivisionError("secret of the handler")
        return DONE

    bad, good = await queue(store, "bad"), await queue(store, "good")
    async with working(runner_of(store, clock, Handler(work))):
        assert (await ended(store, bad.id)).state is JobState.FAILED
        assert (await ended(store, good.id)).state is JobState.SUCCEEDED
    assert await store.outbox.by_key("sorry bad") is not None


async def test_a_kind_that_nobody_handles_fails_and_is_told(store: SqliteStore, clock: FakeClock) -> None:
    queued = await queue(store)
    async with working(JobRunner(store.jobs, {}, clock, on_crash=apology)):
        assert (await ended(store, queued.id)).state is JobState.FAILED


async def test_an_outcome_that_cannot_be_stored_fails_the_job(store: SqliteStore, clock: FakeClock) -> None:
    async def work(run: JobRun) -> JobOutcome:
        return JobOutcome(JobState.SUCCEEDED, {"not json": object()})

    queued = await queue(store)
    async with working(runner_of(store, clock, Handler(work))):
        assert (await ended(store, queued.id)).state is JobState.FAILED


async def test_a_cancel_reaches_a_waiting_run_at_once(store: SqliteStore, clock: FakeClock) -> None:
    async def work(run: JobRun) -> JobOutcome:
        await run.sleep(900)
        return DONE

    queued, handler = await queue(store), Handler(work)
    async with working(runner_of(store, clock, handler)):
        await handler.started(1)
        await store.jobs.request_cancel(queued.id)
        assert (await ended(store, queued.id)).state is JobState.CANCELLED
    assert clock.now() == FakeClock().now()


async def test_a_cancel_is_raised_at_the_next_checkpoint_but_not_at_one_that_must_not_break(
    store: SqliteStore, clock: FakeClock
) -> None:
    reached: list[str] = []

    async def work(run: JobRun) -> JobOutcome:
        await store.jobs.request_cancel(run.job.id)
        await run.checkpoint("careful", cancellable=False)
        reached.append("careful")
        with pytest.raises(JobCancelled):
            await run.intent("sent")
        assert (run.job.phase, run.begun("sent")) == ("careful", False)
        await run.checkpoint("next")
        reached.append("next")
        return DONE

    queued = await queue(store)
    async with working(runner_of(store, clock, Handler(work))):
        seen = await ended(store, queued.id)
    assert (seen.state, seen.phase, reached) == (JobState.CANCELLED, "next", ["careful"])


async def test_a_failure_cancels_the_running_sibling_of_its_request(store: SqliteStore, clock: FakeClock) -> None:
    async def work(run: JobRun) -> JobOutcome:
        if run.job.key == "b":
            return JobOutcome(JobState.FAILED)
        await run.sleep(900)
        return DONE

    first = await queue(store, "a", "line a", "r")
    await queue(store, "b", "line b", "r")
    async with working(runner_of(store, clock, Handler(work))):
        assert (await ended(store, first.id)).state is JobState.CANCELLED


async def test_an_intent_of_an_earlier_run_is_not_made_again(store: SqliteStore, clock: FakeClock) -> None:
    async def work(run: JobRun) -> JobOutcome:
        sent.append(await run.intent("sent", prompt="p"))
        if len(sent) == 1:
            assert await run.intent("sent")  # the same run may try again what was not made
            await held.wait()
        return DONE

    sent: list[bool] = []
    held = asyncio.Event()
    queued, handler = await queue(store), Handler(work)
    async with working(runner_of(store, clock, handler)):
        await handler.started(1)
        await until(lambda: len(sent) == 1)
    async with working(runner_of(store, clock, handler)):
        seen = await ended(store, queued.id)
    assert sent == [True, False]
    assert seen.data["prompt"] == "p"
    assert handler.runs[0].nonce != handler.runs[1].nonce


async def test_an_intent_that_was_taken_back_may_be_made_by_the_next_run(store: SqliteStore, clock: FakeClock) -> None:
    async def work(run: JobRun) -> JobOutcome:
        sent.append(await run.intent("sent"))
        await run.retract("sent", to="prepared")
        assert run.reached("prepared")
        if len(sent) == 1:
            await asyncio.Event().wait()
        return DONE

    sent: list[bool] = []
    queued, handler = await queue(store), Handler(work)
    async with working(runner_of(store, clock, handler)):
        await until(lambda: len(sent) == 1)
    async with working(runner_of(store, clock, handler)):
        await ended(store, queued.id)
    assert sent == [True, True]


async def test_a_stop_lets_running_jobs_end_within_the_grace_time(store: SqliteStore, clock: FakeClock) -> None:
    queued, handler = await queue(store), Handler()
    runner = runner_of(store, clock, handler)
    async with working(runner):
        await handler.started(1)
        stopping = asyncio.create_task(runner.stop(60))
        await queue(store, "later", "elsewhere")
        handler.gate.set()
        await stopping
    seen = await store.jobs.job(queued.id)
    assert seen is not None
    assert seen.state is JobState.SUCCEEDED
    assert len(handler.runs) == 1


async def test_a_stop_gives_back_what_takes_longer_than_the_grace_time(store: SqliteStore, clock: FakeClock) -> None:
    queued, handler = await queue(store), Handler()
    runner = runner_of(store, clock, handler)
    async with working(runner):
        await handler.started(1)
        stopping = asyncio.create_task(runner.stop(60))
        await until(lambda: 60 in clock.sleeps)
        await clock.advance(60)
        await stopping
    seen = await store.jobs.job(queued.id)
    assert seen is not None
    assert (seen.state, seen.owner) == (JobState.READY, None)
    handler.gate.set()
    async with working(runner_of(store, clock, handler)):
        assert (await ended(store, queued.id)).fence == 2
