"""Samples, and how loud they are."""

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BLOCK = 1 << 16
Samples = NDArray[np.float32]
"""Floats, -1 to 1; sound is (count, 2), a single voice (count,)."""


class Stream(Protocol):
    """Sound that is read from start to end."""

    def read(self, count: int) -> Samples:
        """The next `count` samples (count, 2); silence after the end."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


def silence(count: int) -> Samples:
    """So many samples of nothing."""
    return np.zeros((count, 2), np.float32)


def padded(sound: Samples, count: int) -> Samples:
    """Exactly `count` samples: cut, or silence after."""
    if len(sound) >= count:
        return sound[:count]
    return np.concatenate([sound, silence(count - len(sound))])


def loudness(sound: Samples) -> float:
    """Loudness in LUFS without gates: ITU-R BS.1770's weighting, applied to the spectrum block by block."""
    if not len(sound):
        return -math.inf
    whole = -(-len(sound) // BLOCK)
    blocks = padded(sound, whole * BLOCK).reshape(whole, BLOCK, -1) if sound.shape[1] == 2 else sound[None]
    weight = _weighting(np.fft.rfftfreq(blocks.shape[1], 1 / RATE))
    power = sum(float((np.abs(np.fft.rfft(block, axis=0)) ** 2 * weight[:, None]).sum()) for block in blocks)
    return -0.691 + 10 * math.log10(2 * power / (blocks.shape[1] * len(sound)) + 1e-12)


def _weighting(frequency: NDArray[np.floating]) -> NDArray[np.floating]:
    """The squared gain of the two filters of BS.1770-4, table 1 and 2, at 48 kHz."""
    z = np.exp(-2j * np.pi * frequency / RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high_pass) ** 2, np.float64)
