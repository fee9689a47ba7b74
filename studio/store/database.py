"""One SQLite file, one connection, numbered migrations."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from studio.errors import StudioError

T = TypeVar("T")


def migrations() -> list[tuple[int, str]]:
    """Every migration as (number, SQL), in order."""
    folder = files("studio.store") / "migrations"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return [(int(name.split("_")[0]), (folder / name).read_text(encoding="utf-8")) for name in names]


class Database:
    """Reads at any time, writes one transaction at a time.

    A transaction runs in a task of its own: a request that is dropped half-way neither tears it nor leaves it open.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._writing = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Open (and where needed make or upgrade) the file; close it when left. Raises StudioError when it is none."""
        async with aiosqlite.connect(path, isolation_level=None) as connection:
            connection.row_factory = sqlite3.Row
            database = cls(connection)
            try:
                await database._prepare()
            except sqlite3.DatabaseError as error:
                raise StudioError(f"the database {path} cannot be used: {error}.") from error
            try:
                yield database
            finally:
                await database._settle()

    async def _prepare(self) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "busy_timeout = 5000"):
            await self._connection.execute(f"PRAGMA {pragma}")
        await self._migrate()

    async def _migrate(self) -> None:
        async with self._connection.execute("PRAGMA user_version") as cursor:
            row = await cursor.fetchone()
        version = int(row[0]) if row else 0
        for number, script in migrations():
            if number > version:
                steps = f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;"
                await self._connection.executescript(steps)

    async def _settle(self) -> None:
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        async with self._connection.execute(sql, parameters) as cursor:
            return list(await cursor.fetchall())

    async def row(self, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row of a query."""
        async with self._connection.execute(sql, parameters) as cursor:
            return await cursor.fetchone()

    async def write(self, work: Callable[["Database"], Awaitable[T]]) -> T:
        """Do `work` in one transaction; it is finished even when the caller is cancelled meanwhile."""
        task = asyncio.ensure_future(self._transaction(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _transaction(self, work: Callable[["Database"], Awaitable[T]]) -> T:
        async with self._writing:
            await self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = await work(self)
                await self._connection.execute("COMMIT")
            except BaseException:
                # a full disk has rolled back by itself, and then there is nothing to roll back
                with suppress(sqlite3.OperationalError):
                    await self._connection.execute("ROLLBACK")
                raise
            return result

    async def execute(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """One statement inside `write`; gives the number of rows it touched."""
        async with self._connection.execute(sql, parameters) as cursor:
            return cursor.rowcount
