"""One process at a time on one database: the others wait their turn, or are told."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from core.errors import SettingsError

LOOK_AGAIN = 0.2
"""Seconds between two looks at whether the other one has ended."""


@asynccontextmanager
async def turn(path: Path, *, waiting: Callable[[], None] | None) -> AsyncIterator[None]:
    """Hold the lock file `path` while entered; the kernel lets go of it however this process ends.

    While another process holds it, `waiting` is called once and its end is waited for; without `waiting` SettingsError
    is raised, as it is when the file cannot be made.
    """
    descriptor = _opened(path)
    try:
        if not _taken(descriptor):
            if waiting is None:
                raise SettingsError(
                    f"another reelay is at work in {path.parent}; wait for it, or set REELAY_DATA_DIR to another folder"
                )
            waiting()
            while not _taken(descriptor):  # noqa: ASYNC110 - the kernel tells no event loop about locks
                await asyncio.sleep(LOOK_AGAIN)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SettingsError(f"{path.parent} cannot be written to: {error.strerror}") from error


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # this file system has no locks: the database's own watch has to do
        return True
    return True
