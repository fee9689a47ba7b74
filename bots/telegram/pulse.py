"""How the connection is doing: the one place that polling, webhook and health look at."""

from datetime import datetime, timedelta

import structlog

from core.ports import Clock, PlatformHealth

log = structlog.get_logger(__name__)

WATCH_SECONDS = 15.0


class Pulse:
    """The last sign of life and the present trouble, if any."""

    def __init__(self, clock: Clock, silence_limit: float) -> None:
        self._clock = clock
        self._silence_limit = timedelta(seconds=silence_limit)
        self._last_alive: datetime | None = None
        self._trouble: str | None = "not connected yet"
        self.state = "connecting"

    def alive(self) -> None:
        """Telegram has answered as it should."""
        self._last_alive = self._clock.now()
        self._trouble = None

    def trouble(self, what: str) -> bool:
        """Something is wrong; True when that is news."""
        news = what != self._trouble
        self._trouble = what
        return news

    async def watch(self) -> None:
        """Log when all is well, when it no longer is, and when it is again, until cancelled."""
        before = None
        while True:
            health = self.health()
            if health.ok is not before:
                (log.info if health.ok else log.warning)("telegram health", ok=health.ok, detail=health.detail)
            before = health.ok
            await self._clock.sleep(WATCH_SECONDS)

    def health(self) -> PlatformHealth:
        """The present state; silence counts as trouble, for a poll can die without an error."""
        if self._trouble:
            return PlatformHealth(False, self._trouble, self._last_alive)
        silent = self._clock.now() - self._last_alive if self._last_alive else timedelta(0)
        if silent > self._silence_limit:
            return PlatformHealth(False, f"no answer for {silent.total_seconds():.0f} s", self._last_alive)
        return PlatformHealth(True, self.state, self._last_alive)
