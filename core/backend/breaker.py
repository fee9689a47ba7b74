"""A circuit breaker: while the video service is away, one call asks for it and the others wait."""

import random

from core.ports import Clock

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0


class Breaker:
    """Counts failures in a row and says how long to pause: 1 s, doubling to 30 s, with jitter, shared by all calls."""

    def __init__(self, clock: Clock, jitter: random.Random | None = None) -> None:
        self._clock = clock
        self._random = jitter or random.Random()  # noqa: S311 - spreads load, keeps no secret
        self._failures = 0
        self._open_until = 0.0

    @property
    def open(self) -> bool:
        """Whether the service was away at the last look."""
        return self._failures > 0

    def succeeded(self) -> None:
        """The service answered."""
        self._failures = 0
        self._open_until = 0.0

    def failed(self) -> None:
        """The service could not be reached; calls that fail while it is known do not lengthen the pause."""
        now = self._clock.monotonic()
        if now < self._open_until:
            return
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 16)
        self._open_until = now + pause

    def pause(self) -> float:
        """Seconds to wait before the next call."""
        left = max(0.0, self._open_until - self._clock.monotonic())
        return left + self._random.uniform(0.0, 0.2) * max(left, 1.0) if self.open else 0.0
