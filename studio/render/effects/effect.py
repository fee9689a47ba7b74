"""What every effect is."""

from abc import ABC, abstractmethod

import numpy as np

from studio.render.canvas import Canvas
from studio.render.planes import Planes, Rgb
from studio.render.scenes.light import Light


class Effect(ABC):
    """Something over a picture, in some light; `colours` are those asked for, none when it has its own."""

    def __init__(self, canvas: Canvas, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        self.canvas, self.light, self.seed, self.colours = canvas, light, seed, colours
        self.random = np.random.default_rng(seed + 4_001)

    @abstractmethod
    def draw(self, picture: Planes, t: float) -> None:
        """Put it on the picture of `t` seconds after the start."""
