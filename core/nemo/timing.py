"""How long a run may take: silence, keep-alives only, and all in all. Measured by the injected clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from core.errors import OutcomeUnknown
from core.ports import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunLimits:
    """Limits of one run in seconds.

    `silence` is how long not a single byte may come (a generation takes up to 300 s, and not every server sends
    keep-alives meanwhile; giving up cancels the run); `keep_alives` how long nothing but keep-alives; `total` all in all.
    """

    silence: float = 360.0
    keep_alives: float = 600.0
    total: float = 900.0


class RunWatch:
    """Watches one run. An async context manager: one task waits on the clock as long as it is open."""

    def __init__(self, clock: Clock, limits: RunLimits) -> None:
        self._clock = clock
        self._limits = limits
        self._begun = self._heard = self._progressed = clock.monotonic()
        self._expired: str | None = None
        self._waiting: asyncio.Timeout | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def progressed(self) -> None:
        """Something other than a keep-alive came."""
        self._progressed = self._clock.monotonic()

    def check(self) -> None:
        """Raise OutcomeUnknown when a limit has passed already."""
        self._expired = self._expired or self._passed()
        if self._expired is not None:
            raise OutcomeUnknown(self._expired)

    async def wait_for(self, answer: Callable[[], Awaitable[T]]) -> T:
        """Wait for the next piece of the answer. Raises OutcomeUnknown when a limit passes meanwhile."""
        self._heard = self._clock.monotonic()
        try:
            self.check()
            async with asyncio.timeout(None) as self._waiting:
                return await answer()
        except TimeoutError:
            raise OutcomeUnknown(self._expired or "The answer took too long") from None
        finally:
            self._waiting = None

    async def _watch(self) -> None:
        while (self._expired is None) and (left := self._left()) > 0:
            await self._clock.sleep(left)
        self._expired = self._expired or self._passed()
        if self._waiting is not None:
            self._waiting.reschedule(asyncio.get_running_loop().time())

    def _left(self) -> float:
        """Seconds until the next limit may pass. Nobody waiting is no silence: the reader is busy, not the server."""
        now = self._clock.monotonic()
        heard = self._heard if self._waiting is not None else now
        return min(end - now for end in self._ends(heard).values())

    def _passed(self) -> str | None:
        now = self._clock.monotonic()
        heard = self._heard if self._waiting is not None else now
        return next((what for what, end in self._ends(heard).items() if end <= now), None)

    def _ends(self, heard: float) -> dict[str, float]:
        limits = self._limits
        return {
            "The run went on beyond its time": self._begun + limits.total,
            "Nothing but keep-alives came for too long": self._progressed + limits.keep_alives,
            "The stream fell silent": heard + limits.silence,
        }
