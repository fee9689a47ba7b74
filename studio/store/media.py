"""What was uploaded."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from studio.clock import Clock
from studio.director.model import MediaItem, MediaKind
from studio.store.database import Database


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """An uploaded file: `item` is what the director sees, `file` its name in the media folder, `size` in bytes."""

    item: MediaItem
    session: str
    file: str
    size: int
    hash: str


def _stored(row: sqlite3.Row) -> StoredMedia:
    item = MediaItem(
        row["id"],
        row["filename"],
        MediaKind(row["kind"]),
        row["duration"],
        row["width"],
        row["height"],
        row["fps"],
        bool(row["has_audio"]),
        tuple(json.loads(row["cuts"])),
    )
    return StoredMedia(item, row["session"], row["file"], row["size"], row["hash"])


class Media:
    """The media table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, account: str, files: Collection[StoredMedia]) -> None:
        """Keep the files of one upload: all of them or none."""
        await self._database.write(lambda db: self._add(db, account, files))

    async def _add(self, db: Database, account: str, files: Collection[StoredMedia]) -> None:
        for stored in files:
            item = stored.item
            await db.execute(
                "INSERT INTO media (id, account, session, filename, file, kind, size, hash, duration, width, height,"
                " fps, has_audio, cuts, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(item.id, account, stored.session, item.filename, stored.file, str(item.kind)),
                    *(stored.size, stored.hash, item.duration, item.width, item.height, item.fps),
                    *(item.has_audio, json.dumps(item.cuts), self._clock.now()),
                ),
            )

    async def of_session(self, session: str) -> tuple[StoredMedia, ...]:
        """The files of a session, in the order they came."""
        rows = await self._database.rows("SELECT * FROM media WHERE session = ? ORDER BY created_at, rowid", (session,))
        return tuple(_stored(row) for row in rows)

    async def of_account(self, account: str, ids: Collection[str]) -> tuple[StoredMedia, ...]:
        """Those of the wanted files that are this account's, of whichever session."""
        rows = await self._database.rows(
            "SELECT * FROM media WHERE account = ? AND id IN (SELECT value FROM json_each(?))",
            (account, json.dumps(list(ids))),
        )
        return tuple(_stored(row) for row in rows)

    async def get(self, media: str) -> StoredMedia | None:
        """One file."""
        row = await self._database.row("SELECT * FROM media WHERE id = ?", (media,))
        return _stored(row) if row else None
