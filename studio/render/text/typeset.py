"""A text set in lines that suit the canvas, and drawn once as a sprite."""

from dataclasses import dataclass
from functools import partial

from studio.render.canvas import Canvas
from studio.render.film import Caption
from studio.render.text.bidi import visual
from studio.render.text.fonts import CJK_FACE, Font, face_for, load, writable
from studio.render.text.forms import LEAST, LEAST_SUB, LEAST_WHOLE, SMALLEST, SUB, SUB_SIZE, Form, form_of
from studio.render.text.inking import Lettering, Line, ink
from studio.render.text.wrap import pieces, wrap

LINE_HEIGHT = 1.24
ASCENT = 0.9
SHRINKING = 0.9
BOLDER = 1 / 44
LARGE = 0.07
STRONG, FAINT = 0.82, 0.6


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[str, ...]
    font: Font
    size: int
    stroke: float

    @property
    def width(self) -> float:
        return max((_measured(self.font, line) + 2 * self.stroke for line in self.lines), default=0)


def typeset(caption: Caption, canvas: Canvas) -> Lettering | None:
    """The text drawn, or None when nothing of it can be written."""
    form = form_of(caption)
    text, sub = writable(caption.text), writable(caption.sub)
    if not text and not sub:
        return None
    main = _set(text, canvas, form, form.em(canvas, caption.size))
    least = max(SMALLEST, min(canvas.size) * LEAST_SUB)
    below = _set(sub, canvas, SUB, round(max(main.size * SUB_SIZE, least)))
    lines, height = _stacked(main, below, canvas)
    size = (round(max(main.width, below.width)), height)
    return ink(lines, size, main.size if text else below.size, caption.rgb, left=form.left)


def _set(text: str, canvas: Canvas, form: Form, wished: int) -> _Block:
    """Set as large as wished; smaller while it takes too many lines or cuts a word, but rather in more lines than tiny."""
    face, size = face_for(text, title=form.title), wished
    usual = min(wished, form.em(canvas, 1.0))
    allowed = max(form.lines_on(canvas), len(text.splitlines()))  # whoever breaks lines means them
    while True:
        font = load(face, size)
        stroke = size * BOLDER if face == CJK_FACE else 0.0
        measure, width = partial(_measured, font), canvas.width * form.width - 2 * stroke
        lines = wrap(text, width, measure)
        most = max(1, int(canvas.height * form.most_height / (size * LINE_HEIGHT)))
        few = len(lines) <= (allowed if size >= usual * LEAST else most)
        whole = size < usual * LEAST_WHOLE or _whole(text, width, measure)
        if (few and len(lines) <= most and whole) or size <= SMALLEST:
            return _Block(tuple(lines[:most]), font, size, stroke)
        size = max(SMALLEST, int(size * SHRINKING))


def _whole(text: str, width: float, measure: "partial[float]") -> bool:
    """Whether no word has to be cut."""
    return all(measure(piece.rstrip()) <= width for line in text.splitlines() for piece in pieces(line))


def _measured(font: Font, piece: str) -> float:
    return font.getlength(visual(piece))


def _stacked(main: _Block, below: _Block, canvas: Canvas) -> tuple[list[Line], int]:
    lines, top = [], 0.0
    for block in (main, below):
        rim, strength = _rim(block.size, canvas)
        for text in block.lines:
            lines.append(Line(text, block.font, round(top + block.size * ASCENT), block.stroke, rim, strength))
            top += block.size * LINE_HEIGHT
        top += main.size * 0.1 if block is main and block.lines and below.lines else 0
    return lines, round(top)


def _rim(size: int, canvas: Canvas) -> tuple[float, float]:
    """The width and strength of the rim: small letters need more of it, for their size, than large ones."""
    part = size / min(canvas.size)
    return max(1.0, 0.022 * size + 0.0025 * min(canvas.size)), (STRONG if part < LARGE else FAINT)
