"""aiosqlite's connection, and one thing more: a whole piece of work in one go of its thread.

A transaction of ten statements would otherwise travel between the event loop and the thread ten times, which costs several
times what the statements themselves do.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import aiosqlite

T = TypeVar("T")
_CHUNK = 64


class Connection(aiosqlite.Connection):
    """A connection in autocommit whose thread also takes whole functions."""

    async def in_one_go(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the connection's thread. It is run to its end even if nobody waits for it any more."""
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result


async def opened(path: Path) -> Connection:
    """A connection to the file at `path`."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None)

    connection = Connection(connect, _CHUNK)
    await connection
    return connection
