"""The runner: claims jobs, runs their handlers side by side, keeps its lease, and stops cleanly."""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TypeVar

import structlog

from core.errors import LeaseLost, StoreError, StoreUnavailable
from core.jobs.run import JobCancelled, JobHandler, JobOutcome, JobRun
from core.model import Job, JobKind, JobState
from core.ports import Clock, JobQueue
from core.waiting import first_of, until_prompt, until_stored

T = TypeVar("T")
CrashReport = Callable[[Job, Exception], JobOutcome]
"""What a job owes its people when its handler failed in a way that nobody foresaw."""
Watcher = Callable[[Job, JobState], object]
"""Told of each job that ended here, once that is stored."""

_CLAIM = 10
_DEFERENCE = 0.5
"""Seconds for which new jobs let what has begun, and a person's first words, go first while the event loop is behind."""
_LEASE = 30.0
_BEAT = 10.0
"""Seconds: a lease outlives several missed beats."""
_POLL = 1.0
_LONGEST_DELAY = 60.0
_log = structlog.get_logger(__name__)


class JobRunner:
    """Runs up to `max_jobs` at once under a lease of its own.

    `alone` says that no other process has the queue open: then what a dead one left is taken over at once.
    """

    def __init__(
        self,
        jobs: JobQueue,
        handlers: Mapping[JobKind, JobHandler],
        clock: Clock,
        *,
        on_crash: CrashReport,
        max_jobs: int = 200,
        alone: bool = False,
        watcher: Watcher | None = None,
    ) -> None:
        self._jobs = jobs
        self._handlers = handlers
        self._clock = clock
        self._on_crash = on_crash
        self._max_jobs = max_jobs
        self._alone = alone
        self._watcher = watcher
        self.worker = f"worker-{uuid.uuid4().hex[:12]}"
        self._runs: dict[asyncio.Task[None], JobRun] = {}
        self._suspects: set[int] = set()
        self._slot_free = asyncio.Event()
        self._stopping = asyncio.Event()
        self._claims_ended = asyncio.Event()
        self._claims_ended.set()
        self._stopped = asyncio.Event()

    @property
    def running(self) -> int:
        """How many jobs run right now."""
        return len(self._runs)

    async def run(self) -> None:
        """Work until `stop` has ended. Cancelling it gives everything back at once."""
        await self._stored(lambda: self._jobs.beat(self.worker, _LEASE))
        taken = await self._stored(self._take_over)
        _log.info("runner started", worker=self.worker, taken_over=taken)
        helpers = [asyncio.create_task(self._beating()), asyncio.create_task(self._watching())]
        try:
            self._claims_ended.clear()
            try:
                await self._claiming()
            finally:
                self._claims_ended.set()
            await self._stopped.wait()
        finally:
            self._stopping.set()
            await self._give_back()
            for helper in helpers:
                helper.cancel()
            await asyncio.gather(*helpers, return_exceptions=True)

    async def stop(self, grace_seconds: float) -> None:
        """Claim nothing more; let running jobs end for so long, then give them back for the next start."""
        self._stopping.set()
        _log.info("runner stopping", worker=self.worker, running=self.running, grace=grace_seconds)
        await self._claims_ended.wait()
        if self._runs and grace_seconds > 0:
            await first_of(self._all_ended(), self._clock.sleep(grace_seconds))
        await self._give_back()
        self._stopped.set()

    # the loops

    async def _claiming(self) -> None:
        while not self._stopping.is_set():
            await until_prompt(_DEFERENCE)
            self._slot_free.clear()
            if self.running >= self._max_jobs:
                await first_of(self._slot_free.wait(), self._stopping.wait())
            elif not await self._claim(min(self._max_jobs - self.running, _CLAIM)):
                await first_of(self._work(), self._stopping.wait())

    async def _claim(self, limit: int) -> int:
        claimed = await self._stored(lambda: self._jobs.claim(self.worker, limit))
        if not self._stopping.is_set():  # else they are given back with the rest
            for job in claimed:
                self._start(job)
        return len(claimed)

    async def _work(self) -> None:
        poll = _POLL * random.uniform(0.8, 1.2)  # noqa: S311 - so that several workers do not poll in step
        await self._stored(lambda: self._jobs.wait_for_work(poll))

    async def _beating(self) -> None:
        while True:
            await self._clock.sleep(_BEAT * random.uniform(0.8, 1.0))  # noqa: S311 - jitter
            try:
                await self._jobs.beat(self.worker, _LEASE)
                if freed := await self._jobs.reap(self.worker):
                    _log.warning("jobs of a dead worker given back", jobs=freed)
                await self._free_orphans()
            except StoreError as error:
                _log.warning("heartbeat failed", error=str(error))

    async def _watching(self) -> None:
        seen: set[int] = set()
        while True:
            try:
                seen = await self._jobs.cancels(self.worker, seen, _BEAT)
            except StoreError as error:
                _log.warning("asking for cancels failed", error=str(error))
                await self._clock.sleep(_POLL)
            for run in self._runs.values():
                if run.job.id in seen:
                    run.cancelled.set()

    async def _free_orphans(self) -> None:
        """Give back rows that are ours while no task runs them, once two beats in a row have found them so.

        A job that is being claimed right now looks the same for a moment: one beat proves nothing.
        """
        suspects = await self._jobs.owned(self.worker) - {run.job.id for run in self._runs.values()}
        orphans, self._suspects = suspects & self._suspects, suspects
        for job_id in sorted(orphans):
            _log.error("job had lost its task", job=job_id)
            await self._release_by_id(job_id)

    async def _take_over(self) -> int:
        return await (self._jobs.expire_other_workers(self.worker) if self._alone else self._jobs.reap(self.worker))

    # one job

    def _start(self, job: Job) -> None:
        run = JobRun(self._jobs, self._clock, job)
        task = asyncio.create_task(self._one(run), name=f"job {job.id}")
        self._runs[task] = run
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._runs[task]
        self._slot_free.set()

    async def _one(self, run: JobRun) -> None:
        job = run.job
        with structlog.contextvars.bound_contextvars(job=job.id, kind=job.kind, request=job.request_id):
            _log.info("job started", phase=job.phase, fence=job.fence)
            try:
                await self._finish(run, await self._outcome(run))
            except LeaseLost:
                _log.info("job belongs to another worker now")
            except StoreUnavailable as error:
                _log.warning("job waits for the store", error=str(error))
                await self._release(run.job, min(2.0 ** min(job.fence, 6), _LONGEST_DELAY))
            except asyncio.CancelledError:
                await self._release(run.job, 0.0 if self._stopping.is_set() else _POLL)
                raise

    async def _outcome(self, run: JobRun) -> JobOutcome:
        try:
            return await self._handlers[run.job.kind](run)
        except JobCancelled:
            return JobOutcome(JobState.CANCELLED)
        except (LeaseLost, StoreUnavailable):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a handler did not foresee ends this job only
            return self._crashed(run.job, error)

    async def _finish(self, run: JobRun, outcome: JobOutcome) -> None:
        try:
            await self._store_outcome(run.job, outcome)
        except (LeaseLost, StoreUnavailable):
            raise
        except Exception as error:  # noqa: BLE001 - an outcome that cannot be stored must not run for ever
            await self._store_outcome(run.job, self._crashed(run.job, error))

    async def _store_outcome(self, job: Job, outcome: JobOutcome) -> None:
        await self._stored(
            lambda: self._jobs.finish(
                job,
                outcome.state,
                outcome.data,
                deliveries=outcome.deliveries,
                then=outcome.then,
                edits=outcome.edits,
            )
        )
        _log.info("job ended", state=outcome.state)
        if self._watcher is not None:
            self._watcher(job, outcome.state)

    def _crashed(self, job: Job, error: Exception) -> JobOutcome:
        _log.error("job crashed", exc_info=error)
        return self._on_crash(job, error)

    # giving back

    async def _release(self, job: Job, delay: float) -> None:
        run_at = self._clock.now() + timedelta(seconds=delay) if delay else None
        try:
            await self._stored(lambda: self._jobs.release(job, run_at=run_at))
            _log.info("job given back", job=job.id)
        except LeaseLost:
            _log.info("job belongs to another worker now", job=job.id)

    async def _release_by_id(self, job_id: int) -> None:
        job = await self._jobs.job(job_id)
        if job is not None and job.state is JobState.RUNNING and job.owner == self.worker:
            await self._release(job, 0.0)

    async def _give_back(self) -> None:
        while self._runs:
            for task in self._runs:
                task.cancel()
            await asyncio.wait(list(self._runs))
        for job_id in sorted(await self._stored(lambda: self._jobs.owned(self.worker))):
            await self._release_by_id(job_id)

    async def _all_ended(self) -> None:
        while self._runs:
            await asyncio.wait(list(self._runs))

    async def _stored(self, call: Callable[[], Awaitable[T]]) -> T:
        return await until_stored(self._clock, call)


__all__ = ["CrashReport", "JobCancelled", "JobHandler", "JobOutcome", "JobRun", "JobRunner"]
