"""Opening files that strangers sent: only formats and protocols on a list, told apart by content and never by name."""

from enum import StrEnum
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from studio.errors import FileTypeUnsupported

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mp3,wav,aac,flac,ogg,gif,mpeg,mpegts"
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS, "enable_drefs": "0", "use_absolute_path": "0"}
HEAD_BYTES = 32


class Content(StrEnum):
    """What a file's first bytes say."""

    PICTURE = "picture"
    ANIMATION = "animation"
    STREAMS = "streams"


def content_of(path: Path) -> Content:
    """Picture by its signature (JPEG, PNG, WebP), GIF apart, everything else for the demuxers to judge."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Content.PICTURE
    return Content.ANIMATION if head.startswith((b"GIF87a", b"GIF89a")) else Content.STREAMS


def open_streams(path: Path) -> InputContainer:
    """Open footage or sound; raises FileTypeUnsupported."""
    try:
        return av.open(path.as_posix(), "r", options=OPTIONS, metadata_errors="ignore")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise FileTypeUnsupported("This file is damaged or of a type that cannot be used.") from error


def footage_of(container: InputContainer) -> VideoStream | None:
    """The moving picture in a file; the cover of a song is none."""
    moving = (stream for stream in container.streams.video if Disposition.attached_pic not in stream.disposition)
    return next(moving, None)
