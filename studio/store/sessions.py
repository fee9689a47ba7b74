"""Sessions and every draft they ever had."""

import json
import secrets
import sqlite3
from dataclasses import dataclass

from studio.clock import Clock
from studio.draft import Draft
from studio.errors import SessionNotFound
from studio.store.accounts import spend
from studio.store.database import Database
from studio.store.secret import digest


@dataclass(frozen=True, slots=True)
class Session:
    """One timeline being edited. `edit_paid`: its editing is paid for; `introduced`: it was told that this is no AI."""

    id: str
    task_id: str
    account: str
    task_name: str
    language: str | None
    edit_paid: bool = False
    introduced: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A draft that is to become the session's.

    `revision` is None for a new one, else the number of the one that is being added to (the later stages of a
    generation). `hold` is spent with it.
    """

    draft: Draft
    prompt: str
    revision: int | None = None
    hold: str | None = None
    edit_paid: bool = False


def _session(row: sqlite3.Row) -> Session:
    return Session(
        row["id"],
        row["task_id"],
        row["account"],
        row["task_name"],
        row["language"],
        bool(row["edit_paid"]),
        bool(row["introduced"]),
    )


class Sessions:
    """The sessions, revisions and claims tables."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, account: str, task_name: str, language: str | None) -> Session:
        """A new session with an empty draft."""
        session = Session(secrets.token_hex(12), f"task_{secrets.token_hex(8)}", account, task_name, language)
        await self._database.write(lambda db: self._create(db, session))
        return session

    async def _create(self, db: Database, session: Session) -> None:
        await db.execute(
            "INSERT INTO sessions (id, task_id, account, task_name, language, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (session.id, session.task_id, session.account, session.task_name, session.language, self._clock.now()),
        )
        await self._add(db, session.id, 0, Draft(), "")

    async def _add(self, db: Database, session: str, number: int, draft: Draft, prompt: str) -> None:
        text = json.dumps(draft.to_json(), ensure_ascii=False)
        await db.execute(
            "INSERT INTO revisions (session, number, draft, prompt, created_at) VALUES (?, ?, ?, ?, ?)",
            (session, number, text, prompt, self._clock.now()),
        )

    async def get(self, account: str, session: str) -> Session:
        """A session of this account; raises SessionNotFound."""
        row = await self._database.row(
            "SELECT * FROM sessions WHERE id = ? AND account = ? AND forgotten = 0", (session, account)
        )
        if row is None:
            raise SessionNotFound
        return _session(row)

    async def forget(self, session: str) -> None:
        """Act from now on as if there had never been such a session."""
        await self._database.write(lambda db: db.execute("UPDATE sessions SET forgotten = 1 WHERE id = ?", (session,)))

    async def introduce(self, session: str) -> None:
        """Note that the session was told who is talking."""
        await self._database.write(lambda db: db.execute("UPDATE sessions SET introduced = 1 WHERE id = ?", (session,)))

    async def drafts(self, session: str) -> tuple[Draft, ...]:
        """Every draft that there was, oldest first; the last one is the session's present."""
        return await self._drafts("SELECT draft FROM revisions WHERE session = ? ORDER BY number", session)

    async def present(self, session: str) -> Draft:
        """The draft as it is now."""
        (draft,) = await self._drafts(
            "SELECT draft FROM revisions WHERE session = ? ORDER BY number DESC LIMIT 1", session
        )
        return draft

    async def _drafts(self, sql: str, session: str) -> tuple[Draft, ...]:
        return tuple(Draft.from_json(json.loads(row["draft"])) for row in await self._database.rows(sql, (session,)))

    async def apply(self, session: str, change: Change) -> int:
        """Make a change the session's present and pay for it, in one transaction; gives the revision's number."""
        return await self._database.write(lambda db: self._apply(db, session, change))

    async def _apply(self, db: Database, session: str, change: Change) -> int:
        if change.hold:
            await spend(db, change.hold)
        if change.edit_paid:
            await db.execute("UPDATE sessions SET edit_paid = 1 WHERE id = ?", (session,))
        if change.revision is not None:
            return await self._extend(db, session, change.revision, change.draft)
        row = await db.row("SELECT MAX(number) + 1 AS next FROM revisions WHERE session = ?", (session,))
        number = int(row["next"] or 0) if row else 0
        await self._add(db, session, number, change.draft, change.prompt)
        return number

    async def _extend(self, db: Database, session: str, number: int, draft: Draft) -> int:
        text = json.dumps(draft.to_json(), ensure_ascii=False)
        await db.execute("UPDATE revisions SET draft = ? WHERE session = ? AND number = ?", (text, session, number))
        return number

    async def claim(self, account: str, session: str, task: str, expires_at: float) -> str:
        """A claim token for a session of this account; raises SessionNotFound."""
        found = await self.get(account, session)
        if found.task_id != task:
            raise SessionNotFound("The task does not belong to this session.")
        token = f"clm_{secrets.token_urlsafe(24)}"
        await self._database.write(
            lambda db: db.execute(
                "INSERT INTO claims (hash, session, expires_at) VALUES (?, ?, ?)", (digest(token), session, expires_at)
            )
        )
        return token

    async def claimed(self, token: str) -> Session:
        """The session that a live claim token opens; raises SessionNotFound."""
        row = await self._database.row(
            "SELECT sessions.* FROM sessions JOIN claims ON claims.session = sessions.id"
            " WHERE claims.hash = ? AND claims.expires_at > ? AND forgotten = 0",
            (digest(token), self._clock.now()),
        )
        if row is None:
            raise SessionNotFound("This link is not valid, or no longer.")
        return _session(row)
