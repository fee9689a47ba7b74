"""Colours that flow into each other, with soft lights rising through them."""

import math

import numpy as np
from PIL import Image

from studio.render.canvas import Canvas, even
from studio.render.planes import Field, Planes, Rgb, blend, from_field, image_of
from studio.render.scenes.fields import grid
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.sprite import Sprite

STEP = 0.5
GAMMA = 2.2
LIGHTS = 16
PALETTES: dict[str, tuple[Rgb, ...]] = {
    "sunset": ((40, 14, 60), (190, 40, 110), (255, 112, 80), (255, 186, 92), (110, 40, 160)),
    "sunrise": ((50, 60, 120), (250, 160, 150), (255, 214, 160), (120, 170, 230), (190, 130, 200)),
    "day": ((14, 60, 120), (30, 140, 220), (60, 210, 200), (150, 230, 190), (70, 90, 220)),
    "night": ((14, 12, 48), (70, 40, 190), (200, 52, 150), (30, 110, 225), (60, 20, 120)),
}


def palette(colours: tuple[Rgb, ...], light: Light) -> tuple[Rgb, ...]:
    """Five colours out of those asked for: their shades on a ground that is dark by night and light by day."""
    ground = scaled(colours[0], 0.3) if light.stars else mix(colours[0], (255, 255, 255), 0.35)
    shades = [shade for rgb in colours for shade in (rgb, scaled(rgb, 0.72), mix(rgb, (255, 255, 255), 0.28))]
    spread = [shades[number * len(shades) // 4] for number in range(4)] if len(shades) > 4 else [*shades, colours[0]]
    return (ground, *spread[:4])


class Abstract(Scene):
    """Flowing gradients and bokeh. The flow is computed twice a second and blended between."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.small = (max(48, canvas.width // 10), max(48, canvas.height // 10))
        x, y = grid(self.small)
        longest = max(canvas.size)
        self.reach = (canvas.width / longest, canvas.height / longest)
        self.x, self.y = x * self.reach[0], y * self.reach[1]
        self.colours = (
            np.asarray(palette(colours, light) if colours else PALETTES[light.name], np.float32) / 255
        ) ** GAMMA
        self.blobs = [self._blob(int(order)) for order in self.random.permutation(len(self.colours) - 1)]
        self.bokeh = [bokeh_disc(even(canvas.unit * radius)) for radius in (48, 72, 98)]
        self.lights = self.random.uniform(0, 1, size=(LIGHTS, 3))
        self._keys: dict[int, Planes] = {}

    def _blob(self, order: int) -> tuple[float, float, float, float, float, float]:
        """Middle x and y, how far it strays, its speed, its phase, its radius."""
        uniform = self.random.uniform
        place = (order + 0.5) / (len(self.colours) - 1) * self.reach[0]
        return (
            place,
            uniform(0.15, 0.85) * self.reach[1],
            uniform(0.25, 0.5),
            uniform(0.25, 0.5),
            uniform(0, 6.28),
            uniform(0.26, 0.4),
        )

    def _field(self, t: float) -> Field:
        """Red, green and blue (0-255) at `t`, mixed as light mixes."""
        weight = np.full(self.x.shape, 0.35, np.float32)
        colours = self.colours[0] * weight[..., None]
        for (middle_x, middle_y, stray, speed, phase, radius), rgb in zip(self.blobs, self.colours[1:], strict=True):
            across = self.x - middle_x - stray * 0.5 * math.sin(t * speed + phase)
            down = self.y - middle_y - stray * 0.35 * math.cos(t * speed * 1.3 + phase)
            near = np.exp(-(across**2 + down**2) / radius**2 * 1.4)
            weight += near
            colours = colours + rgb * near[..., None]
        return np.asarray(np.clip(colours / weight[..., None], 0, 1) ** (1 / GAMMA) * 255, np.float32)

    def _key(self, number: int) -> Planes:
        if number not in self._keys:
            self._keys = {order: kept for order, kept in self._keys.items() if abs(order - number) <= 1}
            self._keys[number] = from_field(self._field(number * STEP), self.canvas.size, seed=9)
        return self._keys[number]

    def frame(self, t: float) -> Planes:
        """The flow and the lights."""
        number = int(t / STEP)
        picture = blend(self._key(number), self._key(number + 1), t / STEP - number)
        width, height = self.canvas.size
        for order, (across, down, strength) in enumerate(self.lights):
            light = self.bokeh[order % len(self.bokeh)]
            x = across * width + math.sin(t * 0.4 + order) * width * 0.03
            y = ((down * 1.3 - t * 0.03 * (1 + strength)) % 1.3 - 0.15) * height
            light.paste(picture, x - light.width / 2, y - light.height / 2, 0.4 + 0.6 * strength)
        return picture


def bokeh_disc(radius: int, rgb: Rgb = (255, 255, 255), strength: float = 1.0) -> Sprite:
    """A light out of focus: a faint disc with a brighter rim."""
    y, x = np.mgrid[0 : radius * 2, 0 : radius * 2]
    distance = np.hypot(x - radius + 0.5, y - radius + 0.5) / radius
    alpha = np.clip((1 - distance) * 12, 0, 1) * (0.10 + 0.10 * np.clip(distance, 0, 1) ** 3) * strength
    picture = Image.new("RGB", (radius * 2, radius * 2), rgb)
    picture.putalpha(image_of((np.clip(alpha, 0, 1) * 255).astype(np.uint8)))
    return Sprite(picture, phases=2)
