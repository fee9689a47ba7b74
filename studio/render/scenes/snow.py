"""Snow falling on hills with firs."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, Rgb, Size
from studio.render.scenes.fields import ridge
from studio.render.scenes.light import Light, mix
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky
from studio.render.scenes.terrain import Ground, peaks, terrain
from studio.render.scenes.trees import tree_row
from studio.render.sprite import Sprite

SNOW: dict[str, Rgb] = {
    "sunset": (246, 196, 190),
    "sunrise": (248, 222, 222),
    "day": (244, 249, 255),
    "night": (112, 128, 182),
}
FLAKES = (
    # how many, radius, softness, fall and drift in pixels a second, opacity
    (420, (0.8, 1.6), 0.5, 70, 14, 0.75),
    (200, (1.8, 3.2), 0.8, 130, 26, 0.85),
    (60, (4.0, 8.0), 2.5, 240, 48, 0.6),
)


class Snow(Scene):
    """A still winter landscape with falling snow."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=0.62, sun_x=0.3)
        self.white = SNOW[light.name]
        self.layers = self._layers()
        self.flakes = [self._flakes(number) for number in range(len(FLAKES))]

    def _layers(self) -> list[tuple[Sprite, float, float]]:
        """Far mountains, firs, hills, firs, the near slope: each with its top and speed in pixels."""
        height, unit, light = self.canvas.height, self.canvas.unit, self.light
        far = mix(self.white, light.far, 0.55)
        tree = mix(light.near, (30, 60, 70), 0.4)
        return [
            (self._mountains(far), height * 0.34, 3 * unit),
            (self._hill(0.30, 0.35, mix(self.white, light.far, 0.35), 1), height * 0.56, 6 * unit),
            (self._trees(0.20, mix(tree, far, 0.55), 46, 2), height * 0.52, 8 * unit),
            (self._hill(0.32, 0.3, mix(self.white, light.far, 0.15), 3), height * 0.68, 10 * unit),
            (self._trees(0.34, mix(tree, far, 0.2), 120, 4), height * 0.50, 15 * unit),
            (self._hill(0.26, 0.3, self.white, 5), height * 0.79, 18 * unit),
        ]

    def _mountains(self, rgb: Rgb) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * 0.4))
        line = (1 - peaks(size[0], self.seed + 3)) * size[1] * 0.6 + 2
        foot = mix(rgb, self.light.horizon, 0.5)
        ground = Ground(rgb, foot, relief=0.5, snow=0.2, snow_rgb=mix(self.white, rgb, 0.3), fold=60 * self.canvas.unit)
        return terrain(size, line, ground, self.seed + 2)

    def _hill(self, part: float, lift: float, rgb: Rgb, number: int) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * part))
        line = (1 - ridge(size[0], 2.4, self.seed + 50 + number)) * size[1] * lift + 2
        return terrain(size, line, Ground(rgb, mix(rgb, self.light.far, 0.4)), self.seed + number)

    def _trees(self, part: float, rgb: Rgb, spacing: float, number: int) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * part))
        gap = max(6.0, spacing * self.canvas.unit)
        return tree_row(size, rgb, heights=(0.35, 0.95), spacing=gap, seed=self.seed + 70 + number, phases=4)

    def _flakes(self, number: int) -> Sprite:
        count, radii, soft, *_ = FLAKES[number]
        unit, width = self.canvas.unit, self.canvas.width
        size = (even(width * 0.6), even(self.canvas.height * 0.6))
        many = round(count * size[0] * size[1] / (1152 * 648) / max(unit, 0.3) ** 2)
        return flake_sheet(size, min(many, 4000), (radii[0] * unit, radii[1] * unit), soft * unit, self.seed + number)

    def frame(self, t: float) -> Planes:
        """The landscape, and the snow before it."""
        picture = self.sky.draw(t)
        for layer, top, speed in self.layers:
            layer.scroll(picture, t * speed, top)
        unit = self.canvas.unit
        for number, (sheet, (*_, fall, drift, opacity)) in enumerate(zip(self.flakes, FLAKES, strict=True)):
            sway = math.sin(t * (0.5 + 0.2 * number) + number) * drift * unit
            sheet.fall(picture, t * drift * unit + sway + number * 200, t * fall * unit, opacity)
        return picture


def flake_sheet(size: Size, count: int, radii: tuple[float, float], soft: float, seed: int) -> Sprite:
    """White dots on nothing, that repeat in both directions."""
    random = np.random.default_rng(seed)
    ink = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    pen = ImageDraw.Draw(ink)
    for _ in range(count):
        x, y = random.uniform(0, size[0] * 2), random.uniform(0, size[1] * 2)
        radius = random.uniform(*radii) * 2
        strength = int(random.uniform(120, 255))
        for across in (x - size[0] * 2, x, x + size[0] * 2):
            for down in (y - size[1] * 2, y, y + size[1] * 2):
                if -radius < across < size[0] * 2 + radius and -radius < down < size[1] * 2 + radius:
                    pen.ellipse((across - radius, down - radius, across + radius, down + radius), fill=strength)
    mask = ink.resize(size, Image.Resampling.BOX)
    picture = Image.new("RGB", size, (255, 255, 255))
    picture.putalpha(mask.filter(ImageFilter.GaussianBlur(soft)) if soft > 0.3 else mask)
    return Sprite(picture)
