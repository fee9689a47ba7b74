"""Weather over a scene: snow and rain in sheets, fog, lightning, a rainbow."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.effects.effect import Effect
from studio.render.planes import Planes, Rgb, image_of, solid
from studio.render.scenes.fields import fractal
from studio.render.scenes.light import Light, mix
from studio.render.scenes.rain import STREAKS, WIND, streak_sheet
from studio.render.scenes.snow import FLAKES, flake_sheet
from studio.render.sprite import Sprite, glow

OVERCAST = 0.4


class Snowfall(Effect):
    """Flakes at three distances."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        self.sheets = [self._sheet(number) for number in range(len(FLAKES))]

    def _sheet(self, number: int) -> Sprite:
        count, radii, soft, *_ = FLAKES[number]
        unit = max(self.canvas.unit, 0.3)
        size = (even(self.canvas.width * 0.6), even(self.canvas.height * 0.6))
        many = min(4000, round(count * size[0] * size[1] / (1152 * 648) / unit**2))
        return flake_sheet(size, many, (radii[0] * unit, radii[1] * unit), soft * unit, self.seed + number)

    def draw(self, picture: Planes, t: float) -> None:
        """The sheets, falling and swaying."""
        unit = self.canvas.unit
        for number, (sheet, (*_, fall, drift, opacity)) in enumerate(zip(self.sheets, FLAKES, strict=True)):
            sway = math.sin(t * (0.5 + 0.2 * number) + number) * drift * unit
            sheet.fall(picture, t * drift * unit + sway + number * 200, t * fall * unit, opacity)


class Rainfall(Effect):
    """Streaks of rain at two distances, under a sky that has lost its colours."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        size, unit = (even(canvas.width * 0.7), even(canvas.height * 0.9)), canvas.unit
        self.grey = mix((116, 124, 138), light.deep, 0.55 if light.stars else 0.1)
        self.sheets = [
            streak_sheet(size, count, length * unit, max(1, round(width * unit)), seed + number)
            for number, (count, length, width, *_) in enumerate(STREAKS)
        ]

    def draw(self, picture: Planes, t: float) -> None:
        """The sheets, falling with the wind."""
        veil = solid(picture.size, self.grey)
        for plane, grey in zip(picture.images, veil.images, strict=True):
            plane.paste(Image.blend(plane, grey, OVERCAST))
        for sheet, (_, _, _, speed, opacity) in zip(self.sheets, STREAKS, strict=True):
            fallen = t * speed * self.canvas.unit
            sheet.fall(picture, -fallen * WIND, fallen, min(1.0, opacity * 2))


class Fog(Effect):
    """Two banks of fog that pass each other."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        self.banks = [self._bank(number) for number in range(2)]

    def _bank(self, number: int) -> Sprite:
        """Soft grey that is thicker here and thinner there, and fades at its upper and lower edge."""
        size = (even(self.canvas.width * 1.4), even(self.canvas.height * 0.75))
        small = (size[0] // 8, size[1] // 8)
        thick = 1 / (1 + np.exp(-fractal(small, 2.1, self.seed + 60 + number, stretch=2.4)))
        down = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]
        alpha = (0.25 + 0.7 * thick) * np.clip(np.minimum(down, 1 - down) * 4, 0, 1) * 205
        picture = Image.new("RGB", size, mix(self.light.horizon, self.light.cloud, 0.5))
        picture.putalpha(image_of(alpha.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC))
        return Sprite(picture)

    def draw(self, picture: Planes, t: float) -> None:
        """The farther bank, and the nearer one over it."""
        height, unit = self.canvas.height, self.canvas.unit
        self.banks[0].scroll(picture, t * 34 * unit, height * 0.12)
        self.banks[1].scroll(picture, t * 70 * unit + 500, height * 0.36)


class Lightning(Effect):
    """A bolt every few seconds, and the sky that it lights up."""

    EVERY, LASTS = 2.7, 0.45

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        self.bolts = [self._bolt() for _ in range(3)]
        self.shine = glow(even(max(canvas.size) * 0.7), (226, 232, 255), 0.9)
        self.places = self.random.uniform(0.12, 0.8, size=23)

    def _bolt(self) -> Sprite:
        size = (even(self.canvas.width * 0.22, 16), even(self.canvas.height * 0.62, 16))
        ink = Image.new("L", size, 0)
        pen = ImageDraw.Draw(ink)
        x, points = size[0] * 0.5, []
        for step in range(13):
            points.append((x, size[1] * step / 12))
            x = min(max(x + self.random.uniform(-0.16, 0.16) * size[0], size[0] * 0.1), size[0] * 0.9)
        wide = max(2, round(7 * self.canvas.unit))
        pen.line(points, fill=255, width=wide, joint="curve")
        branch = [points[5], (points[5][0] + size[0] * 0.2, points[7][1]), (points[5][0] + size[0] * 0.3, points[9][1])]
        pen.line(branch, fill=200, width=max(1, wide // 2), joint="curve")
        picture = Image.new("RGB", size, (236, 240, 255))
        halo = ink.filter(ImageFilter.GaussianBlur(wide * 1.6)).point(lambda value: min(255, value * 2))
        picture.putalpha(image_of(np.maximum(np.asarray(ink), np.asarray(halo))))
        return Sprite(picture)

    def draw(self, picture: Planes, t: float) -> None:
        """The bolt while it lasts, flickering."""
        number, since = divmod(t + 1.9, self.EVERY)
        if since > self.LASTS:
            return
        strength = (1 - since / self.LASTS) * (0.6 + 0.4 * math.cos(since * 60))
        place = self.places[int(number) % len(self.places)] * self.canvas.width
        self.shine.paste(picture, place - self.shine.width / 2, -self.shine.height / 2, strength)
        bolt = self.bolts[int(number) % len(self.bolts)]
        bolt.paste(picture, place - bolt.width / 2, 0, min(1.0, strength * 1.3))


class Rainbow(Effect):
    """An arc over the middle that grows clearer and fainter."""

    BANDS: tuple[Rgb, ...] = (
        (230, 60, 60),
        (245, 150, 50),
        (250, 225, 80),
        (90, 200, 90),
        (70, 140, 230),
        (120, 80, 200),
    )

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, light, seed, colours)
        width, height = canvas.size
        y, x = np.mgrid[0 : height // 2 : 1, 0 : width // 2 : 1].astype(np.float32)
        x, y = x * 2, y * 2
        radius = max(width * 0.46, height * 0.5)
        place = (np.hypot(x - width * 0.5, y - height * 0.86) - radius) / (0.09 * radius)
        steps = np.asarray(self.BANDS, np.float32)
        at = np.clip((1 - place) * (len(steps) - 1), 0, len(steps) - 1)
        tones = np.stack([np.interp(at, range(len(steps)), steps[:, channel]) for channel in range(3)], axis=-1)
        alpha = (
            np.clip(np.minimum(place, 1 - place) * 6, 0, 1) * np.clip((height * 0.72 - y) / (height * 0.3), 0, 1) * 150
        )
        picture = Image.fromarray(tones.astype(np.uint8))
        picture.putalpha(image_of(alpha.astype(np.uint8)))
        self.arc = Sprite(picture.resize((width, height), Image.Resampling.BICUBIC))

    def draw(self, picture: Planes, t: float) -> None:
        """The arc."""
        self.arc.paste(picture, 0, 0, round(0.62 + 0.3 * math.sin(t * 0.8), 2))
