"""Time as the core needs it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time, injected: tests never wait for a wall clock."""

    def now(self) -> datetime:
        """The current time, aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...
