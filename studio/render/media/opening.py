"""Opening files that strangers sent: only formats and protocols on a list, told apart by content and never by name."""

import contextlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, overload

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from studio.errors import FileTypeUnsupported
from studio.render.media.pictures import moves

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mp3,wav,aac,flac,ogg,mpeg,mpegts"
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS, "enable_drefs": "0", "use_absolute_path": "0"}
HEAD_BYTES = 32


SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


class Content(StrEnum):
    """What a file holds."""

    PICTURE = "picture"
    ANIMATION = "animation"
    STREAMS = "streams"


def content_of(path: Path) -> Content:
    """Picture or animation by its signature (JPEG, PNG, WebP, GIF), everything else for the demuxers to judge."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.startswith(SIGNATURES) and (head[:4], head[8:12]) != (b"RIFF", b"WEBP"):
        return Content.STREAMS
    return Content.ANIMATION if moves(path) else Content.PICTURE


def open_streams(path: Path) -> InputContainer:
    """Open footage or sound; raises FileTypeUnsupported."""
    try:
        return av.open(path.as_posix(), "r", options=OPTIONS, metadata_errors="ignore")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise FileTypeUnsupported("This file is damaged or of a type that cannot be used.") from error


S = TypeVar("S", VideoStream, AudioStream)


def footage_of(container: InputContainer) -> VideoStream | None:
    """The moving picture that a player would show; the cover of a song is none."""
    return _meant([stream for stream in container.streams.video if Disposition.attached_pic not in stream.disposition])


def sound_of(container: InputContainer) -> AudioStream | None:
    """The sound that a player would play, where a file has several."""
    return _meant(list(container.streams.audio))


def _meant(streams: list[S]) -> S | None:
    """The first one marked as the usual one, else the first, of those that can be decoded."""
    # a stream of an unknown codec has no context
    known = [stream for stream in streams if getattr(stream, "codec_context", None)]
    return next((stream for stream in known if Disposition.default in stream.disposition), next(iter(known), None))


def zero_of(container: InputContainer) -> float:
    """What the file's clock shows (seconds) at its start: when its picture begins, or its sound where it has no picture."""
    stream = footage_of(container) or sound_of(container)
    return float((stream.start_time or 0) * (stream.time_base or 0)) if stream else 0.0


def packets(container: InputContainer, stream: VideoStream | AudioStream) -> "Iterator[av.Packet[Any]]":
    """The packets of a stream from where the file stands to its end, or to where it breaks off."""
    # a stream that appears on the way has no place in PyAV's list of them
    with contextlib.suppress(av.FFmpegError, IndexError):
        yield from container.demux(stream)


@overload
def decoded(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]: ...
@overload
def decoded(container: InputContainer, stream: AudioStream) -> Iterator[av.AudioFrame]: ...
def decoded(
    container: InputContainer, stream: VideoStream | AudioStream
) -> Iterator[av.VideoFrame] | Iterator[av.AudioFrame]:
    """The frames from where the file stands; what is damaged is left out, and what breaks off ends there."""
    for packet in packets(container, stream):
        try:
            frames = packet.decode()
        except MemoryError:
            raise
        except av.FFmpegError:
            continue
        yield from frames
