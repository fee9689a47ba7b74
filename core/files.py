"""People's files: refused before a byte travels where that is possible, named safely, and streamed to disk."""

import asyncio
import errno
import shutil
import unicodedata
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from core.audio import TARGET
from core.errors import AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused, AttachmentUnavailable, StorageFull
from core.ports import OpenFile
from core.skills import Skill
from core.sniffing import HEAD, FileKind, extension_by_content, extension_of, kind_of

__all__ = ["FileKind", "accept", "display_name", "read_head", "spool"]

MB: Final = 1024 * 1024
_NAME_CHARACTERS: Final = 80
_NAME_BYTES: Final = 180
_FLUSH: Final = MB
_KEEP_FREE: Final = 64 * MB
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_RESERVED: Final = '<>:"|?*'


def accept(name: str, size: int | None, head: bytes | None, skill: Skill) -> FileKind:
    """What a file is, if the skill takes it.

    `size` in bytes and `head` (its first bytes, `read_head`) are None as long as they are not known: the name alone
    refuses what it can. Raises AttachmentTypeRefused and AttachmentTooLarge.
    """
    shown, named = display_name(name), extension_of(name)
    accepts = (*skill.accepts, "ogg") if TARGET in skill.accepts else skill.accepts  # recordings are made into M4A
    if size == 0 or head == b"":
        raise AttachmentEmpty(name=shown, accepted=skill.accepted)
    if named and named not in accepts:
        raise AttachmentTypeRefused(name=shown, accepted=skill.accepted)
    if size is not None and size > skill.max_bytes:
        raise AttachmentTooLarge(name=shown, size_mb=_megabytes(size), limit_mb=skill.max_mb)
    if head is None:
        return kind_of(named)
    content = extension_by_content(head, named)
    mismatch = bool(named) and (kind_of(named) is FileKind.DOCUMENT) != (kind_of(content) is FileKind.DOCUMENT)
    if content not in accepts or mismatch:
        raise AttachmentTypeRefused(name=shown, accepted=skill.accepted)
    return kind_of(content)


async def read_head(path: Path) -> bytes:
    """The first bytes of a file, for `accept`. Raises OSError."""

    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(HEAD)

    return await asyncio.to_thread(read)


def display_name(name: str) -> str:
    """A name that is safe to show and to write under: no folders, no control or direction characters, at most 80
    characters and 180 bytes, its ending kept; "file" when nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    visible = (c for c in last if unicodedata.category(c) not in _INVISIBLE and c not in _RESERVED)
    plain = " ".join("".join(visible).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not stem or len(ending) > 8:
        stem, dot, ending = plain, "", ""
    stem = stem[: _NAME_CHARACTERS - len(dot + ending)]
    while len((stem + dot + ending).encode()) > _NAME_BYTES:
        stem = stem[:-1]
    return (stem.strip() + dot + ending) or "file"


async def spool(file: OpenFile, folder: Path, limit: int) -> Path:
    """Stream a file to `folder` (made when missing) in constant memory and return its path.

    `limit` is the most this file may have, in bytes. Raises AttachmentTooLarge (before reading where the size is known),
    AttachmentUnavailable when the stream ends early, and StorageFull. Whatever goes wrong, nothing of the file stays
    behind.
    """
    name = display_name(file.name)
    if file.size is not None and file.size > limit:
        raise AttachmentTooLarge(name=name, size_mb=_megabytes(file.size), limit_mb=limit // MB)
    room = await asyncio.to_thread(_room, folder)
    if (file.size or 0) > room:
        raise StorageFull
    part, path = await asyncio.to_thread(_places, folder, name)
    try:
        written = await _write(file.chunks, part, name, min(limit, room), limit)
        if file.size is not None and written < file.size:
            raise AttachmentUnavailable(f"{name} ended after {written} of {file.size} bytes", name=name)
        await asyncio.to_thread(part.replace, path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in _FULL:
            raise StorageFull from error
        raise
    return path


def _megabytes(size: int) -> float:
    megabytes = size / MB
    return round(megabytes, 1) if megabytes < 10 else round(megabytes)


def _room(folder: Path) -> int:
    """How many bytes may still be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return max(0, shutil.disk_usage(folder).free - _KEEP_FREE)
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise


def _places(folder: Path, name: str) -> tuple[Path, Path]:
    """A name nobody has in this folder: the file under way, and where it goes when it is whole."""
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 10_000):
        path = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        part = path.with_name(path.name + ".part")
        if not path.exists():
            try:
                part.touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                continue
            return part, path
    raise StorageFull


async def _write(chunks: AsyncIterator[bytes], part: Path, name: str, room: int, limit: int) -> int:
    written, buffer = 0, bytearray()
    target: BinaryIO = await asyncio.to_thread(part.open, "wb")
    try:
        async for chunk in chunks:
            written += len(chunk)
            if written > limit:
                raise AttachmentTooLarge(name=name, size_mb=_megabytes(written), limit_mb=limit // MB)
            if written > room:
                raise StorageFull
            buffer += chunk
            if len(buffer) >= _FLUSH:
                await asyncio.to_thread(target.write, bytes(buffer))
                buffer.clear()
        await asyncio.to_thread(target.write, bytes(buffer))
    finally:
        await asyncio.to_thread(target.close)
    return written
