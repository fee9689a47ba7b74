"""What every scene is."""

import math
from abc import ABC, abstractmethod

import numpy as np

from studio.render.canvas import Canvas
from studio.render.planes import Planes
from studio.render.scenes.light import Light


class Scene(ABC):
    """A moving picture on a canvas for some seconds, in some light."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        self.canvas = canvas
        self.seconds = max(seconds, 0.04)
        self.light = light
        self.seed = seed
        self.random = np.random.default_rng(seed)

    @abstractmethod
    def frame(self, t: float) -> Planes:
        """The picture `t` seconds after the start."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Let go of what it holds."""

    def progress(self, t: float) -> float:
        """How much of the scene is over, 0..1."""
        return min(1.0, max(0.0, t / self.seconds))


def pulse(t: float, period: float, phase: float = 0.0) -> float:
    """A wave between 0 and 1."""
    return 0.5 + 0.5 * math.sin(2 * math.pi * t / period + phase)
