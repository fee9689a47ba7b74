"""From files that arrived to media that can be edited with."""

import asyncio
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from studio.director.model import MediaItem, MediaKind
from studio.finishing import finish
from studio.media.spool import Arrived
from studio.media.types import suffix
from studio.ports import Probe
from studio.store import Session, Store, StoredMedia

AT_ONCE: Final = 2
"""How many files are looked into side by side."""


class Library:
    """Keeps uploaded files; looks into a few at once."""

    def __init__(self, store: Store, folder: Path, probe: Probe) -> None:
        self._store = store
        self._folder = folder
        self._probe = probe
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def admit(self, session: Session, files: Sequence[Arrived]) -> tuple[StoredMedia, ...]:
        """Probe the files of one upload and keep all of them, or none. Raises FileTypeUnsupported."""
        try:
            async with asyncio.TaskGroup() as group:
                looks = [group.create_task(self._look(session, file)) for file in files]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        admitted = tuple(look.result() for look in looks)
        # out of the reach of the spool, which removes its files when the request is dropped
        held = [file.path.replace(file.path.with_suffix(".admitted")) for file in files]
        await finish(self._keep(session, held, admitted))
        return admitted

    async def _keep(self, session: Session, held: Sequence[Path], admitted: Sequence[StoredMedia]) -> None:
        try:
            await self._store.media.add(session.account, admitted)
            for path, media in zip(held, admitted, strict=True):
                path.replace(self.path(media))
        finally:
            for path in held:
                path.unlink(missing_ok=True)

    async def _look(self, session: Session, file: Arrived) -> StoredMedia:
        async with self._slots:
            found = await self._probe(file.path, file.name)
        identity = f"m_{secrets.token_hex(6)}"
        item = MediaItem(
            identity,
            file.name,
            MediaKind(found.kind),
            duration=found.duration,
            width=found.width,
            height=found.height,
            fps=found.fps,
            has_audio=found.has_audio,
            cuts=tuple(found.cuts),
        )
        ending = suffix(file.name)
        stored_as = f"{identity}.{ending}" if ending else identity
        return StoredMedia(item, session.id, stored_as, file.size, file.hash)

    def path(self, media: StoredMedia) -> Path:
        """Where a file lies."""
        return self._folder / media.file
