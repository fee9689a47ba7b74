"""A city by the water: three rows of buildings that pass at different speeds, lit windows, a rippled reflection."""

import math

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, colour
from studio.render.scenes.light import Light
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky
from studio.render.scenes.skyline import Box, SkylineArtist, SkylineStyle
from studio.render.scenes.water import Reflection
from studio.render.sprite import Sprite

ROWS = (
    # depth, heights, widths, window share, window spacing, speed, part of the canvas's height
    (0.0, (0.3, 0.92), (34, 84), 0.5, 9, 7, 0.50),
    (0.55, (0.18, 0.86), (56, 128), 1.3, 12, 15, 0.44),
    (1.0, (0.1, 0.72), (92, 190), 1.7, 17, 30, 0.36),
)


class _Row:
    """One row of buildings, moving."""

    def __init__(self, sprite: Sprite, windows: list[Box], speed: float, base: int) -> None:
        self.sprite, self.windows, self.speed = sprite, windows, speed
        self.top = base - sprite.height


class City(Scene):
    """The skyline, by any light."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.shore = even(canvas.height * 0.8)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=self.shore / canvas.height)
        self.rows = [self._row(number) for number in range(len(ROWS))]
        self.twinkle = self.random.uniform(0, 2 * math.pi, size=97)
        self.water = Reflection(canvas, self.shore, light, seed)

    def _row(self, number: int) -> _Row:
        depth, heights, widths, windows, spacing, speed, part = ROWS[number]
        canvas, unit = self.canvas, self.canvas.unit
        size = (even(canvas.width * 1.3 + 200 * unit), even(canvas.height * part))
        style = SkylineStyle(
            rgb=self.light.between(depth),
            lit=self.light.lit,
            heights=heights,
            widths=(widths[0] * unit, widths[1] * unit),
            windows=self.light.lit_windows * windows,
            spacing=spacing * unit,
        )
        drawn = SkylineArtist(size, style, self.seed + 10 + number).draw()
        return _Row(Sprite(drawn.picture, phases=4 if number < 2 else 2), drawn.windows, speed * unit, self.shore)

    def frame(self, t: float) -> Planes:
        """Sky, rows from far to near, and all of it again in the water."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        for row in self.rows:
            row.sprite.scroll(picture, t * row.speed, row.top)
            self._switch_windows(picture, row, t)
        self.water.draw(picture, t, self.sky.sun_x)
        return picture

    def _switch_windows(self, picture: Planes, row: _Row, t: float) -> None:
        lit = colour(self.light.lit)[0]
        offset = t * row.speed
        for number, (left, top, right, bottom) in enumerate(row.windows):
            if math.sin(t * (0.7 + 0.5 * (number % 5)) + self.twinkle[number % 97]) > 0.55:
                x = math.floor((left - offset) % row.sprite.width)
                picture.y.paste(lit, (x, row.top + top, x + right - left + 1, row.top + bottom + 1))
