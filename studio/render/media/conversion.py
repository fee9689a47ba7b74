"""A decoded frame to planes on the canvas: BT.709, upright, square pixels, filling or before a blurred backdrop."""

from fractions import Fraction

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from PIL import Image, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.media.hdr import ToneMap, needs_mapping
from studio.render.media.photo import fits
from studio.render.planes import Planes, Size, halved, image_of

UNSPECIFIED = 2
TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
BACKDROP_LUMA = [round(16 + (value - 16) * 0.55) if value > 16 else value for value in range(256)]


class Converter:
    """Converts the frames of one clip; `focus` (0-1 across and down) is what stays when it is cropped."""

    def __init__(
        self, canvas: Canvas, fit: str, aspect: Fraction | None, focus: tuple[float, float] = (0.5, 0.5)
    ) -> None:
        self.canvas, self.fit, self.focus = canvas, fit, focus
        self.aspect = float(aspect) if aspect else 1.0
        self._reformatter = VideoReformatter()
        self._tone: ToneMap | None = None

    def planes(self, frame: av.VideoFrame) -> Planes:
        """The picture of one frame."""
        turn = frame.rotation % 360
        shape = (frame.width * self.aspect, float(frame.height))
        upright = (shape[1], shape[0]) if turn in {90, 270} else shape
        cover = self._covers(upright)
        factor = _factor(upright, self.canvas.size, cover=cover)
        target = _near(upright, factor, self.canvas.size, cover=cover)
        picture = _turned(self._scaled(frame, target[::-1] if turn in {90, 270} else target), turn)
        if picture.size == self.canvas.size:
            return picture
        return _cropped(picture, self.canvas.size, self.focus) if cover else _before_backdrop(picture, self.canvas.size)

    def _covers(self, upright: tuple[float, float]) -> bool:
        if self.fit in {"cover", "blur"}:
            return self.fit == "cover"
        return fits((round(upright[0]), round(upright[1])), self.canvas.size)

    def _scaled(self, frame: av.VideoFrame, size: Size) -> Planes:
        if needs_mapping(frame):
            if self._tone is None or not self._tone.fits(frame, size):
                self._tone = ToneMap(frame, size)
            return _over(self._tone.convert(frame))
        source = frame.colorspace if frame.colorspace != UNSPECIFIED else _guess(frame)
        converted = self._reformatter.reformat(
            frame,
            width=size[0],
            height=size[1],
            format="yuv420p",
            src_colorspace=source if source in tuple(Colorspace) else _guess(frame),
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG if _full_range(frame) else ColorRange.MPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BICUBIC,
            threads=1,
        )
        return _over(converted)


def _guess(frame: av.VideoFrame) -> int:
    """What untagged footage means: BT.709 for high definition, BT.601 below."""
    return Colorspace.ITU709 if max(frame.width, frame.height) >= 1280 else Colorspace.ITU601


def _full_range(frame: av.VideoFrame) -> bool:
    return frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")


def _over(frame: av.VideoFrame) -> Planes:
    """Images over the frame's own memory."""
    size = (frame.width, frame.height)
    sizes = (size, halved(size), halved(size))
    y, u, v = (image_of(plane, plane.line_size, each) for plane, each in zip(frame.planes, sizes, strict=True))
    return Planes(y, u, v)


def _factor(shape: tuple[float, float], canvas: Size, *, cover: bool) -> float:
    choose = max if cover else min
    return choose(canvas[0] / shape[0], canvas[1] / shape[1])


def _near(shape: tuple[float, float], factor: float, canvas: Size, *, cover: bool) -> Size:
    wide, high = even(shape[0] * factor), even(shape[1] * factor)
    choose = max if cover else min
    return (choose(wide, canvas[0]), choose(high, canvas[1]))


def _turned(picture: Planes, turn: int) -> Planes:
    way = TURNS.get(turn)
    return picture if way is None else Planes(*(plane.transpose(way) for plane in picture.images))


def _cropped(picture: Planes, size: Size, focus: tuple[float, float]) -> Planes:
    left, top = (int((whole - part) * at) // 2 * 2 for whole, part, at in zip(picture.size, size, focus, strict=True))

    def cut(plane: Image.Image, part: int) -> Image.Image:
        corner = (left // part, top // part)
        return plane.crop((*corner, corner[0] + size[0] // part, corner[1] + size[1] // part))

    return Planes(cut(picture.y, 1), cut(picture.u, 2), cut(picture.v, 2))


def _before_backdrop(picture: Planes, size: Size) -> Planes:
    left, top = (size[0] - picture.size[0]) // 4 * 2, (size[1] - picture.size[1]) // 4 * 2
    planes = []
    for number, plane in enumerate(picture.images):
        part = 1 if number == 0 else 2
        ground = _blurred(plane, (size[0] // part, size[1] // part))
        ground = ground.point(BACKDROP_LUMA) if number == 0 else ground
        ground.paste(plane, (left // part, top // part))
        planes.append(ground)
    return Planes(*planes)


def _blurred(plane: Image.Image, size: Size) -> Image.Image:
    small = (max(2, size[0] // 16), max(2, size[1] // 16))
    factor = max(small[0] / plane.width, small[1] / plane.height)
    wide, high = small[0] / factor, small[1] / factor
    box = ((plane.width - wide) / 2, (plane.height - high) / 2, (plane.width + wide) / 2, (plane.height + high) / 2)
    shrunk = plane.resize(small, Image.Resampling.BOX, box=box, reducing_gap=2.0)
    return shrunk.filter(ImageFilter.GaussianBlur(max(small) * 0.04)).resize(size, Image.Resampling.BILINEAR)
