"""One SQLite file: a writer that does one transaction after the other, and a reader beside it."""

import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from core.errors import DatabaseUnusable, StoreError, StoreUnavailable
from core.store.connection import Connection, opened
from core.store.writer import Transaction, Values, Writer

T = TypeVar("T")
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SETTINGS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    # A lost intent could charge somebody twice, so that even a power cut may lose no commit.
    "PRAGMA synchronous = FULL",
)


class Database:
    """The file, opened. Every method raises `StoreUnavailable` when another try may help."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = Writer(writer)
        self._reader = reader
        self.on_write: Callable[[float, bool], None] | None = None
        """Told of each transaction: the seconds it took, waiting for its turn included, and whether it was committed."""

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Connect twice. The file is there and has its tables."""
        async with AsyncExitStack() as stack:
            writer = await connect(path)
            stack.push_async_callback(writer.close)
            await writer.execute_fetchall("PRAGMA journal_mode = WAL")
            reader = await connect(path)
            stack.push_async_callback(reader.close)
            await reader.execute_fetchall("PRAGMA query_only = ON")
            stack.pop_all()
        return cls(writer, reader)

    async def close(self) -> None:
        """Let the transactions that are under way end, then close."""
        await self._writer.close()
        await self._reader.close()

    async def write(self, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        """Do `work` in one transaction: all of it or nothing. Whoever waits may be cancelled: it is still done whole."""
        begun, committed = time.perf_counter(), False
        try:
            with translated():
                result = await self._writer.write(work)
            committed = True
            return result
        finally:
            if self.on_write is not None:
                self.on_write(time.perf_counter() - begun, committed)

    async def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """Read what is committed."""
        with translated():
            return list(await self._reader.execute_fetchall(sql, values))

    async def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """Read the first row of what is committed."""
        rows = await self.rows(sql, values)
        return rows[0] if rows else None


async def connect(path: Path) -> Connection:
    """A connection in autocommit with our settings."""
    connection = await opened(path)
    connection.row_factory = sqlite3.Row
    try:
        for statement in _SETTINGS:
            await connection.execute_fetchall(statement)
    except BaseException:
        await connection.close()
        raise
    return connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's exceptions into ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(f"the database does not answer: {error}") from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) in _BROKEN:
            raise DatabaseUnusable(f"the database file is damaged: {error}") from error
        raise StoreError(f"the database refused: {error}") from error
