"""What an uploaded file is: told by its content, measured, and one frame of it decoded."""

from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from studio.errors import FileTypeUnsupported
from studio.render.media.animation import measured
from studio.render.media.cuts import survey
from studio.render.media.opening import Content, content_of, decoded, footage_of, open_streams, packets, sound_of
from studio.render.media.pictures import DAMAGED as DAMAGED_PICTURE
from studio.render.media.pictures import open_picture, shown_size

MAX_PIXELS = 7680 * 4320
MAX_SIDE = 8100
MAX_SECONDS = 4 * 3600
DAMAGED = "This file is damaged or of a type that cannot be used."


def inspect(path: Path) -> dict[str, Any]:
    """Kind, duration (ms), size, rate, sound and cuts, as JSON. Raises FileTypeUnsupported."""
    av.logging.set_level(None)
    content = content_of(path)
    if content is Content.PICTURE:
        return _picture(path)
    if content is Content.ANIMATION:
        return _animation(path)
    container = open_streams(path)
    try:
        video = footage_of(container)
        told = _video(container, video) if video else _audio(container)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise FileTypeUnsupported(DAMAGED) from error
    finally:
        container.close()
    if told["kind"] == "video":
        seen = survey(path, told["duration"])
        told["duration"], told["cuts"] = seen.end or told["duration"], list(seen.cuts)
        _check_length(told["duration"] / 1000)
    return told


def _picture(path: Path) -> dict[str, Any]:
    try:
        with open_picture(path) as picture:
            width, height = shown_size(picture)
            picture.draft("RGB", (256, 256))
            picture.load()
    except DAMAGED_PICTURE as error:
        raise FileTypeUnsupported("This picture is damaged.") from error
    return {
        "kind": "image",
        "duration": 0,
        "width": width,
        "height": height,
        "fps": 0.0,
        "has_audio": False,
        "cuts": [],
    }


def _animation(path: Path) -> dict[str, Any]:
    picture = _picture(path)
    _check_size(max(2, picture["width"]), max(2, picture["height"]))
    seconds, count = measured(path)
    _check_length(seconds)
    moving = {"kind": "video", "duration": round(seconds * 1000), "fps": round(count / seconds, 3), "cuts": [0]}
    return picture | moving


def _duration(container: InputContainer, stream: av.VideoStream | av.AudioStream) -> float:
    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    else:
        seconds = (container.duration or 0) / 1_000_000
    _check_length(seconds)
    return seconds


def _check_length(seconds: float) -> None:
    if seconds > MAX_SECONDS:
        raise FileTypeUnsupported(f"This file is too long: the limit is {MAX_SECONDS // 3600} hours.")


def _check_size(width: int, height: int) -> None:
    if width < 2 or height < 2:
        raise FileTypeUnsupported(DAMAGED)
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise FileTypeUnsupported(f"This video is too large: {width}x{height} pixels.")


def _video(container: InputContainer, stream: VideoStream) -> dict[str, Any]:
    _check_size(stream.codec_context.width, stream.codec_context.height)
    seconds = _duration(container, stream)
    frame = next(decoded(container, stream), None)
    if frame is None:
        raise FileTypeUnsupported(DAMAGED)
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    width, height = round(frame.width * aspect), frame.height
    if frame.rotation % 180:
        width, height = height, width
    rate = float(stream.average_rate or stream.guessed_rate or 0)
    if seconds <= 0:
        seconds = _counted(container, stream)
    return {
        "kind": "video",
        "duration": round(seconds * 1000),
        "width": width,
        "height": height,
        "fps": round(rate, 3),
        "has_audio": sound_of(container) is not None,
        "cuts": [],
    }


def _audio(container: InputContainer) -> dict[str, Any]:
    stream = sound_of(container)
    if stream is None:
        raise FileTypeUnsupported(DAMAGED)
    seconds = _duration(container, stream)
    if next(decoded(container, stream), None) is None:
        raise FileTypeUnsupported(DAMAGED)
    if seconds <= 0:
        seconds = _counted(container, stream)
    return {
        "kind": "audio",
        "duration": round(seconds * 1000),
        "width": 0,
        "height": 0,
        "fps": 0.0,
        "has_audio": True,
        "cuts": [],
    }


def _counted(container: InputContainer, stream: av.VideoStream | av.AudioStream) -> float:
    """The length by the packets, for files that do not say (ADTS, some WebM and GIF)."""
    container.seek(0)
    end = 0.0
    for packet in packets(container, stream):
        if packet.pts is not None and packet.time_base is not None:
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        _check_length(end)
    return end
