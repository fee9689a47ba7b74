"""The real clock."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

TOLERANCE = 1.0
"""Seconds that the wall clock may be put back without being taken for a jump."""


class SystemClock:
    """Time as the machine tells it, except that `now` never goes back.

    A wall clock that is put back while the process runs would make everything that is due "in three seconds" due in an
    hour; so from then on the time goes on from where it was, until the wall clock has caught up or the process ends.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._steady = steady
        self._last = wall(), steady()

    def now(self) -> datetime:
        """The current time, aware, UTC."""
        told, at = self._last
        wall, steady = self._wall(), self._steady()
        expected = told + (steady - at)
        moment = wall if wall > expected - TOLERANCE else expected
        self._last = moment, steady
        return datetime.fromtimestamp(moment, UTC)

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return self._steady()

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        await asyncio.sleep(seconds)
