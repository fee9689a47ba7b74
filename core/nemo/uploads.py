"""Multipart bodies that are streamed from disk (RFC 7578, with file names written as browsers write them)."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import IO

from core.errors import AttachmentUnavailable
from core.ports import UploadPart

READ_SIZE = 256 * 1024  # smaller reads cost speed, larger ones memory
FIELD = "files"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One file with the header that goes before it."""

    part: UploadPart
    head: bytes
    size: int


class MultipartBody:
    """Files as one request body whose length in bytes is known beforehand. Iterating reads the files; do it once."""

    def __init__(self, pieces: Sequence[_Piece], boundary: str) -> None:
        self._pieces = pieces
        self._tail = f"--{boundary}--\r\n".encode("ascii")
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self.length = sum(len(piece.head) + piece.size + 2 for piece in pieces) + len(self._tail)

    @classmethod
    async def of(cls, parts: Sequence[UploadPart]) -> "MultipartBody":
        """Prepare local files. Raises AttachmentUnavailable when one is not there."""
        boundary = f"reelay-{uuid.uuid4().hex}"
        return cls([_Piece(part, _head(part, boundary), await _size(part)) for part in parts], boundary)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece.head
            async for chunk in _read(piece):
                yield chunk
            yield b"\r\n"
        yield self._tail


async def _size(part: UploadPart) -> int:
    try:
        return (await asyncio.to_thread(part.path.stat)).st_size
    except OSError:
        raise _gone(part) from None


async def _read(piece: _Piece) -> AsyncIterator[bytes]:
    """Exactly as many bytes as were promised, read in a thread. Raises AttachmentUnavailable when there are fewer."""
    left = piece.size
    try:
        file: IO[bytes] = await asyncio.to_thread(piece.part.path.open, "rb")
    except OSError:
        raise _gone(piece.part) from None
    with file:
        while left:
            try:
                chunk = await asyncio.to_thread(file.read, min(READ_SIZE, left))
            except OSError:
                chunk = b""
            if not chunk:
                raise _gone(piece.part)
            left -= len(chunk)
            yield chunk


def _head(part: UploadPart, boundary: str) -> bytes:
    media_type = part.media_type if part.media_type.isascii() and part.media_type.isprintable() else ""
    lines = (
        f"--{boundary}",
        f'Content-Disposition: form-data; name="{FIELD}"; filename="{_quoted(part.name)}"',
        f"Content-Type: {media_type or 'application/octet-stream'}",
        "",
        "",
    )
    return "\r\n".join(lines).encode("utf-8", "replace")


def _quoted(name: str) -> str:
    """A file name for a quoted string: UTF-8 as it is, what would end the string percent-encoded, no control signs."""
    name = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if sign.isprintable()) or "file"


def _gone(part: UploadPart) -> AttachmentUnavailable:
    return AttachmentUnavailable("A file to be uploaded cannot be read", name=part.name)
