"""Waking those who wait for something to do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from core.ports.clock import Clock
from core.waiting import first_of


class Bell:
    """Rung when there may be something to do; everybody who waits wakes up."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits now."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self, timeout: float, next_due: Callable[[], Awaitable[datetime | None]]) -> None:
        """Return at the next ring, at the time that `next_due` tells, or after `timeout` seconds."""
        rung = self._rung  # taken before the question, so that a ring during it counts
        due = await next_due()
        if due is not None:
            timeout = min(timeout, (due - self._clock.now()).total_seconds())
        if timeout > 0:
            await first_of(rung.wait(), self._clock.sleep(timeout))
