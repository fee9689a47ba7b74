"""Small real files that people send."""

from functools import lru_cache
from io import BytesIO

import av
import numpy as np
from PIL import Image

from tests.fakes.telegram_server import Clip


@lru_cache
def _movie(seconds: int, shade: int) -> bytes:
    out = BytesIO()
    with av.open(out, "w", format="mp4") as movie:
        stream = movie.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for number in range(seconds * 10):
            picture = np.full((90, 160, 3), (shade + number) % 255, np.uint8)
            movie.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        movie.mux(stream.encode(None))
    return out.getvalue()


@lru_cache
def _recording(seconds: int) -> bytes:
    out = BytesIO()
    with av.open(out, "w", format="ogg") as recording:
        stream = recording.add_stream("libopus", rate=48_000, layout="mono")
        wave = (np.sin(np.arange(48_000 * seconds) / 20) * 8000).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.sample_rate = 48_000
        recording.mux(stream.encode(frame))
        recording.mux(stream.encode(None))
    return out.getvalue()


def movie(name: str, caption: str = "", *, seconds: int = 2, shade: int = 60) -> Clip:
    """A video as a client sends it."""
    data = _movie(seconds, shade)
    return Clip("video", data, name, "video/mp4", caption, width=160, height=90, duration=seconds)


def round_note() -> Clip:
    """A round video note."""
    return Clip("video_note", _movie(2, 90), width=160, duration=2)


def voice(seconds: int = 2) -> Clip:
    """A voice message."""
    return Clip("voice", _recording(seconds), mime="audio/ogg", duration=seconds)


def photo(shade: int = 100, caption: str = "") -> Clip:
    """A photo."""
    out = BytesIO()
    Image.new("RGB", (320, 180), (shade, 80, 120)).save(out, "JPEG")
    return Clip("photo", out.getvalue(), caption=caption, width=320, height=180)


def document(name: str, data: bytes, mime: str, caption: str = "") -> Clip:
    """Any file, sent as a file."""
    return Clip("document", data, name, mime, caption)
