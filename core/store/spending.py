"""The spending table: what jobs cost the shared account."""

from datetime import datetime

from core.model import ConversationKey, Job, Person
from core.ports.clock import Clock
from core.store.codec import to_micros
from core.store.columns import PRESENT_CHAT, person_key
from core.store.database import Database
from core.store.writer import Transaction

_LATELY = 50


class SqliteSpending:
    """`core.ports.admissions.Spending` on SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def charge(self, job: Job, amount: float) -> None:
        """Add to what a job cost."""
        place = job.conversation

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "INSERT INTO spending (platform, chat_id, job_id, person, credits, at) "  # noqa: S608 - no words but our own
                f"VALUES (?1, {PRESENT_CHAT}, ?3, ?4, ?5, ?6) "
                "ON CONFLICT (job_id) DO UPDATE SET credits = credits + excluded.credits",
                (
                    place.platform,
                    place.chat_id,
                    job.id,
                    person_key(job.person),
                    amount,
                    to_micros(self._clock.now()),
                ),
            )

        await self._database.write(work)

    async def since(self, moment: datetime, *, person: Person | None, conversation: ConversationKey | None) -> float:
        """What was charged since then for this person, in this chat (all its topics), or both."""
        row = await self._database.row(
            "SELECT coalesce(sum(credits), 0) AS spent FROM spending WHERE at >= ?1 "
            "AND (?2 IS NULL OR person = ?2) AND (?3 IS NULL OR (platform = ?3 AND chat_id = ?4))",
            (
                to_micros(moment),
                person_key(person) if person else None,
                conversation.platform if conversation else None,
                conversation.chat_id if conversation else None,
            ),
        )
        return float(row["spent"]) if row else 0.0

    async def usual(self) -> float:
        """What a paid job cost on average lately; 0 while nothing is known."""
        row = await self._database.row(
            "SELECT coalesce(avg(credits), 0) AS usual FROM "
            "(SELECT credits FROM spending WHERE credits > 0 ORDER BY job_id DESC LIMIT ?)",
            (_LATELY,),
        )
        return float(row["usual"]) if row else 0.0
