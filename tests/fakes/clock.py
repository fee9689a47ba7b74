"""A clock that tests move by hand."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


class FakeClock:
    """A `core.ports.Clock` that stands still until a test moves it.

    `sleep` waits until `advance` has carried the clock past its end. With `auto=True` nobody has to: each `sleep` moves
    the clock by itself and returns at once. `sleeps` lists every sleep that was asked for, in seconds.

        clock = FakeClock()
        task = asyncio.create_task(waits_half_a_minute(clock))
        await clock.sleepers(1)      # until somebody sleeps
        await clock.advance(30)      # wakes them in order, and lets them run
    """

    def __init__(self, *, auto: bool = False, start: datetime = START) -> None:
        self.auto = auto
        self.sleeps: list[float] = []
        self._start = start
        self._elapsed = 0.0
        self._order = count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """The start plus what has been advanced, aware, UTC."""
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Seconds advanced so far, from an arbitrary origin."""
        return 1_000.0 + self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was advanced by `seconds`."""
        self.sleeps.append(seconds)
        if self.auto or seconds <= 0:
            self._elapsed += max(seconds, 0.0)
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self._elapsed + seconds, next(self._order), future))
        self._changed.set()
        await future

    async def advance(self, seconds: float) -> None:
        """Move on by `seconds`, waking sleepers in the order of their ends and letting each run as far as it can."""
        end = self._elapsed + seconds
        while self._waiting and self._waiting[0][0] <= end:
            due, _, future = heapq.heappop(self._waiting)
            self._elapsed = max(self._elapsed, due)
            if not future.done():
                future.set_result(None)
                await settle()
        self._elapsed = end
        await settle()

    def jump(self, seconds: float) -> None:
        """Move the clock without waking anybody (what a suspended machine does)."""
        self._elapsed += seconds

    async def sleepers(self, number: int = 1) -> None:
        """Return once at least `number` sleeps are waiting."""
        while sum(1 for _, _, future in self._waiting if not future.done()) < number:
            self._changed.clear()
            await self._changed.wait()


async def settle(rounds: int = 20) -> None:
    """Let everything that is ready run, without waiting for any wall clock."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]  # there is no public word for it
    for _ in range(rounds):
        await asyncio.sleep(0)
        if not ready:
            return
