"""A street of houses with gardens: gables, chimneys, lit windows, round trees, hills behind."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from studio.render.canvas import Canvas, even
from studio.render.planes import Planes, Rgb, Size
from studio.render.scenes.fields import ridge
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import Sky
from studio.render.scenes.terrain import Ground, terrain
from studio.render.sprite import Sprite

WALLS: tuple[Rgb, ...] = (
    (238, 226, 206),
    (226, 196, 170),
    (206, 220, 226),
    (240, 236, 230),
    (222, 206, 160),
    (190, 204, 186),
)
ROOFS: tuple[Rgb, ...] = ((150, 72, 56), (92, 88, 96), (120, 84, 62), (78, 96, 116))
GARDEN: Rgb = (92, 146, 70)
DIM = {"sunset": 0.34, "sunrise": 0.16, "day": 0.0, "night": 0.74}
ROWS = (
    # depth, foot (part of the height), size of a house (part of the shorter side), speed
    (0.55, 0.70, 0.17, 9),
    (0.0, 0.86, 0.34, 24),
)
FINE = 2


class Homes(Scene):
    """A slow walk along the street."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.sky = Sky(canvas, self.seconds, light, seed, horizon=0.62, sun_x=0.68)
        self.dim = DIM[light.name]
        far = mix(self._lit(GARDEN), light.horizon, 0.5)
        self.hill = self._ground(far, 0.26, 0.6, 1)
        self.lawns = [
            self._ground(self._lit(scaled(GARDEN, 1 - 0.14 * n)), 0.40 - 0.1 * n, 0.12, 2 + n) for n in range(2)
        ]
        self.rows = [self._row(number) for number in range(len(ROWS))]

    def _lit(self, rgb: Rgb) -> Rgb:
        """A colour in the scene's light."""
        return mix(rgb, self.light.near, self.dim)

    def _ground(self, rgb: Rgb, part: float, lift: float, number: int) -> Sprite:
        size = (even(self.canvas.width * 1.3), even(self.canvas.height * part))
        line = (1 - ridge(size[0], 2.4, self.seed + 40 + number)) * size[1] * lift + 2
        return terrain(size, line, Ground(rgb, scaled(rgb, 0.7)), self.seed + number)

    def _row(self, number: int) -> Sprite:
        """Houses and trees in turn, that repeat sideways."""
        depth, _, part, _ = ROWS[number]
        side = min(self.canvas.size) * part
        size = (even(self.canvas.width * 1.25 + side * 2), even(side * 1.5))
        random = np.random.default_rng(self.seed + 90 + number)
        street = _Street(
            (size[0] * FINE, size[1] * FINE), random, lambda rgb: mix(self._lit(rgb), self.light.horizon, depth * 0.5)
        )
        street.window = mix(self.light.lit, (255, 220, 150), 0.3) if self.light.lit_windows > 0.1 and self.dim else None
        x = 0.0
        while x < street.picture.width - side * FINE * 0.7:
            wide = side * FINE * random.uniform(0.85, 1.15)
            if x + wide > street.picture.width:
                break
            street.house(x + wide * 0.08, wide * 0.84)
            x += wide
            if random.random() < 0.75:
                street.tree(x + side * FINE * 0.2, side * FINE * random.uniform(0.45, 0.7))
                x += side * FINE * 0.4
        return Sprite(street.picture.resize(size, Image.Resampling.BOX), phases=4)

    def frame(self, t: float) -> Planes:
        """Sky, hill, the far houses on their lawn, the near ones on theirs."""
        picture = self.sky.draw(t)
        self.sky.draw_birds(picture, t)
        unit, height = self.canvas.unit, self.canvas.height
        self.hill.scroll(picture, t * 4 * unit, height * 0.5)
        for number, (_, foot, _, speed) in enumerate(ROWS):
            row, lawn = self.rows[number], self.lawns[number]
            lawn.scroll(picture, t * speed * unit, height * (foot - 0.05))
            row.scroll(picture, t * speed * unit + number * 411 * unit, height * foot - row.height)
        return picture


class _Street:
    """Draws one row of houses and trees, all standing on the lower edge."""

    def __init__(self, size: Size, random: np.random.Generator, lit: Callable[[Rgb], Rgb]) -> None:
        self.picture = Image.new("RGBA", size, (*lit(GARDEN), 0))
        self.pen = ImageDraw.Draw(self.picture)
        self.random, self.lit = random, lit
        self.window: Rgb | None = None

    def _pick(self, paints: tuple[Rgb, ...]) -> Rgb:
        return paints[int(self.random.integers(len(paints)))]

    def house(self, x: float, wide: float) -> None:
        """Walls, a gable roof with a chimney, a door between windows, and those under the roof."""
        foot, wall, roof = self.picture.height, self._pick(WALLS), self._pick(ROOFS)
        tall = wide * self.random.uniform(0.5, 0.72)
        top = foot - tall
        self.pen.rectangle(
            (x + wide * 0.68, top - wide * 0.42, x + wide * 0.78, top), fill=(*self.lit(scaled(roof, 0.8)), 255)
        )
        self.pen.rectangle((x, top, x + wide, foot), fill=(*self.lit(wall), 255))
        self.pen.rectangle((x + wide * 0.82, top, x + wide, foot), fill=(*self.lit(scaled(wall, 0.84)), 255))
        eaves = [(x - wide * 0.07, top + 2), (x + wide * 0.5, top - wide * 0.44), (x + wide * 1.07, top + 2)]
        self.pen.polygon(eaves, fill=(*self.lit(roof), 255))
        self.pen.polygon([eaves[1], eaves[2], (x + wide * 0.8, top + 2)], fill=(*self.lit(scaled(roof, 0.8)), 255))
        door = (x + wide * 0.43, foot - tall * 0.52, x + wide * 0.57, foot)
        self.pen.rectangle(door, fill=(*self.lit(self._pick(ROOFS)), 255))
        for left in (0.12, 0.68):
            self._pane(x + wide * left, foot - tall * 0.62, wide * 0.2, tall * 0.3)
        self._pane(x + wide * 0.43, top - wide * 0.16, wide * 0.14, wide * 0.13)

    def _pane(self, x: float, y: float, wide: float, tall: float) -> None:
        lit = self.window is not None and self.random.random() < 0.7
        glass = self.window if lit and self.window else self.lit((150, 186, 210))
        frame = self.lit((250, 250, 248))
        edge = max(1.0, wide * 0.08)
        self.pen.rectangle((x - edge, y - edge, x + wide + edge, y + tall + edge), fill=(*frame, 255))
        self.pen.rectangle((x, y, x + wide, y + tall), fill=(*glass, 255))
        self.pen.line((x + wide / 2, y, x + wide / 2, y + tall), fill=(*frame, 255), width=max(1, round(edge)))

    def tree(self, x: float, tall: float) -> None:
        """A round tree on its trunk."""
        foot, green = self.picture.height, scaled((70, 128, 62), self.random.uniform(0.8, 1.15))
        self.pen.rectangle(
            (x - tall * 0.04, foot - tall * 0.5, x + tall * 0.04, foot), fill=(*self.lit((96, 70, 50)), 255)
        )
        for across, up, radius, shade in ((-0.16, 0.6, 0.2, 0.86), (0.16, 0.62, 0.2, 0.94), (0, 0.78, 0.22, 1.06)):
            middle = (x + across * tall, foot - up * tall)
            box = (
                middle[0] - radius * tall,
                middle[1] - radius * tall,
                middle[0] + radius * tall,
                middle[1] + radius * tall,
            )
            self.pen.ellipse(box, fill=(*self.lit(scaled(green, shade)), 255))
