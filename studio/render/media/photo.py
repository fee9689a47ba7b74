"""A photo with a slow zoom over it."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from PIL import Image, ImageFilter, ImageOps

from studio.render.canvas import Canvas, even
from studio.render.easing import lerp, smooth
from studio.render.media.pictures import load_rgb, open_picture, shown_size
from studio.render.media.zoom import Zoom
from studio.render.planes import Planes, Size, from_rgb, image_of, pixels_of

DEPTH = 0.14
CENTRE = (0.5, 0.4)  # what people photograph stands a little above the middle
NEAR_SHAPE = 1.5
Motion = tuple[tuple[float, float], tuple[float, float], bool]
# From and to: where the view lies within its room to move (0..1 across and down), and whether it comes closer.
MOTIONS: tuple[Motion, ...] = (
    ((0.5, 0.5), (0.5, 0.45), True),
    ((0.2, 0.5), (0.8, 0.5), False),
    ((0.8, 0.45), (0.25, 0.55), True),
    ((0.5, 0.3), (0.5, 0.65), False),
)
DRIFTS: Mapping[str, Motion] = MappingProxyType(
    {
        "in": ((0.5, 0.5), (0.5, 0.5), True),
        "out": ((0.5, 0.5), (0.5, 0.5), False),
        "left": ((0.9, 0.5), (0.1, 0.5), True),
        "right": ((0.1, 0.5), (0.9, 0.5), True),
        "up": ((0.5, 0.9), (0.5, 0.1), True),
        "down": ((0.5, 0.1), (0.5, 0.9), True),
    }
)
"""The same for movements by their word."""


def fits(shape: Size, canvas: Size) -> bool:
    """Whether a picture's shape is near enough the canvas's to fill it by cropping."""
    ratio = (shape[0] / shape[1]) / (canvas[0] / canvas[1])
    return 1 / NEAR_SHAPE < ratio < NEAR_SHAPE


def backdrop(picture: Image.Image, size: Size) -> Image.Image:
    """The picture blurred and darkened, filling `size`."""
    small = ImageOps.fit(picture, (max(2, size[0] // 8), max(2, size[1] // 8)), Image.Resampling.BOX)
    blurred = small.filter(ImageFilter.GaussianBlur(max(size) / 8 * 0.035)).resize(size, Image.Resampling.BICUBIC)
    return blurred.point(lambda value: value * 0.55)


def _composed(picture: Image.Image, size: Size, fit: str, canvas: Size, focus: tuple[float, float]) -> Image.Image:
    cover = fit == "cover" or (fit != "blur" and fits(picture.size, canvas))
    if cover:
        return ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=focus)
    ground = backdrop(picture, size)
    whole = ImageOps.contain(picture, (int(canvas[0] * 0.99), int(canvas[1] * 0.99)), Image.Resampling.LANCZOS)
    ground.paste(whole, ((size[0] - whole.width) // 2, (size[1] - whole.height) // 2))
    return ground


class Photo:
    """A photo on a canvas for some seconds; `drift`, else `motion` (0-3), chooses where the view travels ("none": nowhere)."""

    def __init__(
        self,
        path: Path,
        canvas: Canvas,
        seconds: float,
        *,
        fit: str = "",
        motion: int = 0,
        drift: str = "",
        focus: tuple[float, float] = CENTRE,
    ) -> None:
        self.seconds = max(seconds, 0.04)
        self.rests = drift == "none"
        self.motion = DRIFTS.get(drift) or MOTIONS[motion % len(MOTIONS)]
        self.size = (even(canvas.width * (1 + DEPTH)), even(canvas.height * (1 + DEPTH)))
        with open_picture(path) as opened:
            shape = shown_size(opened)
        factor = max(self.size[0] / shape[0], self.size[1] / shape[1])
        picture = load_rgb(path, (round(shape[0] * factor), round(shape[1] * factor)))
        planes = from_rgb(_composed(picture, self.size, fit, canvas.size, focus))
        halves = (canvas.width // 2, canvas.height // 2)
        sizes = (canvas.size, halves, halves)
        self._zooms = [Zoom(pixels_of(plane), size) for plane, size in zip(planes.images, sizes, strict=True)]

    def view(self, t: float) -> tuple[float, float, float, float]:
        """The part shown at `t` seconds: left, top, right, bottom in pixels of the prepared picture."""
        if self.rests:
            return (0.0, 0.0, float(self.size[0]), float(self.size[1]))
        through = t / self.seconds
        eased = 0.5 * through + 0.5 * smooth(through)
        start, end, closer = self.motion
        factor = 1 + DEPTH * (eased if closer else 1 - eased)
        wide, high = self.size[0] / factor, self.size[1] / factor
        left = (self.size[0] - wide) * lerp(start[0], end[0], eased)
        top = (self.size[1] - high) * lerp(start[1], end[1], eased)
        return (left, top, left + wide, top + high)

    def frame(self, t: float) -> Planes:
        """The picture at `t` seconds."""
        box = self.view(min(max(t, 0.0), self.seconds))
        half = (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
        y, u, v = (zoom(part) for zoom, part in zip(self._zooms, (box, half, half), strict=True))
        return Planes(image_of(y), image_of(u), image_of(v))

    def close(self) -> None:
        """Let go of the prepared picture."""
        self._zooms.clear()
