"""Where a shot's pictures come from: drawn scenes, photos, footage, as they stand in their frame."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from studio.errors import FileTypeUnsupported, RenderError
from studio.render.canvas import Canvas
from studio.render.effects import dressed
from studio.render.film import Framing, Shot, ShotKind
from studio.render.framing import box_canvas, framed, upright
from studio.render.media.backward import BackwardClip
from studio.render.media.badge import Badge
from studio.render.media.clip import Clip
from studio.render.media.opening import Content, content_of
from studio.render.media.photo import CENTRE, Photo
from studio.render.planes import Planes
from studio.render.scenes import make_scene


class Source(Protocol):
    """Where a shot's pictures come from."""

    def frame(self, t: float) -> Planes:
        """The picture `t` seconds after the shot's start; asked for in order. The caller does not write on it."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


Opener = Callable[[Shot], Source]


def opener(canvas: Canvas, media: Mapping[str, Path]) -> Opener:
    """How shots are opened on a canvas with these files; raises RenderError for one that cannot be read."""

    def open_shot(shot: Shot) -> Source:
        seconds = float((shot.until - shot.start) / canvas.fps)
        inner = upright(box_canvas(canvas, shot.framing.box), shot.framing)
        if shot.kind is ShotKind.SCENE:
            return Framed(_open_scene(shot, inner, seconds), shot.framing, seconds)
        try:
            source, moves = _open_media(media[shot.media], shot, inner, seconds)
        except (FileTypeUnsupported, OSError) as error:
            raise RenderError(f"A file on the timeline cannot be read: {shot.media:.80}") from error
        return Framed(source, shot.framing, seconds, moves=moves)

    return open_shot


def _open_scene(shot: Shot, canvas: Canvas, seconds: float) -> Source:
    speed = 0.0 if shot.still else shot.speed
    whole = max(shot.span, shot.begin + seconds * speed)
    drawn = make_scene(shot.scene, shot.mood, canvas, whole, shot.seed, shot.colours)
    scene = dressed(drawn, shot.over, shot.mood, shot.seed)
    if (shot.begin, speed, shot.reverse) == (0.0, 1.0, False):
        return scene
    return Timed(scene, shot.begin, speed, seconds if shot.reverse else None)


def _open_media(path: Path, shot: Shot, canvas: Canvas, seconds: float) -> tuple[Source, bool]:
    """The pictures of a file, and whether they drift by themselves."""
    content = content_of(path)
    if content is Content.PICTURE and shot.framing.box and shot.fit != "cover":
        return Badge(path, canvas), False
    if content is Content.PICTURE:
        drift = "none" if shot.still else shot.framing.drift
        focus = CENTRE if shot.framing.focus == (0.5, 0.5) else shot.framing.focus
        return Photo(path, canvas, seconds, fit=shot.fit, motion=shot.motion, drift=drift, focus=focus), True
    if shot.reverse and not shot.still:
        back = BackwardClip(
            path, canvas, seconds, begin=shot.begin, speed=shot.speed, fit=shot.fit, focus=shot.framing.focus
        )
        return back, False
    speed, again = 0.0 if shot.still else shot.speed, content is Content.ANIMATION
    focus = shot.framing.focus
    return Clip(path, canvas, begin=shot.begin, speed=speed, fit=shot.fit, focus=focus, again=again), False


class Framed:
    """A shot's pictures as they stand in their frame."""

    def __init__(self, source: Source, framing: Framing, seconds: float, *, moves: bool = False) -> None:
        self._source, self._framing, self._seconds, self._moves = source, framing, seconds, moves

    def frame(self, t: float) -> Planes:
        """The picture at `t` seconds."""
        picture = self._source.frame(t)
        return framed(picture, self._framing, t / self._seconds if self._seconds else 0.0, moved=self._moves)

    def close(self) -> None:
        """Close what is shown."""
        self._source.close()


class Timed:
    """A drawn scene from `begin` on at `speed` (0: held there); backward when it is told how many `seconds` it lasts."""

    def __init__(self, source: Source, begin: float, speed: float, seconds: float | None) -> None:
        self._source, self._begin, self._speed, self._seconds = source, begin, speed, seconds

    def frame(self, t: float) -> Planes:
        """The picture at `t` seconds of the film's time."""
        return self._source.frame(self._begin + self._speed * (t if self._seconds is None else self._seconds - t))

    def close(self) -> None:
        """Close the scene."""
        self._source.close()
