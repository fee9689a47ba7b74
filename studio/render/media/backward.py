"""Footage played backward: decoded a second at a time, each second turned round."""

from pathlib import Path

from studio.render.canvas import Canvas
from studio.render.media.clip import EPSILON, frames_of
from studio.render.media.conversion import Converter
from studio.render.planes import Planes, solid

WINDOW = 0.75


class BackwardClip:
    """The stretch from `begin` of `seconds` of film time at `speed`, shown from its end to its start."""

    def __init__(
        self,
        path: Path,
        canvas: Canvas,
        seconds: float,
        *,
        begin: float = 0.0,
        speed: float = 1.0,
        fit: str = "",
        focus: tuple[float, float] = (0.5, 0.5),
    ) -> None:
        self.path, self.canvas, self.begin, self.speed, self.fit, self.focus = path, canvas, begin, speed, fit, focus
        self.end = begin + seconds * speed
        self._window: list[tuple[float, Planes]] = []
        self._opened = self.end + EPSILON

    def frame(self, t: float) -> Planes:
        """The picture at `t` seconds of the film's time."""
        wanted = max(self.begin, self.end - t * self.speed - EPSILON)
        while (not self._window or self._window[0][0] > wanted) and self._opened > self.begin:
            self._open(max(self.begin, self._opened - WINDOW), self._opened)
        shown = [picture for moment, picture in self._window if moment <= wanted + EPSILON]
        return shown[-1] if shown else self._window[0][1] if self._window else solid(self.canvas.size)

    def _open(self, start: float, end: float) -> None:
        """Keep the frames from `start` to `end` (seconds of the media), and the last one shown as long as none came."""
        reader = frames_of(self.path, start)
        converter = Converter(self.canvas, self.fit, reader.aspect, self.focus)
        found: list[tuple[float, Planes]] = []
        for moment, frame in reader:
            if moment >= end:
                break
            if moment >= start - EPSILON:
                found.append((moment, converter.planes(frame)))
        reader.close()
        self._window = found or self._window
        self._opened = start

    def close(self) -> None:
        """Let go of the kept frames."""
        self._window = []
