"""The work of a render, inside the child process."""

import contextlib
from collections.abc import Callable
from typing import Any

import av
import av.error

from studio.errors import FileTypeUnsupported, RenderError
from studio.render.compositor import pictures
from studio.render.encoder import EncoderSettings, write_film
from studio.render.job import RenderJob
from studio.render.plan import plan_film
from studio.render.sound.mix import Mixer
from studio.render.sources import opener

MEMORY = "The export needed more memory than it may use."


def make_film(job: RenderJob, on_progress: Callable[[int], None]) -> dict[str, Any]:
    """Render into the job's output; what comes back describes it. Raises RenderError and DraftUnreadable."""
    av.logging.set_level(None)
    film = plan_film(job.draft, job.media, job.scale)
    teller = _Percent(film.frames, on_progress)
    drawn = pictures(film, opener(film.canvas, job.media))
    mixer = Mixer(film.sounds, job.media)
    settings = EncoderSettings(job.preset, job.crf)
    try:
        write_film(job.output, film.canvas, film.frames, drawn, mixer, settings, teller.frame_done)
    except BaseException as error:
        with contextlib.suppress(OSError):
            job.output.unlink(missing_ok=True)
        if isinstance(error, FileTypeUnsupported):
            raise RenderError(f"A file on the timeline cannot be read. {error}") from error
        if isinstance(
            error, MemoryError | av.error.ExternalError
        ):  # the encoder says no more than that it could not open
            raise RenderError(MEMORY) from error
        if isinstance(error, av.FFmpegError | OSError) and not isinstance(error, BrokenPipeError):
            raise RenderError(_reason(error)) from error
        raise
    return {"width": film.canvas.width, "height": film.canvas.height, "duration": round(film.seconds * 1000)}


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in {27, 28, 122}:  # EFBIG, ENOSPC, EDQUOT
        return "The export did not fit on the disk or grew larger than an export may be."
    return "The export could not be written."


class _Percent:
    """Tells the percentage of frames done whenever it changes; the last one is for whoever moves the file."""

    def __init__(self, frames: int, tell: Callable[[int], None]) -> None:
        self._frames, self._tell, self._last = frames, tell, -1

    def frame_done(self, count: int) -> None:
        percent = min(99, count * 100 // self._frames)
        if percent > self._last:
            self._last = percent
            self._tell(percent)
