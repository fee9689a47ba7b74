"""Voice messages made into sound that the video service takes: chats record Ogg, the service wants M4A."""

import asyncio
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

import av
import av.error

from core.errors import AttachmentTypeRefused

TARGET: Final = "m4a"
VOICE_TYPES: Final = ("ogg", "oga", "opus")
"""Endings of what chats record; each is made into `TARGET`."""

_BIT_RATE: Final = 96_000
_BROKEN: Final = (av.error.FFmpegError, OSError, ValueError, IndexError)


def is_voice(name: str) -> bool:
    """Whether a file is, by its name, a recording that has to be made into something else first."""
    return PurePosixPath(name.lower()).suffix.lstrip(".") in VOICE_TYPES


def converted_name(name: str) -> str:
    """What a recording is called once it is converted."""
    return PurePosixPath(name).with_suffix(f".{TARGET}").name


async def to_m4a(path: Path, folder: Path) -> Path:
    """Write a recording's sound as M4A into `folder` (made when missing), in constant memory.

    Raises AttachmentTypeRefused when it holds none.
    """
    out = folder / converted_name(path.name)
    if not await asyncio.to_thread(_convert, path, out):
        raise AttachmentTypeRefused(name=path.name, accepted="OGG, MP3, WAV, M4A, AAC")
    return out


def _convert(path: Path, out: Path) -> bool:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with (
            av.open(f"file:{path}", format="ogg", options={"protocol_whitelist": "file"}) as source,
            av.open(f"file:{out}", "w", format="ipod") as target,
        ):
            sound = source.streams.audio[0]
            stream = target.add_stream("aac", rate=48_000, bit_rate=_BIT_RATE)
            for frame in source.decode(sound):
                target.mux(stream.encode(frame))
            target.mux(stream.encode(None))
    except _BROKEN:
        with suppress(OSError):
            out.unlink(missing_ok=True)
        return False
    return out.is_file()  # where not one frame came, nothing was written
