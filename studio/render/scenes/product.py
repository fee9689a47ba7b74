"""A studio for showing things: a seamless backdrop, a podium, a glossy ball, light that sweeps across."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import Canvas, even
from studio.render.planes import Field, Planes, Rgb, blend, from_field, image_of
from studio.render.scenes.abstract import bokeh_disc
from studio.render.scenes.fields import grid, toward
from studio.render.scenes.light import Light, mix, scaled
from studio.render.scenes.scene import Scene
from studio.render.sprite import Sprite

STEP = 0.5
COLOURS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    # backdrop, light, the ball
    "sunset": ((150, 66, 74), (255, 196, 150), (255, 140, 84)),
    "sunrise": ((206, 158, 150), (255, 240, 220), (250, 190, 160)),
    "day": ((176, 190, 206), (255, 255, 255), (84, 150, 230)),
    "night": ((30, 28, 56), (150, 130, 255), (120, 90, 230)),
}
MOTES = 18


def stage(colours: tuple[Rgb, ...], light: Light) -> tuple[Rgb, Rgb, Rgb]:
    """Backdrop, light and ball in the colours asked for."""
    backdrop = scaled(colours[0], 0.5) if light.stars else mix(colours[0], (255, 255, 255), 0.12)
    thing = colours[1] if len(colours) > 1 else mix(colours[0], (255, 255, 255), 0.5)
    return backdrop, mix(colours[0], (255, 255, 255), 0.75), thing


class Product(Scene):
    """The podium and its light."""

    def __init__(self, canvas: Canvas, seconds: float, light: Light, seed: int, colours: tuple[Rgb, ...] = ()) -> None:
        super().__init__(canvas, seconds, light, seed)
        self.colours = stage(colours, light) if colours else COLOURS[light.name]
        self.small = (max(32, canvas.width // 8), max(32, canvas.height // 8))
        self.aspect = canvas.width / canvas.height
        self.base = canvas.height * 0.74
        self.podium = podium(even(min(canvas.size) * 0.62), self.colours[0], self.colours[1])
        self.radius = even(min(canvas.size) * 0.15)
        self.ball = ball(self.radius, self.colours[2])
        self.motes = self.random.uniform(0, 1, size=(MOTES, 4))
        self.mote = bokeh_disc(even(10 * canvas.unit, 4), self.colours[1], 2.0)
        self._keys: dict[int, Planes] = {}

    def _backdrop(self, t: float) -> Field:
        """Wall and floor, and two soft lights: one behind the podium, one that sweeps."""
        backdrop, light, _ = self.colours
        x, y = grid(self.small)
        floor = 1 / (1 + np.exp(-(y - 0.7) * 26))
        field = np.broadcast_to(np.asarray(backdrop, np.float32), (*x.shape, 3))
        field = toward(field, scaled(backdrop, 0.55), (1 - y) ** 2 * 0.6)
        field = toward(field, scaled(backdrop, 1.12), floor * 0.55)
        behind = np.exp(-(((x - 0.5) * self.aspect) ** 2 + (y - 0.46) ** 2) * 5.5)
        sweep = 0.5 + 0.55 * math.sin(t * 0.7)
        beam = np.exp(-(((x - sweep) * self.aspect + (y - 0.4) * 0.5) ** 2) * 9) * (1 - 0.6 * y)
        field = toward(field, light, behind * 0.62)
        field = toward(field, light, beam * 0.3)
        return toward(field, scaled(backdrop, 0.35), np.clip(((x - 0.5) ** 2 + (y - 0.5) ** 2) * 1.5 - 0.22, 0, 0.6))

    def _key(self, number: int) -> Planes:
        if number not in self._keys:
            self._keys = {order: kept for order, kept in self._keys.items() if abs(order - number) <= 1}
            self._keys[number] = from_field(self._backdrop(number * STEP), self.canvas.size, seed=5)
        return self._keys[number]

    def frame(self, t: float) -> Planes:
        """Backdrop, podium, the ball floating over it, dust in the light."""
        number = int(t / STEP)
        picture = blend(self._key(number), self._key(number + 1), t / STEP - number)
        middle = self.canvas.width / 2
        top = self.base - self.podium.height * 0.3
        self.podium.paste(picture, middle - self.podium.width / 2, top)
        lift = self.radius * (0.28 + 0.12 * math.sin(t * 1.3))
        self.ball.paste(
            picture,
            middle - self.ball.width / 2,
            top - self.ball.height / 2 - self.radius * 0.72 - lift + self.podium.height * 0.1,
        )
        self._dust(picture, t)
        return picture

    def _dust(self, picture: Planes, t: float) -> None:
        width, height = self.canvas.size
        for across, down, speed, phase in self.motes:
            x = (across + 0.02 * math.sin(t * 0.5 + phase * 6.3)) * width
            y = ((down - t * (0.008 + 0.02 * speed)) % 1.1 - 0.05) * height
            self.mote.paste(picture, x, y, 0.3 + 0.7 * phase)


def podium(width: int, rgb: Rgb, light: Rgb) -> Sprite:
    """A low round stage seen from a little above, with its shadow."""
    wide, deep, tall = width, even(width * 0.24), even(width * 0.13)
    size = (even(wide * 1.5), even((deep + tall) * 1.7))
    left, top = (size[0] - wide) // 2, even(deep * 0.2)
    fine = Image.new("RGBA", (size[0] * 2, size[1] * 2), (*scaled(rgb, 0.3), 0))
    shadow = Image.new("L", fine.size, 0)
    ground = [
        (left - wide * 0.1) * 2,
        (top + tall + deep * 0.1) * 2,
        (left + wide * 1.1) * 2,
        (top + tall + deep * 1.2) * 2,
    ]
    ImageDraw.Draw(shadow).ellipse(ground, fill=150)
    fine.putalpha(shadow.filter(ImageFilter.GaussianBlur(deep * 0.22)))
    fine.alpha_composite(_drum(fine.size, (left * 2, top * 2), (wide * 2, deep * 2, tall * 2), rgb, light))
    return Sprite(fine.resize(size, Image.Resampling.BOX))


def _drum(
    canvas: tuple[int, int], corner: tuple[int, int], box: tuple[int, int, int], rgb: Rgb, light: Rgb
) -> Image.Image:
    (left, top), (wide, deep, tall) = corner, box
    mask = Image.new("L", canvas, 0)
    pen = ImageDraw.Draw(mask)
    pen.rectangle((left, top + deep // 2, left + wide, top + deep // 2 + tall), fill=255)
    pen.ellipse((left, top + tall, left + wide, top + tall + deep), fill=255)
    pen.ellipse((left, top, left + wide, top + deep), fill=255)
    across = (np.arange(canvas[0]) - left) / wide
    shade = np.clip(
        0.55 + 0.6 * np.exp(-(((across - 0.32) / 0.22) ** 2)) - 0.35 * np.clip(across - 0.6, 0, 1), 0.3, 1.3
    )
    side = np.clip(np.asarray(mix(rgb, light, 0.25), np.float32)[None] * shade[:, None], 0, 255).astype(np.uint8)
    picture = Image.fromarray(np.ascontiguousarray(np.broadcast_to(side[None], (canvas[1], canvas[0], 3))))
    face = Image.new("L", canvas, 0)
    ImageDraw.Draw(face).ellipse((left, top, left + wide, top + deep), fill=255)
    picture.paste(mix(rgb, light, 0.62), (0, 0), face)
    rim = Image.new("L", canvas, 0)
    ImageDraw.Draw(rim).ellipse((left, top, left + wide, top + deep), outline=200, width=max(2, tall // 16))
    picture.paste(light, (0, 0), rim)
    picture.putalpha(mask)
    return picture


def ball(radius: int, rgb: Rgb) -> Sprite:
    """A glossy ball, lit from the upper left."""
    y, x = np.mgrid[0 : radius * 2, 0 : radius * 2].astype(np.float32)
    x, y = (x + 0.5) / radius - 1, (y + 0.5) / radius - 1
    distance = np.hypot(x, y)
    z = np.sqrt(np.clip(1 - distance**2, 0, 1))
    facing = np.clip(-0.5 * x - 0.62 * y + 0.6 * z, 0, 1)
    tones = np.asarray(rgb, np.float32) * (0.28 + 0.85 * facing)[..., None]
    tones = toward(
        tones, (255, 255, 255), facing**26 * 0.95 + np.exp(-(((x + 0.32) / 0.3) ** 2 + ((y + 0.5) / 0.16) ** 2)) * 0.45
    )
    tones = toward(tones, scaled(rgb, 1.5), (1 - z) ** 3 * np.clip(y * 0.6 + 0.5, 0, 1) * 0.7)
    picture = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
    picture.putalpha(image_of((np.clip((1 - distance) * radius + 0.5, 0, 1) * 255).astype(np.uint8)))
    return Sprite(picture, phases=2)
