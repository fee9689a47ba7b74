"""A copy of a database that is in use, and what has to be settled before an old copy is used again."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.errors import DatabaseUnusable
from core.store.codec import to_micros
from core.store.database import Database, connect
from core.store.migrate import check, migrations
from core.store.writer import Transaction

_SETTLED = {
    "inbox": "UPDATE inbox SET done_at = ? WHERE done_at IS NULL RETURNING id",
    "jobs": (
        "UPDATE jobs SET state = 'cancelled', owner = NULL, finished_at = ?1, changed_at = ?1 "
        "WHERE finished_at IS NULL RETURNING id"
    ),
    "deliveries": (
        "UPDATE deliveries SET state = 'dropped', settled_at = ? WHERE state IN ('pending', 'sending') RETURNING id"
    ),
}


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment, while others go on writing to it. It blocks: call it in a thread.

    `target` is a whole file of its own (mode 0600, no write-ahead log). Raises DatabaseUnusable.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise DatabaseUnusable(f"the database {source} cannot be copied: {error}") from error


async def check_database(path: Path) -> None:
    """Raise DatabaseUnusable unless this is a whole database of ours that this version can open."""
    try:
        connection = await connect(path)
        try:
            await check(connection, migrations())
        finally:
            await connection.close()
    except sqlite3.Error as error:
        raise DatabaseUnusable(f"the database {path.name} cannot be used: {error}") from error


async def settle_open_work(path: Path, now: datetime) -> dict[str, int]:
    """End whatever a copy holds as unfinished, and count it by table: it may have been done since the copy was made.

    Doing it again could charge people twice, and saying it again could repeat a video. What people wrote since counts
    as heard, for the same reason.
    """
    moment = to_micros(now)

    async def work(tx: Transaction) -> dict[str, int]:
        counts = {table: len(await tx.rows(statement, (moment,))) for table, statement in _SETTLED.items()}
        await tx.rows("UPDATE deliveries SET final_content = NULL WHERE final_content IS NOT NULL")
        await tx.rows("DELETE FROM workers")
        await tx.rows("UPDATE listening SET until = ?1 WHERE until < ?1", (moment,))
        return counts

    database = await Database.open(path)
    try:
        return await database.write(work)
    finally:
        await database.close()
