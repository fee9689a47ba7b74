"""The two things the rest of the studio asks for: render a draft, look at a file."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from studio.draft import Draft
from studio.errors import FileTypeUnsupported, RenderError
from studio.render.children import Children
from studio.render.job import ProbeJob, RenderJob
from studio.render.limits import PROBE_LIMITS, RenderLimits
from studio.render.plan import plan_film
from studio.render.process import run_child


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished film: bytes, milliseconds, pixels."""

    size: int
    duration: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file holds. `kind` is "video", "image" or "audio"; `duration` in ms (0 for an image); sizes in pixels as
    shown. `cuts` are moments (ms) on key frames worth starting a segment at, best first.
    """

    kind: str
    duration: int = 0
    width: int = 0
    height: int = 0
    fps: float = 0.0
    has_audio: bool = False
    cuts: tuple[int, ...] = field(default=())


class Renderer:
    """Renders and looks, each time in a child process of its own."""

    def __init__(self, children: Children) -> None:
        self._children = children

    async def render(
        self,
        draft: Draft,
        media: Mapping[str, Path],
        output: Path,
        *,
        on_progress: Callable[[int], None],
        limits: RenderLimits = RenderLimits(),  # noqa: B008 - frozen
        preset: str = "veryfast",
        crf: int = 21,
        scale: float = 1.0,
    ) -> Rendered:
        """Render a draft to an MP4 at `output`, in a child process that dies with the task.

        `media` maps the draft's media ids to files; `scale` shrinks the canvas. `on_progress` hears rising percentages, 100
        when the file is in place. Raises DraftUnreadable, RenderError.
        """
        plan_film(draft, media, scale)
        part = output.with_name(f".{output.name}.{uuid4().hex}.part")
        job = RenderJob(
            draft, {name: path.absolute() for name, path in media.items()}, part.absolute(), preset, crf, scale, limits
        )
        try:
            told = await run_child(self._children, job.to_json(), limits, on_progress)
            size = await asyncio.to_thread(_put_in_place, part, output)
        except OSError as error:
            raise RenderError("The export could not be put in its place.") from error
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        on_progress(100)
        return Rendered(size, int(told["duration"]), int(told["width"]), int(told["height"]))

    async def probe(self, path: Path, filename: str) -> Probe:
        """Look at a file in a child process; `filename` is only for the sentence. Raises FileTypeUnsupported."""
        job = ProbeJob(path.absolute(), PROBE_LIMITS)  # noqa: ASYNC240 - absolute() reads no file
        try:
            told = await run_child(self._children, job.to_json(), PROBE_LIMITS, lambda _: None)
        except FileTypeUnsupported as error:
            raise FileTypeUnsupported(f"{filename:.80}: {error}") from error
        except RenderError as error:
            raise FileTypeUnsupported(f"{filename:.80}: This file cannot be read.") from error
        return Probe(**{**told, "cuts": tuple(told["cuts"])})


def _put_in_place(part: Path, output: Path) -> int:
    part.replace(output)
    return output.stat().st_size
