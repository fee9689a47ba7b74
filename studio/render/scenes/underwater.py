"""Under the sea: light that falls through the surface, weeds that sway over the ground."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, Rgb, blend, from_field
from studio.render.scenes.fields import down_the_sky, grid, ridge, toward
from studio.render.scenes.light import Light, Stops, mix, scaled
from studio.render.scenes.scene import Scene, pulse
from studio.render.scenes.terrain import Ground, terrain
from studio.render.sprite import Sprite

WATER: dict[str, Stops] = {
    "sunset": ((0, (214, 150, 120)), (0.35, (92, 104, 130)), (1, (16, 32, 70))),
    "sunrise": ((0, (196, 214, 196)), (0.4, (70, 140, 160)), (1, (14, 56, 92))),
    "day": ((0, (140, 226, 236)), (0.4, (36, 140, 190)), (1, (8, 52, 104))),
    "night": ((0, (40, 70, 120)), (0.4, (14, 34, 78)), (1, (4, 10, 34))),
}
WEEDS, BEAMS = 26, 7


class Underwater(Scene):
    """The water, from its surface to the ground."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.deep = WATER[light.name][-1][1]
        self.water = [self._water(number) for number in range(2)]
        self.beams = [self._beam() for _ in range(BEAMS)]
        self.places = self.random.uniform(0, 1, size=(BEAMS, 3))
        self.grounds = [self._ground(number) for number in range(2)]
        self.weeds = [self._weed() for _ in range(3)]
        self.stems = self.random.uniform(0, 1, size=(WEEDS, 3))

    def _water(self, number: int) -> Planes:
        small = (max(16, self.canvas.width // 8), max(16, self.canvas.height // 8))
        x, y = grid(small)
        rows = down_the_sky(WATER[self.light.name], small[1], 1.0)
        field = np.broadcast_to(rows[:, None], (small[1], small[0], 3))
        shine = np.exp(-((x - 0.35 - 0.3 * number) ** 2 * 5 + y**2 * 3)) * 0.5
        return from_field(
            toward(field, mix(WATER[self.light.name][0][1], (255, 255, 255), 0.4), shine), self.canvas.size, seed=4
        )

    def _beam(self) -> Sprite:
        size = (even(self.canvas.width * self.random.uniform(0.12, 0.3), 16), even(self.canvas.height * 0.9, 16))
        small = (size[0] // 4, size[1] // 4)
        ink = Image.new("L", small, 0)
        ImageDraw.Draw(ink).polygon(
            [(small[0] * 0.42, 0), (small[0] * 0.58, 0), (small[0] * 0.86, small[1]), (small[0] * 0.14, small[1])],
            fill=86,
        )
        fading = Image.linear_gradient("L").resize(small).point(lambda value: 255 - value)
        ink = Image.composite(ink, Image.new("L", small, 0), fading).filter(ImageFilter.GaussianBlur(small[0] * 0.07))
        picture = Image.new("RGB", size, mix(WATER[self.light.name][0][1], (255, 255, 255), 0.5))
        picture.putalpha(ink.resize(size, Image.Resampling.BICUBIC))
        return Sprite(picture)

    def _ground(self, number: int) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * (0.26 - 0.08 * number)))
        line = (1 - ridge(size[0], 1.9, self.seed + 12 + number)) * size[1] * 0.6 + 2
        rgb = mix(self.deep, (196, 176, 140), 0.3 - 0.2 * number)
        return terrain(size, line, Ground(rgb, scaled(rgb, 0.6)), self.seed + number)

    def _weed(self) -> list[Sprite]:
        """A weed in all positions of its sway."""
        unit, rgb = self.canvas.unit, mix(self.deep, (60, 150, 90), self.random.uniform(0.25, 0.5))
        return [
            weed((even(120 * unit, 8), even(320 * unit, 16)), rgb, math.sin(turn / 16 * 2 * math.pi))
            for turn in range(16)
        ]

    def frame(self, t: float) -> Planes:
        """Water, beams, the far ground, weeds, the near ground."""
        width, height, unit = *self.canvas.size, self.canvas.unit
        picture = blend(self.water[0], self.water[1], 0.5 + 0.5 * math.sin(t * 0.5))
        for beam, (across, pace, phase) in zip(self.beams, self.places, strict=True):
            x = across * width + math.sin(t * (0.2 + 0.2 * pace) + phase * 6.3) * 70 * unit
            beam.paste(picture, x - beam.width / 2, 0, round(0.35 + 0.65 * pulse(t, 3 + 3 * pace, phase * 6.3), 2))
        self.grounds[0].scroll(picture, t * 8 * unit, height - self.grounds[0].height)
        for number, (across, size, phase) in enumerate(self.stems):
            kind = self.weeds[number % len(self.weeds)]
            stem = kind[int((t * 0.35 + phase) * len(kind)) % len(kind)]
            x = (across * 1.3 * width - t * 14 * unit) % (1.3 * width) - stem.width
            stem.paste(picture, x, height - stem.height * (0.75 + 0.25 * size))
        self.grounds[1].scroll(picture, t * 20 * unit, height - self.grounds[1].height * 0.8)
        return picture


def weed(size: tuple[int, int], rgb: Rgb, lean: float) -> Sprite:
    """A stem with leaves, leaning by -1 to 1."""
    ink = Image.new("RGBA", (size[0] * 2, size[1] * 2), (*rgb, 0))
    pen, points = ImageDraw.Draw(ink), []
    for step in range(21):
        up = step / 20
        bend = math.sin(up * 3.2 + lean * 1.4) * 0.1 + lean * 0.2 * up**2
        points.append((ink.width * (0.5 + bend), ink.height * (1 - up)))
    pen.line(points, fill=(*rgb, 255), width=max(2, ink.width // 8), joint="curve")
    for step in range(3, 20, 2):
        x, y = points[step]
        reach = ink.width * 0.2 * (1 - step / 26) * (1 if step % 4 == 1 else -1)
        pen.polygon(
            [(x, y), (x + reach, y - ink.height * 0.045), (x, y - ink.height * 0.03)], fill=(*scaled(rgb, 1.15), 255)
        )
    return Sprite(ink.resize(size, Image.Resampling.BOX))
