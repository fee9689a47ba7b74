"""Pictures as three 8-bit planes: BT.709 in limited range, 4:2:0 (the colour planes have half the width and height)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from av.video.plane import VideoPlane
from numpy.typing import NDArray
from PIL import Image

Rgb = tuple[int, int, int]
Size = tuple[int, int]
Pixels = NDArray[np.uint8]
Field = NDArray[np.floating]

# ITU-R BT.709, full-range RGB to limited-range Y'CbCr, as rows of (r, g, b, offset).
MATRIX = (
    (0.1826, 0.6142, 0.0620, 16.0),
    (-0.1006, -0.3386, 0.4392, 128.0),
    (0.4392, -0.3989, -0.0403, 128.0),
)
_FLAT = tuple(value for row in MATRIX for value in row)
BLACK: Rgb = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Planes:
    """One picture. The images are written to in place by whoever made the picture, by nobody else.

    `mask` (as large as `y`) says how much of it covers what lies below; None: all of it.
    """

    y: Image.Image
    u: Image.Image
    v: Image.Image
    mask: Image.Image | None = None

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        return self.y.size

    @property
    def images(self) -> tuple[Image.Image, Image.Image, Image.Image]:
        """The three planes in order."""
        return (self.y, self.u, self.v)

    def copy(self) -> "Planes":
        """A picture of its own."""
        return Planes(self.y.copy(), self.u.copy(), self.v.copy(), self.mask)

    def faint(self, opacity: float) -> "Planes":
        """The picture seen through: `opacity` 1 covers as before, 0 nothing."""
        whole = self.mask or Image.new("L", self.size, 255)
        return Planes(*self.images, whole.point([round(value * opacity) for value in range(256)]))

    def each(self, change: Callable[[Image.Image], Image.Image]) -> "Planes":
        """The picture with every plane changed in the same way, its mask too."""
        mask = change(self.mask) if self.mask else None
        y, u, v = (change(plane) for plane in self.images)
        return Planes(y, u, v, mask)

    def paste(self, other: "Planes", corner: Size) -> None:
        """Put another picture on this one, its top left corner at `corner` (even pixels)."""
        half = other.mask.resize(halved(other.size), Image.Resampling.BOX) if other.mask else None
        masks = (other.mask, half, half)
        for number, (onto, plane, mask) in enumerate(zip(self.images, other.images, masks, strict=True)):
            onto.paste(plane, corner if number == 0 else halved(corner), mask)


def halved(size: Size) -> Size:
    """The size of the colour planes."""
    return (size[0] // 2, size[1] // 2)


def colour(rgb: Rgb) -> Rgb:
    """The Y, U and V of an RGB colour."""
    y, u, v = (round(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2] + row[3]) for row in MATRIX)
    return (y, u, v)


def solid(size: Size, rgb: Rgb = BLACK) -> Planes:
    """A picture of one colour."""
    y, u, v = colour(rgb)
    half = halved(size)
    return Planes(Image.new("L", size, y), Image.new("L", half, u), Image.new("L", half, v))


def from_rgb(image: Image.Image) -> Planes:
    """Convert an RGB picture with even sides."""
    y, u, v = image.convert("RGB").convert("RGB", _FLAT).split()
    half = halved(image.size)
    return Planes(y, u.resize(half, Image.Resampling.BOX), v.resize(half, Image.Resampling.BOX))


def from_field(rgb: Field, size: Size, seed: int = 0) -> Planes:
    """Enlarge a small, smooth RGB field (rows, columns, 3; 0-255) with dither, so that gradients show no bands."""
    noise = np.random.default_rng(seed).uniform(-0.5, 0.5, size=(size[1], size[0])).astype(np.float32)
    planes = []
    for row, wanted in zip(MATRIX, (size, halved(size), halved(size)), strict=True):
        small = np.clip(rgb, 0, 255) @ np.asarray(row[:3], np.float32) + np.float32(row[3] + 0.5)
        large = pixels_f(Image.fromarray(small.astype(np.float32)).resize(wanted, Image.Resampling.BICUBIC))
        planes.append(image_of(np.clip(large + noise[: wanted[1], : wanted[0]], 0, 255).astype(np.uint8)))
    return Planes(*planes)


def blend(first: Planes, second: Planes, amount: float) -> Planes:
    """Mix two pictures: 0 gives the first, 1 the second."""
    y, u, v = (Image.blend(a, b, amount) for a, b in zip(first.images, second.images, strict=True))
    return Planes(y, u, v)


def image_of(pixels: Pixels | VideoPlane, stride: int = 0, size: Size | None = None) -> Image.Image:
    """An image over the memory of an 8-bit array or buffer, without a copy; writing to the image copies it first."""
    wanted = size or (pixels.shape[1], pixels.shape[0])  # type: ignore[union-attr] # a buffer comes with its size
    return Image.frombuffer("L", wanted, memoryview(pixels), "raw", "L", stride, 1)  # type: ignore[arg-type]


def writable(pixels: Pixels) -> Image.Image:
    """An image over the memory of an array (rows must be contiguous); writing to it changes the array."""
    image = image_of(pixels)
    image.readonly = 0
    return image


def pixels_of(image: Image.Image) -> Pixels:
    """The pixels of a plane as an array of its own (many times faster than `np.asarray(image)`)."""
    pixels = np.empty((image.height, image.width), np.uint8)
    writable(pixels).paste(image, (0, 0))
    return pixels


def pixels_f(image: Image.Image) -> Field:
    """The values of a floating-point image."""
    return np.asarray(image, np.float32)
