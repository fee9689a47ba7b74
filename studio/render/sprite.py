"""Pictures with transparency, pasted onto planes."""

import math

import numpy as np
from PIL import Image, ImageChops

from studio.render.planes import Planes, Rgb, from_rgb, halved, image_of

INVISIBLE = 0.004
SMALL = 64 * 64
Masked = tuple[Planes, Image.Image, Image.Image]


def _masked(rgba: Image.Image) -> Masked:
    alpha = rgba.getchannel("A")
    return from_rgb(rgba), alpha, alpha.resize(halved(rgba.size), Image.Resampling.BOX)


def _shifted(rgba: Image.Image, part: float) -> Image.Image:
    return Image.blend(rgba, ImageChops.offset(rgba, 1, 0), part) if part else rgba


class Sprite:
    """An RGBA picture with even sides, ready to paste. `phases` > 1 lets it move by fractions of a pixel sideways."""

    def __init__(self, rgba: Image.Image, phases: int = 1) -> None:
        self.width, self.height = rgba.size
        self._kept: dict[tuple[int, int], Masked] = {}
        self._room = 128 if self.width * self.height <= SMALL else phases
        self._phases = [_masked(_shifted(rgba, phase / phases)) for phase in range(phases)]

    def paste(self, onto: Planes, x: float, y: float, alpha: float = 1.0) -> None:
        """Put it with its top left corner at x, y (pixels), with `alpha` of its own opacity."""
        if alpha < INVISIBLE:
            return
        left, top = math.floor(x), math.floor(y)
        phase = int((x - left) * len(self._phases))
        planes, mask, half = self._phases[phase] if alpha >= 1 else self._faint(phase, round(alpha * 255))
        onto.y.paste(planes.y, (left, top), mask)
        onto.u.paste(planes.u, (left // 2, top // 2), half)
        onto.v.paste(planes.v, (left // 2, top // 2), half)

    def _faint(self, phase: int, strength: int) -> Masked:
        """A phase at a lower opacity (0-255). Some are kept: opacity often stays, and small sprites are many."""
        key = (phase, strength)
        if key not in self._kept:
            if len(self._kept) >= self._room:
                self._kept.clear()
            planes, mask, half = self._phases[phase]
            table = [value * strength // 255 for value in range(256)]
            self._kept[key] = (planes, mask.point(table), half.point(table))
        return self._kept[key]

    def scroll(self, onto: Planes, offset: float, y: float, alpha: float = 1.0) -> None:
        """Paste it side by side with itself so that it fills the width, moved left by `offset` pixels."""
        x = -(offset % self.width)
        while x < onto.y.width:
            self.paste(onto, x, y, alpha)
            x += self.width

    def fall(self, onto: Planes, x: float, offset: float, alpha: float = 1.0) -> None:
        """Paste it above itself so that it fills the height, moved down by `offset` pixels, wrapping sideways too."""
        y = offset % self.height - self.height
        while y < onto.y.height:
            self.scroll(onto, -x, y, alpha)
            y += self.height


def disc(radius: int, rgb: Rgb, *, halo: float = 0.0, opacity: float = 1.0) -> Sprite:
    """A round light with soft edges; `halo` is the strength of the glow, which reaches to twice the radius."""
    reach = radius * 2
    grid_y, grid_x = np.mgrid[0 : reach * 2, 0 : reach * 2]
    distance = np.hypot(grid_x - reach + 0.5, grid_y - reach + 0.5)
    alpha = np.clip((radius - distance) / 2 + 0.5, 0, 1)
    glow = np.exp(-np.clip(distance - radius, 0, None) / (radius * 0.33)) * halo
    alpha = np.maximum(alpha, glow) * np.clip((reach - distance) / (radius * 0.5), 0, 1) * opacity
    picture = Image.new("RGB", (reach * 2, reach * 2), rgb)
    picture.putalpha(image_of((alpha * 255).astype(np.uint8)))
    return Sprite(picture)


def glow(reach: int, rgb: Rgb, strength: float) -> Sprite:
    """Light without an edge that fades to nothing at `reach` pixels."""
    small = max(8, reach // 4)
    grid_y, grid_x = np.mgrid[0 : small * 2, 0 : small * 2]
    distance = np.hypot(grid_x - small + 0.5, grid_y - small + 0.5) / small
    alpha = (np.exp(-distance * 3.4) - np.exp(-3.4)).clip(0) * strength * 255
    side = small * 8
    picture = Image.new("RGB", (side, side), rgb)
    picture.putalpha(image_of(alpha.astype(np.uint8)).resize((side, side), Image.Resampling.BICUBIC))
    return Sprite(picture)
