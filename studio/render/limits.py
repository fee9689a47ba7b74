"""What a child process may use up."""

import contextlib
import os
from dataclasses import dataclass

GRACE = 5
"""Seconds of computing between the signal that says why and the one that ends it."""


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """Bytes and seconds; `stall_seconds` is how long a child may make no progress at all."""

    memory_bytes: int = 3 * 1024**3
    cpu_seconds: int = 2 * 3600
    file_bytes: int = 4 * 1024**3
    wall_seconds: float = 2 * 3600.0
    stall_seconds: float = 300.0
    niceness: int = 10


PROBE_LIMITS = RenderLimits(
    memory_bytes=1536 * 1024**2, cpu_seconds=60, file_bytes=0, wall_seconds=90.0, stall_seconds=90.0, niceness=5
)


def apply_limits(limits: RenderLimits) -> None:
    """Bind this process and its threads, for good. Where the system knows no such limit, there is none."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_CORE": 0,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            last = bound + GRACE if name == "RLIMIT_CPU" and hard == resource.RLIM_INFINITY else bound
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (bound, last))
    os.nice(limits.niceness)
