"""The runner: claims, fences, cancels, takes over, and stops cleanly."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.errors import StoreUnavailable
from core.jobs.runner import JobCancelled, JobOutcome, JobRun, JobRunner
from core.model import Job, JobKind, JobState
from core.store import SqliteStore, open_store
from core.vault import Vault
from tests.core.store.builders import delivery, job, words
from tests.fakes.clock import FakeClock

Work = Callable[[JobRun], Awaitable[JobOutcome]]
GIVE_UP = 20.0  # seconds until a test that waits has failed
DONE = JobOutcome(JobState.SUCCEEDED)


class Handler:
    """Does `work` for every job and remembers the runs; `gate` holds them until it is opened."""

    def __init__(self, work: Work | None = None) -> None:
        self.work = work
        self.runs: list[JobRun] = []
        self.gate = asyncio.Event()
        self._news = asyncio.Condition()

    async def __call__(self, run: JobRun) -> JobOutcome:
        self.runs.append(run)
        async with self._news:
            self._news.notify_all()
        if self.work:
            return await self.work(run)
        await self.gate.wait()
        return DONE

    async def started(self, number: int) -> JobRun:
        """Wait until so many runs have begun; the last of them."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.runs) >= number)
        return self.runs[number - 1]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SqliteStore]:
    async with open_store(tmp_path / "r.db", Vault([Fernet.generate_key().decode()]), clock) as store:
        yield store


def apology(job: Job, error: Exception) -> JobOutcome:
    return JobOutcome(JobState.FAILED, {"error": str(error)}, [delivery(f"sorry {job.key}")])


def runner_of(store: SqliteStore, clock: FakeClock, handler: Handler, **options: object) -> JobRunner:
    return JobRunner(store.jobs, dict.fromkeys(JobKind, handler), clock, on_crash=apology, **options)  # type: ignore[arg-type]


@asynccontextmanager
async def working(runner: JobRunner) -> AsyncIterator[None]:
    task = asyncio.create_task(runner.run())
    try:
        yield
    finally:
        await runner.stop(0)
        await task


async def ended(store: SqliteStore, key_or_id: int) -> Job:
    """Wait until a job has ended."""
    while True:
        seen = await store.jobs.job(key_or_id)
        assert seen is not None
        if seen.state.finished:
            return seen


async def queue(store: SqliteStore, key: str = "a", line: str = "project:1", request: str | None = None) -> Job:
    queued = await store.jobs.enqueue(job(key, line, request=request))
    assert queued is not None
    return queued


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
        assert (run.job.phase, await run.begun("sent")) == ("careful", False)
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


async def test_a_runner_that_is_alone_takes_over_at_once(store: SqliteStore, clock: FakeClock) -> None:
    queued = await queue(store)
    await store.jobs.beat("dead", 1000)
    await store.jobs.claim("dead", 1)
    handler = Handler()
    handler.gate.set()
    async with working(runner_of(store, clock, handler, alone=True)):
        assert (await ended(store, queued.id)).fence == 2


async def test_a_runner_beside_others_waits_for_the_dead_ones_lease(store: SqliteStore, clock: FakeClock) -> None:
    queued = await queue(store)
    await store.jobs.beat("dead", 25)
    await store.jobs.claim("dead", 1)
    handler = Handler()
    handler.gate.set()
    async with working(runner_of(store, clock, handler)):
        await beats(clock, 2)
        assert handler.runs == []
        await beats(clock, 2)
        await handler.started(1)
        assert (await ended(store, queued.id)).state is JobState.SUCCEEDED


async def test_a_lease_is_kept_alive_for_as_long_as_the_job_takes(store: SqliteStore, clock: FakeClock) -> None:
    queued, handler = await queue(store), Handler()
    async with working(runner_of(store, clock, handler)):
        await handler.started(1)
        await beats(clock, 10)
        assert await store.jobs.reap() == 0
        handler.gate.set()
        assert (await ended(store, queued.id)).fence == 1


async def test_a_run_that_lost_its_lease_stops_without_a_trace(store: SqliteStore, clock: FakeClock) -> None:
    handler = Handler()
    queued = await queue(store)
    async with working(runner_of(store, clock, handler)):
        await handler.started(1)
        await store.jobs.expire_other_workers("thief")
        (stolen,) = await store.jobs.claim("thief", 1)
        handler.gate.set()
        await until(lambda: True)
    seen = await store.jobs.job(queued.id)
    assert seen is not None
    assert (seen.state, seen.owner, seen.fence) == (JobState.RUNNING, "thief", stolen.fence)


async def test_a_row_without_a_task_is_given_back_after_two_beats(store: SqliteStore, clock: FakeClock) -> None:
    await queue(store, "busy", "busy line")
    handler = Handler()
    runner = runner_of(store, clock, handler, max_jobs=1)
    async with working(runner):
        await handler.started(1)
        lost = await queue(store, "lost", "lost line")
        assert len(await store.jobs.claim(runner.worker, 1)) == 1
        await beats(clock, 1)
        assert (await store.jobs.owned(runner.worker)) >= {lost.id}
        await beats(clock, 2)
        await until_released(store, lost.id)
        handler.gate.set()
        assert (await ended(store, lost.id)).fence == 2


async def test_a_healthy_run_is_never_taken_for_an_orphan(store: SqliteStore, clock: FakeClock) -> None:
    queued = [await queue(store, str(number), f"line {number}") for number in range(5)]
    handler = Handler()
    async with working(runner_of(store, clock, handler)):
        await handler.started(5)
        await beats(clock, 6)
        handler.gate.set()
        assert [(await ended(store, item.id)).fence for item in queued] == [1] * 5


async def test_a_database_that_cannot_be_written_for_a_while_stops_nothing(
    store: SqliteStore, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = dict.fromkeys(("claim", "checkpoint", "finish", "beat"), 2)

    def refusing(name: str) -> None:
        real = getattr(store.jobs, name)

        async def weak(*args: object, **named: object) -> object:
            if refusals[name]:
                refusals[name] -= 1
                raise StoreUnavailable("database is locked")
            return await real(*args, **named)

        monkeypatch.setattr(store.jobs, name, weak)

    for name in refusals:
        refusing(name)

    async def work(run: JobRun) -> JobOutcome:
        await run.checkpoint("sent")
        return DONE

    queued = await queue(store)
    async with working(runner_of(store, clock, Handler(work))):
        task = asyncio.create_task(ended(store, queued.id))
        while not task.done():
            await clock.advance(1)
            await asyncio.sleep(0)
        assert (await task).state is JobState.SUCCEEDED
    assert set(refusals.values()) == {0}


async def test_a_store_that_is_busy_for_a_while_kills_nothing(store: SqliteStore, clock: FakeClock) -> None:
    broken = 3

    async def work(run: JobRun) -> JobOutcome:
        nonlocal broken
        if broken:
            broken -= 1
            raise StoreUnavailable("disk full")
        return DONE

    queued, handler = await queue(store), Handler(work)
    async with working(runner_of(store, clock, handler)):
        for attempt in range(1, 4):
            await handler.started(attempt)
            await until_released(store, queued.id)
            await clock.advance(60)
        seen = await ended(store, queued.id)
    assert (seen.state, seen.fence) == (JobState.SUCCEEDED, 4)


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop and the database threads run until something holds."""
    deadline = time.monotonic() + GIVE_UP
    while time.monotonic() < deadline:
        await asyncio.sleep(0)
        if condition():
            return
    raise AssertionError("it never came to hold")


async def until_released(store: SqliteStore, job_id: int) -> None:
    while True:
        seen = await store.jobs.job(job_id)
        assert seen is not None
        if seen.state is JobState.READY:
            return


async def beats(clock: FakeClock, number: int) -> None:
    """Advance by so many heartbeats, letting the database answer in between."""
    for _ in range(number):
        before = len(clock.sleeps)
        await clock.advance(10)
        await until(lambda before=before: any(7 < pause < 10 for pause in clock.sleeps[before:]))  # type: ignore[misc]
