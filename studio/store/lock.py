"""One studio for one data folder."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Final

from studio.errors import StudioError

EVERY: Final = 0.05


def _take(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@asynccontextmanager
async def sole_owner(folder: Path, patience: float = 15.0) -> AsyncIterator[None]:
    """Own a folder; the system gives it free when the process dies, however it dies.

    A studio that is just stopping is waited for, `patience` seconds at most. Raises StudioError.
    """
    file = await asyncio.to_thread((folder / "lock").open, "ab")
    with file:
        for _ in range(max(1, round(patience / EVERY))):
            if _take(file):
                break
            await asyncio.sleep(EVERY)
        else:
            raise StudioError(f"another studio is using {folder}.")
        yield
