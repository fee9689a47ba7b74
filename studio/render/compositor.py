"""Draws a film frame by frame: shots, the transitions between them, texts, fades."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from studio.errors import FileTypeUnsupported, RenderError
from studio.render.canvas import Canvas
from studio.render.easing import smooth
from studio.render.film import Film, Shot, ShotKind
from studio.render.media.backward import BackwardClip
from studio.render.media.clip import Clip
from studio.render.media.looks import apply_look
from studio.render.media.opening import Content, content_of
from studio.render.media.photo import Photo
from studio.render.planes import Planes, blend, solid
from studio.render.scenes import make_scene
from studio.render.text.overlay import Overlay
from studio.render.transitions import join


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
        if shot.kind is ShotKind.SCENE:
            return make_scene(shot.scene, shot.mood, canvas, seconds, shot.seed)
        try:
            return _open_media(media[shot.media], shot, canvas, seconds)
        except (FileTypeUnsupported, OSError) as error:
            raise RenderError(f"A file on the timeline cannot be read: {shot.media:.80}") from error

    return open_shot


def _open_media(path: Path, shot: Shot, canvas: Canvas, seconds: float) -> Source:
    content = content_of(path)
    if content is Content.PICTURE:
        return Photo(path, canvas, seconds, fit=shot.fit, motion=shot.motion)
    if shot.reverse:
        return BackwardClip(path, canvas, seconds, begin=shot.begin, speed=shot.speed, fit=shot.fit)
    return Clip(path, canvas, begin=shot.begin, speed=shot.speed, fit=shot.fit, again=content is Content.ANIMATION)


class Layer:
    """One video track: at most two shots are open at a time, each from its first frame to its last."""

    def __init__(self, shots: tuple[Shot, ...], canvas: Canvas, open_shot: Opener) -> None:
        self._shots, self._canvas, self._open_shot = shots, canvas, open_shot
        self._open: dict[int, Source] = {}

    def picture(self, frame: int) -> Planes | None:
        """What the track shows at a frame; None in a gap."""
        showing = [order for order, shot in enumerate(self._shots) if shot.start <= frame < shot.until]
        for order in [order for order in self._open if order not in showing[-2:]]:
            self._open.pop(order).close()
        if not showing:
            return None
        order = showing[-1]
        shot = self._shots[order]
        picture = self._drawn(order, frame)
        since = frame - shot.start
        if since >= shot.entry:
            return picture
        before = self._drawn(showing[-2], frame) if len(showing) > 1 else solid(self._canvas.size)
        return join(shot.transition, before, picture, (since + 0.5) / shot.entry)

    def _drawn(self, order: int, frame: int) -> Planes:
        shot = self._shots[order]
        if order not in self._open:
            self._open[order] = self._open_shot(shot)
        return apply_look(shot.look, self._open[order].frame(float((frame - shot.start) / self._canvas.fps)))

    def close(self) -> None:
        """Close whatever is open."""
        for source in self._open.values():
            source.close()
        self._open.clear()


def pictures(film: Film, open_shot: Opener) -> Iterator[Planes]:
    """Every frame of the film in order."""
    layers = [Layer(shots, film.canvas, open_shot) for shots in film.layers]
    overlays = [Overlay(caption, film.canvas) for caption in film.captions]
    try:
        for frame in range(film.frames):
            picture = _topmost(layers, frame) or solid(film.canvas.size)
            due = [overlay for overlay in overlays if overlay.caption.start <= frame <= overlay.caption.end]
            if due:
                picture = picture.copy()
                for overlay in due:
                    overlay.draw(picture, frame)
            yield _faded(film, picture, frame)
    finally:
        for layer in layers:
            layer.close()


def _topmost(layers: list[Layer], frame: int) -> Planes | None:
    """The last track that shows something; the ones below it are not drawn."""
    for layer in reversed(layers):
        picture = layer.picture(frame)
        if picture is not None:
            return picture
    return None


def _faded(film: Film, picture: Planes, frame: int) -> Planes:
    """From black at the start and to black at the end, where the film wants it."""
    light = 1.0
    if frame < film.fade_in:
        light *= smooth((frame + 0.5) / film.fade_in)
    if film.frames - frame <= film.fade_out:
        light *= smooth((film.frames - frame - 0.5) / film.fade_out)
    return picture if light == 1.0 else blend(solid(picture.size), picture, light)
