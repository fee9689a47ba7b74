"""A process that works on a queue and keeps books of every effect outside, for tests that kill it in the middle.

Usage: python -m tests.core.jobs.crash_child FOLDER. Prints each line of its books as it writes it; ends with 0 when nothing
is left to do.
"""

import asyncio
import os
import sys
from pathlib import Path

from core.clock import SystemClock
from core.delivery import DeliveryService
from core.jobs.runner import JobHandler, JobOutcome, JobRun, JobRunner
from core.model import Delivery, DeliveryKind, DeliveryState, Job, JobKind, JobState, Receipt
from core.store import SqliteStore, open_store
from core.vault import open_vault
from tests.core.store.builders import CHAT, delivery
from tests.fakes.messenger import FakeMessenger


class Books:
    """Lines that survive a kill: one write each, appended."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, *words: str) -> None:
        """Write one line down."""
        line = " ".join(words) + "\n"
        os.write(self._file, line.encode())
        os.write(1, line.encode())


class BookingMessenger(FakeMessenger):
    """Notes every send the moment it is made."""

    def __init__(self, books: Books) -> None:
        super().__init__("telegram")
        self._books = books

    async def send(self, delivery: Delivery) -> Receipt:
        """Note it, then answer."""
        self._books.note("shown", delivery.order.key, str(delivery.repeated))
        await asyncio.sleep(0)
        return await super().send(delivery)


def handler(books: Books) -> JobHandler:
    """A job whose one effect must never be made twice."""

    async def work(run: JobRun) -> JobOutcome:
        key = run.job.key
        await run.checkpoint("prepared")
        if await run.intent("sent"):
            books.note("sent", key)
        else:
            books.note("asked", key)
        await asyncio.sleep(0.002)
        await run.checkpoint("answered")
        return JobOutcome(JobState.SUCCEEDED, {}, [delivery(f"result:{key}", CHAT, kind=DeliveryKind.RESULT)])

    return work


def crashed(job: Job, error: Exception) -> JobOutcome:
    """No job of these tests may end like this."""
    return JobOutcome(JobState.FAILED, {"error": repr(error), "job": job.key})


async def nothing_left(store: SqliteStore) -> None:
    """Return when every job has ended and what each owes is settled."""
    done = 0
    while (job := await store.jobs.job(done + 1)) is not None:
        owed = await store.outbox.by_key(f"result:{job.key}")
        if job.state.finished and owed is not None and owed.state not in (DeliveryState.PENDING, DeliveryState.SENDING):
            done += 1
        else:
            await asyncio.sleep(0.02)


async def main(folder: Path) -> None:
    """Work until nothing is left."""
    clock, books = SystemClock(), Books(folder / "books")
    async with open_store(folder / "r.db", open_vault(None, folder), clock) as store:
        runner = JobRunner(store.jobs, {JobKind.EDIT: handler(books)}, clock, on_crash=crashed, alone=store.alone)
        service = DeliveryService(store, {"telegram": BookingMessenger(books)}, clock)
        tasks = [asyncio.create_task(runner.run()), asyncio.create_task(service.run())]
        await nothing_left(store)
        await runner.stop(5)
        await service.stop()
        await asyncio.gather(*tasks)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
