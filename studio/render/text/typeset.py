"""A text drawn once, with its shadow, as a sprite."""

from dataclasses import dataclass
from functools import partial

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.film import Caption
from studio.render.planes import Rgb
from studio.render.sprite import Sprite
from studio.render.text.bidi import visual
from studio.render.text.fonts import CJK_FACE, Font, face_for, load, writable
from studio.render.text.wrap import wrap

LINE_HEIGHT = 1.24
SHADOW: Rgb = (6, 6, 14)
SMALLEST = 10


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of text is set: sizes as parts of the canvas's shorter side, width as part of the canvas."""

    size: float
    width: float
    lines: int
    title: bool
    left: bool = False


FORMS = {"title": Form(0.106, 0.86, 2, title=True), "caption": Form(0.052, 0.84, 3, title=False)}
LOWER_THIRD = Form(0.064, 0.72, 2, title=True, left=True)
SUB_SIZE = 0.46
LEAST_SUB = 0.034


@dataclass(frozen=True, slots=True)
class Line:
    """One line to draw: where (pixels), what, how heavy its stroke is."""

    text: str
    font: Font
    top: int
    stroke: int


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[str, ...]
    font: Font
    size: int
    stroke: int


def form_of(caption: Caption) -> Form:
    """The form of a text."""
    return LOWER_THIRD if caption.place == "lower-third" else FORMS[caption.role]


def typeset(caption: Caption, canvas: Canvas) -> Sprite | None:
    """The text as a sprite, or None when nothing of it can be written."""
    form = form_of(caption)
    text, sub = writable(caption.text), writable(caption.sub)
    if not text and not sub:
        return None
    size = max(SMALLEST, round(min(canvas.size) * form.size * caption.size))
    main = _shrunk(text, canvas, form, size)
    least = max(SMALLEST, min(canvas.size) * LEAST_SUB)
    below = _shrunk(sub, canvas, Form(form.size, form.width, 2, title=False), round(max(main.size * SUB_SIZE, least)))
    lines, height = _stacked(main, below)
    return _drawn(lines, height, main.size if text else below.size, canvas, caption.rgb, form)


def _shrunk(text: str, canvas: Canvas, form: Form, size: int) -> _Block:
    """Set as large as wished, smaller while it takes too many lines or too much of the canvas."""
    while True:
        face = face_for(text, title=form.title)
        font = load(face, size)
        stroke = size // 44 if face is CJK_FACE and form.title else 0
        lines = wrap(text, canvas.width * form.width - 2 * stroke, partial(_measured, font))
        room = canvas.height * 0.6
        allowed = max(form.lines, len(text.splitlines()))  # whoever breaks lines means them
        if (len(lines) <= allowed and len(lines) * size * LINE_HEIGHT <= room) or size <= SMALLEST:
            return _Block(tuple(lines[: max(1, int(room / (size * LINE_HEIGHT)))]), font, size, stroke)
        size = max(SMALLEST, int(size * 0.9))


def _measured(font: Font, piece: str) -> float:
    return font.getlength(visual(piece))


def _stacked(main: _Block, below: _Block) -> tuple[list[Line], int]:
    lines, top = [], 0
    for block in (main, below):
        for text in block.lines:
            lines.append(Line(text, block.font, top, block.stroke))
            top += int(block.size * LINE_HEIGHT)
        top += int(main.size * 0.1) if block.lines else 0
    return lines, top


def _drawn(lines: list[Line], height: int, size: int, canvas: Canvas, rgb: Rgb, form: Form) -> Sprite:
    margin = int(size * 0.6) + 2
    picture_size = (even(canvas.width * form.width + 2 * margin), even(height + 2 * margin))
    ink = Image.new("L", picture_size, 0)
    pen = ImageDraw.Draw(ink)
    left, anchor = (margin, "la") if form.left else (picture_size[0] / 2, "ma")
    for line in lines:
        place = (left, margin + line.top)
        pen.text(
            place, visual(line.text), font=line.font, fill=255, anchor=anchor, stroke_width=line.stroke, stroke_fill=255
        )
    shadow = ink.filter(ImageFilter.GaussianBlur(max(1.0, size * 0.14)))
    near = ImageChops.offset(ink.filter(ImageFilter.GaussianBlur(max(0.6, size * 0.03))), 0, max(1, size // 40))
    dark = ImageChops.lighter(shadow.point(lambda value: value * 0.8), near.point(lambda value: value * 0.6))
    picture = Image.composite(Image.new("RGB", picture_size, rgb), Image.new("RGB", picture_size, SHADOW), ink)
    picture.putalpha(ImageChops.lighter(dark, ink))
    return Sprite(picture.crop(_even_box(picture.getchannel("A").getbbox(), picture_size)))


def _even_box(box: tuple[int, int, int, int] | None, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = box or (0, 0, 2, 2)
    return (left // 2 * 2, top // 2 * 2, min(size[0], -(-right // 2) * 2), min(size[1], -(-bottom // 2) * 2))
