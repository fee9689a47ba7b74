"""Photos: opened with a cap on their pixels, turned the way their EXIF says, without transparency."""

import warnings
from pathlib import Path

from PIL import Image, ImageOps

from studio.errors import FileTypeUnsupported

MAX_PIXELS = 60_000_000
BACKGROUND = (255, 255, 255)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def open_picture(path: Path) -> Image.Image:
    """The picture, not decoded yet; raises FileTypeUnsupported for a damaged or too large one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileTypeUnsupported(
            f"This picture is too large: the limit is {MAX_PIXELS // 1_000_000} megapixels."
        ) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise FileTypeUnsupported("This picture is damaged or of a type that cannot be used.") from error
    return picture


def shown_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as people see it."""
    turned = picture.getexif().get(0x0112, 1) >= 5  # EXIF orientation: 5 to 8 lie on their side
    return (picture.height, picture.width) if turned else picture.size


def load_rgb(path: Path, at_least: tuple[int, int]) -> Image.Image:
    """Decode to RGB, upright; a JPEG may come smaller, but not below `at_least`. Raises FileTypeUnsupported."""
    longest = max(at_least)
    try:
        with open_picture(path) as picture:
            picture.draft("RGB", (longest, longest))
            return opaque(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise FileTypeUnsupported("This picture is damaged.") from error


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
    except (FileTypeUnsupported, OSError, ValueError, SyntaxError, EOFError):
        return False
