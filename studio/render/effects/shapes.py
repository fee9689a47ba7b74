"""Small things drawn once as sprites: leaves, petals, paper, hearts, balloons, bubbles, lanterns."""

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from studio.render.canvas import even
from studio.render.planes import Rgb
from studio.render.scenes.light import mix, scaled
from studio.render.sprite import Sprite

FINE = 4
WHITE: Rgb = (255, 255, 255)
Shape = Callable[[int, Rgb], Image.Image]


def turning(shape: Shape, size: int, rgb: Rgb, frames: int = 8) -> list[Sprite]:
    """A flat thing that tumbles: seen from all sides in so many frames."""
    picture = shape(size, rgb)
    return [_tumbled(picture, number / frames) for number in range(frames)]


def _tumbled(picture: Image.Image, turn: float) -> Sprite:
    narrow = 0.35 + 0.65 * abs(math.cos(turn * math.pi * 2))
    flat = picture.resize((max(2, round(picture.width * narrow)), picture.height))
    whole = Image.new("RGBA", picture.size, (*picture.getpixel((picture.width // 2, picture.height // 2))[:3], 0))  # type: ignore[index]
    whole.alpha_composite(flat, ((picture.width - flat.width) // 2, 0))
    return Sprite(whole.rotate(turn * 360, Image.Resampling.BICUBIC))


def _sheet(size: int, rgb: Rgb) -> tuple[Image.Image, ImageDraw.ImageDraw, float]:
    side = even(size) * FINE
    picture = Image.new("RGBA", (side, side), (*rgb, 0))
    return picture, ImageDraw.Draw(picture), side


def _small(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // FINE, picture.height // FINE), Image.Resampling.BOX)


def leaf(size: int, rgb: Rgb) -> Image.Image:
    """A pointed leaf with its rib."""
    picture, pen, side = _sheet(size, rgb)
    edge = [(0.5 + 0.24 * math.sin(step / 16 * math.pi) * way, 0.06 + 0.78 * (step if way > 0 else 16 - step) / 16)
        for way in (1, -1) for step in range(17)]  # fmt: skip
    pen.polygon([(x * side, y * side) for x, y in edge], fill=(*rgb, 235))
    pen.line(
        [(0.5 * side, 0.1 * side), (0.5 * side, 0.97 * side)], fill=(*scaled(rgb, 0.62), 235), width=int(side * 0.035)
    )
    return _small(picture)


def petal(size: int, rgb: Rgb) -> Image.Image:
    """A petal, paler at its foot."""
    picture, pen, side = _sheet(size, rgb)
    pen.ellipse((0.28 * side, 0.1 * side, 0.72 * side, 0.9 * side), fill=(*rgb, 225))
    pen.ellipse((0.36 * side, 0.5 * side, 0.64 * side, 0.88 * side), fill=(*mix(rgb, WHITE, 0.45), 225))
    return _small(picture.filter(ImageFilter.GaussianBlur(side * 0.01)))


def paper(size: int, rgb: Rgb) -> Image.Image:
    """A scrap of confetti."""
    picture, pen, side = _sheet(size, rgb)
    pen.rectangle((0.3 * side, 0.18 * side, 0.7 * side, 0.82 * side), fill=(*rgb, 245))
    return _small(picture)


def heart(size: int, rgb: Rgb) -> Image.Image:
    """A heart with a glint."""
    picture, pen, side = _sheet(size, rgb)
    turns = [step / 60 * 2 * math.pi for step in range(60)]
    edge = [(16 * math.sin(at) ** 3, 13 * math.cos(at) - 5 * math.cos(2 * at) - 2 * math.cos(3 * at) - math.cos(4 * at))
        for at in turns]  # fmt: skip
    pen.polygon([((0.5 + x / 38) * side, (0.47 - y / 38) * side) for x, y in edge], fill=(*rgb, 235))
    pen.ellipse((0.24 * side, 0.22 * side, 0.38 * side, 0.36 * side), fill=(*mix(rgb, WHITE, 0.55), 200))
    return _small(picture)


def balloon(size: int, rgb: Rgb) -> Image.Image:
    """A balloon on its string."""
    picture, pen, side = _sheet(size, rgb)
    string = [((0.5 + 0.015 * math.sin(step)) * side, (0.6 + step * 0.033) * side) for step in range(12)]
    pen.line(string, fill=(*scaled(rgb, 0.55), 200), width=max(1, int(side * 0.008)))
    pen.polygon(
        [(0.5 * side, 0.56 * side), (0.47 * side, 0.62 * side), (0.53 * side, 0.62 * side)],
        fill=(*scaled(rgb, 0.8), 245),
    )
    pen.ellipse((0.26 * side, 0.03 * side, 0.74 * side, 0.58 * side), fill=(*rgb, 245))
    shine = Image.new("RGBA", picture.size, (*WHITE, 0))
    ImageDraw.Draw(shine).ellipse((0.33 * side, 0.1 * side, 0.48 * side, 0.3 * side), fill=(*WHITE, 170))
    picture.alpha_composite(shine.filter(ImageFilter.GaussianBlur(side * 0.03)))
    return _small(picture)


def bubble(size: int, rgb: Rgb) -> Image.Image:
    """A bubble: a bright rim and a glint."""
    picture, pen, side = _sheet(size, rgb)
    pen.ellipse(
        (0.08 * side, 0.08 * side, 0.92 * side, 0.92 * side),
        fill=(*rgb, 34),
        outline=(*rgb, 190),
        width=int(side * 0.04),
    )
    pen.ellipse((0.26 * side, 0.22 * side, 0.42 * side, 0.38 * side), fill=(*WHITE, 200))
    return _small(picture)


def lantern(size: int, rgb: Rgb) -> Image.Image:
    """A paper lantern, lit from inside, with its glow."""
    picture, pen, side = _sheet(size, rgb)
    glow = Image.new("RGBA", picture.size, (*rgb, 0))
    ImageDraw.Draw(glow).ellipse((0.12 * side, 0.12 * side, 0.88 * side, 0.9 * side), fill=(*rgb, 120))
    picture.alpha_composite(glow.filter(ImageFilter.GaussianBlur(side * 0.1)))
    body = [
        (0.32 * side, 0.28 * side),
        (0.68 * side, 0.28 * side),
        (0.63 * side, 0.74 * side),
        (0.37 * side, 0.74 * side),
    ]
    pen.polygon(body, fill=(*rgb, 245))
    pen.ellipse((0.32 * side, 0.2 * side, 0.68 * side, 0.36 * side), fill=(*rgb, 245))
    pen.ellipse((0.38 * side, 0.56 * side, 0.62 * side, 0.76 * side), fill=(*mix(rgb, WHITE, 0.7), 245))
    return _small(picture)
