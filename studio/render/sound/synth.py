"""Plays a style: a loop of music at -15 LUFS."""

import math

import numpy as np

from studio.render.sound.instruments import DRUMS, VOICES
from studio.render.sound.samples import RATE, Samples, loudness
from studio.render.sound.styles import STYLES, WHOLE, Beat, Part, Style

TARGET_LUFS = -15.0
CEILING = 0.8
LONGEST_LOOP = 48.0
STRUM = 0.012


def make_loop(name: str, seconds: float, seed: int) -> Samples:
    """Whole rounds of the style's chords, enough for `seconds` or 48 s of them to be played again and again."""
    style = STYLES.get(name, STYLES["lofi"])
    round_seconds = 4 * 60 / style.tempo * len(style.chords)
    rounds = max(1, math.ceil(min(seconds, LONGEST_LOOP) / round_seconds))
    return _levelled(_finished(style, _played(style, rounds, seed), seed))


def _played(style: Style, rounds: int, seed: int) -> Samples:
    """All notes on a circle: what rings on at the end sounds at the start."""
    beat = 60 / style.tempo
    bars = rounds * len(style.chords)
    circle = np.zeros((int(bars * 4 * beat * RATE), 2), np.float32)
    voices: dict[tuple[str, int, float], Samples] = {}
    drums = {name: drum() for name, drum in DRUMS.items()}
    shift = seed % len(style.chords)
    for bar in range(bars):
        chord, start = style.chords[(bar + shift) % len(style.chords)], bar * 4 * beat
        for part in style.parts:
            _play_part(circle, part, chord, start, beat, voices)
        for drum in style.beats:
            _play_drum(circle, drum, drums[drum.drum], start, beat)
    return circle


def _play_part(
    circle: Samples,
    part: Part,
    chord: tuple[int, ...],
    start: float,
    beat: float,
    voices: dict[tuple[str, int, float], Samples],
) -> None:
    for at, tone, octave, seconds in part.notes:
        tones = chord if tone == WHOLE else (chord[tone % len(chord)],)
        for order, note in enumerate(tones):
            key = (part.voice, note + 12 * octave, seconds)
            if key not in voices:
                voices[key] = VOICES[part.voice](key[1], seconds)
            place = (order / max(1, len(tones) - 1) if len(tones) > 1 else (at * 0.6) % 1) - 0.5
            _add(circle, voices[key], start + at * beat + order * STRUM, part.gain, 0.5 + part.spread * place)


def _play_drum(circle: Samples, beat_part: Beat, drum: Samples, start: float, beat: float) -> None:
    pan = 0.5 if beat_part.drum in {"kick", "snare"} else 0.62
    for at in beat_part.beats:
        _add(circle, drum, start + at * beat, beat_part.gain, pan)


def _add(circle: Samples, voice: Samples, at: float, gain: float, pan: float) -> None:
    """Mix a voice in at `at` seconds, going round at the end; `pan` is 0 (left) to 1."""
    sides = np.array([math.cos(pan * math.pi / 2), math.sin(pan * math.pi / 2)], np.float32) * np.float32(gain * 1.2)
    first, sound = int(at * RATE) % len(circle), voice[: len(circle)]
    fits = min(len(sound), len(circle) - first)
    circle[first : first + fits] += sound[:fits, None] * sides
    circle[: len(sound) - fits] += sound[fits:, None] * sides


def _finished(style: Style, sound: Samples, seed: int) -> Samples:
    """The record's hiss, the soft filter, a small room."""
    if style.hiss:
        sound = sound + np.random.default_rng(seed).normal(size=sound.shape).astype(np.float32) * np.float32(style.hiss)
    if style.cutoff:
        spectrum = np.fft.rfft(sound, axis=0)
        frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
        sound = np.fft.irfft(
            spectrum / np.sqrt(1 + (frequency / style.cutoff) ** 6)[:, None], n=len(sound), axis=0
        ).astype(np.float32)
    for delay, gain in ((0.031, 0.18), (0.057, 0.12), (0.113, 0.08)):
        sound = sound + np.roll(sound, int(delay * RATE), axis=0)[:, ::-1] * np.float32(gain)
    return sound


def _levelled(sound: Samples) -> Samples:
    """To -15 LUFS; loud peaks are rounded off below the ceiling."""
    for _ in range(3):
        gain = 10 ** ((TARGET_LUFS - loudness(sound)) / 20)
        sound = (np.tanh(sound * np.float32(gain / CEILING)) * CEILING).astype(np.float32)
    return sound
