"""A picture in its frame: turned, mirrored, enlarged, slowly moving, or laid over others."""

from functools import partial

from PIL import Image

from studio.render.canvas import Canvas, even
from studio.render.easing import lerp, smooth
from studio.render.film import Box, Framing
from studio.render.planes import Planes, Size

DEPTH = 0.18
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_FLIPS = {"h": Image.Transpose.FLIP_LEFT_RIGHT, "v": Image.Transpose.FLIP_TOP_BOTTOM}
_PATHS = {
    "left": ((1.0, 0.5), (0.0, 0.5)),
    "right": ((0.0, 0.5), (1.0, 0.5)),
    "up": ((0.5, 1.0), (0.5, 0.0)),
    "down": ((0.5, 0.0), (0.5, 1.0)),
}


def box_canvas(canvas: Canvas, box: Box | None) -> Canvas:
    """What a shot is drawn on: the film's picture, or the part of it that its box takes up."""
    if box is None:
        return canvas
    return Canvas(even(canvas.width * box[2], 16), even(canvas.height * box[3], 16), canvas.fps)


def corner(canvas: Canvas, box: Box) -> Size:
    """Where a box begins, in even pixels."""
    return (even(canvas.width * box[0], 0), even(canvas.height * box[1], 0))


def upright(canvas: Canvas, framing: Framing) -> Canvas:
    """The canvas that a picture is drawn on before it is turned."""
    lies = framing.turn in (90, 270)
    return Canvas(canvas.height, canvas.width, canvas.fps) if lies else canvas


def framed(picture: Planes, framing: Framing, through: float, *, moved: bool = False) -> Planes:
    """A picture of an upright canvas as its shot shows it, `through` (0..1) of the way; `moved`: it drifts by itself."""
    for way in (_TURNS.get(framing.turn), _FLIPS.get(framing.flip)):
        if way is not None:
            picture = picture.each(partial(_transposed, way))
    part = view(framing if not moved else Framing(zoom=framing.zoom, focus=framing.focus), through)
    return picture if part == (0.0, 0.0, 1.0, 1.0) else _enlarged(picture, part)


def _transposed(way: Image.Transpose, image: Image.Image) -> Image.Image:
    return image.transpose(way)


def view(framing: Framing, through: float) -> Box:
    """The part of the picture that is shown, `through` (0..1) of the way: left, top, right, bottom (0..1)."""
    eased = 0.5 * through + 0.5 * smooth(through)
    across, down = framing.focus
    factor = framing.zoom
    if framing.drift in ("in", "out"):
        factor *= 1 + DEPTH * (eased if framing.drift == "in" else 1 - eased)
    elif framing.drift in _PATHS:
        factor *= 1 + DEPTH
        start, end = _PATHS[framing.drift]
        across, down = lerp(start[0], end[0], eased), lerp(start[1], end[1], eased)
    size = 1 / factor
    left = min(max(across - size / 2, 0.0), 1 - size) if framing.drift not in _PATHS else (1 - size) * across
    top = min(max(down - size / 2, 0.0), 1 - size) if framing.drift not in _PATHS else (1 - size) * down
    return (left, top, left + size, top + size)


def _enlarged(picture: Planes, part: Box) -> Planes:
    def plane(image: Image.Image) -> Image.Image:
        wide, high = image.size
        box = (part[0] * wide, part[1] * high, part[2] * wide, part[3] * high)
        return image.resize(image.size, Image.Resampling.BICUBIC, box=box)

    return picture.each(plane)
