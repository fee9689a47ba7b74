"""Draws a film frame by frame: shots, the transitions between them, what is laid over them, texts, fades."""

from collections.abc import Iterator

from studio.render.canvas import Canvas
from studio.render.easing import smooth
from studio.render.film import Film, Shot
from studio.render.framing import corner
from studio.render.media.looks import apply_look
from studio.render.planes import Planes, blend, solid
from studio.render.sources import Opener, Source
from studio.render.text.overlay import Overlay
from studio.render.transitions import join


class Layer:
    """One video track: at most two shots are open at a time, each from its first frame to its last."""

    def __init__(self, shots: tuple[Shot, ...], canvas: Canvas, open_shot: Opener) -> None:
        self._shots, self._canvas, self._open_shot = shots, canvas, open_shot
        self._open: dict[int, Source] = {}

    def covers(self, frame: int) -> bool:
        """Whether the track hides all that lies below it at a frame."""
        showing = self._showing(frame)
        return bool(showing) and self._shots[showing[-1]].framing.box is None

    def over(self, ground: Planes, frame: int) -> Planes:
        """The picture with this track's own at a frame on top of it."""
        showing = self._showing(frame)
        for order in [order for order in self._open if order not in showing[-2:]]:
            self._open.pop(order).close()
        if not showing:
            return ground
        order = showing[-1]
        shot = self._shots[order]
        picture = self._drawn(order, frame)
        if shot.framing.box:
            ground = ground.copy()
            picture = picture if shot.framing.opacity == 1 else picture.faint(shot.framing.opacity)
            ground.paste(picture, corner(self._canvas, shot.framing.box))
            return ground
        since = frame - shot.start
        if since >= shot.entry:
            return picture
        return join(shot.transition, self._before(showing, ground, frame), picture, (since + 0.5) / shot.entry)

    def _before(self, showing: list[int], ground: Planes, frame: int) -> Planes:
        """What a transition comes from."""
        if len(showing) > 1 and self._shots[showing[-2]].framing.box is None:
            return self._drawn(showing[-2], frame)
        return ground

    def _showing(self, frame: int) -> list[int]:
        return [order for order, shot in enumerate(self._shots) if shot.start <= frame < shot.until]

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
    ground = solid(film.canvas.size)
    try:
        for frame in range(film.frames):
            picture = _layered(layers, frame, ground)
            due = [overlay for overlay in overlays if overlay.caption.start <= frame <= overlay.caption.end]
            if due:
                picture = picture.copy()
                for overlay in due:
                    overlay.draw(picture, frame)
            yield _faded(film, picture, frame)
    finally:
        for layer in layers:
            layer.close()


def _layered(layers: list[Layer], frame: int, ground: Planes) -> Planes:
    """The last track that fills the picture and those above it; the ones below are not drawn."""
    lowest = max((number for number, layer in enumerate(layers) if layer.covers(frame)), default=0)
    for layer in layers[lowest:]:
        ground = layer.over(ground, frame)
    return ground


def _faded(film: Film, picture: Planes, frame: int) -> Planes:
    """From black at the start and to black at the end, where the film wants it."""
    light = 1.0
    if frame < film.fade_in:
        light *= smooth((frame + 0.5) / film.fade_in)
    if film.frames - frame <= film.fade_out:
        light *= smooth((film.frames - frame - 0.5) / film.fade_out)
    return picture if light == 1.0 else blend(solid(picture.size), picture, light)
