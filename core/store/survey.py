"""Questions of an operator to all tables."""

import sqlite3
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from core.model import Content, DeliveryKind, DeliveryState, JobKind, JobState
from core.ports.clock import Clock
from core.ports.survey import Figures
from core.store import debts
from core.store.codec import optional_moment, to_micros
from core.store.database import Database
from core.store.writer import Transaction

_JOBS = "SELECT kind, state, count(*) AS number FROM jobs WHERE finished_at IS NULL GROUP BY kind, state"
_OLDEST_JOB = (
    "SELECT min(created_at) AS oldest FROM jobs WHERE finished_at IS NULL AND state = 'ready' "
    "AND coalesce(run_at, 0) <= ?"
)
_DELIVERIES = (
    "SELECT platform, kind, state, count(*) AS number FROM deliveries WHERE state IN ('pending', 'sending') "
    "GROUP BY platform, kind, state"
)
_OLDEST_DELIVERY = "SELECT min(created_at) AS oldest FROM deliveries WHERE state IN ('pending', 'sending')"
_INBOX = "SELECT count(*) AS number, min(arrived_at) AS oldest FROM inbox WHERE done_at IS NULL"
_WORKING = "SELECT min(started_at) AS began FROM jobs WHERE state = 'running'"


class SqliteSurvey:
    """`core.ports.survey.Survey` on SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def figures(self) -> Figures:
        """How much work there is; each count is an index scan of what has not ended."""
        inbox = await self._one(_INBOX)
        pages, size = await self._one("PRAGMA page_count"), await self._one("PRAGMA page_size")
        now = to_micros(self._clock.now())
        return Figures(
            jobs={
                (JobKind(row["kind"]), JobState(row["state"])): row["number"]
                for row in await self._database.rows(_JOBS)
            },
            deliveries={
                (row["platform"], DeliveryKind(row["kind"]), DeliveryState(row["state"])): row["number"]
                for row in await self._database.rows(_DELIVERIES)
            },
            inbox=inbox["number"],
            oldest_job=optional_moment((await self._one(_OLDEST_JOB, (now,)))["oldest"]),
            oldest_delivery=optional_moment((await self._one(_OLDEST_DELIVERY))["oldest"]),
            oldest_message=optional_moment(inbox["oldest"]),
            database_bytes=pages[0] * size[0],
        )

    async def probe(self) -> None:
        """Write the version that the file has already; the commit reaches the disk like any other."""

        async def work(tx: Transaction) -> None:
            (row,) = await tx.rows("PRAGMA user_version")
            await tx.rows(f"PRAGMA user_version = {int(row[0])}")

        await self._database.write(work)

    async def files_owed(self) -> AbstractSet[str]:
        """The files and thumbnails of deliveries that are not settled, and of last words that are not shown."""
        orders = await self._database.rows("SELECT body FROM deliveries WHERE state IN ('pending', 'sending')")
        words = await self._database.rows("SELECT final_content FROM deliveries WHERE final_content IS NOT NULL")
        owed: set[str] = set()
        for row in orders:
            owed.update(_files(debts.orders.load(row["body"]).content))
        for row in words:
            owed.update(_files(debts.contents.load(row["final_content"])))
        return owed

    async def working_since(self) -> datetime | None:
        """When the longest-running job began (UTC); None when none runs."""
        return optional_moment((await self._one(_WORKING))["began"])

    async def checkpoint(self) -> None:
        """Fold the write-ahead log into the main file, as far as readers allow."""
        # The connection that only reads may do this, so that no transaction of ours waits for it.
        await self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _one(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Row:
        (row,) = await self._database.rows(sql, values)
        return row


def _files(content: Content) -> list[str]:
    files = [media for media in (content.media, content.picture) if media is not None]
    return [path for media in files for path in (media.path, media.thumbnail) if path is not None]
