"""A stretch of footage, decoded as the film comes to need it."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
from av.video.stream import VideoStream

from studio.errors import FileTypeUnsupported
from studio.render.canvas import Canvas
from studio.render.media.animation import AnimationReader
from studio.render.media.conversion import Converter
from studio.render.media.interlacing import whole
from studio.render.media.opening import Content, content_of, decoded, footage_of, open_streams, zero_of
from studio.render.planes import Planes, solid

EPSILON = 0.002
SEEK_SLACK = 0.005  # a start rounded down to a millisecond must not fall into the group of pictures before it
DECODER_THREADS = 4
EARLY = Fraction(
    2, 5
)  # of the film's frame: a frame of another rate is then shown nearest its time, and never always late


class Frames(Protocol):
    """Pictures with their moments (seconds from the file's start), in order."""

    @property
    def aspect(self) -> Fraction | None:
        """How wide a pixel is for its height, where it says."""
        ...

    def __iter__(self) -> Iterator[tuple[float, av.VideoFrame]]: ...

    def close(self) -> None:
        """Close the file."""
        ...


def frames_of(path: Path, begin: float, *, again: bool = False) -> Frames:
    """The frames of a file from `begin` seconds on or a little before; an animation may start `again` when it ends."""
    return AnimationReader(path, again=again) if content_of(path) is Content.ANIMATION else FrameReader(path, begin)


class FrameReader:
    """The frames of footage."""

    def __init__(self, path: Path, begin: float) -> None:
        self._container = open_streams(path)
        self.stream = self._footage()
        self._zero = zero_of(self._container)
        self._step = 1 / float(self.stream.average_rate or 30)
        self._frames = self._decode(begin)

    @property
    def aspect(self) -> Fraction | None:
        """The shape of a pixel."""
        return self.stream.sample_aspect_ratio

    def _footage(self) -> VideoStream:
        footage = footage_of(self._container)
        if footage is None:
            self._container.close()
            raise FileTypeUnsupported("There is no picture in this file.")
        footage.thread_type = "AUTO"
        footage.codec_context.thread_count = DECODER_THREADS
        return footage

    def _decode(self, begin: float) -> Iterator[tuple[float, av.VideoFrame]]:
        if begin > 0 and self.stream.time_base:
            with contextlib.suppress(av.FFmpegError):  # what cannot be sought is decoded from its start
                target = (begin + SEEK_SLACK + self._zero) / self.stream.time_base
                self._container.seek(int(target), stream=self.stream)
        moment = -self._step
        for frame in whole(decoded(self._container, self.stream)):
            moment = self._moment(frame, moment + self._step)
            yield moment, frame

    def _moment(self, frame: av.VideoFrame, otherwise: float) -> float:
        """When a frame is shown, in seconds from the start; by its place in the row where it does not say."""
        stamp = frame.pts if frame.pts is not None else frame.dts
        return otherwise if stamp is None else float(stamp * (frame.time_base or 0)) - self._zero

    def __iter__(self) -> Iterator[tuple[float, av.VideoFrame]]:
        return self._frames

    def close(self) -> None:
        """Close the file and its decoder."""
        self._container.close()


class Clip:
    """Footage on a canvas: frame by frame forward, at any speed; when it ends its last frame stays, or it starts `again`."""

    def __init__(
        self,
        path: Path,
        canvas: Canvas,
        *,
        begin: float = 0.0,
        speed: float = 1.0,
        fit: str = "",
        focus: tuple[float, float] = (0.5, 0.5),
        again: bool = False,
    ) -> None:
        self.canvas, self.begin, self.speed = canvas, begin, speed
        self._early = float(EARLY / canvas.fps)
        self._reader: Frames | None = frames_of(path, begin, again=again)
        self._converter = Converter(canvas, fit, self._reader.aspect, focus)
        self._ahead: tuple[float, av.VideoFrame] | None = None
        self._current: av.VideoFrame | None = None
        self._picture: Planes | None = None

    def frame(self, t: float) -> Planes:
        """The picture at `t` seconds of the film's time; `t` may not go back."""
        self._advance(self.begin + (t + self._early) * self.speed)
        if self._picture is None:
            self._picture = self._converter.planes(self._current) if self._current else solid(self.canvas.size)
        return self._picture

    def _advance(self, wanted: float) -> None:
        while self._reader is not None:
            if self._ahead is None:
                self._ahead = next(iter(self._reader), None)
            if self._ahead is None:
                self.close()
                return
            if self._ahead[0] > wanted + EPSILON and self._current is not None:
                return
            self._current, self._ahead, self._picture = self._ahead[1], None, None

    def close(self) -> None:
        """Close the file; the last picture stays."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._ahead = None, None
