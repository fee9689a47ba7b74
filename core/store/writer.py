"""Transactions one after the other; those that wait together share one commit, because each commit waits for the disk."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from core.store.connection import Connection

T = TypeVar("T")
Values = Sequence[object]
_TOGETHER = 64


class Transaction:
    """The statements of one transaction. Only `in_transaction` makes one.

    Its methods are awaited, but never really wait: the work runs on the database's own thread, in one go.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def open(self) -> bool:
        """Whether SQLite has not given up the transaction by itself."""
        return self._connection.in_transaction

    async def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """Run one statement; what it selects or returns."""
        rows: list[sqlite3.Row] = self._connection.execute(sql, values).fetchall()
        return rows

    async def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """Run one statement; its first row."""
        rows = await self.rows(sql, values)
        return rows[0] if rows else None


async def in_transaction(connection: Connection, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
    """Do `work` between BEGIN IMMEDIATE and COMMIT; whatever is raised undoes it. It awaits nothing but its statements."""
    return await connection.in_one_go(lambda raw: _transact(raw, work))


def _transact(raw: sqlite3.Connection, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
    raw.execute("BEGIN IMMEDIATE")
    try:
        result = _driven(work(Transaction(raw)))
        raw.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back by itself, and then there is nothing to roll back.
        with suppress(sqlite3.OperationalError):
            raw.execute("ROLLBACK")
        raise
    return result


def _driven(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never really waits to its end."""
    try:
        work.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    work.close()
    raise RuntimeError("a transaction waits for nothing but its statements")


@dataclass(slots=True)
class _Write:
    """A piece of work, the future of whoever waits for it, and how it went, until it is committed."""

    work: Callable[[Transaction], Coroutine[Any, Any, Any]]
    waiting: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None

    def tell(self, error: Exception | None = None) -> None:
        """Answer whoever still waits."""
        if self.waiting.done():
            return
        if failure := error or self.error:
            self.waiting.set_exception(failure)
        else:
            self.waiting.set_result(self.result)


class Writer:
    """The one connection that writes. A task of its own does the work, so that nobody's giving up can halve it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: deque[_Write] = deque()
        self._task: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        """Do `work` whole or not at all; returns once it is on disk. Raises what it raised, or the driver's error."""
        write = _Write(work, asyncio.get_running_loop().create_future())
        self._queue.append(write)
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        result: T = await write.waiting
        return result

    async def close(self) -> None:
        """Let what is under way or waiting be done, then close the connection."""
        while self._task is not None:
            await asyncio.wait([self._task])
        await self._connection.close()

    async def _drain(self) -> None:
        group: list[_Write] = []
        try:
            while self._queue:
                group = [self._queue.popleft() for _ in range(min(len(self._queue), _TOGETHER))]
                await self._commit(group)
        finally:
            self._task = None
            for write in (*group, *self._queue):  # only when this task was cancelled: the loop is closing
                write.waiting.cancel()

    async def _commit(self, group: list[_Write]) -> None:
        async def all_of_them(tx: Transaction) -> None:
            for write in group:
                await self._one(tx, write)

        try:
            await in_transaction(self._connection, all_of_them)
        except Exception as error:  # noqa: BLE001 - handed to everybody whose work was undone
            for write in group:
                write.tell(error)
        else:
            for write in group:
                write.tell()

    async def _one(self, tx: Transaction, write: _Write) -> None:
        """One piece of work, whose failure undoes it alone."""
        await tx.rows("SAVEPOINT one")
        try:
            write.result = await write.work(tx)
        except Exception as error:
            if not tx.open:  # SQLite gave up the whole transaction
                raise
            write.error = error
            await tx.rows("ROLLBACK TO one")
        await tx.rows("RELEASE one")
