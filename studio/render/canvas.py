"""What a film is drawn on."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Canvas:
    """Width and height in pixels (both even) and frames per second."""

    width: int
    height: int
    fps: Fraction = Fraction(30)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return (self.width, self.height)

    @property
    def unit(self) -> float:
        """1 where the shorter side has 1080 pixels: multiply lengths by it."""
        return min(self.width, self.height) / 1080

    def frames(self, milliseconds: int) -> int:
        """How many frames a stretch of time has, to the nearest."""
        return round(Fraction(milliseconds, 1000) * self.fps)


def even(value: float, least: int = 2) -> int:
    """The nearest even whole number, at least `least`."""
    return max(least, round(value / 2) * 2)
