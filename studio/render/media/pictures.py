"""Photos: opened with a cap on their pixels, turned the way their EXIF says, without transparency."""

import struct
import warnings
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps

from studio.errors import FileTypeUnsupported

MAX_PIXELS = 100_000_000
MAX_JPEG_PIXELS = 220_000_000  # phones take 200 megapixels, and a JPEG is decoded at the size that is needed
REDUCIBLE = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
BACKGROUND = (255, 255, 255)
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow's readers raise over damaged files."""


def open_picture(path: Path) -> Image.Image:
    """The picture, not decoded yet; raises FileTypeUnsupported for a damaged or too large one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except DAMAGED as error:
        raise FileTypeUnsupported("This picture is damaged or of a type that cannot be used.") from error
    if picture.format not in {"JPEG", "MPO"} and picture.width * picture.height > MAX_PIXELS:
        picture.close()
        raise _too_large()
    return picture


def _too_large() -> FileTypeUnsupported:
    return FileTypeUnsupported(f"This picture is too large: the limit is {MAX_PIXELS // 1_000_000} megapixels.")


def shown_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as people see it."""
    turned = picture.getexif().get(0x0112, 1) >= 5  # EXIF orientation: 5 to 8 lie on their side
    return (picture.height, picture.width) if turned else picture.size


def load_rgb(path: Path, at_least: tuple[int, int]) -> Image.Image:
    """Decode to RGB, upright; a large picture comes smaller, but not below `at_least`. Raises FileTypeUnsupported."""
    return _loaded(path, at_least, opaque)


def load_rgba(path: Path, at_least: tuple[int, int]) -> Image.Image:
    """The same with its transparency."""
    return _loaded(path, at_least, lambda picture: picture.convert("RGBA"))


def _loaded(path: Path, at_least: tuple[int, int], form: Callable[[Image.Image], Image.Image]) -> Image.Image:
    longest = max(at_least)
    try:
        with open_picture(path) as picture:
            picture.draft("RGB", (longest, longest))
            return form(ImageOps.exif_transpose(_reduced(picture, longest)))
    except DAMAGED as error:
        raise FileTypeUnsupported("This picture is damaged.") from error


def _reduced(picture: Image.Image, longest: int) -> Image.Image:
    """A picture at least twice as large as wanted made smaller first, so that nothing after it is done at its full size."""
    factor = min(picture.size) // longest
    if factor < 2 or picture.mode not in REDUCIBLE:
        return picture
    smaller = picture.reduce(factor)
    smaller.getexif().update(picture.getexif())
    return smaller


def opaque(picture: Image.Image) -> Image.Image:
    """A picture in RGB, before white where it can be seen through."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, BACKGROUND)
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")


def moves(path: Path) -> bool:
    """Whether a picture is an animation; a damaged one is none."""
    try:
        with open_picture(path) as picture:
            return bool(getattr(picture, "is_animated", False))
    except (FileTypeUnsupported, *DAMAGED):
        return False
