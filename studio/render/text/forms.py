"""How kinds of text are set on a canvas: how large, how wide, in how many lines, and where they stand."""

import math
from dataclasses import dataclass

from studio.render.canvas import Canvas
from studio.render.film import Caption

SMALLEST = 10
LEAST, LEAST_WHOLE = 0.72, 0.45
SUB_SIZE = 0.46
LEAST_SUB = 0.041
LANDSCAPE = 16 / 9


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of text: its em as a part of the canvas's shorter side, its width as a part of the canvas's.

    `lines` are those it may take in landscape before its letters shrink, `most_height` the part of the canvas's height that it
    takes at the most.
    """

    size: float
    width: float
    lines: int
    title: bool
    left: bool = False
    most_height: float = 0.55

    def em(self, canvas: Canvas, wish: float) -> int:
        """The size of its letters in pixels, `wish` times the usual."""
        return max(SMALLEST, round(min(canvas.size) * self.size * wish))

    def lines_on(self, canvas: Canvas) -> int:
        """How many lines it may take: on a narrow picture they are short, and a tall one has room for more."""
        return int(self.lines * max(1.0, math.sqrt(LANDSCAPE * canvas.height / canvas.width)))


FORMS = {"title": Form(0.106, 0.86, 2, title=True), "caption": Form(0.056, 0.84, 3, title=False)}
LOWER_THIRD = Form(0.064, 0.72, 2, title=True, left=True)
SUB = Form(0.05, 0.86, 2, title=False, most_height=0.2)


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts stand, as parts of the canvas's height: the edge of the highest and of the lowest, the middle of others."""

    top: float
    center: float
    third: float
    bottom: float


WIDE = Places(top=0.075, center=0.42, third=0.78, bottom=0.93)
# apps on phones lay names and buttons over the upper and lower edge of tall films
TALL = Places(top=0.11, center=0.42, third=0.72, bottom=0.84)
TALL_FROM = 1.3
MARGIN = 0.05


def form_of(caption: Caption) -> Form:
    """The form of a text."""
    return LOWER_THIRD if caption.place == "lower-third" else FORMS[caption.role]


def top_of(place: str, height: int, canvas: Canvas) -> float:
    """The row in which a text of this height begins, so that it stands in its place and inside the safe area."""
    places = TALL if canvas.height >= TALL_FROM * canvas.width else WIDE
    wished = {
        "top": places.top * canvas.height,
        "center": places.center * canvas.height - height / 2,
        "lower-third": places.third * canvas.height - height / 2,
        "bottom": places.bottom * canvas.height - height,
    }[place]
    return max(MARGIN * canvas.height, min(wished, places.bottom * canvas.height - height))
