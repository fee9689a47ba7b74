"""The child process: a fork, or `python -m studio.render.child`, with a job on its standard input.

It answers with one JSON object a line: `{"progress": percent}` whenever it changes, and at the end `{"result": ...}` or
`{"error": name of the class, "message": sentence}`.
"""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from studio.errors import StudioError
from studio.render.job import ProbeJob, RenderJob, read_job
from studio.render.limits import apply_limits

MEMORY = "The export needed more memory than it may use."


def _say(message: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _render(job: RenderJob) -> dict[str, Any]:
    """Imports what is heavy only after the limits are set."""
    from studio.render.making import make_film

    return make_film(job, lambda percent: _say({"progress": percent}))


def _probe(job: ProbeJob) -> dict[str, Any]:
    from studio.render.media.inspection import inspect

    return inspect(job.path)


def main() -> int:
    """Do the job; 0 when it was done, 1 when it was refused, as the last line says."""
    job = read_job(sys.stdin.read())
    apply_limits(job.limits)
    try:
        _say({"result": _render(job) if isinstance(job, RenderJob) else _probe(job)})
    except StudioError as error:
        _say({"error": type(error).__name__, "message": str(error)})
    except MemoryError:
        _say({"error": "RenderError", "message": MEMORY})
    else:
        return 0
    return 1


def run() -> NoReturn:
    """Do the job and end this process."""
    code = 1
    with contextlib.suppress(BrokenPipeError):  # the parent is gone and nobody waits for this any more
        code = main()
    # A decoder or the drawing thread may still be busy; nothing they do matters now.
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
