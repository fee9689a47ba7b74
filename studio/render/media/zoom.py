"""A smooth zoom into one plane: cut and enlarge with sub-pixel precision."""

import numpy as np
from numpy.typing import NDArray

from studio.render.planes import Pixels, Size

Box = tuple[float, float, float, float]
WEIGHT_BITS = 7
WHOLE = 1 << WEIGHT_BITS
STRIP = 48


def _taps(low: float, high: float, count: int, limit: int) -> tuple[NDArray[np.intp], NDArray[np.uint16]]:
    """For each of `count` output pixels the source pixel before it, and the weight of the one after (0..128)."""
    place = (np.arange(count) + 0.5) * ((high - low) / count) + (low - 0.5)
    first = np.clip(np.floor(place), 0, limit - 2).astype(np.intp)
    weight = np.clip((place - first) * WHOLE + 0.5, 0, WHOLE).astype(np.uint16)
    return first, weight


class Zoom:
    """Bilinear in both directions, in whole numbers, strip by strip so that the work stays in the cache."""

    def __init__(self, source: Pixels, size: Size) -> None:
        self.size = size
        self._limits = (source.shape[1], source.shape[0])
        self._source = source.astype(np.uint16)

    def __call__(self, box: Box) -> Pixels:
        """The part of the source within box (left, top, right, bottom in source pixels), enlarged to `size`."""
        width, height = self.size
        columns, across = _taps(box[0], box[2], width, self._limits[0])
        rows, down = _taps(box[1], box[3], height, self._limits[1])
        left, right = int(columns[0]), int(columns[-1]) + 2
        columns = columns - left
        source = self._source[:, left:right]
        result = np.empty((height, width), np.uint8)
        for top in range(0, height, STRIP):
            part = slice(top, top + STRIP)
            mixed = _mix(source[rows[part]], source[rows[part] + 1], down[part, None])
            result[part] = _mix(mixed.take(columns, 1), mixed.take(columns + 1, 1), across)
        return result


def _mix(first: NDArray[np.uint16], second: NDArray[np.uint16], weight: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """first + (second - first) * weight, rounded; writes over its arguments."""
    first *= WHOLE - weight
    second *= weight
    first += second
    first += WHOLE // 2
    first >>= WEIGHT_BITS
    return first
