"""Lights in the sky and in the air: fireworks, an aurora, sparkles."""

import math

import numpy as np
from PIL import Image

from studio.render.canvas import Canvas, even
from studio.render.effects.effect import Effect
from studio.render.planes import Planes, Rgb, image_of
from studio.render.scenes.fields import ridge
from studio.render.scenes.light import Light, mix
from studio.render.scenes.scene import pulse
from studio.render.sprite import Sprite, disc, glow

ROCKETS: tuple[Rgb, ...] = (
    (255, 120, 90),
    (255, 214, 110),
    (120, 220, 255),
    (200, 140, 255),
    (130, 255, 150),
    (255, 150, 200),
)
BURST_SECONDS, BURST_EVERY, SPARKS = 2.3, 0.55, 52
CURTAINS: tuple[Rgb, ...] = ((70, 255, 170), (110, 255, 200), (150, 120, 255))


class Fireworks(Effect):
    """Bursts of sparks in the upper half of the sky, one after the other."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        paints = colours or ROCKETS
        self.sparks = [
            disc(max(2, round(5 * canvas.unit)), mix(rgb, (255, 255, 255), 0.25), halo=0.9) for rgb in paints
        ]
        self.flashes = [glow(even(420 * canvas.unit, 16), rgb, 0.75) for rgb in paints]
        self.places = self.random.uniform(0, 1, size=(31, 4))
        self.ways = self.random.uniform(0, 1, size=(SPARKS, 2))

    def draw(self, picture: Planes, t: float) -> None:
        """Every burst that still glows."""
        newest = int((t + BURST_SECONDS * 0.6) / BURST_EVERY)
        for number in range(max(0, newest - int(BURST_SECONDS / BURST_EVERY)), newest + 1):
            age = t + BURST_SECONDS * 0.6 - number * BURST_EVERY
            if 0 <= age < BURST_SECONDS:
                self._burst(picture, number, age)

    def _burst(self, picture: Planes, number: int, age: float) -> None:
        across, down, size, tint = self.places[number % len(self.places)]
        width, height = self.canvas.size
        x, y = (0.12 + 0.76 * across) * width, (0.1 + 0.32 * down) * height
        paint = int(tint * len(self.sparks))
        flash = self.flashes[paint]
        flash.paste(picture, x - flash.width / 2, y - flash.height / 2, max(0.0, 1 - age / 0.8))
        reach = (230 + 190 * size) * self.canvas.unit * (1 - math.exp(-age * 2.6))
        spark = self.sparks[paint]
        for turn, speed in self.ways:
            for trail in (0.0, 0.06, 0.12):
                past = max(0.0, age - trail)
                far = reach * (0.35 + 0.65 * speed) * (1 - trail * 0.9)
                fallen = 46 * self.canvas.unit * past**2
                alpha = max(0.0, 1 - age / BURST_SECONDS) ** 0.6 * (1 - trail * 5)
                spark.paste(
                    picture,
                    x + math.cos(turn * 6.283) * far - spark.width / 2,
                    y + math.sin(turn * 6.283) * far * 0.96 + fallen - spark.height / 2,
                    round(alpha, 1),
                )


class Aurora(Effect):
    """Curtains of light that drift past each other."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        paints = colours or CURTAINS
        self.curtains = [self._curtain(paints[number % len(paints)], number) for number in range(3)]

    def _curtain(self, rgb: Rgb, number: int) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * 0.56))
        small = (size[0] // 4, size[1] // 4)
        y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
        foot = 0.55 + 0.35 * ridge(small[0], 2.2, self.seed + 70 + number)[None]
        rays = 0.45 + 0.55 * ridge(small[0], 0.9, self.seed + 80 + number)[None]
        above = foot - y
        veil = np.where(above > 0, np.exp(-above * (2.6 + 2 * (1 - rays))), np.exp(above * 26))
        alpha = veil * rays * np.clip(y / 0.2, 0, 1) * 190
        top = np.asarray(mix(rgb, (190, 90, 220), 0.55), np.float32)
        tones = top + (np.asarray(rgb, np.float32) - top) * np.clip(1 - above * 1.8, 0, 1)[..., None]
        picture = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
        picture.putalpha(image_of(np.clip(alpha, 0, 255).astype(np.uint8)))
        return Sprite(picture.resize(size, Image.Resampling.BICUBIC), phases=2)

    def draw(self, picture: Planes, t: float) -> None:
        """The curtains, brighter and fainter in turn."""
        for number, curtain in enumerate(self.curtains):
            drift = t * (16 + 13 * number) * self.canvas.unit * (1 if number % 2 else -1)
            alpha = round(0.62 + 0.34 * math.sin(t * (0.5 + 0.2 * number) + number * 2), 2)
            curtain.scroll(picture, drift + number * 300, -self.canvas.height * 0.04 * number, alpha)


class Sparkles(Effect):
    """Points of light that come and go."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        rgb = colours[0] if colours else (255, 236, 170)
        self.points = self.random.uniform(0, 1, size=(60, 4))
        self.kinds = [
            disc(max(2, round(radius * canvas.unit)), mix(rgb, (255, 255, 255), 0.4), halo=1.0) for radius in (3, 5, 8)
        ]

    def draw(self, picture: Planes, t: float) -> None:
        """Each where it is, as bright as it is now."""
        width, height = self.canvas.size
        for order, (across, down, phase, pace) in enumerate(self.points):
            spark = self.kinds[order % 3]
            bright = pulse(t, 1.6 + 2 * pace, phase * 6.3) ** 3
            y = (down - t * 0.012) % 1.0 * height
            spark.paste(picture, across * width - spark.width / 2, y - spark.height / 2, round(bright, 2))
