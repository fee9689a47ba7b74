"""What lies above the shore, again in the water below it."""

import math

import numpy as np
from PIL import Image, ImageDraw

from studio.render.canvas import Canvas
from studio.render.planes import Pixels, Planes, colour, image_of, pixels_of
from studio.render.scenes.light import Light

DARKENING = [value if value <= 16 else int(16 + (value - 16) * 0.68) for value in range(256)]
GLINTS = 46


class Reflection:
    """A rippled mirror from `shore` (pixels from the top) down, with the sun's glints on it."""

    def __init__(self, canvas: Canvas, shore: int, light: Light, seed: int) -> None:
        self.canvas, self.shore, self.light = canvas, shore, light
        self._phases = np.random.default_rng(seed + 5).uniform(0, 2 * math.pi, size=GLINTS)

    def draw(self, picture: Planes, t: float, sun_x: float) -> None:
        """Mirror what is above the shore, at `t` seconds."""
        for number, plane in enumerate(picture.images):
            part = 1 if number == 0 else 2
            mirrored = self._mirror(plane, part, t)
            plane.paste(mirrored.point(DARKENING) if number == 0 else mirrored, (0, self.shore // part))
        if self.light.name != "day":
            self._glints(picture, t, sun_x)

    def _mirror(self, plane: Image.Image, part: int, t: float) -> Image.Image:
        shore, height = self.shore // part, self.canvas.height // part
        top = int(shore * 0.4)
        above = pixels_of(plane.crop((0, top, plane.width, shore)))
        rows = np.arange(height - shore, dtype=np.float32)
        depth, pixel = rows / len(rows), part / self.canvas.unit
        ripple = np.sin(rows * pixel * 0.55 / (0.35 + depth) + t * 3.1) * (1 + 5 * depth)
        ripple += np.sin(rows * pixel * 0.19 - t * 2.2) * (4 * depth)
        source = np.clip(shore - 2 - rows * 1.9 + ripple / pixel - top, 0, len(above) - 1).astype(np.int32)
        sway = np.sin(rows * pixel * 0.9 / (0.3 + depth) + t * 4) * (2 + 14 * depth) / pixel
        return image_of(_swayed(above, source, sway.astype(np.int32)))

    def _glints(self, picture: Planes, t: float, sun_x: float) -> None:
        width, height, unit = self.canvas.width, self.canvas.height, self.canvas.unit
        luma, *tint = (ImageDraw.Draw(plane) for plane in picture.images)
        _, sun_u, sun_v = colour(self.light.sun)
        for number, phase in enumerate(self._phases):
            depth = ((number * 0.6180339) % 1) ** 1.3
            shine = math.sin(t * (2 + (number % 7) * 0.5) + phase)
            if shine < 0.1:
                continue
            y = self.shore + 4 * unit + depth * (height - self.shore - 8 * unit)
            x = sun_x * width + math.sin(phase * 3 + t * 0.4) * (20 + 150 * depth) * unit
            reach, thick = (10 + 70 * depth) * shine * unit, max(1, round((1 + 3 * depth) * unit))
            luma.line([x - reach, y, x + reach, y], fill=int(105 + 80 * shine), width=thick)
            for pen, value in zip(tint, (sun_u, sun_v), strict=True):
                pen.line([(x - reach) / 2, y / 2, (x + reach) / 2, y / 2], fill=value, width=max(1, thick // 2))


def _swayed(above: Pixels, source: np.ndarray, sway: np.ndarray) -> Pixels:
    """The rows of `source`, each moved sideways by its `sway`; the edge pixels fill in."""
    result = np.empty((len(source), above.shape[1]), np.uint8)
    for number, (row, shift) in enumerate(zip(source.tolist(), sway.tolist(), strict=True)):
        line, out = above[row], result[number]
        if shift > 0:
            out[shift:], out[:shift] = line[:-shift], line[0]
        elif shift < 0:
            out[:shift], out[shift:] = line[-shift:], line[-1]
        else:
            out[:] = line
    return result
