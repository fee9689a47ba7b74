"""The whole store on one SQLite file, opened with care."""

import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from core.errors import DatabaseUnusable
from core.ports.clock import Clock
from core.store.admissions import SqliteAdmissions
from core.store.bell import Bell
from core.store.conversations import SqliteConversations
from core.store.credentials import SqliteCredentials
from core.store.database import Database, connect
from core.store.inbox import SqliteInbox
from core.store.jobs import SqliteJobQueue
from core.store.lockfile import LockFile
from core.store.migrate import check, migrations, upgrade
from core.store.outbox import SqliteOutbox
from core.store.projects import SqliteProjects
from core.store.recall import SqliteRecall
from core.store.renders import SqliteRenders
from core.store.retention import SqliteRetention
from core.store.spending import SqliteSpending
from core.store.survey import SqliteSurvey
from core.vault import Vault


class SqliteStore:
    """`core.ports.store.Store` on SQLite. Made by `open_store`; `alone` says that no other process has the file open."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, lock: LockFile) -> None:
        work, mail = Bell(clock), Bell(clock)
        self._database = database
        self._lock = lock
        self.inbox = SqliteInbox(database, vault, clock, work, mail)
        self.conversations = SqliteConversations(database, clock, mail)
        self.projects = SqliteProjects(database, clock)
        self.credentials = SqliteCredentials(database, vault)
        self.renders = SqliteRenders(database, clock)
        self.jobs = SqliteJobQueue(database, clock, work, mail)
        self.outbox = SqliteOutbox(database, clock, mail)
        self.admissions = SqliteAdmissions(database, clock)
        self.spending = SqliteSpending(database, clock)
        self.retention = SqliteRetention(database, clock)
        self.survey = SqliteSurvey(database, clock)
        self.recall = SqliteRecall(database, vault, self.inbox, clock)

    @property
    def alone(self) -> bool:
        """Whether this process is the only one that has the database open."""
        return self._lock.alone

    def watch_writes(self, told: Callable[[float, bool], None]) -> None:
        """Be told of each transaction: the seconds it took, and whether it was committed."""
        self._database.on_write = told


@asynccontextmanager
async def open_store(path: Path, vault: Vault, clock: Clock) -> AsyncIterator[SqliteStore]:
    """Open the database, making or upgrading its tables. Raises DatabaseUnusable, and then has changed nothing."""
    with _locked(path) as lock:
        database = await _open_database(path)
        try:
            yield SqliteStore(database, vault, clock, lock)
        finally:
            await database.close()


def _locked(path: Path) -> LockFile:
    """Make sure that the files are there and ours to write."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        return LockFile(path.with_name(path.name + ".lock"))
    except OSError as error:
        raise DatabaseUnusable(f"the database {path} cannot be written: {error.strerror}") from error


async def _open_database(path: Path) -> Database:
    steps = migrations()
    try:
        connection = await connect(path)
        try:
            await check(connection, steps)
            await upgrade(connection, steps)
        finally:
            await connection.close()
        return await Database.open(path)
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(f"the database {path} cannot be used: {error}") from error
