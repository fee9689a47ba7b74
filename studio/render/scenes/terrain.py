"""Hills, mountains and dunes as layers with a soft edge, that repeat sideways."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.render.planes import Field, Rgb, Size, image_of
from studio.render.scenes.fields import fractal, ridge
from studio.render.sprite import Sprite


@dataclass(frozen=True, slots=True)
class Ground:
    """How a layer looks: colours at the crest and at the foot, relief 0..1 (how far lit and shaded sides differ), snow as a
    part of the layer's height, `fold` how far (pixels) the folds of the slopes stray.
    """

    crest: Rgb
    foot: Rgb
    relief: float = 0.0
    snow: float = 0.0
    snow_rgb: Rgb = (236, 240, 250)
    fold: float = 60.0


def peaks(width: int, seed: int, roughness: float = 1.5) -> Field:
    """A line of sharp summits, 0..1, that repeats at its ends."""
    valley = ridge(width, roughness, seed)
    sharp = 1 - np.abs(valley - np.median(valley)) * 2.2
    line = sharp + 0.05 * ridge(width, 0.9, seed + 1) + 0.35 * ridge(width, 1.6, seed + 2)
    line -= line.min()
    return np.asarray(line / line.max(), np.float32)


def terrain(size: Size, line: Field, ground: Ground, seed: int, phases: int = 4) -> Sprite:
    """A layer of `size` whose crest runs along `line` (pixels from its top, one value a column)."""
    return Sprite(terrain_picture(size, line, ground, seed), phases)


def terrain_picture(size: Size, line: Field, ground: Ground, seed: int) -> Image.Image:
    """The same as a picture."""
    below = np.arange(size[1], dtype=np.float32)[:, None] - line[None]
    depth = np.clip(below / np.maximum(size[1] - line[None], 1), 0, 1)
    crest, foot = np.asarray(ground.crest, np.float32), np.asarray(ground.foot, np.float32)
    tones: Field = crest + (foot - crest) * depth[..., None]
    if ground.relief:
        noise = _large_fractal(size, seed)
        lit = _sides(line, below, noise, ground)
        if ground.snow:
            tones = _snowed(tones, below / size[1], noise, lit, ground)
        tones = tones * (1 + ground.relief * 0.3 * lit * (1 - 0.8 * depth))[..., None]
    picture = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
    picture.putalpha(image_of((np.clip(below + 0.5, 0, 1) * 255).astype(np.uint8)))
    return picture


def _sides(line: Field, below: Field, noise: Field, ground: Ground) -> Field:
    """-1 on the shaded slopes, 1 on the lit ones: the slope of the crest above, strayed from as it goes down."""
    reach = max(2, len(line) // 240)
    slope = np.roll(line, -reach) - np.roll(line, reach)
    facing = np.tanh(slope / (reach * 0.35))
    stray = noise * ground.fold * np.clip(below / (ground.fold * 2.5), 0, 1.5)
    columns = (np.arange(len(line))[None] + stray).astype(np.int32) % len(line)
    return np.asarray(facing[columns] * 0.85 + np.clip(noise, -1, 1) * 0.15, np.float32)


def _large_fractal(size: Size, seed: int) -> Field:
    """Noise made at a quarter of the size and enlarged."""
    small = Image.fromarray(fractal((size[0] // 4, size[1] // 4), 1.65, seed))
    return np.asarray(small.resize(size, Image.Resampling.BICUBIC), np.float32)


def _snowed(tones: Field, below: Field, noise: Field, lit: Field, ground: Ground) -> Field:
    """Snow lies near the crests, farther down on the shaded sides, ragged at its lower edge."""
    edge = (ground.snow - below) / (ground.snow * 0.2) + noise * 1.5 - lit * 0.8
    amount = 1 / (1 + np.exp(-np.clip(edge, -12, 12) * 3))
    return np.asarray(tones + (np.asarray(ground.snow_rgb, np.float32) - tones) * amount[..., None], np.float32)
