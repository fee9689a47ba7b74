"""A job in a child process: its answers line by line, its limits, why it ended."""

import asyncio
import contextlib
import json
import signal
from collections.abc import Callable, Mapping
from typing import Any

from studio.errors import DraftUnreadable, FileTypeUnsupported, RenderError, StudioError
from studio.render.children import Child, Children
from studio.render.limits import RenderLimits

ERRORS: Mapping[str, type[StudioError]] = {
    error.__name__: error for error in (DraftUnreadable, FileTypeUnsupported, RenderError)
}
TOO_LONG = "The export took longer than it may."
ENDED = {
    signal.SIGXCPU: "The export used more computing time than it may.",
    signal.SIGXFSZ: "The export grew larger than an export may be.",
    signal.SIGKILL: "The export was stopped by the system, most likely for want of memory.",
}


async def run_child(
    children: Children, job: Mapping[str, Any], limits: RenderLimits, on_progress: Callable[[int], None]
) -> dict[str, Any]:
    """Run one job to its result. Raises what the child reports, RenderError when it dies or takes too long.

    When the waiting task is cancelled the child is killed and reaped before the cancellation goes on.
    """
    child = await children.child()
    try:
        async with asyncio.timeout(limits.wall_seconds):
            return await _converse(child, json.dumps(job).encode(), limits, on_progress)
    except TimeoutError:
        raise RenderError(TOO_LONG) from None
    finally:
        await asyncio.shield(child.end())


async def _converse(
    child: Child, job: bytes, limits: RenderLimits, on_progress: Callable[[int], None]
) -> dict[str, Any]:
    child.hears.write(job)
    child.hears.write_eof()
    with contextlib.suppress(ConnectionError):  # it died before it had heard everything
        while line := await _next_line(child, limits.stall_seconds):
            answer = json.loads(line)
            if "progress" in answer:
                on_progress(int(answer["progress"]))
            elif "error" in answer:
                raise ERRORS.get(answer["error"], RenderError)(answer["message"])
            else:
                return dict(answer["result"])
    raise _death(*await child.ended())


async def _next_line(child: Child, seconds: float) -> bytes:
    async with asyncio.timeout(seconds):
        return await child.says.readline()


def _death(code: int, complaint: str) -> RenderError:
    """Why a child ended without a result."""
    if code < 0 and signal.Signals(-code) in ENDED:
        return RenderError(ENDED[signal.Signals(-code)])
    if "MemoryError" in complaint or "Cannot allocate memory" in complaint:
        return RenderError("The export needed more memory than it may use.")
    error = RenderError("The export broke off for a reason of the studio's own.")
    error.add_note(f"child ended with {code}: {complaint}")
    return error
