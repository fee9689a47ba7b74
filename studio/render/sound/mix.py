"""All sounds of a film as one: volumes, fades, music that ducks under speech, no overshoot."""

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from studio.render.film import Sound
from studio.render.media.opening import Content, content_of
from studio.render.sound.samples import RATE, Samples, Stream, silence
from studio.render.sound.streams import FileStream, Loop, Once, backward
from studio.render.sound.synth import make_loop

HOP = 480
MOST_AT_ONCE = 24
SPEECH_DBFS = -36.0
DUCKED = 0.28
ATTACK, RELEASE = 0.06, 0.6
KNEE, CEILING = 0.7, 0.84


class _Player:
    """One sound of the film, opened when it starts and closed when it ends."""

    def __init__(self, sound: Sound, media: Mapping[str, Path]) -> None:
        self.sound = sound
        self._media = media
        self._first = round(sound.start * RATE)
        self._count = round(sound.seconds * RATE)
        self._stream: Stream | None = None

    def plays(self, at: int, count: int) -> bool:
        """Whether it sounds within `count` samples from `at`."""
        return at < self._first + self._count and at + count > self._first

    def add_to(self, mix: Samples, at: int) -> None:
        """Add what sounds from sample `at` of the film on."""
        start, end = max(at, self._first), min(at + len(mix), self._first + self._count)
        if end > start:
            self._stream = self._stream or self._open()
            place = np.arange(start - self._first, end - self._first, dtype=np.float32)
            mix[start - at : end - at] += self._stream.read(end - start) * self._gain(place)[:, None]
        if at + len(mix) >= self._first + self._count:
            self.close()

    def _gain(self, place: Samples) -> Samples:
        gain = np.full(len(place), self.sound.volume, np.float32)
        if self.sound.fade_in > 0:
            gain *= np.clip(place / np.float32(self.sound.fade_in * RATE), 0, 1)
        if self.sound.fade_out > 0:
            gain *= np.clip((self._count - place) / np.float32(self.sound.fade_out * RATE), 0, 1)
        return gain

    def _open(self) -> Stream:
        sound = self.sound
        if not sound.media:
            whole = max(sound.span, sound.begin + sound.seconds)
            return Loop(make_loop(sound.style, whole, sound.seed), round(sound.begin * RATE))
        path = self._media[sound.media]
        if content_of(path) is not Content.STREAMS:
            return Once(silence(0))
        if sound.reverse:
            return backward(path, sound.begin, sound.seconds, sound.speed)
        return FileStream(path, begin=sound.begin, speed=sound.speed, again=sound.loop)

    def close(self) -> None:
        """Close its file, for good."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


class Mixer:
    """Reads a film's sound from start to end."""

    def __init__(self, sounds: tuple[Sound, ...], media: Mapping[str, Path]) -> None:
        self._footage = [_Player(sound, media) for sound in sounds if sound.voice]
        self._ducking = [_Player(sound, media) for sound in sounds if not sound.voice and sound.duck]
        self._plain = [_Player(sound, media) for sound in sounds if not sound.voice and not sound.duck]
        self._at = 0
        self._level = 1.0

    def read(self, count: int) -> Samples:
        """The next `count` samples of the film (count, 2), peaks below -1.5 dBFS."""
        voice = self._sum(self._footage, count)
        music = self._sum(self._ducking, count)
        plain = self._sum(self._plain, count)
        self._at += count
        return limited(voice + music * self._ducking_gain(voice)[:, None] + plain)

    def _sum(self, players: list[_Player], count: int) -> Samples:
        mix = silence(count)
        playing = [player for player in players if player.plays(self._at, count)]
        for player in playing[:MOST_AT_ONCE]:
            player.add_to(mix, self._at)
        return mix

    def _ducking_gain(self, voice: Samples) -> Samples:
        """1 where nothing is said, less where it is; it falls fast and comes back slowly."""
        knots = [self._level]
        for start in range(0, len(voice), HOP):
            part = voice[start : start + HOP]
            speaking = _dbfs(part) > SPEECH_DBFS
            target, time = (DUCKED, ATTACK) if speaking else (1.0, RELEASE)
            self._level = target + (self._level - target) * math.exp(-len(part) / (time * RATE))
            knots.append(self._level)
        places = np.minimum(np.arange(len(knots)) * HOP, len(voice))
        return np.interp(np.arange(len(voice)), places, knots).astype(np.float32)

    def close(self) -> None:
        """Close all files."""
        for player in self._footage + self._ducking + self._plain:
            player.close()


def _dbfs(part: Samples) -> float:
    return 10 * math.log10(float(np.mean(np.square(part))) + 1e-12) if len(part) else -120.0


def limited(sound: Samples) -> Samples:
    """Peaks above the knee are rounded off so that none reaches the ceiling."""
    size = np.abs(sound)
    if float(size.max(initial=0.0)) <= KNEE:
        return sound
    room = np.float32(CEILING - KNEE)
    rounded = KNEE + room * np.tanh((size - KNEE) / room)
    return np.where(size > KNEE, np.sign(sound) * rounded, sound).astype(np.float32)
