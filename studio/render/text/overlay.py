"""Texts over the picture: they rise into place, stay, and fade away."""

from studio.render.canvas import Canvas, even
from studio.render.easing import ease_out, smooth
from studio.render.film import Caption
from studio.render.planes import Planes, colour
from studio.render.sprite import Sprite
from studio.render.text.typeset import typeset

APPEAR, SETTLE, VANISH = 0.6, 0.8, 0.45
RISE = 0.028
MIDDLES = {"top": 0.14, "center": 0.42, "bottom": 0.87, "lower-third": 0.78}
LEFT_EDGE = 0.065


class Overlay:
    """One text, drawn when it first shows and dropped when it is over."""

    def __init__(self, caption: Caption, canvas: Canvas) -> None:
        self.caption, self.canvas = caption, canvas
        self._sprite: Sprite | None = None
        self._tried = False

    def draw(self, picture: Planes, frame: int) -> None:
        """Put it on the picture of a frame, where it is due."""
        if frame >= self.caption.end:
            self._sprite = None
            return
        if frame < self.caption.start:
            return
        if not self._tried:
            self._sprite, self._tried = typeset(self.caption, self.canvas), True
        if self._sprite is not None:
            self._place(picture, self._sprite, frame)

    def _place(self, picture: Planes, sprite: Sprite, frame: int) -> None:
        fps = float(self.canvas.fps)
        since, left = (frame - self.caption.start) / fps, (self.caption.end - frame) / fps
        whole = (self.caption.end - self.caption.start) / fps
        alpha = ease_out(since / min(APPEAR, whole / 3)) * smooth(left / min(VANISH, whole / 3))
        rising = 0.0 if self.caption.role == "caption" else RISE * (1 - ease_out(since / SETTLE))
        x, y = self._corner(sprite)
        sprite.paste(picture, x, y + rising * self.canvas.height, alpha)
        if self.caption.place == "lower-third":
            self._bar(picture, sprite, y, alpha)

    def _corner(self, sprite: Sprite) -> tuple[int, int]:
        middle = MIDDLES[self.caption.place] * self.canvas.height
        top = min(max(middle - sprite.height / 2, 0.02 * self.canvas.height), self.canvas.height * 0.98 - sprite.height)
        if self.caption.place == "lower-third":
            return even(self.canvas.width * LEFT_EDGE), even(top, 0)
        return even((self.canvas.width - sprite.width) / 2, -self.canvas.width), even(top, -self.canvas.height)

    def _bar(self, picture: Planes, sprite: Sprite, top: int, alpha: float) -> None:
        """A line in the text's colour at its left."""
        wide = even(6 * self.canvas.unit)
        left = even(self.canvas.width * LEFT_EDGE - 10 * self.canvas.unit)
        high = int(sprite.height * alpha * 0.8) // 2 * 2
        start = top + even((sprite.height - high) / 2, 0)
        for number, (plane, value) in enumerate(zip(picture.images, colour(self.caption.rgb), strict=True)):
            part = 1 if number == 0 else 2
            plane.paste(value, (left // part, start // part, (left + wide) // part, (start + high) // part))
