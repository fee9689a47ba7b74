"""Rain on a window: the lights of the city out of focus behind it, drops on the glass."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, Rgb, Size, blend, halved, image_of
from studio.render.scenes.abstract import bokeh_disc
from studio.render.scenes.city import City
from studio.render.scenes.light import Light, mix
from studio.render.scenes.scene import Scene, pulse
from studio.render.sprite import Sprite

GREY: dict[str, float] = {"sunset": 0.1, "sunrise": 0.2, "day": 0.45, "night": 0.0}
LAMPS: tuple[Rgb, ...] = (
    (255, 196, 110),
    (255, 120, 90),
    (150, 200, 255),
    (255, 226, 170),
    (120, 240, 210),
    (255, 90, 120),
)
LAMP_COUNT = 26
DROPS, RUNNERS = 420, 11
STREAKS = ((150, 46, 1.0, 1500, 0.34), (70, 90, 1.6, 2300, 0.3))
"""How many, their length and width (pixels), their speed (pixels a second), their opacity."""
WIND = 0.09
KEY_SECONDS = 4.0


class Rain(Scene):
    """A wet evening seen through the window."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.city = City(
            Canvas(even(canvas.width / 6, 64), even(canvas.height / 6, 64), canvas.fps), seconds, light, seed
        )
        self.lamps = [self._lamp() for _ in range(LAMP_COUNT // 2 if light.name == "day" else LAMP_COUNT)]
        self.streaks = [self._sheet(number) for number in range(len(STREAKS))]
        self.drops = self._glass()
        self.runners = self.random.uniform(0, 1, size=(RUNNERS, 4))
        self.runner = drop_sprite(even(8 * canvas.unit, 4))
        self._keys: dict[int, Planes] = {}

    def _lamp(self) -> tuple[Sprite, float, float, float]:
        """A light out of focus, its place (0..1) and the phase of its flicker."""
        uniform = self.random.uniform
        rgb = LAMPS[int(self.random.integers(len(LAMPS)))]
        strength = 0.9 if self.light.name == "day" else 3.2
        disc = bokeh_disc(even(self.canvas.unit * uniform(26, 84)), rgb, strength)
        return disc, uniform(0, 1), 0.42 + 0.5 * uniform(0, 1) ** 1.3, uniform(0, 6.28)

    def _sheet(self, number: int) -> Sprite:
        count, length, width, *_ = STREAKS[number]
        unit = self.canvas.unit
        size = (even(self.canvas.width * 0.7), even(self.canvas.height * 0.9))
        return streak_sheet(size, count, length * unit, max(1, round(width * unit)), self.seed + number)

    def _glass(self) -> Sprite:
        """Drops that stay where they are."""
        picture = Image.new("RGBA", self.canvas.size, (230, 238, 248, 0))
        for _ in range(DROPS):
            radius = even(self.canvas.unit * self.random.uniform(2, 5) ** 1.45**1.0, 4)
            drop = drop_picture(radius)
            place = (
                int(self.random.uniform(-0.02, 1) * picture.width),
                int(self.random.uniform(-0.02, 1) * picture.height),
            )
            picture.alpha_composite(drop, (max(0, place[0]), max(0, place[1])))
        return Sprite(picture)

    def _key(self, number: int) -> Planes:
        """The city behind the glass at a moment, blurred and greyed; blended between moments."""
        if number not in self._keys:
            self._keys = {order: kept for order, kept in self._keys.items() if abs(order - number) <= 1}
            self._keys[number] = self._blurred(self.city.frame(number * KEY_SECONDS))
        return self._keys[number]

    def _blurred(self, picture: Planes) -> Planes:
        grey = GREY[self.light.name]
        planes = []
        for number, plane in enumerate(picture.images):
            soft = plane.filter(ImageFilter.GaussianBlur(self.city.canvas.unit * 26 / (1 if number == 0 else 2)))
            calm = Image.blend(soft, Image.new("L", soft.size, 118 if number == 0 else 128), grey)
            dark = calm.point(lambda value: value * 0.86 + 4) if number == 0 else calm
            planes.append(
                dark.resize(self.canvas.size if number == 0 else halved(self.canvas.size), Image.Resampling.BICUBIC)
            )
        return Planes(*planes)

    def frame(self, t: float) -> Planes:
        """City, lamps, falling rain, and the drops on the glass."""
        number = int(t / KEY_SECONDS)
        picture = blend(self._key(number), self._key(number + 1), t / KEY_SECONDS - number)
        width, height = self.canvas.size
        for disc, across, down, phase in self.lamps:
            x = ((across - t * 0.004) % 1.1 - 0.05) * width
            disc.paste(
                picture, x - disc.width / 2, down * height - disc.height / 2, 0.6 + 0.4 * pulse(t, 3 + phase, phase)
            )
        for sheet, (_, _, _, speed, opacity) in zip(self.streaks, STREAKS, strict=True):
            fallen = t * speed * self.canvas.unit
            sheet.fall(picture, -fallen * WIND, fallen, opacity)
        self.drops.paste(picture, 0, 0)
        self._run(picture, t)
        return picture

    def _run(self, picture: Planes, t: float) -> None:
        """A few drops that run down the glass, stopping now and then."""
        width, height = self.canvas.size
        for across, start, speed, phase in self.runners:
            fallen = start + t * (0.03 + 0.05 * speed) + 0.02 * math.sin(t * (1 + speed) + phase * 6.3)
            x = (across + 0.004 * math.sin(fallen * 40)) * width
            self.runner.paste(picture, x, (fallen % 1.15 - 0.08) * height)


def streak_sheet(size: Size, count: int, length: float, width: int, seed: int) -> Sprite:
    """Slanted lines on nothing, that repeat in both directions."""
    random = np.random.default_rng(seed)
    ink = Image.new("L", size, 0)
    pen = ImageDraw.Draw(ink)
    for _ in range(count):
        x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
        tall, strength = length * random.uniform(0.6, 1.3), int(random.uniform(70, 220))
        for across in (x - size[0], x, x + size[0]):
            for down in (y - size[1], y, y + size[1]):
                pen.line((across, down, across - tall * WIND, down + tall), fill=strength, width=width)
    picture = Image.new("RGB", size, (214, 226, 244))
    picture.putalpha(ink.filter(ImageFilter.GaussianBlur(0.6)))
    return Sprite(picture)


def drop_picture(radius: int) -> Image.Image:
    """A drop of water: dark above, light below, a glint."""
    y, x = np.mgrid[0 : radius * 2, 0 : radius * 2].astype(np.float32)
    x, y = (x + 0.5) / radius - 1, (y + 0.5) / radius - 1
    distance = np.hypot(x, y * 0.92)
    inside = np.clip((1 - distance) * radius * 0.6, 0, 1)
    glint = np.exp(-((x + 0.3) ** 2 + (y + 0.35) ** 2) / 0.03)
    light = np.clip(0.25 + 0.75 * (y * 0.5 + 0.5) + glint, 0, 1)
    alpha = inside * np.clip(0.16 + 0.5 * distance**3 + glint, 0, 1) * 0.85
    tones = np.stack([light * 228, light * 238, light * 250], axis=-1)
    picture = Image.fromarray(tones.astype(np.uint8))
    picture.putalpha(image_of((alpha * 255).astype(np.uint8)))
    return picture


def drop_sprite(radius: int) -> Sprite:
    """A drop with the wet track above it."""
    size = (radius * 2, radius * 12)
    track = Image.new("RGBA", size, (*mix((230, 238, 248), (255, 255, 255), 0.3), 0))
    fading = Image.linear_gradient("L").resize((max(2, radius // 2), radius * 11)).point(lambda value: value * 0.16)
    ink = Image.new("L", size, 0)
    ink.paste(fading, (radius - fading.width // 2, 0))
    track.putalpha(ink.filter(ImageFilter.GaussianBlur(radius * 0.12)))
    track.alpha_composite(drop_picture(radius), (0, radius * 10))
    return Sprite(track, phases=2)
