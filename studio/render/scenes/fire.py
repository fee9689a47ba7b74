"""A fire: flames that lick upward out of glowing logs, sparks that fly off."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.planes import Field, Planes, Rgb, blend, from_field
from studio.render.scenes.fields import fractal, grid
from studio.render.scenes.light import Light, mix
from studio.render.scenes.scene import Scene, pulse
from studio.render.sprite import Sprite, disc

STEP = 0.1
HEAT = ((0.0, (0, 0, 0)), (0.22, (96, 14, 6)), (0.45, (222, 74, 14)), (0.7, (255, 170, 44)), (1.0, (255, 244, 190)))
ROOM: dict[str, Rgb] = {"sunset": (54, 26, 30), "sunrise": (60, 44, 44), "day": (66, 50, 42), "night": (14, 9, 12)}
SPARKS = 34


class Fire(Scene):
    """The fire in the middle of the picture, and its light on the room."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.x, self.y = grid((max(40, canvas.width // 10), max(40, canvas.height // 10)))
        self.aspect = canvas.width / canvas.height
        self.noise = [fractal((256, 256), 1.95, seed + number) for number in range(2)]
        self.room = np.asarray(ROOM[light.name], np.float32)
        self.logs = self._logs()
        self.sparks = self.random.uniform(0, 1, size=(SPARKS, 4))
        self.spark = disc(max(2, round(3 * canvas.unit)), (255, 190, 90), halo=0.9)
        self._keys: dict[int, Planes] = {}

    def _field(self, t: float) -> Field:
        """Red, green and blue (0-255) at `t`: the hotter, the brighter."""
        across = (self.x - 0.5) * min(self.aspect, 1.6)
        up = (0.86 - self.y) / 0.66
        licks = sum(
            self._sampled(number, across * scale, self.y * scale * 0.6 + t * speed) * part
            for number, (scale, speed, part) in enumerate(((1.5, 0.85, 0.3), (3.4, 1.5, 0.17)))
        )
        heat = 1.12 - np.abs(across) ** 1.5 * (3.4 + 4.2 * np.clip(up, 0, 1)) - np.clip(up, 0, 2) * 0.95 + licks
        heat = np.clip(heat, 0, 1) * np.clip((0.93 - self.y) * 14, 0, 1)
        glow = np.exp(-((across * 1.3) ** 2 + (self.y - 0.72) ** 2) * 3.2) * (0.5 + 0.06 * math.sin(t * 9))
        places = [place for place, _ in HEAT]
        flames = np.stack([np.interp(heat, places, [rgb[channel] for _, rgb in HEAT]) for channel in range(3)], axis=-1)
        lit = self.room + (np.asarray((190, 84, 30), np.float32) - self.room) * glow[..., None]
        return np.asarray(np.maximum(lit, flames), np.float32)

    def _sampled(self, number: int, x: Field, y: Field) -> Field:
        """The noise at places given as parts of its side, which repeats."""
        noise = self.noise[number]
        return np.asarray(noise[(y * 128).astype(np.int32) % 256, (x * 128 + 64).astype(np.int32) % 256], np.float32)

    def _logs(self) -> Sprite:
        """Three logs across each other."""
        size = (even(min(self.canvas.width * 0.66, self.canvas.height * 0.95)), even(self.canvas.height * 0.17))
        ink = Image.new("RGBA", (size[0] * 2, size[1] * 2), (30, 16, 12, 0))
        pen = ImageDraw.Draw(ink)
        wide, tall = ink.size
        for left, right, rgb in (((0.02, 0.72), (0.9, 0.5), (44, 26, 18)), ((0.1, 0.5), (0.98, 0.76), (34, 20, 14)),
            ((0.22, 0.36), (0.8, 0.4), (52, 30, 20))):  # fmt: skip
            ends = [(left[0] * wide, left[1] * tall), (right[0] * wide, right[1] * tall)]
            pen.line(ends, fill=(*rgb, 255), width=int(tall * 0.3))
            pen.line(ends, fill=(*mix(rgb, (255, 120, 40), 0.35), 255), width=int(tall * 0.06))
            for x, y in ends:
                pen.ellipse(
                    (x - tall * 0.16, y - tall * 0.15, x + tall * 0.16, y + tall * 0.15),
                    fill=(*mix(rgb, (160, 96, 56), 0.5), 255),
                )
        return Sprite(ink.filter(ImageFilter.GaussianBlur(1)).resize(size, Image.Resampling.BOX))

    def _key(self, number: int) -> Planes:
        if number not in self._keys:
            self._keys = {order: kept for order, kept in self._keys.items() if order >= number - 1}
            self._keys[number] = from_field(self._field(number * STEP), self.canvas.size, seed=6)
        return self._keys[number]

    def frame(self, t: float) -> Planes:
        """The flames, the logs, the sparks."""
        number = int(t / STEP)
        picture = blend(self._key(number), self._key(number + 1), t / STEP - number)
        width, height = self.canvas.size
        self.logs.paste(picture, (width - self.logs.width) / 2, height * 0.8)
        for across, pace, phase, stray in self.sparks:
            risen = (t * (0.16 + 0.2 * pace) + phase) % 1.0
            x = 0.5 + (across - 0.5) * 0.4 + math.sin(t * 1.3 + phase * 9) * 0.03 + (stray - 0.5) * risen * 0.5
            bright = (1 - risen) * (0.5 + 0.5 * pulse(t, 0.5 + pace, phase * 6))
            self.spark.paste(picture, x * width, (0.82 - risen * 0.8) * height, round(bright, 1))
        return picture
