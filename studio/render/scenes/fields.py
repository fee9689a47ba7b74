"""Fields of numbers that scenes are made of. All come from a seed; the fractal ones repeat at their edges."""

import numpy as np

from studio.render.planes import Field, Rgb, Size
from studio.render.scenes.light import Stops


def fractal(size: Size, roughness: float, seed: int, stretch: float = 1.0) -> Field:
    """Noise like clouds and stone, mean 0 and deviation 1; a greater `roughness` is smoother, `stretch` > 1 is wider."""
    width, height = size
    random = np.random.default_rng(seed)
    across = np.fft.rfftfreq(width)[None] * stretch
    frequency = np.hypot(across, np.fft.fftfreq(height)[:, None])
    frequency[0, 0] = 1e9
    waves = random.normal(size=frequency.shape) + 1j * random.normal(size=frequency.shape)
    noise = np.fft.irfft2(waves / frequency**roughness, s=(height, width))
    return np.asarray((noise - noise.mean()) / noise.std(), np.float32)


def ridge(width: int, roughness: float, seed: int) -> Field:
    """A line of hills, 0..1, that repeats at its ends."""
    random = np.random.default_rng(seed)
    frequency = np.fft.rfftfreq(width)
    frequency[0] = 1e9
    waves = random.normal(size=frequency.shape) + 1j * random.normal(size=frequency.shape)
    line = np.fft.irfft(waves / frequency**roughness, n=width)
    line -= line.min()
    return np.asarray(line / line.max(), np.float32)


def down_the_sky(stops: Stops, height: int, horizon: float) -> Field:
    """Colours (height, 3) from the top to the horizon (a part of the height), and the last colour below it."""
    rows = np.linspace(0, 1, height)
    places = [place * horizon for place, _ in stops]
    channels = [np.interp(rows, places, [rgb[channel] for _, rgb in stops]) for channel in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)


def grid(size: Size) -> tuple[Field, Field]:
    """The x and y of every cell, 0..1 on each axis."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return (x + 0.5) / width, (y + 0.5) / height


def toward(base: Field, rgb: Rgb | Field, amount: Field) -> Field:
    """Mix a colour into a field of colours (rows, columns, 3) by `amount` (rows, columns)."""
    return base + (np.asarray(rgb, np.float32) - base) * np.clip(amount, 0, 1)[..., None]
