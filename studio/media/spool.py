"""A file on its way in: counted and hashed while it is written, in constant memory."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from studio.errors import FileTooLarge
from studio.media.types import SNIFFED, check_content

BATCH = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file, not yet looked into: `size` in bytes, `hash` is SHA-256."""

    name: str
    path: Path
    size: int
    hash: str


class Spool:
    """The folder of unfinished files. What was not taken out of it when it is left is removed."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._paths: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path in self._paths:
            path.unlink(missing_ok=True)

    async def take(self, name: str, chunks: AsyncIterable[bytes]) -> Arrived:
        """Write a file; raises FileTooLarge with the byte that is one too many, FileTypeUnsupported by its first."""
        path = self._folder / secrets.token_hex(12)
        self._paths.append(path)
        with path.open("xb") as file:
            writer = _Writer(name, file, self._limit)
            async for chunk in chunks:
                await writer.feed(chunk)
            await writer.finish()
        return Arrived(name, path, writer.size, writer.digest.hexdigest())


class _Writer:
    def __init__(self, name: str, file: BinaryIO, limit: int) -> None:
        self.size = 0
        self.digest = hashlib.sha256()
        self._name = name
        self._file = file
        self._limit = limit
        self._batch = bytearray()
        self._sniffed = False

    async def feed(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._limit:
            raise FileTooLarge(f"“{self._name}” is larger than {self._limit / 2**20:g} MB.")
        self._batch += chunk
        if not self._sniffed and len(self._batch) >= SNIFFED:
            self._sniff()
        if len(self._batch) >= BATCH:
            await self._flush()

    async def finish(self) -> None:
        if not self._sniffed:
            self._sniff()
        await self._flush()

    def _sniff(self) -> None:
        self._sniffed = True
        check_content(self._name, bytes(self._batch[:SNIFFED]))

    async def _flush(self) -> None:
        batch, self._batch = bytes(self._batch), bytearray()
        writing = asyncio.ensure_future(asyncio.to_thread(self._write, batch))
        try:
            await asyncio.shield(writing)
        finally:  # a request that is dropped must not close the file under the thread that writes it
            await asyncio.wait((writing,))

    def _write(self, batch: bytes) -> None:
        self._file.write(batch)
        self.digest.update(batch)
