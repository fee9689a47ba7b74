"""Transactions: whole or not at all, whoever gives up waiting."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StoreError, StoreUnavailable
from core.store.database import Database
from core.store.writer import Transaction


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "x.db")

    async def tables(tx: Transaction) -> None:
        await tx.rows("CREATE TABLE t (x INTEGER PRIMARY KEY CHECK (x >= 0)) STRICT")

    await database.write(tables)
    try:
        yield database
    finally:
        await database.close()


async def numbers(database: Database) -> list[int]:
    return [row[0] for row in await database.rows("SELECT x FROM t ORDER BY x")]


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")
        raise KeyError("half way")

    with pytest.raises(KeyError):
        await database.write(work)
    assert await numbers(database) == []


async def test_giving_up_the_wait_neither_halves_nor_leaves_open_a_transaction(database: Database) -> None:
    half_way, go_on = threading.Event(), threading.Event()

    async def work(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")
        half_way.set()
        go_on.wait()
        await tx.rows("INSERT INTO t VALUES (2)")

    waiting = asyncio.create_task(database.write(work))
    await asyncio.to_thread(half_way.wait)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await numbers(database) == []
    go_on.set()

    async def after(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (3)")

    await database.write(after)
    assert await numbers(database) == [1, 2, 3]


async def test_closing_waits_for_what_is_under_way(tmp_path: Path, database: Database) -> None:
    other = await Database.open(tmp_path / "x.db")

    async def work(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (7)")

    waiting = asyncio.create_task(other.write(work))
    await asyncio.sleep(0)
    waiting.cancel()
    await other.close()
    assert await numbers(database) == [7]
    assert waiting.cancelled()


async def test_tasks_never_share_a_transaction(database: Database) -> None:
    async def insert(number: int) -> None:
        async def work(tx: Transaction) -> None:
            await tx.rows("INSERT INTO t VALUES (?)", (number,))
            if number % 2:
                raise KeyError(number)

        await database.write(work)

    results = await asyncio.gather(*(insert(number) for number in range(20)), return_exceptions=True)
    assert sum(isinstance(result, KeyError) for result in results) == 10
    assert await numbers(database) == list(range(0, 20, 2))


async def test_a_transaction_that_would_wait_for_something_else_is_refused_whole(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its statements"):
        await database.write(work)
    assert await numbers(database) == []


async def test_a_reader_sees_only_what_is_committed(tmp_path: Path, database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")
        with closing(sqlite3.connect(tmp_path / "x.db")) as other:
            assert other.execute("SELECT count(*) FROM t").fetchone() == (0,)

    await database.write(work)
    assert await numbers(database) == [1]


async def test_the_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError):
        await database.rows("INSERT INTO t VALUES (1)")


async def test_a_broken_rule_is_a_store_error(database: Database) -> None:
    async def work(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (-1)")

    with pytest.raises(StoreError) as caught:
        await database.write(work)
    assert not isinstance(caught.value, StoreUnavailable)


async def test_a_full_disk_is_worth_another_try(database: Database) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.rows("PRAGMA max_page_count = 3")
        await tx.rows("CREATE TABLE big (x TEXT) STRICT")
        await tx.rows("INSERT INTO big VALUES (?)", ("x" * 100_000,))

    with pytest.raises(StoreUnavailable, match="full"):
        await database.write(fill)

    async def later(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")

    await database.write(later)
    assert await numbers(database) == [1]


async def test_a_locked_database_is_worth_another_try(tmp_path: Path, database: Database) -> None:
    async def patience(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")

    await database._writer._connection.execute_fetchall("PRAGMA busy_timeout = 0")
    holder = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        await database.write(patience)
    holder.execute("ROLLBACK")
    holder.close()
    await database.write(patience)
    assert await numbers(database) == [1]


async def test_those_who_wait_together_are_committed_together_and_fail_alone(database: Database) -> None:
    commits = 0

    def counted(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    await database._writer._connection.set_trace_callback(counted)

    async def insert(number: int) -> int:
        async def work(tx: Transaction) -> int:
            await tx.rows("INSERT INTO t VALUES (?)", (number,))
            return number * 10

        return await database.write(work)

    results = await asyncio.gather(*(insert(number) for number in (1, 2, -3, 4)), return_exceptions=True)
    assert [results[0], results[1], results[3]] == [10, 20, 40]
    assert isinstance(results[2], StoreError)
    assert commits == 1
    assert await numbers(database) == [1, 2, 4]


async def test_a_full_disk_undoes_all_that_were_to_be_committed_together(database: Database) -> None:
    async def limit(tx: Transaction) -> None:
        await tx.rows("PRAGMA max_page_count = 3")

    async def small(tx: Transaction) -> None:
        await tx.rows("INSERT INTO t VALUES (1)")

    async def large(tx: Transaction) -> None:
        await tx.rows("CREATE TABLE big (x TEXT) STRICT")
        await tx.rows("INSERT INTO big VALUES (?)", ("x" * 100_000,))

    await database.write(limit)
    first, second = await asyncio.gather(database.write(small), database.write(large), return_exceptions=True)
    assert isinstance(second, StoreUnavailable)
    assert await numbers(database) == ([] if isinstance(first, StoreUnavailable) else [1])
