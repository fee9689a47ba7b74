"""Texts over the picture: they rise into place, stay, and fade away."""

from studio.render.canvas import Canvas, even
from studio.render.easing import ease_out, smooth
from studio.render.film import Caption
from studio.render.planes import Planes, Rgb, colour
from studio.render.text.forms import top_of
from studio.render.text.inking import Lettering, backing
from studio.render.text.typeset import typeset

APPEAR, SETTLE, VANISH = 0.6, 0.8, 0.45
RISE = 0.028
LEFT_EDGE = 0.075


class Overlay:
    """One text, drawn when it first shows and dropped when it is over."""

    def __init__(self, caption: Caption, canvas: Canvas) -> None:
        self.caption, self.canvas = caption, canvas
        self._lettering: Lettering | None = None
        self._tried = False

    def draw(self, picture: Planes, frame: int) -> None:
        """Put it on the picture of a frame, where it is due."""
        if frame >= self.caption.end:
            self._lettering = None
            return
        if frame < self.caption.start:
            return
        if not self._tried:
            self._lettering, self._tried = typeset(self.caption, self.canvas), True
        if self._lettering is not None:
            self._place(picture, self._lettering, frame)

    def _place(self, picture: Planes, lettering: Lettering, frame: int) -> None:
        fps = float(self.canvas.fps)
        since, left = (frame - self.caption.start) / fps, (self.caption.end - frame) / fps
        whole = (self.caption.end - self.caption.start) / fps
        alpha = ease_out(since / min(APPEAR, whole / 3)) * smooth(left / min(VANISH, whole / 3))
        rising = 0.0 if self.caption.role == "caption" else RISE * (1 - ease_out(since / SETTLE))
        x, y = self._corner(lettering)
        margin = lettering.margin
        lettering.sprite.paste(picture, x - margin, y - margin + rising * self.canvas.height, alpha)
        if self.caption.place == "lower-third":
            self._bar(picture, lettering.size[1], y, alpha)

    def _corner(self, lettering: Lettering) -> tuple[int, int]:
        """Where the lines begin."""
        width, height = lettering.size
        top = even(top_of(self.caption.place, height, self.canvas), 0)
        if self.caption.place == "lower-third":
            return even(self.canvas.width * LEFT_EDGE), top
        return even((self.canvas.width - width) / 2, 0), top

    def _bar(self, picture: Planes, height: int, top: int, alpha: float) -> None:
        """A line in the text's colour at its left, with a rim as its letters have."""
        wide, high, rim = even(6 * self.canvas.unit), even(height * alpha, 0), even(3 * self.canvas.unit)
        if not high:
            return
        left = even(self.canvas.width * LEFT_EDGE - 22 * self.canvas.unit)
        start = top + even((height - high) / 2, 0)
        box = (left, start, left + wide, start + high)
        _fill(picture, backing(self.caption.rgb), (box[0] - rim, box[1] - rim, box[2] + rim, box[3] + rim))
        _fill(picture, self.caption.rgb, box)


def _fill(picture: Planes, rgb: Rgb, box: tuple[int, int, int, int]) -> None:
    for number, (plane, value) in enumerate(zip(picture.images, colour(rgb), strict=True)):
        part = 1 if number == 0 else 2
        plane.paste(value, (box[0] // part, box[1] // part, box[2] // part, box[3] // part))
