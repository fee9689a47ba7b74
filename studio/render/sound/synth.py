"""Plays a style: a loop of music at -15 LUFS."""

import math

import numpy as np

from studio.render.sound.instruments import DRUMS, VOICES
from studio.render.sound.samples import RATE, Samples, loudness
from studio.render.sound.styles import STYLES, WHOLE, Beat, Chord, Part, Style

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


class Band:
    """The instruments as a style sounds them; every note is made once."""

    def __init__(self, style: Style) -> None:
        self._cutoff = style.cutoff
        self._notes: dict[tuple[str, int, float], Samples] = {}
        self._drums = {name: softened(drum(), style.cutoff) for name, drum in DRUMS.items()}

    def note(self, voice: str, note: int, seconds: float) -> Samples:
        """One note of a voice."""
        key = (voice, note, seconds)
        if key not in self._notes:
            self._notes[key] = softened(VOICES[voice](note, seconds), self._cutoff)
        return self._notes[key]

    def hit(self, drum: str) -> Samples:
        """One hit of a drum."""
        return self._drums[drum]


def _played(style: Style, rounds: int, seed: int) -> Samples:
    """All notes on a circle: what rings on at the end sounds at the start."""
    beat = 60 / style.tempo
    bars = rounds * len(style.chords)
    circle = np.zeros((int(bars * 4 * beat * RATE), 2), np.float32)
    band, shift = Band(style), seed % len(style.chords)
    for bar in range(bars):
        chord, start = style.chords[(bar + shift) % len(style.chords)], bar * 4 * beat
        for part in style.parts:
            _play_part(circle, part, chord, start, beat, band)
        for drum in style.beats:
            _play_drum(circle, drum, start, beat, band)
    return circle


def _play_part(circle: Samples, part: Part, chord: Chord, start: float, beat: float, band: Band) -> None:
    for at, tone, octave, seconds in part.notes:
        tones = chord if tone == WHOLE else (chord[tone % len(chord)],)
        for order, note in enumerate(tones):
            voice = band.note(part.voice, note + 12 * octave, seconds)
            place = (order / max(1, len(tones) - 1) if len(tones) > 1 else (at * 0.6) % 1) - 0.5
            _add(circle, voice, start + at * beat + order * STRUM, part.gain, 0.5 + part.spread * place)


def _play_drum(circle: Samples, part: Beat, start: float, beat: float, band: Band) -> None:
    pan = 0.5 if part.drum in {"kick", "snare"} else 0.62
    for at in part.beats:
        _add(circle, band.hit(part.drum), start + at * beat, part.gain, pan)


def softened(voice: Samples, cutoff: float) -> Samples:
    """A voice without what lies above `cutoff` Hz (0 leaves it as it is)."""
    if not cutoff:
        return voice
    size = 1 << (len(voice) - 1).bit_length()
    spectrum = np.fft.rfft(voice, n=size)
    gain = 1 / np.sqrt(1 + (np.fft.rfftfreq(size, 1 / RATE) / cutoff) ** 6)
    return np.asarray(np.fft.irfft(spectrum * gain, n=size)[: len(voice)], np.float32)


def _add(circle: Samples, voice: Samples, at: float, gain: float, pan: float) -> None:
    """Mix a voice in at `at` seconds, going round at the end; `pan` is 0 (left) to 1."""
    sides = np.array([math.cos(pan * math.pi / 2), math.sin(pan * math.pi / 2)], np.float32) * np.float32(gain * 1.2)
    first, sound = int(at * RATE) % len(circle), voice[: len(circle)]
    fits = min(len(sound), len(circle) - first)
    circle[first : first + fits] += sound[:fits, None] * sides
    circle[: len(sound) - fits] += sound[fits:, None] * sides


def _finished(style: Style, sound: Samples, seed: int) -> Samples:
    """The record's hiss and a small room."""
    if style.hiss:
        sound = sound + np.random.default_rng(seed).normal(size=sound.shape).astype(np.float32) * np.float32(style.hiss)
    for delay, gain in ((0.031, 0.18), (0.057, 0.12), (0.113, 0.08)):
        sound = sound + np.roll(sound, int(delay * RATE), axis=0)[:, ::-1] * np.float32(gain)
    return sound


def _levelled(sound: Samples) -> Samples:
    """To -15 LUFS; loud peaks are rounded off below the ceiling."""
    for _ in range(2):
        gain = 10 ** ((TARGET_LUFS - loudness(sound)) / 20)
        sound = (np.tanh(sound * np.float32(gain / CEILING)) * CEILING).astype(np.float32)
    return sound
