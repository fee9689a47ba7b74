"""Rows of buildings with lit windows, that repeat sideways."""

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from studio.render.planes import Rgb, Size
from studio.render.scenes.light import scaled

Box = tuple[int, int, int, int]
COOL_WINDOW: Rgb = (190, 215, 255)


@dataclass(frozen=True, slots=True)
class SkylineStyle:
    """How a row of buildings looks: heights as parts of the picture, widths in pixels, windows lit 0..1."""

    rgb: Rgb
    lit: Rgb
    heights: tuple[float, float]
    widths: tuple[float, float]
    windows: float
    spacing: float


@dataclass(slots=True)
class Skyline:
    """The drawn row, and the windows that may go on and off."""

    picture: Image.Image
    windows: list[Box] = field(default_factory=list)


class SkylineArtist:
    """Draws one row of buildings."""

    def __init__(self, size: Size, style: SkylineStyle, seed: int) -> None:
        self.style = style
        self.width, self.height = size
        self.random = np.random.default_rng(seed)
        self.result = Skyline(Image.new("RGBA", size, (*style.rgb, 0)))
        self.pen = ImageDraw.Draw(self.result.picture)
        self.step = max(4, int(style.spacing))

    def draw(self) -> Skyline:
        """Fill the row from left to right."""
        x, previous = 0, 0.5
        while x < self.width - 4:
            wide = int(self.random.uniform(*self.style.widths)) + 2
            wide = min(wide, self.width - x) if self.width - x - wide > self.style.widths[0] else self.width - x
            previous = 0.35 * previous + 0.65 * float(self.random.random()) ** 1.25
            low, high = self.style.heights
            self._building(x, wide, int(self.height * (low + (high - low) * previous)))
            x += wide + (int(self.random.uniform(0, 5)) if wide > 8 else 0)
        return self.result

    def _building(self, x: int, wide: int, tall: int) -> None:
        top = max(4, self.height - tall)
        rgb = scaled(self.style.rgb, self.random.uniform(0.86, 1.1))
        shape = self.random.random()
        if shape < 0.3 and tall > self.height * 0.4:
            self._setbacks(x, wide, top, tall, rgb)
        else:
            self._block(x, x + wide, top, rgb)
            self._roof(x, wide, top, rgb, shape)
        if tall > self.height * 0.5 and self.random.random() < 0.4:
            mast = (x + wide // 2, max(0, top - int(self.height * 0.14)), x + wide // 2, top + int(self.height * 0.1))
            self.pen.line(mast, fill=(*rgb, 255), width=max(1, wide // 45))

    def _setbacks(self, x: int, wide: int, top: int, tall: int, rgb: Rgb) -> None:
        inset = int(wide * 0.16)
        for level, drop in ((0, 0.22), (1, 0.08), (2, 0.0)):
            self._block(x + level * inset, x + wide - level * inset, top + int(tall * drop), rgb)

    def _roof(self, x: int, wide: int, top: int, rgb: Rgb, shape: float) -> None:
        fill = (*rgb, 255)
        if shape < 0.4:
            self.pen.polygon([(x, top + 1), (x + wide * 0.5, top - wide * 0.25), (x + wide, top + 1)], fill=fill)
        elif shape < 0.5:
            self.pen.polygon([(x, top + 1), (x + wide, top + 1), (x + wide, top - int(wide * 0.28))], fill=fill)
        else:
            for _ in range(int(self.random.integers(0, 3))):
                left = x + int(self.random.uniform(0.1, 0.7) * wide)
                lift = max(2, int(self.height * 0.022))
                self.pen.rectangle((left, top - lift, left + max(2, int(wide * 0.18)), top), fill=fill)

    def _block(self, left: int, right: int, top: int, rgb: Rgb) -> None:
        self.pen.rectangle((left, top, right, self.height), fill=(*rgb, 255))
        side = left + int((right - left) * 0.74)
        self.pen.rectangle((side, top, right, self.height), fill=(*scaled(rgb, 0.8), 255))
        edge = tuple(min(255, int(value * 1.25) + 6) for value in rgb)
        self.pen.line((left, top, right, top), fill=(*edge, 255), width=max(1, self.height // 260))
        if self.style.windows > 0:
            self._windows(left, right, top, rgb)

    def _windows(self, left: int, right: int, top: int, rgb: Rgb) -> None:
        step, wide, tall = self.step, max(2, int(self.step * 0.42)), max(2, int(self.step * 0.55))
        for y in range(top + step, self.height - step, max(5, int(step * 1.3))):
            busy = 2.6 if self.random.random() < 0.08 else 1.0
            share = min(0.85, self.style.windows * self.random.uniform(0.2, 1.6) * busy)
            for x in range(left + step // 2 + 1, right - wide - 2, step):
                if self.random.random() < share:
                    self._window((x, y, x + wide, y + tall), rgb)

    def _window(self, box: Box, wall: Rgb) -> None:
        strength = self.random.uniform(0.45, 1.0)
        warm = self.style.lit if self.random.random() < 0.85 else COOL_WINDOW
        rgb = tuple(int(a * strength + b * (1 - strength)) for a, b in zip(warm, wall, strict=True))
        self.pen.rectangle(box, fill=(*rgb, 255))
        if self.random.random() < 0.05:
            self.result.windows.append(box)
