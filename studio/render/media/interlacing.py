"""Interlaced footage made whole: every frame of two half pictures becomes one picture without combs."""

from collections.abc import Iterator

import av
import av.filter

Form = tuple[int, int, str]


def whole(frames: Iterator[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    """The frames as they are, from the first interlaced one on without its combs."""
    weaver: _Weaver | None = None
    for frame in frames:
        if weaver and weaver.form != _form(frame):
            yield from weaver.rest()
            weaver = None
        if weaver is None and not frame.interlaced_frame:
            yield frame
            continue
        weaver = weaver or _Weaver(frame)
        yield from weaver.woven(frame)
    if weaver:
        yield from weaver.rest()


def _form(frame: av.VideoFrame) -> Form:
    return (frame.width, frame.height, frame.format.name)


class _Weaver:
    """Frames of one form; each comes out when the next one has gone in, for it takes part in it."""

    def __init__(self, frame: av.VideoFrame) -> None:
        self.form = _form(frame)
        width, height, pixels = self.form
        base = frame.time_base or av.time_base
        size = f"video_size={width}x{height}:pix_fmt={pixels}:time_base={base}:pixel_aspect=1/1"
        self._graph = av.filter.Graph()
        colours = f"colorspace={frame.colorspace}:range={frame.color_range}"
        self._graph.link_nodes(
            self._graph.add("buffer", f"{size}:{colours}"),
            self._graph.add("bwdif", "mode=send_frame:deint=interlaced"),
            self._graph.add("buffersink"),
        )
        self._graph.configure()

    def woven(self, frame: av.VideoFrame) -> Iterator[av.VideoFrame]:
        self._graph.vpush(frame)
        yield from self._ready()

    def rest(self) -> Iterator[av.VideoFrame]:
        self._graph.vpush(None)
        yield from self._ready()

    def _ready(self) -> Iterator[av.VideoFrame]:
        while True:
            try:
                yield self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
