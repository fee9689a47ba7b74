"""The deliveries table: the intent before a send, the receipt after."""

from collections.abc import Sequence
from datetime import datetime

from core.model import Content, ConversationKey, Delivery, DeliveryState, MessageRef, NewDelivery, Receipt
from core.ports.clock import Clock
from core.store import debts
from core.store.bell import Bell
from core.store.codec import dump_json, optional_moment, to_micros
from core.store.columns import place_of
from core.store.database import Database
from core.store.writer import Transaction

# The oldest open delivery of each conversation of these platforms: a later one never overtakes it.
_HEADS = (
    "SELECT d.* FROM (SELECT min(id) AS id FROM deliveries WHERE state IN ('pending', 'sending') "
    "AND platform IN (SELECT value FROM json_each(?1)) GROUP BY platform, chat_id, topic_id) AS head "
    "JOIN deliveries AS d ON d.id = head.id WHERE d.state = 'pending'"
)


class SqliteOutbox:
    """`core.ports.outbox.Outbox` on SQLite."""

    def __init__(self, database: Database, clock: Clock, mail: Bell) -> None:
        self._database = database
        self._clock = clock
        self._mail = mail

    async def owe(self, delivery: NewDelivery) -> bool:
        """Owe a conversation something; False when that key is owed already."""
        now = self._now()

        async def work(tx: Transaction) -> bool:
            return await debts.owe(tx, delivery, now)

        new = await self._database.write(work)
        self._mail.ring()
        return new

    async def due(self, platforms: Sequence[str], limit: int) -> list[Delivery]:
        """The oldest PENDING delivery of each conversation in which none is being sent, if its time has come."""
        rows = await self._database.rows(
            f"{_HEADS} AND (d.not_before IS NULL OR d.not_before <= ?2) ORDER BY d.id LIMIT ?3",
            (dump_json(list(platforms)), self._now(), limit),
        )
        return [debts.delivery_of(row) for row in rows]

    async def sending(self, delivery: Delivery) -> bool:
        """Store the intent, before the request leaves. False when it changed since it was read: nothing may leave then."""
        now = self._now()

        async def work(tx: Transaction) -> bool:
            row = await tx.row(
                "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, not_before = NULL, "
                "tried_at = coalesce(tried_at, ?) WHERE id = ? AND state = 'pending' AND attempts = ? RETURNING id",
                (now, delivery.id, delivery.attempts),
            )
            return row is not None

        return await self._database.write(work)

    async def settled(self, delivery: Delivery, state: DeliveryState, receipt: Receipt | None = None) -> None:
        """Store how it ended."""
        now = self._now()

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "UPDATE deliveries SET state = ?, receipt = coalesce(?, receipt), settled_at = ? "
                "WHERE id = ? AND state <> 'sent'",
                (state, debts.receipts.dump(receipt) if receipt else None, now, delivery.id),
            )

        await self._database.write(work)
        self._mail.ring()

    async def again(
        self, delivery: Delivery, *, not_before: datetime | None = None, marked: bool = False, certain: bool = True
    ) -> None:
        """Back to PENDING; `marked` when the text must say that it may be a repeat; not `certain` that nothing arrived."""

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "UPDATE deliveries SET state = 'pending', not_before = ?, repeated = repeated + ?, settled_at = NULL, "
                "tried_at = CASE WHEN ? THEN NULL ELSE tried_at END WHERE id = ? AND state IN ('sending', 'unknown')",
                (None if not_before is None else to_micros(not_before), int(marked), int(certain), delivery.id),
            )

        await self._database.write(work)
        self._mail.ring()

    async def interrupted(self, platforms: Sequence[str] | None = None) -> list[Delivery]:
        """Deliveries of these platforms (None: all) that an earlier process left in SENDING."""
        rows = await self._database.rows(
            "SELECT * FROM deliveries WHERE state = 'sending' "
            "AND (?1 IS NULL OR platform IN (SELECT value FROM json_each(?1))) ORDER BY id",
            (None if platforms is None else dump_json(list(platforms)),),
        )
        return [debts.delivery_of(row) for row in rows]

    async def by_key(self, key: str) -> Delivery | None:
        """One delivery by its key, to edit what it sent."""
        row = await self._database.row("SELECT * FROM deliveries WHERE key = ?", (key,))
        return debts.delivery_of(row) if row else None

    async def job_behind(self, message: MessageRef) -> int | None:
        """The job that one of our messages came of, as far as that is remembered; None for answers that came of none."""
        place = message.conversation
        row = await self._database.row(
            "SELECT json_extract(body, '$.job_id') AS job FROM deliveries WHERE platform = ?1 AND chat_id = ?2 "
            "AND topic_id = ?3 AND receipt IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(receipt, '$.messages') "
            "WHERE json_extract(value, '$.message_id') = ?4) ORDER BY id DESC LIMIT 1",
            (place.platform, place.chat_id, place.topic_id, message.message_id),
        )
        return row["job"] if row else None

    async def drop_conversation(self, conversation: ConversationKey) -> int:
        """The conversation is gone: nothing more is owed to it. Returns how many were dropped.

        A chat without a topic takes its topics with it.
        """
        now = self._now()
        place = place_of(conversation)

        async def work(tx: Transaction) -> int:
            await tx.rows(
                "UPDATE deliveries SET final_content = NULL WHERE final_content IS NOT NULL "
                "AND platform = ? AND chat_id = ? AND ? IN ('', topic_id)",
                place,
            )
            dropped = await tx.rows(
                "UPDATE deliveries SET state = 'dropped', settled_at = ? WHERE state IN ('pending', 'sending') "
                "AND platform = ? AND chat_id = ? AND ? IN ('', topic_id) RETURNING id",
                (now, *place),
            )
            return len(dropped)

        return await self._database.write(work)

    async def owes(self, conversation: ConversationKey) -> bool:
        """Whether something is still to be said in a conversation, last words of status messages included."""
        found = await self._database.rows(
            "SELECT 1 FROM deliveries WHERE platform = ? AND chat_id = ? AND topic_id = ? "
            "AND (state IN ('pending', 'sending') OR (state = 'sent' AND final_content IS NOT NULL)) LIMIT 1",
            place_of(conversation),
        )
        return bool(found)

    async def final_edit(self, key: str, content: Content) -> bool:
        """Keep the last words of the message that was sent under `key`, until `edited`; False when there is none."""

        async def work(tx: Transaction) -> bool:
            return await debts.keep_last_words(tx, {key: content}) == 1

        known = await self._database.write(work)
        self._mail.ring()
        return known

    async def final_edits(self, platforms: Sequence[str]) -> list[tuple[Delivery, Content]]:
        """The last words that are still owed, where the fate of the message itself is settled."""
        rows = await self._database.rows(
            "SELECT * FROM deliveries WHERE final_content IS NOT NULL AND state NOT IN ('pending', 'sending') "
            "AND platform IN (SELECT value FROM json_each(?)) ORDER BY id",
            (dump_json(list(platforms)),),
        )
        return [(debts.delivery_of(row), debts.contents.load(row["final_content"])) for row in rows]

    async def edited(self, delivery: Delivery, content: Content) -> None:
        """These last words are shown (or can never be); newer ones stay owed."""

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "UPDATE deliveries SET final_content = NULL WHERE id = ? AND final_content = ?",
                (delivery.id, debts.contents.dump(content)),
            )

        await self._database.write(work)

    async def wait_for_due(self, platforms: Sequence[str], timeout: float) -> None:
        """Return when something may be due or its last words known, or after `timeout` seconds."""

        async def next_due() -> datetime | None:
            row = await self._database.row(
                f"SELECT min(not_before) AS next FROM ({_HEADS}) WHERE not_before > ?2",  # noqa: S608 - ours
                (dump_json(list(platforms)), self._now()),
            )
            return optional_moment(row["next"]) if row else None

        await self._mail.wait(timeout, next_due)

    def _now(self) -> int:
        return to_micros(self._clock.now())
