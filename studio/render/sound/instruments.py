"""The instruments of the synthesizer: every function gives one note or hit as a single voice."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from studio.render.sound.samples import RATE, Samples

TWO_PI = 2 * np.pi


def _clock(seconds: float) -> Samples:
    return np.asarray(np.arange(int(seconds * RATE)) / RATE, np.float32)


def pitch(note: int) -> float:
    """Hertz of a MIDI note number."""
    return float(440 * 2 ** ((note - 69) / 12))


def _shaped(voice: Samples, attack: float, release: float) -> Samples:
    rise, fall = (min(int(seconds * RATE), len(voice) // 2) for seconds in (attack, release))
    voice[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    if fall:
        voice[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return voice.astype(np.float32)


def electric_piano(note: int, seconds: float) -> Samples:
    """Soft, with a bell at the start and a slow tremolo."""
    t, turn = _clock(seconds), TWO_PI * pitch(note)
    bell = np.sin(turn * t + 0.9 * np.sin(2 * turn * t) * np.exp(-t * 5))
    voice = (bell + 0.25 * np.sin(2 * turn * t) * np.exp(-t * 3)) * np.exp(-t * 1.3)
    return _shaped(voice * (1 + 0.12 * np.sin(TWO_PI * 4.5 * t)), 0.008, 0.06)


def pluck(note: int, seconds: float) -> Samples:
    """A bright string that dies away quickly."""
    t, turn = _clock(seconds), TWO_PI * pitch(note)
    voice = sum(
        (np.sin(turn * part * t) / part * np.exp(-t * (3 + 2 * part)) for part in range(1, 6)), np.zeros_like(t)
    )
    return _shaped(voice, 0.004, 0.06)


def guitar(note: int, seconds: float) -> Samples:
    """A steel string: many partials, the high ones gone soon, slightly sharp as real ones are."""
    t, turn = _clock(seconds), TWO_PI * pitch(note)
    voice = np.zeros_like(t)
    for part in range(1, 9):
        stiff = part * (1 + 0.0002 * part * part)
        voice += np.sin(turn * stiff * t) * np.sin(part * 0.7) / part * np.exp(-t * (1.4 + 0.9 * part))
    return _shaped(voice * 1.3, 0.003, 0.08)


def bass(note: int, seconds: float) -> Samples:
    """Round and low."""
    t, turn = _clock(seconds), TWO_PI * pitch(note)
    return _shaped((np.sin(turn * t) + 0.3 * np.sin(2 * turn * t)) * np.exp(-t * 1.5), 0.008, 0.06)


def pad(note: int, seconds: float) -> Samples:
    """Slow strings, two of them slightly apart."""
    t, turn = _clock(seconds), TWO_PI * pitch(note)
    voice = np.zeros_like(t)
    for part in (1, 2, 3):
        for detune, phase in ((-0.0025, 0.0), (0.0021, 1.7)):
            voice += np.sin(turn * part * (1 + detune) * t + phase) / part**1.6
    return _shaped(voice * 0.5, 0.9, 0.9)


def lead(note: int, seconds: float) -> Samples:
    """A soft square wave whose edge closes."""
    t, turn = _clock(seconds), TWO_PI * pitch(note)
    voice = sum(
        (np.sin(turn * part * t) / part * np.exp(-t * part * 1.2) for part in (1, 3, 5, 7, 9)), np.zeros_like(t)
    )
    return _shaped(voice, 0.004, 0.05)


def kick() -> Samples:
    """A bass drum."""
    t = _clock(0.35)
    falling = 48 * t + 4 * (1 - np.exp(-t * 28))
    return np.asarray(np.sin(TWO_PI * falling) * np.exp(-t * 9), np.float32)


def _noise(seconds: float) -> Samples:
    return np.random.default_rng(11).normal(size=int(seconds * RATE)).astype(np.float32)


def snare() -> Samples:
    """A snare drum, soft."""
    noise = _noise(0.2)
    t = np.arange(len(noise)) / RATE
    body = np.convolve(noise, np.ones(6) / 6, "same") * np.exp(-t * 22)
    return np.asarray(body + 0.4 * np.sin(TWO_PI * 190 * t) * np.exp(-t * 28), np.float32)


def hat(decay: float = 75) -> Samples:
    """A closed hi-hat."""
    noise = _noise(0.2)
    t = np.arange(len(noise)) / RATE
    bright = noise - np.convolve(noise, np.ones(4) / 4, "same")
    return np.asarray(bright * np.exp(-t * decay), np.float32)


def shaker() -> Samples:
    """A shaker: a hat that swells."""
    voice = hat(26)[: int(0.12 * RATE)]
    return _shaped(voice, 0.03, 0.05)


Voice = Callable[[int, float], Samples]
VOICES: Mapping[str, Voice] = MappingProxyType(
    {"piano": electric_piano, "pluck": pluck, "guitar": guitar, "bass": bass, "pad": pad, "lead": lead}
)
DRUMS: Mapping[str, Callable[[], Samples]] = MappingProxyType(
    {"kick": kick, "snare": snare, "hat": hat, "shaker": shaker}
)
