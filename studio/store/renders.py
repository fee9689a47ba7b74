"""Exports, under the ids that their clients chose."""

import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studio.clock import Clock
from studio.errors import RenderNotFound
from studio.ports import RenderedFile
from studio.store.database import Database


class RenderState(StrEnum):
    """Where an export stands."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen."""
        return self in (RenderState.COMPLETED, RenderState.FAILED, RenderState.CANCELLED)


@dataclass(frozen=True, slots=True)
class RenderOrder:
    """What a client asks for: `draft` as it sent it, `quality` "high", "medium" or "low"."""

    account: str
    id: str
    session: str
    draft: dict[str, Any]
    quality: str = "high"


@dataclass(frozen=True, slots=True)
class StoredRender:
    """An export. `number` is ours, unique over all accounts; `size` in bytes, `duration` in ms."""

    number: int
    order: RenderOrder
    state: RenderState
    error: str | None = None
    file: str | None = None
    size: int | None = None
    duration: int | None = None
    width: int | None = None
    height: int | None = None


def _stored(row: sqlite3.Row) -> StoredRender:
    order = RenderOrder(row["account"], row["id"], row["session"], json.loads(row["draft"]), row["quality"])
    return StoredRender(
        row["number"],
        order,
        RenderState(row["state"]),
        row["error"],
        row["file"],
        row["size"],
        row["duration"],
        row["width"],
        row["height"],
    )


class Renders:
    """The renders table. A state is only ever left in the direction that the protocol knows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, order: RenderOrder) -> tuple[StoredRender, bool]:
        """Keep an order; the same id again gives the first one and False."""
        return await self._database.write(lambda db: self._add(db, order))

    async def _add(self, db: Database, order: RenderOrder) -> tuple[StoredRender, bool]:
        added = await db.execute(
            "INSERT OR IGNORE INTO renders (account, id, session, draft, quality, state, created_at)"
            " VALUES (?, ?, ?, ?, ?, 'pending', ?)",
            (
                order.account,
                order.id,
                order.session,
                json.dumps(order.draft, ensure_ascii=False),
                order.quality,
                self._clock.now(),
            ),
        )
        row = await db.row("SELECT * FROM renders WHERE account = ? AND id = ?", (order.account, order.id))
        if row is None:
            raise RenderNotFound
        return _stored(row), added > 0

    async def get(self, account: str, render: str) -> StoredRender:
        """One export of this account; raises RenderNotFound."""
        row = await self._database.row("SELECT * FROM renders WHERE account = ? AND id = ?", (account, render))
        if row is None:
            raise RenderNotFound
        return _stored(row)

    async def by_number(self, number: int) -> StoredRender:
        """One export; raises RenderNotFound."""
        row = await self._database.row("SELECT * FROM renders WHERE number = ?", (number,))
        if row is None:
            raise RenderNotFound
        return _stored(row)

    async def of_session(self, session: str) -> tuple[StoredRender, ...]:
        """Every export of a session, oldest first."""
        rows = await self._database.rows("SELECT * FROM renders WHERE session = ? ORDER BY number", (session,))
        return tuple(_stored(row) for row in rows)

    async def unfinished(self) -> tuple[StoredRender, ...]:
        """What a stop of the studio left undone, set back to pending, oldest first."""
        await self._database.write(
            lambda db: db.execute("UPDATE renders SET state = 'pending' WHERE state = 'processing'")
        )
        rows = await self._database.rows("SELECT * FROM renders WHERE state = 'pending' ORDER BY number")
        return tuple(_stored(row) for row in rows)

    async def begin(self, number: int, file: str) -> bool:
        """pending → processing, into `file`; False when it was cancelled meanwhile."""
        return await self._move(
            "UPDATE renders SET state = 'processing', file = ? WHERE number = ? AND state = 'pending'", (file, number)
        )

    async def complete(self, number: int, rendered: RenderedFile) -> bool:
        """processing → completed."""
        return await self._move(
            "UPDATE renders SET state = 'completed', size = ?, duration = ?, width = ?, height = ?"
            " WHERE number = ? AND state = 'processing'",
            (rendered.size, rendered.duration, rendered.width, rendered.height, number),
        )

    async def fail(self, number: int, error: str) -> bool:
        """pending or processing → failed."""
        return await self._move(
            "UPDATE renders SET state = 'failed', error = ?, file = NULL"
            " WHERE number = ? AND state IN ('pending', 'processing')",
            (error, number),
        )

    async def cancel(self, number: int) -> bool:
        """pending or processing → cancelled."""
        return await self._move(
            "UPDATE renders SET state = 'cancelled', file = NULL"
            " WHERE number = ? AND state IN ('pending', 'processing')",
            (number,),
        )

    async def _move(self, sql: str, values: tuple[object, ...]) -> bool:
        return await self._database.write(lambda db: db.execute(sql, values)) > 0
