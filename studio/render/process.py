"""Running a child process: its answers line by line, its limits, its end."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from studio.errors import DraftUnreadable, FileTypeUnsupported, RenderError, StudioError
from studio.render.limits import RenderLimits

ERRORS: Mapping[str, type[StudioError]] = {
    error.__name__: error for error in (DraftUnreadable, FileTypeUnsupported, RenderError)
}
LINE_LIMIT = 1024 * 1024
STDERR_KEPT = 2000
TOO_LONG = "The export took longer than it may."
ENDED = {
    signal.SIGXCPU: "The export used more computing time than it may.",
    signal.SIGXFSZ: "The export grew larger than an export may be.",
    signal.SIGKILL: "The export was stopped by the system, most likely for want of memory.",
}


async def run_child(job: Mapping[str, Any], limits: RenderLimits, on_progress: Callable[[int], None]) -> dict[str, Any]:
    """Run one job to its result. Raises what the child reports, RenderError when it dies or takes too long.

    When the waiting task is cancelled the child is killed and reaped before the cancellation goes on.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "studio.render.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        env=_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(limits.wall_seconds):
            return await _converse(process, json.dumps(job).encode(), limits, on_progress)
    except TimeoutError:
        raise RenderError(TOO_LONG) from None
    finally:
        await _end(process)


def _environment() -> dict[str, str]:
    """One thread and few heaps for the number libraries: each would reserve memory that counts against the limit."""
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"}
    return {**{name: value for name, value in os.environ.items() if not _secret(name)}, **quiet}


def _secret(name: str) -> bool:
    return any(word in name.upper() for word in ("TOKEN", "SECRET", "PASSWORD", "KEY"))


async def _converse(
    process: asyncio.subprocess.Process, job: bytes, limits: RenderLimits, on_progress: Callable[[int], None]
) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise RenderError("The studio could not talk to its own export process.")
    complaints = asyncio.create_task(_tail(process.stderr))
    try:
        process.stdin.write(job)
        process.stdin.close()
        while line := await asyncio.wait_for(process.stdout.readline(), limits.stall_seconds):
            answer = json.loads(line)
            if "progress" in answer:
                on_progress(int(answer["progress"]))
            elif "error" in answer:
                raise ERRORS.get(answer["error"], RenderError)(answer["message"])
            else:
                return dict(answer["result"])
        raise _death(await process.wait(), await complaints)
    finally:
        complaints.cancel()


async def _tail(stream: asyncio.StreamReader) -> str:
    """The last of what the child complained."""
    kept = b""
    while part := await stream.read(4096):
        kept = (kept + part)[-STDERR_KEPT:]
    return kept.decode("utf-8", "replace")


def _death(code: int, complaint: str) -> RenderError:
    """Why a child ended without a result."""
    if code < 0 and signal.Signals(-code) in ENDED:
        return RenderError(ENDED[signal.Signals(-code)])
    if "MemoryError" in complaint or "Cannot allocate memory" in complaint:
        return RenderError("The export needed more memory than it may use.")
    error = RenderError("The export broke off for a reason of the studio's own.")
    error.add_note(f"child ended with {code}: {complaint}")
    return error


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)  # Process.kill() may reap the child itself, and wait() would miss it
    await asyncio.shield(process.wait())
