"""The projects and revisions tables: timelines and their kept drafts."""

import sqlite3

from core.model import Conversation, ConversationKey, ConversationKind, DraftJson, Project, Revision, Session
from core.ports.clock import Clock
from core.store.codec import Codec, dump_json, from_micros, load_json, to_micros
from core.store.columns import place_of
from core.store.database import Database
from core.store.writer import Transaction

_conversations = Codec(Conversation)
_HERE = "platform = ? AND chat_id = ? AND topic_id = ?"


class SqliteProjects:
    """`core.ports.store.Projects` on SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, conversation: ConversationKey, *, name: str, skill: str, language: str) -> Project:
        """A new project, which becomes the conversation's active one."""
        now = to_micros(self._clock.now())

        async def work(tx: Transaction) -> Project:
            row = await tx.row(
                "INSERT INTO projects (platform, chat_id, topic_id, name, skill, language, created_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
                (*place_of(conversation), name, skill, language, now),
            )
            assert row is not None  # noqa: S101 - RETURNING gives the row that was inserted
            await _make_active(tx, conversation, row["id"])
            return _project(row)

        return await self._database.write(work)

    async def get(self, project_id: int) -> Project | None:
        """One project."""
        row = await self._database.row("SELECT * FROM projects WHERE id = ?", (project_id,))
        return _project(row) if row else None

    async def active(self, conversation: ConversationKey) -> Project | None:
        """The project that messages go to."""
        row = await self._database.row(
            f"SELECT * FROM projects WHERE id = (SELECT active_project FROM conversations WHERE {_HERE})",  # noqa: S608 - a literal of this module
            place_of(conversation),
        )
        return _project(row) if row else None

    async def activate(self, conversation: ConversationKey, project_id: int) -> Project | None:
        """Switch to another project of the same conversation; None when it is not one of its own."""

        async def work(tx: Transaction) -> Project | None:
            row = await tx.row(
                f"SELECT * FROM projects WHERE {_HERE} AND id = ?",  # noqa: S608 - a literal of this module
                (*place_of(conversation), project_id),
            )
            if row is None:
                return None
            await _make_active(tx, conversation, project_id)
            return _project(row)

        return await self._database.write(work)

    async def of(self, conversation: ConversationKey) -> list[Project]:
        """All projects of a conversation, newest first."""
        rows = await self._database.rows(
            f"SELECT * FROM projects WHERE {_HERE} ORDER BY id DESC",  # noqa: S608 - a literal of this module
            place_of(conversation),
        )
        return [_project(row) for row in rows]

    async def set_session(self, project_id: int, session: Session | None) -> None:
        """Keep the backend session (None: it is gone)."""
        ids = (session.session_id, session.task_id, session.user_id) if session else (None, None, None)

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "UPDATE projects SET session_id = ?, task_id = ?, user_id = ? WHERE id = ?", (*ids, project_id)
            )

        await self._database.write(work)

    async def add_revision(
        self, project_id: int, *, draft: DraftJson, request: str, requested_by: str, job_id: int, name: str = ""
    ) -> Revision:
        """Keep a draft; adding again for the same job gives the revision kept before.

        A project that has no name yet is called `name`.
        """
        values = (dump_json(draft), request, requested_by, job_id, to_micros(self._clock.now()))

        async def work(tx: Transaction) -> Revision:
            await tx.rows(
                "INSERT INTO revisions (project_id, number, draft, request, requested_by, job_id, created_at) SELECT "
                "?1, (SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE project_id = ?1), ?2, ?3, ?4, ?5, ?6 "
                "WHERE true ON CONFLICT (job_id) DO NOTHING",
                (project_id, *values),
            )
            await tx.rows("UPDATE projects SET name = ? WHERE id = ? AND name = ''", (name, project_id))
            row = await tx.row("SELECT * FROM revisions WHERE job_id = ?", (job_id,))
            assert row is not None  # noqa: S101 - it was there or was just inserted
            return _revision(row)

        return await self._database.write(work)

    async def revision(self, project_id: int, number: int | None = None) -> Revision | None:
        """One revision, or the newest."""
        row = await self._database.row(
            "SELECT * FROM revisions WHERE project_id = ?1 AND (?2 IS NULL OR number = ?2) "
            "ORDER BY number DESC LIMIT 1",
            (project_id, number),
        )
        return _revision(row) if row else None

    async def revisions(self, project_id: int, limit: int = 20) -> list[Revision]:
        """The newest revisions, newest first."""
        rows = await self._database.rows(
            "SELECT * FROM revisions WHERE project_id = ? ORDER BY number DESC LIMIT ?", (project_id, limit)
        )
        return [_revision(row) for row in rows]


async def _make_active(tx: Transaction, key: ConversationKey, project_id: int) -> None:
    fresh = _conversations.dump(Conversation(key, ConversationKind.DIRECT))
    await tx.rows(
        "INSERT INTO conversations (platform, chat_id, topic_id, body, active_project) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (platform, chat_id, topic_id) DO UPDATE SET active_project = ?5",
        (*place_of(key), fresh, project_id),
    )


def _project(row: sqlite3.Row) -> Project:
    return Project(
        id=row["id"],
        conversation=ConversationKey(row["platform"], row["chat_id"], row["topic_id"]),
        name=row["name"],
        skill=row["skill"],
        language=row["language"],
        session_id=row["session_id"],
        task_id=row["task_id"],
        created_at=from_micros(row["created_at"]),
        user_id=row["user_id"],
    )


def _revision(row: sqlite3.Row) -> Revision:
    return Revision(
        project_id=row["project_id"],
        number=row["number"],
        draft=load_json(row["draft"]),
        request=row["request"],
        requested_by=row["requested_by"],
        created_at=from_micros(row["created_at"]),
    )
