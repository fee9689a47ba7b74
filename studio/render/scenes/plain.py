"""A plain backdrop of one colour or two, with light that moves over it so slowly that words stand out."""

import math

import numpy as np

from studio.render.canvas import Canvas
from studio.render.planes import Field, Planes, Rgb, blend, from_field
from studio.render.scenes.fields import grid, toward
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene

STEP = 0.5
USUAL: dict[str, Rgb] = {
    "sunset": (214, 122, 96),
    "sunrise": (246, 214, 190),
    "day": (240, 241, 244),
    "night": (16, 16, 22),
}


class Plain(Scene):
    """The backdrop. A second colour comes in from below."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.colours = colours or (USUAL[light.name],)
        self.x, self.y = grid((max(32, canvas.width // 12), max(32, canvas.height // 12)))
        self._keys: dict[int, Planes] = {}

    def _field(self, t: float) -> Field:
        base, other = self.colours[0], self.colours[-1]
        field = np.broadcast_to(np.asarray(base, np.float32), (*self.x.shape, 3))
        field = toward(field, other, self.y**1.4 * (other != base))
        sweep = 0.5 + 0.4 * math.sin(t * 0.9 + self.seed)
        shine = np.exp(-((self.x - sweep) ** 2 + (self.y - 0.4) ** 2) * 3.2)
        field = toward(field, mix(base, (255, 255, 255), 0.5), shine * (0.34 if sum(base) < 600 else 0.6))
        edge = (self.x - 0.5) ** 2 + (self.y - 0.5) ** 2
        return toward(field, scaled(base, 0.55), np.clip(edge * 0.9 - 0.06, 0, 0.4))

    def _key(self, number: int) -> Planes:
        if number not in self._keys:
            self._keys = {order: kept for order, kept in self._keys.items() if order >= number - 1}
            self._keys[number] = from_field(self._field(number * STEP), self.canvas.size, seed=7)
        return self._keys[number]

    def frame(self, t: float) -> Planes:
        """The backdrop and the light on it."""
        number = int(t / STEP)
        return blend(self._key(number), self._key(number + 1), t / STEP - number)
