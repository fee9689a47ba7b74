"""Rows of conifers as silhouettes, that repeat sideways."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from studio.render.planes import Rgb, Size
from studio.render.sprite import Sprite

FINE = 2


def _spruce(pen: ImageDraw.ImageDraw, x: float, foot: float, tall: float, random: np.random.Generator) -> None:
    """One tree: a trunk, and tiers of drooping branches that grow wider downward."""
    wide = tall * random.uniform(0.16, 0.24)
    tiers = max(5, int(tall / 22))
    pen.rectangle((x - tall * 0.012, foot - tall * 0.9, x + tall * 0.012, foot), fill=255)
    for tier in range(tiers):
        down = (tier + 1) / tiers
        top = foot - tall * (1 - down * 0.86) - tall * 0.06
        reach = wide * down**0.85 * random.uniform(0.82, 1.12)
        droop = tall * 0.05 + reach * 0.35
        left, right = x - reach, x + reach * random.uniform(0.85, 1.1)
        inner, lowest = reach * 0.45, top + droop * 1.35
        under = [(x - inner, top + droop), (x, top + droop * 1.2), (x + inner, top + droop)]
        pen.polygon([(x, top), (left, lowest), *under, (right, lowest)], fill=255)


def tree_row(
    size: Size,
    rgb: Rgb,
    *,
    heights: tuple[float, float],
    spacing: float,
    seed: int,
    foot: Rgb | None = None,
    phases: int = 2,
) -> Sprite:
    """Conifers between the two heights (parts of the picture's height), about `spacing` pixels apart.

    With `foot` the colour changes towards the ground, as in fog.
    """
    random = np.random.default_rng(seed)
    width, height = size[0] * FINE, size[1] * FINE
    ink = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(ink)
    x = 0.0
    while x < width:
        tall = height * random.uniform(*heights)
        for copy in (x, x - width):
            state = random.bit_generator.state
            _spruce(pen, copy, height, tall, random)
            if copy == x:
                random.bit_generator.state = state
        x += spacing * FINE * random.uniform(0.45, 1.5)
    mask = ink.resize(size, Image.Resampling.BOX)
    picture = Image.linear_gradient("L").resize(size)
    picture = Image.composite(Image.new("RGB", size, foot or rgb), Image.new("RGB", size, rgb), picture)
    picture.putalpha(ImageChops.darker(mask, Image.new("L", size, 255)))
    return Sprite(picture, phases)
