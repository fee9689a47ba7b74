"""Leases: who has a job, who takes over from the dead, and what a database's bad moment changes."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import StoreUnavailable
from core.jobs.runner import JobOutcome, JobRun
from core.model import JobState
from core.store import SqliteStore
from tests.core.jobs.conftest import DONE, Handler, beats, ended, queue, runner_of, until, until_released, working
from tests.fakes.clock import FakeClock


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


async def test_a_job_that_was_given_back_thousands_of_times_still_waits_a_minute(
    store: SqliteStore, clock: FakeClock, tmp_path: Path
) -> None:
    async def work(run: JobRun) -> JobOutcome:
        raise StoreUnavailable("disk full")

    queued, handler = await queue(store), Handler(work)
    with closing(sqlite3.connect(tmp_path / "r.db")) as database, database:
        database.execute("UPDATE jobs SET fence = 5000")
    async with working(runner_of(store, clock, handler)):
        await handler.started(1)
        await until_released(store, queued.id)
    seen = await store.jobs.job(queued.id)
    assert seen is not None
    assert seen.run_at == clock.now() + timedelta(seconds=60)
