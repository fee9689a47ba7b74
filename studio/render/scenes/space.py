"""A flight through stars, past a nebula, toward a planet that turns."""

import math

import numpy as np
from PIL import Image

from studio.render.canvas import Canvas, even
from studio.render.media.zoom import Zoom
from studio.render.planes import Field, Planes, Rgb, blend, from_field, from_rgb, image_of, pixels_of
from studio.render.scenes.fields import fractal, toward
from studio.render.scenes.light import Light
from studio.render.scenes.scene import Scene
from studio.render.scenes.sky import star_field
from studio.render.sprite import Sprite, disc

STARS = 150
STEP = 0.5
TURN_SECONDS = 60
DEPTH = 0.22
PALETTES: dict[str, tuple[Rgb, Rgb, Rgb, Rgb]] = {
    # empty space, two colours of the nebula, the planet
    "sunset": ((16, 6, 16), (214, 70, 60), (250, 150, 70), (214, 128, 84)),
    "sunrise": ((8, 10, 24), (90, 120, 220), (250, 190, 120), (216, 178, 140)),
    "day": ((4, 10, 24), (30, 130, 200), (90, 220, 210), (86, 140, 190)),
    "night": ((6, 5, 18), (110, 50, 190), (210, 70, 150), (126, 104, 176)),
}


class Space(Scene):
    """Nebula, stars and a planet."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.colours = PALETTES[light.name]
        self.wide = (even(canvas.width * (1 + DEPTH)), even(canvas.height * (1 + DEPTH)))
        halves = (canvas.width // 2, canvas.height // 2)
        nebula = from_field(self._nebula(), self.wide, seed=seed)
        sizes = (canvas.size, halves, halves)
        self.zooms = [Zoom(pixels_of(plane), size) for plane, size in zip(nebula.images, sizes, strict=True)]
        self._keys: dict[int, Planes] = {}
        self.far_stars = star_field(canvas.size, 500, seed + 8)
        self.stars = self.random.uniform(0, 1, size=(STARS, 4))
        self.points = [disc(radius, (255, 255, 255), halo=0.6) for radius in (1, 2, 3)]
        self.planet = Planet(even(min(canvas.size) * 0.25), self.colours[3], self.colours[2], seed)

    def _nebula(self) -> Field:
        """The colours of the far sky, at a quarter of its size."""
        size = (self.wide[0] // 4, self.wide[1] // 4)
        empty, first, second, _ = self.colours
        thin, thick, rift = (fractal(size, 1.75, self.seed + order) for order in (1, 2, 3))
        field = np.broadcast_to(np.asarray(empty, np.float32), (size[1], size[0], 3))
        field = toward(field, first, np.clip(thin * 0.32 + 0.12, 0, 0.62))
        field = toward(field, second, np.clip(thick * thin * 0.3 + thick * 0.12 - 0.02, 0, 0.5))
        return toward(field, empty, np.clip(rift * 0.5 - 0.1, 0, 0.85))

    def _key(self, number: int) -> Planes:
        """The far sky at a moment; it is soft enough to be blended between moments."""
        if number not in self._keys:
            self._keys = {order: kept for order, kept in self._keys.items() if abs(order - number) <= 1}
            self._keys[number] = self._approached(self.progress(number * STEP))
        return self._keys[number]

    def _approached(self, through: float) -> Planes:
        factor = 1 + DEPTH * (0.1 + 0.8 * through)
        wide, high = self.wide[0] / factor, self.wide[1] / factor
        left, top = (self.wide[0] - wide) * 0.5, (self.wide[1] - high) * 0.5
        box = (left, top, left + wide, top + high)
        half = (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
        y, u, v = (zoom(part) for zoom, part in zip(self.zooms, (box, half, half), strict=True))
        return Planes(image_of(y), image_of(u), image_of(v))

    def frame(self, t: float) -> Planes:
        """The far sky comes closer slowly, the stars faster, the planet turns."""
        number = int(t / STEP)
        picture = blend(self._key(number), self._key(number + 1), t / STEP - number)
        self.far_stars.paste(picture, 0, 0, 0.8)
        self._fly(picture, t)
        self._hang(picture, t)
        return picture

    def _fly(self, picture: Planes, t: float) -> None:
        width, height = self.canvas.size
        reach = math.hypot(width, height) * 0.62
        for across, down, start, strength in self.stars:
            near = (start + t * 0.022 * (0.6 + strength)) % 1
            spread = 0.12 + near**1.6
            angle = across * 2 * math.pi
            x = width / 2 + math.cos(angle) * spread * reach * (0.25 + down)
            y = height / 2 + math.sin(angle) * spread * reach * (0.25 + down)
            if 0 <= x < width and 0 <= y < height:
                point = self.points[min(2, int(near * strength * 3.6 * max(self.canvas.unit, 0.5)))]
                shine = min(1.0, near * 6) * (0.35 + 0.65 * strength)
                point.paste(picture, x - point.width / 2, y - point.height / 2, shine)

    def _hang(self, picture: Planes, t: float) -> None:
        width, height = self.canvas.size
        tall = height > width
        x = width * (0.62 if tall else 0.74) - self.progress(t) * width * 0.03
        y = height * (0.68 if tall else 0.62) - self.progress(t) * height * 0.02
        self.planet.draw(picture, t, x, y)


class Planet:
    """A banded world, lit from the upper left, with a rim of air."""

    def __init__(self, radius: int, rgb: Rgb, rim: Rgb, seed: int) -> None:
        self.radius, self.rim = radius, rim
        cells = max(24, radius) // 2 * 2
        y, x = np.mgrid[0:cells, 0:cells].astype(np.float32)
        x, y = (x + 0.5) / cells * 2 - 1, (y + 0.5) / cells * 2 - 1
        tilted_x, tilted_y = x * 0.94 + y * 0.34, y * 0.94 - x * 0.34
        square = np.clip(1 - x**2 - y**2, 0, 1)
        z = np.sqrt(square)
        self.texture = self._bands(rgb, seed)
        rows, columns = self.texture.shape[:2]
        self.row = np.clip((np.arcsin(np.clip(tilted_y, -1, 1)) / math.pi + 0.5) * (rows - 1), 0, rows - 1).astype(
            np.int32
        )
        self.column = (np.arctan2(tilted_x, np.maximum(z, 1e-3)) / (2 * math.pi) * columns).astype(np.int32)
        self.columns = columns
        shine = np.clip(-0.62 * x - 0.48 * y + 0.62 * z, 0, 1) ** 0.8
        self.light = (0.03 + 0.97 * shine)[..., None]
        self.air = ((1 - z) ** 2.4 * np.clip(shine * 1.6, 0, 1))[..., None] * np.asarray(rim, np.float32) * 0.9
        self.glow, self.mask = self._glow(), self._mask()
        self._faces: dict[int, Planes] = {}

    @staticmethod
    def _bands(rgb: Rgb, seed: int) -> Field:
        rows, columns = 160, 320
        storm = fractal((columns, rows), 1.7, seed + 3, stretch=0.35)
        place = np.linspace(0, 1, rows, dtype=np.float32)[:, None] + storm * 0.012
        bands = np.sin(place * 34) * 0.5 + np.sin(place * 71 + 1.3) * 0.3 + storm * 0.22
        return np.asarray(np.asarray(rgb, np.float32) * (1 + bands * 0.3)[..., None], np.float32)

    def _mask(self) -> Image.Image:
        y, x = np.mgrid[0 : self.radius * 2, 0 : self.radius * 2].astype(np.float32)
        distance = np.hypot(x - self.radius + 0.5, y - self.radius + 0.5)
        return image_of((np.clip(self.radius - distance, 0, 1) * 255).astype(np.uint8))

    def _glow(self) -> Sprite:
        """The air's light outside the edge, on the lit side."""
        reach = even(self.radius * 1.3)
        y, x = np.mgrid[0 : reach * 2, 0 : reach * 2].astype(np.float32)
        x, y = x - reach + 0.5, y - reach + 0.5
        distance = np.hypot(x, y)
        side = np.clip(0.35 - (0.62 * x + 0.48 * y) / (distance + 1), 0, 1)
        alpha = np.exp(-np.clip(distance - self.radius * 0.99, 0, None) / (self.radius * 0.055)) * side * 0.6
        picture = Image.new("RGB", (reach * 2, reach * 2), self.rim)
        picture.putalpha(image_of((np.clip(alpha, 0, 1) * 255).astype(np.uint8)))
        return Sprite(picture)

    def draw(self, picture: Planes, t: float, x: float, y: float) -> None:
        """Put it with its middle at x, y (pixels)."""
        self.glow.paste(picture, x - self.glow.width / 2, y - self.glow.height / 2)
        turned = t * self.columns / TURN_SECONDS
        face = blend(self._face(int(turned)), self._face(int(turned) + 1), turned - int(turned))
        left, top = int(x - self.radius) // 2 * 2, int(y - self.radius) // 2 * 2
        for number, (plane, seen) in enumerate(zip(picture.images, face.images, strict=True)):
            part = 1 if number == 0 else 2
            plane.paste(seen, (left // part, top // part), self.mask if part == 1 else self.mask.resize(seen.size))

    def _face(self, turned: int) -> Planes:
        """The lit side, turned by so many columns of its map."""
        if turned not in self._faces:
            self._faces = {order: kept for order, kept in self._faces.items() if order >= turned - 1}
            tones = self.texture[self.row, (self.column + turned) % self.columns] * self.light + self.air
            rgb = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
            side = self.radius * 2
            self._faces[turned] = from_rgb(rgb.resize((side, side), Image.Resampling.BICUBIC))
        return self._faces[turned]
