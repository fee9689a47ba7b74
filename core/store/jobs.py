"""The jobs tables: durable work in lines, fenced and leased."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from core.errors import LeaseLost
from core.model import Content, Job, JobState, NewDelivery, NewJob
from core.store import debts, lines
from core.store.codec import dump_json, load_json, to_micros
from core.store.job_reads import JobReads
from core.store.writer import Transaction

_MINE = "id = ? AND owner = ? AND fence = ? AND state = 'running'"
# Of a process that starts alone; times that another clock has set must not be waited for.
_AT_ONCE = (
    "UPDATE jobs SET run_at = NULL WHERE state = 'ready' AND run_at IS NOT NULL",
    "UPDATE deliveries SET not_before = NULL WHERE state = 'pending' AND not_before IS NOT NULL",
)


class SqliteJobQueue(JobReads):
    """`core.ports.jobs.JobQueue` on SQLite."""

    async def enqueue(self, job: NewJob) -> Job | None:
        """Queue a job; None when its key was queued before. Head of its line: READY, else WAITING."""
        now = self._now()

        async def work(tx: Transaction) -> Job | None:
            return await lines.append(tx, job, now)

        queued = await self._database.write(work)
        self._work.ring()
        return queued

    async def claim(self, worker: str, limit: int) -> list[Job]:
        """Take up to `limit` READY jobs whose time has come, oldest first; each gets a new fence and nonce."""
        now = self._now()

        async def work(tx: Transaction) -> list[sqlite3.Row]:
            return await tx.rows(
                "UPDATE jobs SET state = 'running', owner = ?1, fence = fence + 1, nonce = lower(hex(randomblob(8))), "
                "run_at = NULL, started_at = coalesce(started_at, ?2), changed_at = ?2 WHERE id IN "
                "(SELECT id FROM jobs WHERE state = 'ready' AND (run_at IS NULL OR run_at <= ?2) "
                "ORDER BY position, id LIMIT ?3) RETURNING *",
                (worker, now, limit),
            )

        rows = await self._database.write(work)
        return [lines.job_of(row) for row in sorted(rows, key=lambda row: (row["position"], row["id"]))]

    async def checkpoint(self, job: Job, phase: str, data: Mapping[str, Any]) -> bool:
        """Record a phase and its data (merged over the earlier data). True when a cancel was asked for. Raises LeaseLost."""
        now = self._now()

        async def work(tx: Transaction) -> bool:
            row = await _mine(tx, job)
            await tx.rows(
                "UPDATE jobs SET phase = ?, data = ?, changed_at = ? WHERE id = ?",
                (phase, _merged(row, data), now, job.id),
            )
            return bool(row["cancel_requested"])

        return await self._database.write(work)

    async def finish(
        self,
        job: Job,
        state: JobState,
        data: Mapping[str, Any] | None = None,
        *,
        deliveries: Sequence[NewDelivery] = (),
        then: Sequence[NewJob] = (),
        edits: Mapping[str, Content] | None = None,
    ) -> None:
        """End a job with all that comes of it, or raise LeaseLost and change nothing."""
        if not state.finished:
            raise ValueError(f"a job does not end as {state}")
        now = self._now()

        async def work(tx: Transaction) -> None:
            row = await _mine(tx, job)
            await tx.rows(
                "UPDATE jobs SET state = ?1, data = ?2, owner = NULL, finished_at = ?3, changed_at = ?3 WHERE id = ?4",
                (state, _merged(row, data or {}), now, job.id),
            )
            lost = [] if state is JobState.SUCCEEDED else await lines.cancel_request(tx, row["request_id"], now)
            await lines.follow(tx, row, [lines.where_it_is(row, job, next_one) for next_one in then], now)
            await lines.promote(tx, [row["line"], *lost, *(next_one.line for next_one in then)], now)
            for delivery in deliveries:
                await debts.owe(tx, lines.where_it_is(row, job, delivery), now)
            await debts.keep_last_words(tx, edits or {})

        await self._database.write(work)
        self._mail.ring()
        self._ring()

    async def release(self, job: Job, *, run_at: datetime | None = None) -> None:
        """Give a job back unfinished (a clean stop, or not before `run_at`); it stays the head of its line."""
        now = self._now()

        async def work(tx: Transaction) -> None:
            await _mine(tx, job)
            await tx.rows(
                "UPDATE jobs SET state = 'ready', owner = NULL, run_at = ?, changed_at = ? WHERE id = ?",
                (None if run_at is None else to_micros(run_at), now, job.id),
            )

        await self._database.write(work)
        self._work.ring()

    async def request_cancel(self, job_id: int) -> JobState | None:
        """Ask for an end: jobs that never began end at once, others at their next checkpoint. Gives the state now."""
        now = self._now()

        async def work(tx: Transaction) -> JobState | None:
            job = await lines.find(tx, job_id)
            if job is None or job.state.finished:
                return job.state if job else None
            if job.phase == "new" and job.state is not JobState.RUNNING:
                lost = await lines.cancel_request(tx, job.request_id, now)
                await lines.promote(tx, lost, now)
                return JobState.CANCELLED
            await tx.rows(
                "UPDATE jobs SET cancel_requested = 1, run_at = NULL, changed_at = ? WHERE id = ?", (now, job_id)
            )
            return job.state

        state = await self._database.write(work)
        self._ring()
        return state

    async def beat(self, worker: str, lease_seconds: float) -> None:
        """Prolong a worker's lease (one row a worker, whatever it runs)."""
        until = to_micros(self._clock.now() + timedelta(seconds=lease_seconds))

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "INSERT INTO workers (id, lease_until) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET lease_until = ?2",
                (worker, until),
            )

        await self._database.write(work)

    async def reap(self, asker: str | None = None) -> int:
        """Give back the jobs whose worker's lease is over; never those of `asker`, who lives. Returns how many."""
        return await self._take_over("lease_until < ?1 AND id IS NOT ?2", self._now(), asker)

    async def expire_other_workers(self, worker: str) -> int:
        """Called once at start by a process that knows it is alone: take over at once. Returns how many jobs.

        Nothing waits for its time any more: the clock by which that was set may have been another one.
        """
        count = await self._take_over("id <> ?1", worker, also=_AT_ONCE)
        self._mail.ring()
        return count

    async def _take_over(self, dead: str, *values: object, also: Sequence[str] = ()) -> int:
        now = self._now()

        async def work(tx: Transaction) -> int:
            await tx.rows(f"DELETE FROM workers WHERE {dead}", values)  # noqa: S608 - a literal of this module
            freed = await tx.rows(
                "UPDATE jobs SET state = 'ready', owner = NULL, run_at = NULL, changed_at = ? "
                "WHERE state = 'running' AND owner NOT IN (SELECT id FROM workers) RETURNING id",
                (now,),
            )
            for statement in also:
                await tx.rows(statement)
            return len(freed)

        count = await self._database.write(work)
        if count:
            self._work.ring()
        return count

    def _ring(self) -> None:
        """Something may have become ready, and something that runs may be asked to end."""
        self._work.ring()
        self._stops.ring()

    def _now(self) -> int:
        return to_micros(self._clock.now())


async def _mine(tx: Transaction, job: Job) -> sqlite3.Row:
    row = await tx.row(f"SELECT * FROM jobs WHERE {_MINE}", (job.id, job.owner, job.fence))  # noqa: S608
    if row is None:
        raise LeaseLost
    return row


def _merged(row: sqlite3.Row, data: Mapping[str, Any]) -> str:
    return dump_json({**load_json(row["data"]), **data}) if data else str(row["data"])
