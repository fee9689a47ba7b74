"""What is forgotten, and what never is: the newest version and render of a project, and whatever an open job may ask for.

Long lists are chosen by the reader, which holds nobody up; each transaction then deletes a bounded number of rows, and
looks again whether they may go.
"""

from datetime import datetime

from core.ports.clock import Clock
from core.store import permits
from core.store.codec import to_micros
from core.store.database import Database
from core.store.writer import Transaction

# In the order in which nothing that is left points to what went.
_FINISHED = {
    "inbox": "done_at < ?1",
    "deliveries": "settled_at < ?1 AND final_content IS NULL AND state NOT IN ('pending', 'sending')",
    "jobs": "finished_at < ?1 AND request_id NOT IN (SELECT request_id FROM jobs WHERE finished_at IS NULL)",
    "spending": "at < ?1",
}
# Only the head of a line is ready or running, and every line of open jobs has a head.
_BUSY = "EXISTS (SELECT 1 FROM jobs WHERE line = 'project:' || {project} AND state IN ('ready', 'running'))"
_OLD_RENDERS = (
    "SELECT number FROM renders AS old WHERE created_at < ? "
    "AND number < (SELECT max(number) FROM renders WHERE project_id = old.project_id) "
    "AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = old.job_id AND finished_at IS NULL) LIMIT ?"
)
_TOO_MANY_REVISIONS = (
    "SELECT project_id, max(number) - ?1 AS last FROM revisions GROUP BY project_id "  # noqa: S608 - literals of this module
    f"HAVING count(*) > ?1 AND NOT {_BUSY.format(project='project_id')} LIMIT ?2"
)
_UNUSED = (
    "created_at < ?1 AND NOT EXISTS (SELECT 1 FROM conversations WHERE active_project = projects.id) "  # noqa: S608 - as above
    "AND NOT EXISTS (SELECT 1 FROM revisions WHERE project_id = projects.id AND created_at >= ?1) "
    "AND NOT EXISTS (SELECT 1 FROM renders WHERE project_id = projects.id AND created_at >= ?1) "
    f"AND NOT {_BUSY.format(project='projects.id')}"
)


class SqliteRetention:
    """`core.ports.retention.Retention` on SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def forget_finished(self, before: datetime, *, limit: int) -> int:
        """Forget messages, jobs and deliveries that ended before a moment, and permits that have ended."""
        values, now = (to_micros(before), limit), to_micros(self._clock.now())

        async def work(tx: Transaction) -> int:
            gone = await permits.forget_ended(tx, now)
            for table, ended in _FINISHED.items():
                chosen = f"SELECT rowid FROM {table} WHERE {ended} LIMIT ?2"  # noqa: S608 - literals of this module
                gone += len(await tx.rows(f"DELETE FROM {table} WHERE rowid IN ({chosen}) RETURNING 1", values))  # noqa: S608
            return gone

        return await self._database.write(work)

    async def give_up_deliveries(self, before: datetime, *, limit: int) -> int:
        """Owe no longer what has been owed since before a moment. A send that is under way stores its end all the same."""
        values = (to_micros(before), limit, to_micros(self._clock.now()))

        async def work(tx: Transaction) -> int:
            orders = await tx.rows(
                "UPDATE deliveries SET state = 'dropped', settled_at = ?3 WHERE id IN (SELECT id FROM deliveries "
                "WHERE state IN ('pending', 'sending') AND coalesce(tried_at, created_at) < ?1 AND created_at < ?1 "
                "LIMIT ?2) RETURNING 1",
                values,
            )
            words = await tx.rows(
                "UPDATE deliveries SET final_content = NULL WHERE id IN (SELECT id FROM deliveries "
                "WHERE final_content IS NOT NULL AND settled_at < ?1 LIMIT ?2) RETURNING 1",
                values[:2],
            )
            return len(orders) + len(words)

        return await self._database.write(work)

    async def forget_renders(self, before: datetime, *, limit: int) -> int:
        """Forget exports from before a moment, but the newest of each project and those that an open job waits for."""
        old = await self._database.rows(_OLD_RENDERS, (to_micros(before), limit))

        async def work(tx: Transaction) -> int:
            for row in old:
                await tx.rows("DELETE FROM renders WHERE number = ?", (row["number"],))
            return len(old)

        return await self._database.write(work) if old else 0

    async def forget_revisions(self, most: int, *, limit: int) -> int:
        """Forget the oldest versions of projects that have more than `most` and no open job."""
        chosen = await self._database.rows(_TOO_MANY_REVISIONS, (most, limit))

        async def work(tx: Transaction) -> int:
            gone = 0
            for row in chosen:
                gone += await _forget_revisions(tx, row["project_id"], row["last"], limit - gone)
            return gone

        return await self._database.write(work) if chosen else 0

    async def forget_projects(self, before: datetime, *, limit: int) -> int:
        """Forget, whole, projects that are nobody's active one, have no open job and got nothing new since a moment."""
        moment = to_micros(before)
        unused = await self._database.rows(f"SELECT id FROM projects WHERE {_UNUSED} LIMIT ?2", (moment, limit))  # noqa: S608 - literals of this module

        async def work(tx: Transaction) -> int:
            return sum([await _forget_project(tx, row["id"], moment) for row in unused])

        return await self._database.write(work) if unused else 0


async def _forget_revisions(tx: Transaction, project_id: int, last: int, limit: int) -> int:
    """Forget versions up to a number, oldest first, unless the project has open jobs now. Returns how many."""
    gone = await tx.rows(
        "DELETE FROM revisions WHERE rowid IN (SELECT rowid FROM revisions WHERE project_id = ?1 "  # noqa: S608 - literals of this module
        f"AND number <= ?2 AND NOT {_BUSY.format(project='?1')} ORDER BY number LIMIT ?3) RETURNING 1",
        (project_id, last, limit),
    )
    return len(gone)


async def _forget_project(tx: Transaction, project_id: int, before: int) -> int:
    """Forget one project with its versions and exports, unless it is used again. Returns how many rows."""
    if await tx.row(f"SELECT 1 FROM projects WHERE id = ?2 AND {_UNUSED}", (before, project_id)) is None:  # noqa: S608 - literals of this module
        return 0
    gone = 0
    for sql in (
        "DELETE FROM revisions WHERE project_id = ? RETURNING 1",
        "DELETE FROM renders WHERE project_id = ? RETURNING 1",
        "DELETE FROM projects WHERE id = ? RETURNING 1",
    ):
        gone += len(await tx.rows(sql, (project_id,)))
    return gone
