"""A meadow: hills under the sky, and rows of flowers that sway as one walks past."""

import math

import numpy as np
from PIL import Image, ImageDraw

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, Rgb
from studio.render.scenes.fields import ridge
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky
from studio.render.scenes.terrain import Ground, terrain
from studio.render.sprite import Sprite

GREENS: dict[str, Rgb] = {
    "sunset": (112, 106, 58),
    "sunrise": (128, 150, 88),
    "day": (96, 164, 62),
    "night": (22, 44, 40),
}
FLOWERS: tuple[Rgb, ...] = ((255, 255, 250), (255, 214, 70), (236, 84, 90), (178, 120, 230), (255, 150, 190))
DIM = {"sunset": 0.22, "sunrise": 0.1, "day": 0.0, "night": 0.62}
ROWS = (
    # top, part of the height, flower radius (pixels), spacing, speed
    (0.66, 0.12, 6.0, 13, 10),
    (0.72, 0.18, 11.0, 26, 20),
    (0.78, 0.30, 22.0, 58, 42),
)
FINE = 2


class Meadow(Scene):
    """The meadow, in flowers of the colours asked for."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=0.62, sun_x=0.3)
        self.paints = [mix(rgb, light.near, DIM[light.name]) for rgb in colours or FLOWERS]
        green = GREENS[light.name]
        self.hills = [
            (self._hill(mix(green, light.horizon, 0.55), 0.24, 1), 0.50, 4.0),
            (self._hill(mix(green, light.horizon, 0.25), 0.26, 2), 0.58, 8.0),
            (self._hill(green, 0.38, 3), 0.66, 12.0),
        ]
        self.rows = [self._row(number) for number in range(len(ROWS))]

    def _hill(self, rgb: Rgb, part: float, number: int) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * part))
        line = (1 - ridge(size[0], 2.3, self.seed + 20 + number)) * size[1] * 0.4 + 2
        return terrain(size, line, Ground(rgb, scaled(rgb, 0.72)), self.seed + number)

    def _row(self, number: int) -> Sprite:
        """A strip of grass and flowers that repeats sideways."""
        _, part, radius, spacing, _ = ROWS[number]
        size = (even(self.canvas.width * 1.25), even(self.canvas.height * part))
        unit = self.canvas.unit * FINE
        random = np.random.default_rng(self.seed + 30 + number)
        ink = Image.new("RGBA", (size[0] * FINE, size[1] * FINE), (*GREENS[self.light.name], 0))
        pen = ImageDraw.Draw(ink)
        for _ in range(round(ink.width / (spacing * unit) * 2.2)):
            x, head = random.uniform(0, ink.width), random.uniform(0.08, 0.72) * ink.height
            self._stalk(pen, x, head, ink.height, radius * unit)
            if random.random() < 0.62:
                rgb = self.paints[int(random.integers(len(self.paints)))]
                _blossom(pen, x, head, radius * unit * random.uniform(0.7, 1.1), rgb)
        return Sprite(ink.resize(size, Image.Resampling.BOX), phases=4)

    def _stalk(self, pen: ImageDraw.ImageDraw, x: float, head: float, foot: float, radius: float) -> None:
        rgb = scaled(GREENS[self.light.name], 0.62)
        pen.line([(x, head), (x + radius * 0.3, foot)], fill=(*rgb, 255), width=max(1, round(radius * 0.2)))
        for side in (-1, 1):
            blade = [(x, foot), (x + side * radius * 0.9, foot - (foot - head) * 0.55), (x + radius * 0.35, foot)]
            pen.polygon(blade, fill=(*scaled(rgb, 1.2), 255))

    def frame(self, t: float) -> Planes:
        """Sky, hills, and the flowers from far to near."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        unit, height = self.canvas.unit, self.canvas.height
        for hill, top, speed in self.hills:
            hill.scroll(picture, t * speed * unit, height * top)
        for number, (row, (top, *_, speed)) in enumerate(zip(self.rows, ROWS, strict=True)):
            sway = math.sin(t * 1.1 + number) * (2 + 3 * number) * unit
            row.scroll(picture, t * speed * unit + sway + number * 300 * unit, height * top)
        return picture


def _blossom(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, rgb: Rgb) -> None:
    """Six petals round a yellow middle."""
    for petal in range(6):
        turn = petal / 6 * 2 * math.pi
        middle = (x + math.cos(turn) * radius * 0.58, y + math.sin(turn) * radius * 0.5)
        pen.ellipse((middle[0] - radius * 0.46, middle[1] - radius * 0.42, middle[0] + radius * 0.46, middle[1] + radius * 0.42),
            fill=(*(rgb if petal % 2 else scaled(rgb, 0.9)), 255))  # fmt: skip
    pen.ellipse((x - radius * 0.32, y - radius * 0.28, x + radius * 0.32, y + radius * 0.28), fill=(240, 190, 60, 255))
