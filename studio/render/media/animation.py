"""Animated GIFs, WebPs and PNGs: their pictures in order, over and over where that is wanted."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import av
import numpy as np
from PIL import Image

from studio.errors import FileTypeUnsupported
from studio.render.media.pictures import DAMAGED, opaque, open_picture

SHORTEST, USUAL = 0.011, 0.1
"""Seconds: pictures that ask to be shown for less than the first are shown for the second, as browsers do."""


class AnimationReader:
    """The pictures with their moments (seconds from the start); with `again` they start over when they end."""

    aspect = None

    def __init__(self, path: Path, *, again: bool = False) -> None:
        self._path, self._again = path, again
        self._frames = self._rounds()

    def _rounds(self) -> Iterator[tuple[float, av.VideoFrame]]:
        start = 0.0
        while True:
            end = start
            for picture, length in shown_pictures(self._path):
                yield end, av.VideoFrame.from_ndarray(np.array(opaque(picture)), format="rgb24")
                end += length
            if not self._again or end == start:
                return
            start = end

    def __iter__(self) -> Iterator[tuple[float, av.VideoFrame]]:
        return self._frames

    def close(self) -> None:
        """Close the file."""
        self._frames = iter(())


def shown_pictures(path: Path) -> Iterator[tuple[Image.Image, float]]:
    """Each picture of a file and how long it is shown (seconds). What is damaged ends it; raises FileTypeUnsupported when it
    cannot even be opened."""
    with open_picture(path) as picture:
        for number in count():
            try:
                picture.seek(number)
                picture.load()
            except DAMAGED:
                return  # the end, or where the file breaks off
            length = float(picture.info.get("duration") or 0) / 1000
            yield picture, length if length >= SHORTEST else USUAL


def measured(path: Path) -> tuple[float, int]:
    """How long an animation is (seconds) and how many pictures it has. Raises FileTypeUnsupported when it has none."""
    lengths = [length for _, length in shown_pictures(path)]
    if not lengths:
        raise FileTypeUnsupported("This picture is damaged.")
    return sum(lengths), len(lengths)
