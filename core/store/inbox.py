"""The inbox table: messages as they came in."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import structlog

from core.errors import StoreError
from core.model import Job, Message, MessageRef, NewDelivery, NewJob
from core.ports.clock import Clock
from core.ports.store import InboxRow
from core.store import debts, lines, permits
from core.store.bell import Bell
from core.store.codec import Codec, dump_json, from_micros, to_micros
from core.store.database import Database
from core.store.writer import Transaction
from core.vault import Vault

TOKEN_COMMAND = "token"  # noqa: S105 - a command's name
"""The command whose argument is a sealed token, which the inbox forgets once it is handled."""
_messages = Codec(Message)
_log = structlog.get_logger(__name__)


class SqliteInbox:
    """`core.ports.store.Inbox` on SQLite."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, work: Bell, mail: Bell) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._work = work
        self._mail = mail

    async def add(self, message: Message) -> int | None:
        """Write a message down; its row id, or None when that update id was seen before."""
        place, permit, now = message.conversation, message.permit, to_micros(self._clock.now())
        values = (
            place.platform,
            message.update_id,
            place.chat_id,
            place.topic_id,
            message.ref.message_id,
            _messages.dump(replace(message, permit=None)),
            now,
        )

        async def work(tx: Transaction) -> int | None:
            row = await tx.row(
                "INSERT INTO inbox (platform, update_id, chat_id, topic_id, message_id, body, arrived_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (platform, update_id) DO NOTHING RETURNING id",
                values,
            )
            if row is not None and permit is not None:
                await permits.keep(tx, self._vault, place.platform, message.update_id, permit, now)
            return row["id"] if row else None

        return await self._database.write(work)

    async def place(self, update_id: str, place: MessageRef) -> InboxRow | None:
        """Keep where an unplaced message belongs; the row, or None when it was placed or handled before."""
        to = place.conversation

        async def work(tx: Transaction) -> InboxRow | None:
            found = await tx.row(
                "SELECT id, body, arrived_at FROM inbox WHERE platform = ? AND update_id = ? AND done_at IS NULL",
                (to.platform, update_id),
            )
            row = _inbox_row(found) if found else None
            if row is None or row.message.placed:
                return None
            message = replace(row.message, ref=place, placed=True)
            await tx.rows(
                "UPDATE inbox SET chat_id = ?, topic_id = ?, message_id = ?, body = ? WHERE id = ?",
                (to.chat_id, to.topic_id, place.message_id, _messages.dump(message), row.id),
            )
            return replace(row, message=message)

        return await self._database.write(work)

    async def pending(self) -> list[InboxRow]:
        """What is not handled yet, in the order it arrived."""
        found = await self._database.rows("SELECT id, body, arrived_at FROM inbox WHERE done_at IS NULL ORDER BY id")
        rows = []
        for row in found:
            try:
                rows.append(_inbox_row(row))
            except StoreError as error:  # one unreadable row must not stop all the others
                _log.error("inbox row skipped", row=row["id"], error=str(error))
        return rows

    async def get(self, row_id: int) -> InboxRow | None:
        """One row, handled or not."""
        row = await self._database.row("SELECT id, body, arrived_at FROM inbox WHERE id = ?", (row_id,))
        return _inbox_row(row) if row else None

    async def first_row(self, message: MessageRef) -> int | None:
        """The row in which a message of a conversation was first written down, before it was edited; None if it never was."""
        place = message.conversation
        row = await self._database.row(
            "SELECT min(id) AS first FROM inbox WHERE platform = ? AND chat_id = ? AND message_id = ?",
            (place.platform, place.chat_id, message.message_id),
        )
        return row["first"] if row else None

    async def done(
        self, rows: Sequence[int], *, jobs: Sequence[NewJob] = (), deliveries: Sequence[NewDelivery] = ()
    ) -> list[Job]:
        """Mark rows handled, queue the jobs and owe the deliveries that came of them: all or nothing. The queued jobs."""
        now = to_micros(self._clock.now())

        async def work(tx: Transaction) -> list[Job]:
            await tx.rows(
                "UPDATE inbox SET done_at = ?1, body = CASE json_extract(body, '$.command.name') WHEN ?3 "
                "THEN json_set(body, '$.command.argument', '') ELSE body END "
                "WHERE done_at IS NULL AND id IN (SELECT value FROM json_each(?2))",
                (now, dump_json(list(rows)), TOKEN_COMMAND),
            )
            queued = [await lines.append(tx, job, now) for job in jobs]
            for delivery in deliveries:
                await debts.owe(tx, delivery, now)
            return [job for job in queued if job is not None]

        queued = await self._database.write(work)
        self._work.ring()
        self._mail.ring()
        return queued


def _inbox_row(row: sqlite3.Row) -> InboxRow:
    return InboxRow(row["id"], _messages.load(row["body"]), from_micros(row["arrived_at"]))
