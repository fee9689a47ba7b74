"""What is thrown away: the rows and files of accounts whose last token ran out a period ago."""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Final

from studio.store.database import Database

GONE: Final = (
    "DELETE FROM accounts WHERE NOT EXISTS"
    " (SELECT 1 FROM tokens WHERE tokens.account = accounts.id AND tokens.expires_at > ?)"
)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _remove(folder: Path, names: Collection[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)


class Retention:
    """Sweeps the folders of a studio. Files that no row knows (a crash left them) go too."""

    def __init__(self, database: Database, media: Path, renders: Path) -> None:
        self._database = database
        self._media = media
        self._renders = renders

    async def sweep(self, expired_before: float) -> int:
        """Remove accounts whose tokens all ended before this moment; gives the number of files removed."""
        await self._database.write(lambda db: db.execute(GONE, (expired_before,)))
        await self._database.write(lambda db: db.execute("DELETE FROM claims WHERE expires_at < ?", (expired_before,)))
        media = await self._sweep(self._media, "SELECT file FROM media")
        return media + await self._sweep(self._renders, "SELECT file FROM renders WHERE file IS NOT NULL")

    async def _sweep(self, folder: Path, kept: str) -> int:
        # listed before the rows are read: whatever arrives in between is in neither list
        names = await asyncio.to_thread(_names, folder)
        known = {row["file"] for row in await self._database.rows(kept)}
        orphans = [name for name in names if name not in known]
        await asyncio.to_thread(_remove, folder, orphans)
        return len(orphans)
