"""The tables of who is let in and who asks to be."""

from core.model import Admission, Pairing, Person
from core.ports.clock import Clock
from core.store.codec import Codec, from_micros, to_micros
from core.store.database import Database
from core.store.writer import Transaction

_pairings = Codec(Pairing)


class SqliteAdmissions:
    """`core.ports.admissions.Admissions` on SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def knows(self, platform: str, user_id: str) -> bool:
        """Whether a person was let in."""
        row = await self._database.row(
            "SELECT 1 FROM admissions WHERE platform = ? AND user_id = ?", (platform, user_id)
        )
        return row is not None

    async def knock(self, pairing: Pairing, *, most: int) -> Pairing | None:
        """Keep a code for a person, or give the one that still holds; None while `most` others wait on the platform."""
        person, now = pairing.person, self._now()
        who = (person.platform, person.user_id)
        question = "SELECT body FROM pairings WHERE platform = ? AND user_id = ? AND expires_at > ?"
        if held := await self._database.row(question, (*who, now)):  # most knocks are repeats, and cost no write
            return _pairings.load(held["body"])

        async def work(tx: Transaction) -> Pairing | None:
            await tx.rows("DELETE FROM pairings WHERE expires_at <= ?", (now,))
            if held := await tx.row(question, (*who, now)):
                return _pairings.load(held["body"])
            others = await tx.row("SELECT count(*) AS number FROM pairings WHERE platform = ?", (person.platform,))
            if others is not None and others["number"] >= most:
                return None
            await tx.rows(
                "INSERT INTO pairings (platform, user_id, code, body, expires_at) VALUES (?, ?, ?, ?, ?)",
                (*who, pairing.code, _pairings.dump(pairing), to_micros(pairing.expires_at)),
            )
            return pairing

        return await self._database.write(work)

    async def waiting(self) -> list[Pairing]:
        """Who asks to be let in, oldest first."""
        rows = await self._database.rows(
            "SELECT body FROM pairings WHERE expires_at > ? ORDER BY expires_at, code", (self._now(),)
        )
        return [_pairings.load(row["body"]) for row in rows]

    async def approve(self, code: str, by: str) -> Pairing | None:
        """Let in whom a code was made for; the code is used up. None when it is unknown or too old."""

        async def work(tx: Transaction) -> Pairing | None:
            row = await tx.row(
                "DELETE FROM pairings WHERE code = ? AND expires_at > ? RETURNING body", (code, self._now())
            )
            if row is None:
                return None
            pairing = _pairings.load(row["body"])
            await self._admit(tx, pairing.person, by)
            return pairing

        return await self._database.write(work)

    async def admit(self, person: Person, by: str) -> None:
        """Let somebody in without a code."""
        await self._database.write(lambda tx: self._admit(tx, person, by))

    async def remove(self, platform: str, user_id: str) -> bool:
        """Let somebody in no more; False when they were not."""

        async def work(tx: Transaction) -> bool:
            row = await tx.row(
                "DELETE FROM admissions WHERE platform = ? AND user_id = ? RETURNING user_id", (platform, user_id)
            )
            return row is not None

        return await self._database.write(work)

    async def all(self) -> list[Admission]:
        """Everybody who was let in, oldest first."""
        rows = await self._database.rows("SELECT * FROM admissions ORDER BY approved_at, platform, user_id")
        return [
            Admission(
                row["platform"],
                row["user_id"],
                row["display_name"],
                row["approved_by"],
                from_micros(row["approved_at"]),
            )
            for row in rows
        ]

    async def _admit(self, tx: Transaction, person: Person, by: str) -> None:
        await tx.rows(
            "INSERT INTO admissions (platform, user_id, display_name, approved_by, approved_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (person.platform, person.user_id, person.display_name, by, self._now()),
        )

    def _now(self) -> int:
        return to_micros(self._clock.now())
