"""Time for a whole service under test: real, only faster, and moved ahead where a test cannot wait."""

import asyncio
import time
from datetime import UTC, datetime, timedelta


class BriskClock:
    """`factor` times as fast as the wall; `advance` moves it and wakes who is due."""

    def __init__(self, factor: float = 10.0) -> None:
        self._factor = factor
        self._start = time.perf_counter()  # simcord has a time.monotonic of its own
        self._epoch = datetime.now(UTC)
        self._ahead = 0.0
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The time on this clock."""
        return self._epoch + timedelta(seconds=self.monotonic() - self._start)

    def monotonic(self) -> float:
        """Seconds on this clock."""
        return self._start + (time.perf_counter() - self._start) * self._factor + self._ahead

    async def sleep(self, seconds: float) -> None:
        """So many seconds of this clock."""
        end = self.monotonic() + seconds
        while (left := end - self.monotonic()) > 0:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), left / self._factor)
            except TimeoutError:
                continue
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        """Move it ahead."""
        self._ahead += seconds
        self._moved.set()
        self._moved = asyncio.Event()
