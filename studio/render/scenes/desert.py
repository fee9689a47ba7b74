"""Dunes to the horizon, with sand drifting over the crests."""

import numpy as np
from PIL import Image

from studio.render.canvas import Canvas, even
from studio.render.planes import Field, Planes, Rgb, Size, image_of, pixels_f
from studio.render.scenes.fields import fractal, ridge
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky, cloud_bank
from studio.render.sprite import Sprite

SAND: dict[str, tuple[Rgb, Rgb]] = {
    # sand in the sun and in the shade
    "sunset": ((236, 142, 88), (96, 42, 62)),
    "sunrise": ((244, 188, 148), (136, 92, 112)),
    "day": ((236, 196, 140), (178, 128, 84)),
    "night": ((62, 66, 112), (20, 22, 52)),
}
DUNES = (
    # top, part of the height, smoothness of the crest, how far it mixes with the sky, speed
    (0.50, 0.30, 2.1, 0.55, 4),
    (0.56, 0.34, 2.2, 0.34, 8),
    (0.63, 0.38, 2.3, 0.16, 15),
    (0.73, 0.36, 2.4, 0.0, 27),
)


class Desert(Scene):
    """A slow flight over the dunes."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=0.6, sun_x=0.66, clouds=False)
        self.dunes = [self._dune(number) for number in range(len(DUNES))]
        size = (even(canvas.width * 1.5), even(canvas.height * 0.16))
        self.dust = cloud_bank(size, seed + 3, mix(light.horizon, SAND[light.name][0], 0.4), density=0.25, opacity=0.3)

    def _dune(self, number: int) -> tuple[Sprite, float, float]:
        top, part, smoothness, haze, speed = DUNES[number]
        canvas, horizon = self.canvas, self.light.horizon
        size = (even(canvas.width * 1.35), even(canvas.height * part))
        sunny, shady = (mix(rgb, horizon, haze) for rgb in SAND[self.light.name])
        return dune(size, smoothness, sunny, shady, self.seed + 60 + number), canvas.height * top, speed * canvas.unit

    def frame(self, t: float) -> Planes:
        """Sky, dunes, dust between them."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        for number, (layer, top, speed) in enumerate(self.dunes):
            layer.scroll(picture, t * speed, top)
            if number < len(self.dunes) - 1:
                self.dust.scroll(picture, t * (speed + 60 * self.canvas.unit) + number * 531, top + layer.height * 0.2)
        return picture


def _ripples(size: Size, below: Field, seed: int) -> Field:
    """Wind marks that follow the dune, closer together farther away."""
    bent = Image.fromarray(fractal((size[0] // 4, size[1] // 4), 1.9, seed)).resize(size, Image.Resampling.BICUBIC)
    spacing = size[1] * 0.018
    return np.sin(2 * np.pi * below / spacing + pixels_f(bent) * 5).astype(np.float32)


def dune(size: Size, smoothness: float, sunny: Rgb, shady: Rgb, seed: int) -> Sprite:
    """A dune with a sharp edge that winds down from its crest: sun on one side, shade and ripples on the other."""
    width, height = size
    crest = ridge(width, smoothness, seed)
    line = (1 - crest) * height * 0.5 + 2
    below = np.arange(height, dtype=np.float32)[:, None] - line[None]
    steep = np.roll(line, -width // 60) - np.roll(line, width // 60)
    winding = (ridge(height, 2.2, seed + 1)[:, None] - 0.5) * width * 0.05 + below * 0.9
    columns = (np.arange(width)[None] + winding).astype(np.int32) % width
    facing = np.clip(0.5 + steep[columns] / (height * 0.035), 0, 1)
    ripples = _ripples(size, below, seed + 2)
    deep = np.clip(below / height, 0, 1)
    light = facing * (1 - 0.35 * deep) + ripples * 0.025
    tones = (
        np.asarray(shady, np.float32)
        + (np.asarray(sunny, np.float32) - np.asarray(shady, np.float32)) * light[..., None]
    )
    rim = np.exp(-np.clip(below, 0, None) / max(2.0, height * 0.012))[..., None] * 0.35
    tones += (np.asarray(scaled(sunny, 1.15), np.float32) - tones) * rim
    picture = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
    picture.putalpha(image_of((np.clip(below + 0.5, 0, 1) * 255).astype(np.uint8)))
    return Sprite(picture, phases=4)
