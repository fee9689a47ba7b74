"""A clock for the studio on which short waits pass at once and long ones when the test says so."""

import asyncio


class LeapingClock:
    """Waits up to `leap` seconds take no time; longer ones end when `advance` has moved the time far enough."""

    def __init__(self, now: float = 1_800_000_000.0, leap: float = 60.0) -> None:
        self._now = now
        self._leap = leap
        self._waiting: list[tuple[float, asyncio.Event]] = []
        self._changed = asyncio.Event()
        self.waits: list[float] = []

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait, or leap."""
        self.waits.append(seconds)
        self._changed.set()
        if seconds <= self._leap:
            self._now += seconds
            await asyncio.sleep(0)
            return
        event = asyncio.Event()
        self._waiting.append((self._now + seconds, event))
        await event.wait()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds
        for moment, event in self._waiting:
            if moment <= self._now:
                event.set()
        self._waiting = [item for item in self._waiting if not item[1].is_set()]

    async def until_waiting(self, seconds: float) -> None:
        """Return when somebody has begun to wait for exactly this long."""
        while seconds not in self.waits:
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), 10)
