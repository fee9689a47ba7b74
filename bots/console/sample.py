"""A short clip of our own making, for trying things out: moving colours and a soft chord, H.264 with sound."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT, FPS, RATE = 1280, 720, 30, 48_000
CHORD = (220.0, 277.18, 329.63)


def make_sample(path: Path, seconds: int = 12) -> Path:
    """Write the clip to `path` and return it. CPU-bound (about a second): call it in a thread."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "23", "g": str(FPS)})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        sound = container.add_stream("aac", rate=RATE, layout="stereo")
        for number in range(seconds * FPS):
            picture = av.VideoFrame.from_ndarray(_picture(number / FPS), format="rgb24")
            container.mux(video.encode(picture))
        for start in range(0, seconds * RATE, 1024):
            container.mux(sound.encode(_sound(start)))
        container.mux(video.encode(None))
        container.mux(sound.encode(None))
    return path


def _picture(time: float) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
    """Three soft lights that drift over a dark ground."""
    y, x = np.mgrid[0:HEIGHT:4, 0:WIDTH:4].astype(np.float32)
    canvas = np.full((HEIGHT // 4, WIDTH // 4, 3), (18, 16, 36), dtype=np.float32)
    for index, colour in enumerate(((250, 120, 90), (80, 150, 250), (120, 230, 160))):
        angle = time * (0.5 + 0.2 * index) + 2.1 * index
        centre = (WIDTH * (0.5 + 0.3 * np.cos(angle)), HEIGHT * (0.5 + 0.3 * np.sin(angle * 1.3)))
        light = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * 150.0**2))
        canvas += light[..., None] * np.asarray(colour, dtype=np.float32)
    small = np.clip(canvas, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(small.repeat(4, axis=0).repeat(4, axis=1))


def _sound(start: int) -> av.AudioFrame:
    moments = (start + np.arange(1024, dtype=np.float64)) / RATE
    wave = (
        sum(np.sin(2 * np.pi * tone * moments) for tone in CHORD) * 0.08 * (1 + 0.4 * np.sin(2 * np.pi * 0.5 * moments))
    )
    frame = av.AudioFrame.from_ndarray(np.vstack([wave, wave]).astype(np.float32), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame
