"""Open water seen from just above it: eight crossing waves in perspective, the sky's colour on them, the sun's path."""

import math

import numpy as np
from PIL import Image

from studio.render.canvas import Canvas
from studio.render.planes import Field, Planes, Size, colour, halved, image_of
from studio.render.scenes.fields import grid
from studio.render.scenes.light import Light, mix, scaled

COARSE = 3
WAVES = ((2.2, 1.0), (3.1, 0.8), (4.7, 0.7), (6.9, 0.6), (10.3, 0.55), (15.1, 0.5), (23.0, 0.42), (34.0, 0.34))
"""Frequency and height of each."""


class Waves:
    """Water from `top` to `bottom` (pixels, even) over the whole width, the sun standing at `sun_x` of it."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, *, top: int, bottom: int, sun_x: float) -> None:
        self.top, self.size = top, (canvas.width, bottom - top)
        cells = (max(16, canvas.width // COARSE), max(8, self.size[1] // COARSE))
        x, y = grid(cells)
        distance = 1 / (y * 0.9 + 0.035)
        across = (x - 0.5) * (canvas.width / canvas.height) * distance * 1.2
        self._waves = list(self._phases(np.random.default_rng(seed), across, distance))
        self._near = np.clip(y * 6, 0, 1)
        self._base = 0.62 - 0.42 * y
        self._haze = np.exp(-y * 16) * 0.75
        self._path = np.exp(-(((x - sun_x) / (0.035 + 0.16 * y)) ** 2)) * (0.95 if light.glow > 0.39 else 0.7)
        shallow = scaled(mix(light.horizon, light.sky[1][1], 0.45), 0.98)
        self._colours = [colour(rgb) for rgb in (light.deep, shallow, scaled(light.horizon, 0.94), light.sun)]

    @staticmethod
    def _phases(random: np.random.Generator, across: Field, distance: Field) -> list[tuple[Field, float, Field]]:
        """Each wave's phase over the water, its speed, and its height there."""
        waves = []
        for order, (frequency, height) in enumerate(WAVES):
            angle = (-1) ** order * random.uniform(0.1, 0.35 + 0.09 * order)
            pitch = frequency * random.uniform(0.85, 1.2)
            phase = (across * math.sin(angle) + distance * math.cos(angle)) * pitch * 2.2 + random.uniform(0, 6)
            fading = height / (1 + (pitch * distance / 55) ** 2)
            waves.append((phase.astype(np.float32), 1.1 + math.sqrt(pitch) * 0.75, fading.astype(np.float32)))
        return waves

    def draw(self, picture: Planes, t: float) -> None:
        """Paint the water at `t` seconds."""
        slope = np.zeros_like(self._near)
        for phase, speed, height in self._waves:
            slope += np.cos(phase + np.float32(t * speed)) * height
        sheen = np.clip(self._base + slope * 0.075 * self._near, 0, 1)
        glitter = self._path * np.square(np.clip(slope * 0.42 + 0.05, 0, 1.3))
        for number, plane in enumerate(picture.images):
            part = 1 if number == 0 else 2
            sizes = self.size if part == 1 else halved(self.size)
            values = self._mixed(number, part, sheen, np.minimum(glitter, 1))
            plane.paste(_enlarged(values, sizes), (0, self.top // part))

    def _mixed(self, channel: int, step: int, sheen: Field, glitter: Field) -> Field:
        """One plane's values: deep water, the sky's sheen, haze far off, the sun."""
        deep, shallow, far, sun = (np.float32(rgb[channel]) for rgb in self._colours)
        cells = (slice(None, None, step), slice(None, None, step))
        values = deep + (shallow - deep) * sheen[cells]
        values += (far - values) * self._haze[cells]
        values += (sun - values) * glitter[cells]
        return values


def _enlarged(values: Field, size: Size) -> Image.Image:
    return image_of((values + 0.5).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
