"""The renders table: exports by our own ids."""

from core.model import Render, RenderState
from core.ports.clock import Clock
from core.store.codec import Codec, to_micros
from core.store.database import Database
from core.store.writer import Transaction

_renders = Codec(Render)


class SqliteRenders:
    """`core.ports.store.Renders` on SQLite."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, render_id: str, *, job_id: int, project_id: int, revision: int | None) -> None:
        """Store an id, before it is sent. Adding it again changes nothing."""
        body = _renders.dump(Render(render_id, RenderState.PENDING))
        values = (render_id, job_id, project_id, revision, body, to_micros(self._clock.now()))

        async def work(tx: Transaction) -> None:
            await tx.rows(
                "INSERT INTO renders (id, job_id, project_id, revision, body, created_at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO NOTHING",
                values,
            )

        await self._database.write(work)

    async def save(self, render: Render) -> None:
        """Store how it stands."""

        async def work(tx: Transaction) -> None:
            await tx.rows("UPDATE renders SET body = ? WHERE id = ?", (_renders.dump(render), render.id))

        await self._database.write(work)

    async def latest(self, project_id: int) -> Render | None:
        """The newest export of a project."""
        row = await self._database.row(
            "SELECT body FROM renders WHERE project_id = ? ORDER BY number DESC LIMIT 1", (project_id,)
        )
        return _renders.load(row["body"]) if row else None
