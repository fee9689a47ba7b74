"""Streams of sound: a loop of music, a file at any speed, a file backward."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import av
import av.filter
import numpy as np

from studio.render.media.opening import decoded, open_streams, sound_of, zero_of
from studio.render.sound.samples import RATE, Samples, padded, silence

LONGEST_BACKWARD = 120.0
LEAST_GAP = RATE // 10  # what clocks of containers are off by is less, and no gap


class Loop:
    """Samples played again and again, from one of them on."""

    def __init__(self, sound: Samples, at: int = 0) -> None:
        self._sound, self._at = sound, at

    def read(self, count: int) -> Samples:
        """The next samples."""
        places = (np.arange(count) + self._at) % len(self._sound)
        self._at += count
        return self._sound[places]

    def close(self) -> None:
        """Nothing to let go of."""


class Once:
    """Samples played once, then silence."""

    def __init__(self, sound: Samples) -> None:
        self._sound, self._at = sound, 0

    def read(self, count: int) -> Samples:
        """The next samples."""
        part = self._sound[self._at : self._at + count]
        self._at += count
        return padded(part, count)

    def close(self) -> None:
        """Nothing to let go of."""


class FileStream:
    """A file's sound from `begin` seconds on, at `speed` with its pitch kept; `again` starts over at the file's end."""

    def __init__(self, path: Path, *, begin: float = 0.0, speed: float = 1.0, again: bool = False) -> None:
        self._path, self._begin, self._speed, self._again = path, begin, speed, again
        self._blocks: Iterator[Samples] | None = self._rounds()
        self._left = silence(0)

    def read(self, count: int) -> Samples:
        """The next samples; silence after the end."""
        parts, have = [self._left], len(self._left)
        while have < count and self._blocks is not None:
            block = next(self._blocks, None)
            if block is None:
                self.close()
            else:
                parts.append(block)
                have += len(block)
        sound = np.concatenate(parts)
        self._left = sound[count:]
        return padded(sound, count)

    def close(self) -> None:
        """Close the file."""
        blocks, self._blocks = self._blocks, None
        if blocks is not None and hasattr(blocks, "close"):
            blocks.close()

    def _rounds(self) -> Iterator[Samples]:
        yield from decode(self._path, self._begin, self._speed)
        while self._again:
            empty = True
            for block in decode(self._path, 0.0, self._speed):
                empty = empty and not len(block)
                yield block
            if empty:
                return


def decode(path: Path, begin: float, speed: float = 1.0) -> Iterator[Samples]:
    """Blocks of a file's sound (count, 2) from `begin` seconds; nothing when there is no sound in it."""
    container = open_streams(path)
    try:
        stream = sound_of(container)
        if stream is None:
            return
        moment = begin + zero_of(container)
        if begin > 0 and stream.time_base:
            with contextlib.suppress(av.FFmpegError):  # what cannot be sought is decoded from its start
                container.seek(int(moment / stream.time_base), stream=stream)
        yield from _stretched(_timed(_resampled(decoded(container, stream)), moment), speed)
    finally:
        container.close()


def _resampled(frames: Iterator[av.AudioFrame]) -> Iterator[av.AudioFrame]:
    """48 kHz stereo."""
    resampler, form = None, ("", "", 0)
    for frame in frames:
        before, form = form, (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or form != before:  # some sound changes its channels on the way
            resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
        try:
            yield from resampler.resample(frame)
        except av.FFmpegError:
            resampler = None  # a form of sound that makes no sense


def _timed(frames: Iterator[av.AudioFrame], begin: float) -> Iterator[Samples]:
    """The sound from `begin` on (by the file's clock), each frame where its time puts it: gaps are silent."""
    at = 0
    for frame in frames:
        block = frame.to_ndarray().reshape(-1, 2).astype(np.float32)
        late = 0 if frame.time is None else round((frame.time - begin) * RATE) - at
        if at == 0 or abs(late) > LEAST_GAP:
            for start in range(0, late, RATE):
                yield silence(min(RATE, late - start))
            at += max(0, late)
            block = block[max(0, -late) :]
        at += len(block)
        yield block


def _stretched(blocks: Iterator[Samples], speed: float) -> Iterator[Samples]:
    """Faster or slower at the same pitch."""
    if speed == 1.0:
        yield from blocks
        return
    graph = _tempo_graph(speed)
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.reshape(1, -1)), format="flt", layout="stereo")
        frame.sample_rate = RATE
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _tempo_graph(speed: float) -> av.filter.Graph:
    graph = av.filter.Graph()
    nodes = [graph.add_abuffer(sample_rate=RATE, format="flt", layout="stereo")]
    while speed < 0.5:
        nodes.append(graph.add("atempo", "0.5"))
        speed /= 0.5
    nodes.append(graph.add("atempo", f"{speed:.5f}"))
    nodes.append(graph.add("aformat", "sample_fmts=flt:channel_layouts=stereo"))
    nodes.append(graph.add("abuffersink"))
    graph.link_nodes(*nodes)
    graph.configure()
    return graph


def _pulled(graph: av.filter.Graph) -> Iterator[Samples]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        if isinstance(frame, av.AudioFrame):
            yield frame.to_ndarray().reshape(-1, 2).astype(np.float32)


def backward(path: Path, begin: float, seconds: float, speed: float) -> Once:
    """A stretch of a file turned round (at most two minutes of it)."""
    wanted = int(min(seconds, LONGEST_BACKWARD) * RATE)
    parts, have = [silence(0)], 0
    for block in decode(path, begin, speed):
        parts.append(block)
        have += len(block)
        if have >= wanted:
            break
    return Once(np.ascontiguousarray(padded(np.concatenate(parts), wanted)[::-1]))
