"""What adapters ask of their earlier processes: unplaced requests, permits, places, and how long was listened."""

from collections.abc import Mapping
from datetime import datetime

from core.model import ConversationKey, Message, Permit
from core.ports.clock import Clock
from core.store import permits
from core.store.codec import from_micros, to_micros
from core.store.database import Database
from core.store.inbox import SqliteInbox
from core.store.writer import Transaction
from core.vault import Vault


class SqliteRecall:
    """`core.ports.recall.Recall` on SQLite."""

    def __init__(self, database: Database, vault: Vault, inbox: SqliteInbox, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._inbox = inbox
        self._clock = clock

    async def unplaced(self, platform: str) -> list[Message]:
        """Requests that were written down and never brought to their place, oldest first, without their permits."""
        waiting = [row.message for row in await self._inbox.pending()]
        return [message for message in waiting if not message.placed and message.conversation.platform == platform]

    async def permits(self, platform: str) -> Mapping[str, Permit]:
        """The rights to answer that have not ended, by update id."""
        return await permits.living(self._database, self._vault, platform, to_micros(self._clock.now()))

    async def places(self, platform: str, limit: int) -> list[ConversationKey]:
        """Where people talk to the bot, the places that were written in last first."""
        rows = await self._database.rows(
            "SELECT place.chat_id, place.topic_id FROM conversations AS place LEFT JOIN "
            "(SELECT chat_id, topic_id, max(id) AS newest FROM inbox WHERE platform = ?1 GROUP BY chat_id, topic_id) "
            "AS heard ON heard.chat_id = place.chat_id AND heard.topic_id = place.topic_id "
            "WHERE place.platform = ?1 ORDER BY heard.newest DESC NULLS LAST LIMIT ?2",
            (platform, limit),
        )
        return [ConversationKey(platform, row["chat_id"], row["topic_id"]) for row in rows]

    async def listened_until(self, platform: str) -> datetime | None:
        """The moment (UTC) until which everything that people wrote was heard; None before the first start."""
        row = await self._database.row("SELECT until FROM listening WHERE platform = ?", (platform,))
        return from_micros(row["until"]) if row else None

    async def listening(self, platform: str, until: datetime) -> None:
        """Everything was heard until then."""

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "INSERT INTO listening (platform, until) VALUES (?1, ?2) "
                "ON CONFLICT (platform) DO UPDATE SET until = ?2",
                (platform, to_micros(until)),
            )

        await self._database.write(work)
