"""A beach: the sea rolling onto the sand, a palm leaning in from the side."""

import math

import numpy as np
from PIL import Image, ImageDraw

from studio.render.canvas import Canvas, even
from studio.render.planes import Field, Planes, Rgb, Size, colour, halved, image_of
from studio.render.scenes.fields import grid, ridge
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky
from studio.render.scenes.waves import Waves
from studio.render.sprite import Sprite

HORIZON, SHORE = 0.44, 0.7
COARSE = 4
SAND: dict[str, Rgb] = {
    "sunset": (206, 142, 112),
    "sunrise": (232, 198, 172),
    "day": (240, 220, 176),
    "night": (62, 64, 100),
}
PERIOD = 6.5


class Beach(Scene):
    """Waves that come and go."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=HORIZON, sun_x=0.36)
        self.shore = even(canvas.height * SHORE)
        self.waves = Waves(
            canvas, light, seed, top=self.sky.horizon, bottom=self.shore + even(canvas.height * 0.08), sun_x=0.36
        )
        self.size = (canvas.width, canvas.height - self.shore)
        mask = _ramp(self.size, canvas.height * 0.07)
        self.masks = (mask, mask.resize(halved(self.size)))
        cells = (max(16, canvas.width // COARSE), max(8, self.size[1] // COARSE))
        _, self.down = grid(cells)
        self.bend = (ridge(cells[0] * 2, 1.9, seed)[: cells[0]] - 0.5)[None]
        self.lace = ridge(cells[0] * 2, 1.1, seed + 1)[: cells[0]][None]
        self.colours = self._colours()
        self.palm = palm(canvas, mix(light.near, (10, 26, 24), 0.5), seed)

    def _colours(self) -> list[Rgb]:
        """Dry sand, wet sand, shallow water, foam."""
        sand, light = SAND[self.light.name], self.light
        wet = mix(scaled(sand, 0.62), light.horizon, 0.22)
        water = mix(
            mix(light.deep, light.horizon, 0.35), (80, 190, 190), 0.35 if light.glow < 0.5 and not light.stars else 0.08
        )
        foam = mix((255, 255, 255), light.horizon, 0.3) if not light.stars else (140, 152, 200)
        return [colour(rgb) for rgb in (sand, wet, water, foam)]

    def frame(self, t: float) -> Planes:
        """Sky, sea, the wash on the sand, the palm."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        self.waves.draw(picture, t)
        self._wash(picture, t)
        sway = math.sin(t * 0.9) * 3 * self.canvas.unit
        self.palm.paste(
            picture, self.canvas.width - self.palm.width + self.canvas.width * 0.06 + sway, -self.canvas.height * 0.03
        )
        return picture

    def _edge(self, t: float, delay: float, reach: float) -> Field:
        """How far down the sand a wave has come, for every column."""
        swing = 0.5 - 0.5 * math.cos(2 * math.pi * (t - delay) / PERIOD)
        return np.asarray(0.08 + reach * swing**1.4 + self.bend * 0.34 + 0.035 * self.lace, np.float32)

    def _wash(self, picture: Planes, t: float) -> None:
        near, ebb = self._edge(t, 0, 0.36), self._edge(t, PERIOD * 0.16, 0.42)
        under = np.clip((near - self.down) * 30, 0, 1)
        wet = np.clip((np.maximum(near, ebb) + 0.06 - self.down) * 9, 0, 1)
        foam = (
            np.exp(-np.abs(near - self.down) * 34) * 0.95
            + np.exp(-np.abs(near - 0.13 - 0.1 * self.lace - self.down) * 26) * 0.4 * under
        )
        blend_in = np.clip(1 - self.down * 12, 0, 1)
        for number, plane in enumerate(picture.images):
            part = 1 if number == 0 else 2
            dry, moist, water, white = (np.float32(rgb[number]) for rgb in self.colours)
            values = dry + (moist - dry) * wet * 0.8
            values += (water - values) * under * (0.55 + 0.45 * blend_in)
            values += (white - values) * np.clip(foam, 0, 1)
            size = (self.size[0] // part, self.size[1] // part)
            wash = image_of((values + 0.5).astype(np.uint8)).resize(size, Image.Resampling.BILINEAR)
            plane.paste(wash, (0, self.shore // part), self.masks[part - 1])


def _ramp(size: Size, length: float) -> Image.Image:
    """A mask that opens from the top down over `length` pixels, so that the sea has no edge."""
    rows = np.clip(np.arange(size[1]) / length, 0, 1)
    return image_of((rows * 255).astype(np.uint8)[:, None]).resize(size, Image.Resampling.NEAREST)


def palm(canvas: Canvas, rgb: Rgb, seed: int) -> Sprite:
    """The silhouette of a palm that leans in from the right."""
    side = even(min(canvas.width * 0.62, canvas.height * 0.86))
    tall = even(canvas.height * 1.06)
    ink = Image.new("L", (side * 2, tall * 2), 0)
    pen = ImageDraw.Draw(ink)
    crown = (side * 2 * 0.5, tall * 2 * 0.24)
    _trunk(pen, (side * 2 * 0.9, tall * 2.0), crown, side * 0.045)
    random = np.random.default_rng(seed)
    for number in range(11):
        angle = math.radians(-205 + number * 23 + random.uniform(-6, 6))
        _frond(pen, crown, angle, side * random.uniform(0.62, 0.86), random)
    mask = ink.resize((side, tall), Image.Resampling.BOX)
    picture = Image.new("RGB", mask.size, rgb)
    picture.putalpha(mask)
    return Sprite(picture, phases=4)


def _trunk(pen: ImageDraw.ImageDraw, foot: tuple[float, float], top: tuple[float, float], width: float) -> None:
    left, right = [], []
    for step in range(25):
        part = step / 24
        x = foot[0] + (top[0] - foot[0]) * part + math.sin(part * math.pi) * width * 1.6
        y = foot[1] + (top[1] - foot[1]) * part
        half = width * (1 - 0.62 * part) + (width * 0.08 if step % 2 else 0)
        left.append((x - half, y))
        right.append((x + half, y))
    pen.polygon(left + right[::-1], fill=255)


def _frond(
    pen: ImageDraw.ImageDraw, root: tuple[float, float], angle: float, length: float, random: np.random.Generator
) -> None:
    """A drooping rib with leaflets on both sides."""
    x, y = root
    steps = 60
    for step in range(steps):
        part = step / steps
        ahead = angle + _droop(angle) * part**1.5
        next_x, next_y = x + math.cos(ahead) * length / steps, y + math.sin(ahead) * length / steps
        pen.line((x, y, next_x, next_y), fill=255, width=max(2, int(length * 0.013 * (1.2 - part))))
        leaf = length * 0.2 * math.sin(math.pi * min(1.0, part * 0.85 + 0.12)) * random.uniform(0.8, 1.1)
        for side in (-1, 1):
            tip = ahead + side * (1.15 - 0.4 * part)
            end = (x + math.cos(tip) * leaf, y + math.sin(tip) * leaf + leaf * 0.35)
            pen.line((x, y, *end), fill=255, width=max(2, int(length * 0.011)))
        x, y = next_x, next_y


def _droop(angle: float) -> float:
    """How far a frond turns down on its way, by the side it grows to."""
    return 1.35 if math.cos(angle) >= 0 else -1.35
