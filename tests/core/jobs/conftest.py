"""A runner over a real store, on a clock moved by hand, and what tests wait for."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from core.jobs.runner import JobOutcome, JobRun, JobRunner
from core.model import Job, JobKind, JobState
from core.store import SqliteStore
from tests.core.store.builders import delivery, job
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


def apology(job: Job, error: Exception) -> JobOutcome:
    """What a crash becomes: its own words, and a message owed."""
    return JobOutcome(JobState.FAILED, {"error": str(error)}, [delivery(f"sorry {job.key}")])


def runner_of(store: SqliteStore, clock: FakeClock, handler: Handler, **options: object) -> JobRunner:
    """A runner that gives every kind of job to one handler."""
    return JobRunner(store.jobs, dict.fromkeys(JobKind, handler), clock, on_crash=apology, **options)  # type: ignore[arg-type]


@asynccontextmanager
async def working(runner: JobRunner) -> AsyncIterator[None]:
    """While entered, the runner runs."""
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
    """Queue a job."""
    queued = await store.jobs.enqueue(job(key, line, request=request))
    assert queued is not None
    return queued


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop and the database threads run until something holds."""
    deadline = time.monotonic() + GIVE_UP
    while time.monotonic() < deadline:
        await asyncio.sleep(0)
        if condition():
            return
    raise AssertionError("it never came to hold")


async def until_released(store: SqliteStore, job_id: int) -> None:
    """Wait until a job may be claimed again."""
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
