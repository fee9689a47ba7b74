"""From files that arrived to media that can be edited with."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from studio.director.model import MediaItem, MediaKind
from studio.media.spool import Arrived
from studio.media.types import suffix
from studio.ports import Probe
from studio.store import Session, Store, StoredMedia


class Library:
    """Keeps uploaded files."""

    def __init__(self, store: Store, folder: Path, probe: Probe) -> None:
        self._store = store
        self._folder = folder
        self._probe = probe

    async def admit(self, session: Session, files: Sequence[Arrived]) -> tuple[StoredMedia, ...]:
        """Probe the files of one upload and keep all of them, or none. Raises FileTypeUnsupported."""
        admitted = [await self._look(session, file) for file in files]
        await self._store.media.add(session.account, admitted)
        for file, media in zip(files, admitted, strict=True):
            file.path.replace(self.path(media))
        return tuple(admitted)

    async def _look(self, session: Session, file: Arrived) -> StoredMedia:
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
