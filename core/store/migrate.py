"""The tables' versions: numbered .sql files, each applied once in a transaction of its own."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import DatabaseUnusable
from core.store.connection import Connection
from core.store.writer import Transaction, in_transaction

APPLICATION_ID = 0x5265656C  # "Reel", in the file's header: tells our database from somebody else's
_FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step. `number` becomes the file's `user_version`."""

    number: int
    name: str
    script: str

    def statements(self) -> Iterator[str]:
        """The statements one by one; a trigger's body belongs to its statement."""
        statement = ""
        for line in self.script.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


def migrations(folder: Path = _FOLDER) -> list[Migration]:
    """The steps in order. Their numbers count from 1 without a gap."""
    files = sorted(folder.glob("*.sql"))
    steps = [Migration(int(file.name.split("_")[0]), file.stem, file.read_text("utf-8")) for file in files]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"the migrations in {folder} are not numbered from 1 without a gap")
    return steps


async def check(connection: Connection, steps: Sequence[Migration]) -> None:
    """Refuse what is not ours to change, before anything is written. Raises DatabaseUnusable."""
    version = await _number(connection, "PRAGMA user_version")
    if version > len(steps):
        raise DatabaseUnusable(
            f"the database was written by a newer Reelay (its version is {version}, this one knows {len(steps)}); "
            "run that one, or restore a backup from before the upgrade"
        )
    if (
        await _number(connection, "SELECT count(*) FROM sqlite_schema")
        and await _number(connection, "PRAGMA application_id") != APPLICATION_ID
    ):
        raise DatabaseUnusable(
            "the database file belongs to another program; set REELAY_DATA_DIR to a folder of its own"
        )
    (problem,) = await connection.execute_fetchall("PRAGMA quick_check(1)")
    if problem[0] != "ok":
        raise DatabaseUnusable(f"the database file is damaged ({problem[0]}); restore a backup")


async def upgrade(connection: Connection, steps: Sequence[Migration]) -> int:
    """Apply the steps that are missing. Returns how many."""
    applied = 0
    for step in steps:

        async def apply(tx: Transaction, step: Migration = step) -> int:
            version = await tx.row("PRAGMA user_version")
            if version is not None and version[0] >= step.number:  # another process was faster
                return 0
            for statement in step.statements():
                await tx.rows(statement)
            await tx.rows(f"PRAGMA application_id = {APPLICATION_ID}")
            await tx.rows(f"PRAGMA user_version = {step.number}")
            return 1

        applied += await in_transaction(connection, apply)
    return applied


async def _number(connection: Connection, question: str) -> int:
    (row,) = await connection.execute_fetchall(question)
    return int(row[0])
