"""Footage and photos for the benchmarks, made here: grainy like a camera's, so that decoding and encoding are real work."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

RATE, FPS, SIZE = 48_000, 30, (1920, 1080)
UNIQUE_SECONDS, ROUNDS = 20, 6


def make_photo(path: Path, seed: int, size: tuple[int, int] = (4000, 3000)) -> None:
    """A 12-megapixel JPEG with soft shapes and grain."""
    random = np.random.default_rng(seed)
    shapes = Image.fromarray(random.integers(20, 235, (9, 12, 3), np.uint8)).resize(size, Image.Resampling.BICUBIC)
    detail = Image.fromarray(random.integers(0, 255, (size[1] // 8, size[0] // 8, 3), np.uint8)).resize(size)
    Image.blend(shapes, detail, 0.12).save(path, quality=88)


def make_clip(path: Path) -> None:
    """Two minutes of 1080p30 at 8 Mb/s with a key frame every two seconds and speech-like sound."""
    part = path.with_suffix(".part.mp4")
    _encode(part)
    _repeat(part, path)
    part.unlink()


def _pictures() -> Iterator[np.ndarray]:
    """A slow pan over shapes that change every two and a half seconds, under moving grain."""
    random = np.random.default_rng(3)
    grain = random.normal(0, 5, (SIZE[1] + 64, SIZE[0] + 64, 1)).astype(np.int16)
    for scene in range(8):
        wide = (SIZE[0] + 400, SIZE[1])
        shapes = Image.fromarray(random.integers(16, 235, (7, 13, 3), np.uint8)).resize(wide, Image.Resampling.BICUBIC)
        fine = Image.fromarray(random.integers(0, 255, (90, 193, 3), np.uint8)).resize(wide, Image.Resampling.BILINEAR)
        field = np.asarray(Image.blend(shapes, fine, 0.2)).astype(np.int16)
        for step in range(UNIQUE_SECONDS * FPS // 8):
            left, (down, across) = step * 4, random.integers(0, 64, 2)
            picture = field[:, left : left + SIZE[0]] + grain[down : down + SIZE[1], across : across + SIZE[0]]
            yield np.clip(picture + scene % 2, 0, 255).astype(np.uint8)


def _voice() -> np.ndarray:
    t = np.arange(UNIQUE_SECONDS * RATE) / RATE
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t), 0, 1) * (np.sin(2 * np.pi * 0.23 * t) > -0.2)
    tone = sum(np.sin(2 * np.pi * 140 * part * t) / part for part in (1, 2, 3, 5))
    return np.repeat((0.2 * tone * syllables).astype(np.float32)[None], 2, axis=0)


def _encode(path: Path) -> None:
    with av.open(path.as_posix(), "w") as container:
        options = {"preset": "superfast", "g": "60", "bf": "0"}
        video = container.add_stream("libx264", rate=FPS, options=options)
        video.width, video.height, video.pix_fmt, video.bit_rate = *SIZE, "yuv420p", 8_000_000
        audio = container.add_stream("aac", rate=RATE, layout="stereo")
        for number, picture in enumerate(_pictures()):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(_voice()), format="fltp", layout="stereo")
        sound.sample_rate, sound.pts, sound.time_base = RATE, 0, Fraction(1, RATE)
        container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def _repeat(part: Path, path: Path) -> None:
    """The same packets six times over: two minutes of footage for the work of twenty seconds."""
    with av.open(path.as_posix(), "w") as out:
        streams, last = {}, {0: -(10**9), 1: -(10**9)}
        for order in range(ROUNDS):
            with av.open(part.as_posix()) as source:
                for stream in source.streams:
                    if stream.index not in streams:
                        streams[stream.index] = out.add_stream_from_template(stream)
                for packet in source.demux():
                    if packet.dts is None or packet.pts is None or packet.time_base is None:
                        continue
                    shift = int(order * UNIQUE_SECONDS / packet.time_base)
                    if packet.dts + shift <= last[packet.stream.index]:
                        continue  # the encoder's run-in, which overlaps the round before
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    last[packet.stream.index] = packet.dts
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)
