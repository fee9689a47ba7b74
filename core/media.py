"""Looking at rendered videos before they are delivered: their size and length, and a still picture of them."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageStat

THUMBNAIL_SIDE: Final = 320
THUMBNAIL_BYTES: Final = 200 * 1000
_CONTAINERS: Final = {b"ftyp": "mp4", b"moov": "mp4", b"mdat": "mp4", b"wide": "mp4"}
_MATROSKA: Final = b"\x1a\x45\xdf\xa3"
_MOST_PIXELS: Final = 8192 * 4608
_MOMENTS: Final = (0.25, 0.5, 0.1, 0.75, 0.0)
_BROKEN: Final = (av.error.FFmpegError, OSError, ValueError, IndexError)


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a video is: sizes in pixels as shown, `duration` in seconds; None where it does not say."""

    width: int | None = None
    height: int | None = None
    duration: float | None = None
    has_video: bool = False
    has_audio: bool = False


async def inspect(path: Path) -> MediaFacts:
    """The facts of a video file. A file that is none has none: `has_video` is False. Never raises for its content."""
    return await asyncio.to_thread(_inspect, path)


async def thumbnail(path: Path, out: Path) -> bool:
    """Write a JPEG of a telling moment to `out`: at most 320 px a side and 200 kB. False (and no file) when there is no
    picture to be had."""
    return await asyncio.to_thread(_thumbnail, path, out)


def _open(path: Path) -> InputContainer:
    """Open a local MP4 or Matroska file, and nothing that it points to. Raises ValueError for anything else."""
    with path.open("rb") as file:
        head = file.read(12)
    container = "matroska" if head.startswith(_MATROSKA) else _CONTAINERS.get(head[4:8])
    if container is None:
        raise ValueError("neither MP4 nor Matroska")
    return av.open(
        f"file:{path}",
        format=container,
        options={"protocol_whitelist": "file", "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"},
    )


def _inspect(path: Path) -> MediaFacts:
    try:
        with _open(path) as media:
            sounding = bool(media.streams.audio)
            video = _picture_stream(media)
            if video is None:
                return MediaFacts(duration=_seconds(media), has_audio=sounding)
            width, height = video.width, video.height
            if _lies_on_its_side(media, video):
                width, height = height, width
            return MediaFacts(width, height, _seconds(media), has_video=True, has_audio=sounding)
    except _BROKEN:
        return MediaFacts()


def _seconds(media: InputContainer) -> float | None:
    return None if media.duration is None or media.duration <= 0 else media.duration / av.time_base


def _picture_stream(media: InputContainer) -> VideoStream | None:
    """The first video stream that can be decoded and is of a sensible size."""
    for video in media.streams.video:
        # a stream of an unknown codec has no context, and PyAV gives it no sizes either
        if getattr(video, "codec_context", None) and 0 < video.width * video.height <= _MOST_PIXELS:
            return video
    return None


def _lies_on_its_side(media: InputContainer, video: VideoStream) -> bool:
    """Whether the file asks to be shown turned by a quarter."""
    frame = _next_frame(media, video)
    return frame is not None and frame.rotation % 180 != 0


def _next_frame(media: InputContainer, video: VideoStream) -> VideoFrame | None:
    with suppress(*_BROKEN):
        return next(iter(media.decode(video)), None)
    return None


def _thumbnail(path: Path, out: Path) -> bool:
    try:
        with _open(path) as media:
            picture = _most_telling(media)
        if picture is None:
            return False
        _save(picture, out)
    except _BROKEN:
        with suppress(OSError):
            out.unlink(missing_ok=True)
        return False
    return True


def _most_telling(media: InputContainer) -> Image.Image | None:
    """The first moment that shows something, else the one that shows most."""
    best: tuple[float, VideoFrame] | None = None
    for frame in _moments(media):
        telling = _contrast(frame)
        if best is None or telling > best[0]:
            best = (telling, frame)
        if telling >= 1.0:
            break
    return None if best is None else _upright(best[1])


def _moments(media: InputContainer) -> Iterator[VideoFrame]:
    video = _picture_stream(media)
    if video is None:
        return
    for moment in _MOMENTS:
        with suppress(*_BROKEN):
            media.seek(round((media.duration or 0) * moment))
        frame = _next_frame(media, video)
        if frame is not None:
            yield frame


def _contrast(frame: VideoFrame) -> float:
    """How much a frame shows: 1 and above is a picture, near 0 is a black, white or plain one."""
    grey = frame.reformat(width=64, height=64, format="gray")
    rows = grey.planes[0]
    shown = ImageStat.Stat(Image.frombytes("L", (64, 64), bytes(rows), "raw", "L", rows.line_size))
    [brightness], [spread] = shown.mean, shown.stddev
    lit = min(1.0, brightness / 24, (255 - brightness) / 8)
    return spread / 12 * lit


def _upright(frame: VideoFrame) -> Image.Image:
    scale = min(1.0, THUMBNAIL_SIDE / max(frame.width, frame.height))
    width, height = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
    picture: Image.Image = frame.to_image(width=width, height=height)  # type: ignore[no-untyped-call]
    return picture.rotate(frame.rotation, expand=True) if frame.rotation % 360 else picture


def _save(picture: Image.Image, out: Path) -> None:
    for quality in (88, 75, 60, 40):
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.stat().st_size < THUMBNAIL_BYTES:
            return
