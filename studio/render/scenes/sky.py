"""The sky of a mood: gradient and glow, sun or moon, clouds, stars, birds."""

import math

import numpy as np
from PIL import Image, ImageDraw

from studio.render.canvas import Canvas, even
from studio.render.easing import lerp, smooth
from studio.render.planes import Planes, Rgb, Size, blend, from_field, image_of
from studio.render.scenes.fields import down_the_sky, fractal, grid, toward
from studio.render.scenes.light import Light, Stops, scaled
from studio.render.sprite import Sprite, disc, glow


def _gradient(canvas: Canvas, stops: Stops, light: Light, horizon: float, sun: tuple[float, float]) -> Planes:
    small = (max(8, canvas.width // 6), max(8, canvas.height // 6))
    x, y = grid(small)
    rows = down_the_sky(stops, small[1], horizon)
    aspect = canvas.width / canvas.height
    distance = np.hypot((x - sun[0]) * aspect, (y - sun[1]) * 1.25)
    shine = np.exp(-distance * 2.6) * 0.72 * light.glow
    field = toward(np.broadcast_to(rows[:, None], (small[1], small[0], 3)), light.sun, shine)
    return from_field(field, canvas.size, seed=3)


def cloud_bank(size: Size, seed: int, rgb: Rgb, *, density: float, opacity: float) -> Sprite:
    """Clouds that repeat sideways; `density` is 0 (thick) to 1 (few)."""
    half = (size[0] // 2, size[1] // 2)
    noise = fractal(half, 1.55, seed, stretch=3.2)
    down = np.linspace(0, 1, half[1], dtype=np.float32)[:, None]
    body = noise - density - 2.2 * np.abs(down - 0.45) ** 1.5
    alpha = 1 / (1 + np.exp(-body * 2.6)) * np.clip(down / 0.15, 0, 1) * np.clip((1 - down) / 0.25, 0, 1)
    darkest = 0.55 if min(rgb) < 200 else 0.84
    shade = np.clip(0.86 + (body - np.roll(body, -6, axis=0)) * 1.4, darkest, 1.25)[..., None]
    tones = np.clip(np.asarray(rgb, np.float32) * shade, 0, 255).astype(np.uint8)
    picture = Image.fromarray(tones)
    picture.putalpha(image_of((alpha * (255 * opacity)).astype(np.uint8)))
    return Sprite(picture.resize(size, Image.Resampling.BICUBIC), phases=2)


def star_field(size: Size, count: int, seed: int) -> Sprite:
    """Stars on nothing, thinning out toward the horizon."""
    random = np.random.default_rng(seed)
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    for _ in range(count):
        x, y = int(random.integers(0, size[0])), int(random.random() ** 1.6 * size[1] * 0.85)
        extent = int(random.choice([1, 1, 1, 2]))
        draw.ellipse((x, y, x + extent, y + extent), fill=(255, 255, 255, int(random.uniform(60, 230))))
    return Sprite(picture)


class Sky:
    """A sky over a horizon at `horizon` of the canvas's height, with its sun at `sun_x` of the width."""

    def __init__(
        self,
        canvas: Canvas,
        seconds: float,
        light: Light,
        seed: int,
        *,
        horizon: float,
        sun_x: float = 0.62,
        clouds: bool = True,
    ) -> None:
        self.canvas, self.seconds, self.light = canvas, seconds, light
        self.horizon = even(canvas.height * horizon)
        self.sun_x = sun_x
        part = self.horizon / canvas.height
        self._heights = (light.sun_path[0] * part, light.sun_path[1] * part)
        self._start = _gradient(canvas, light.sky, light, part, (sun_x, self._heights[0]))
        self._end = _gradient(canvas, light.sky_later, light, part, (sun_x, self._heights[1]))
        radius = max(3, round(light.sun_radius * (canvas.height + min(canvas.size)) / 2))
        self._sun = disc(radius, light.sun, halo=0.55)
        self._halo = glow(round(radius * 5.5), light.sun, 0.5 * light.glow)
        self._stars = star_field((canvas.width, self.horizon), 420, 1) if light.stars else None
        self._clouds = self._cloud_banks(seed) if clouds else []
        self._wings = np.random.default_rng(seed).uniform(0, 2 * math.pi, size=7)

    def _cloud_banks(self, seed: int) -> list[tuple[Sprite, float, float]]:
        """Each: the bank, its speed in pixels a second, and its top."""
        width, height = even(self.canvas.width * 1.5), self.horizon
        light, unit = self.light, self.canvas.unit
        low = cloud_bank(
            (width, even(height * 0.42)),
            seed + 2,
            scaled(light.cloud, 0.85),
            density=0.75,
            opacity=light.cloud_opacity * 0.75,
        )
        high = cloud_bank((width, even(height * 0.6)), seed + 1, light.cloud, density=0.55, opacity=light.cloud_opacity)
        return [(low, 14 * unit, height * 0.3), (high, 26 * unit, height * 0.03)]

    def sun_height(self, t: float) -> float:
        """Where the sun stands at `t`, in pixels from the top."""
        return self.canvas.height * lerp(self._heights[0], self._heights[1], t / self.seconds)

    def draw(self, t: float) -> Planes:
        """A new picture of the sky."""
        picture = blend(self._start, self._end, smooth(t / self.seconds))
        if self._stars:
            self._stars.paste(picture, 0, 0, 0.85 + 0.15 * math.sin(t * 2))
        x, y = self.sun_x * self.canvas.width, self.sun_height(t)
        for light in (self._halo, self._sun):
            light.paste(picture, x - light.width / 2, y - light.height / 2)
        for bank, speed, top in self._clouds:
            bank.scroll(picture, t * speed, top)
        return picture

    def draw_birds(self, picture: Planes, t: float) -> None:
        """A small flock that crosses the sky."""
        if not self.light.birds:
            return
        width, height = self.canvas.width, self.horizon
        pen = ImageDraw.Draw(picture.y)
        for number, phase in enumerate(self._wings):
            x = (width * (0.05 + 0.05 * (number % 4)) + t * width * 0.05 + number * width * 0.012) % width
            y = height * (0.38 + 0.044 * ((number * 37) % 5)) + self.canvas.unit * 8 * math.sin(t * 0.9 + phase)
            span = self.canvas.unit * (9 + 2 * (number % 3))
            flap = math.sin(t * 7 + phase) * span * 0.8
            pen.line(
                [(x - span, y - flap), (x, y), (x + span, y - flap)],
                fill=44,
                width=max(1, round(2.5 * self.canvas.unit)),
                joint="curve",
            )
