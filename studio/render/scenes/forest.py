"""A forest: rows of conifers in the mist, rays of light by day, fireflies by night."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, Rgb
from studio.render.scenes.fields import ridge
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene, pulse
from studio.render.scenes.sky import Sky, cloud_bank
from studio.render.scenes.terrain import Ground, terrain
from studio.render.scenes.trees import tree_row
from studio.render.sprite import Sprite, disc

GREENS: dict[str, tuple[Rgb, Rgb]] = {
    # the farthest trees and the nearest
    "sunset": ((176, 104, 106), (26, 20, 34)),
    "sunrise": ((168, 164, 170), (28, 44, 48)),
    "day": ((150, 190, 178), (14, 46, 38)),
    "night": ((38, 56, 92), (5, 12, 22)),
}
ROWS = (
    # depth, top, part of the height, tree heights, spacing, speed
    (0.08, 0.40, 0.36, (0.45, 0.9), 40, 5),
    (0.30, 0.42, 0.42, (0.4, 0.95), 70, 9),
    (0.58, 0.40, 0.54, (0.4, 0.95), 120, 17),
    (1.0, 0.28, 0.76, (0.45, 1.0), 300, 34),
)
FIREFLIES = 26


class Forest(Scene):
    """A slow walk past the trees."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=0.72, sun_x=0.6)
        self.rows = [self._row(number) for number in range(len(ROWS))]
        self.grounds = [self._ground(number) for number in range(len(ROWS))]
        bank = (even(canvas.width * 1.5), even(canvas.height * 0.3))
        self.mist = cloud_bank(bank, seed + 4, mix(light.horizon, light.cloud, 0.3), density=-0.2, opacity=0.5)
        self.rays = None if light.stars else _rays(canvas, light)
        self.fireflies = self.random.uniform(0, 1, size=(FIREFLIES, 4)) if light.stars else None
        self.firefly = disc(max(2, round(3 * canvas.unit)), (214, 255, 140), halo=0.8)

    def _row(self, number: int) -> tuple[Sprite, float, float]:
        depth, top, part, heights, spacing, speed = ROWS[number]
        canvas, (far, near) = self.canvas, GREENS[self.light.name]
        size = (even(canvas.width * 1.3 + 300 * canvas.unit), even(min(canvas.height, 1350 * canvas.unit) * part))
        rgb = mix(far, near, depth**0.8)
        foot = mix(rgb, self.light.horizon, 0.5 * (1 - depth))
        gap = max(6.0, spacing * canvas.unit)
        row = tree_row(
            size, rgb, heights=heights, spacing=gap, seed=self.seed + number, foot=foot, phases=4 if number < 3 else 2
        )
        return row, canvas.height * (top + part) - row.height, speed * canvas.unit

    def _ground(self, number: int) -> Sprite:
        """The strip of floor that a row stands on."""
        depth = ROWS[number][0]
        far, near = GREENS[self.light.name]
        size = (self.rows[number][0].width, even(self.canvas.height * 0.14))
        line = (1 - ridge(size[0], 1.7, self.seed + 80 + number)) * size[1] * 0.3 + 2
        rgb = mix(far, near, depth**0.8)
        crest = mix(rgb, self.light.horizon, 0.45 * (1 - depth))
        return terrain(size, line, Ground(crest, scaled(crest, 0.75)), self.seed + number)

    def frame(self, t: float) -> Planes:
        """Sky, trees with mist between them, light or fireflies, the nearest trees."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        for number, (row, top, speed) in enumerate(self.rows):
            if number == len(self.rows) - 1:
                self._light_up(picture, t)
            row.scroll(picture, t * speed, top)
            ground = self.grounds[number]
            ground.scroll(picture, t * speed, top + row.height - ground.height * (0.4 if number < 3 else 0.9))
            if number < len(self.rows) - 1:
                self.mist.scroll(picture, t * (speed + 12 * self.canvas.unit) + number * 611, top + row.height * 0.62)
        self._fly(picture, t)
        return picture

    def _light_up(self, picture: Planes, t: float) -> None:
        if self.rays is not None:
            self.rays.paste(picture, 0, 0, 0.55 + 0.35 * pulse(t, 7))

    def _fly(self, picture: Planes, t: float) -> None:
        if self.fireflies is None:
            return
        width, height = self.canvas.size
        for across, down, phase, speed in self.fireflies:
            x = (across + 0.035 * math.sin(t * (0.3 + speed * 0.5) + phase * 6.3)) * width
            y = (0.5 + 0.45 * down + 0.03 * math.cos(t * (0.4 + speed * 0.4) + phase * 9)) * height
            self.firefly.paste(picture, x, y, pulse(t, 2.2 + 2 * speed, phase * 6.3) ** 2)


def _rays(canvas: Canvas, light: Light) -> Sprite:
    """Light that falls through the branches from the upper right."""
    size = (canvas.width // 4, canvas.height // 4)
    beams = Image.new("L", size, 0)
    pen = ImageDraw.Draw(beams)
    random = np.random.default_rng(21)
    source = (size[0] * 0.72, -size[1] * 0.25)
    for _ in range(11):
        foot, wide = random.uniform(-0.25, 0.95) * size[0], random.uniform(0.01, 0.05) * size[0]
        strength = int(random.uniform(30, 90))
        pen.polygon([source, (foot - wide, size[1]), (foot + wide, size[1])], fill=strength)
    fading = Image.linear_gradient("L").resize(size).point(lambda value: 255 - value)
    beams = Image.composite(beams, Image.new("L", size, 0), fading).filter(ImageFilter.GaussianBlur(max(size) * 0.006))
    picture = Image.new("RGB", canvas.size, scaled(light.sun, 1.0))
    picture.putalpha(beams.resize(canvas.size, Image.Resampling.BICUBIC))
    return Sprite(picture)
