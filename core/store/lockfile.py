"""How a process knows that it is the only one on its database."""

import fcntl
import os
from pathlib import Path
from types import TracebackType


class LockFile:
    """Held while the process lives: the kernel lets go of it however the process ends."""

    def __init__(self, path: Path) -> None:
        """Try to get it. Raises OSError when the file cannot even be made."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.alone = True
        except OSError:  # somebody holds it, or this file system has no locks
            self.alone = False

    def __enter__(self) -> "LockFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)
