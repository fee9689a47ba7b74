"""A circuit breaker: while the video service is away, one call after each pause asks for it and the others wait."""

import random

from core.ports import Clock

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
LISTENING = 2.0
"""Seconds after which a waiting call looks again, so that none sleeps on once the service is back."""


class Breaker:
    """Counts failures in a row and says how long to pause: 1 s, doubling to 30 s, with jitter, shared by all calls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._random = random.Random()  # noqa: S311 - spreads load, keeps no secret
        self._failures = 0
        self._open_until = 0.0
        self._asking = False

    @property
    def open(self) -> bool:
        """Whether the service was away at the last look."""
        return self._failures > 0

    def succeeded(self) -> None:
        """The service answered."""
        self._failures = 0
        self._open_until = 0.0
        self._asking = False

    def failed(self) -> None:
        """The service could not be reached; calls that fail while it is known do not lengthen the pause."""
        if self._clock.monotonic() < self._open_until and not self._asking:
            return
        self._asking = False
        self._open_until = self._clock.monotonic() + self._length()
        self._failures = min(self._failures + 1, 16)

    def pause(self) -> float:
        """Seconds until the service is asked again, with jitter; 0 while nothing is wrong with it."""
        left = max(0.0, self._open_until - self._clock.monotonic())
        return left + self._random.uniform(0.0, 0.2) * max(left, 1.0) if self.open else 0.0

    def turn(self) -> float:
        """0 when a call may be made now, else seconds after which to ask for a turn again.

        While the service is away only one caller gets a turn after each pause. One that never tells how it went (it was
        cancelled) holds up the others no longer than the next pause.
        """
        now = self._clock.monotonic()
        if not self.open:
            return 0.0
        if now < self._open_until:
            return min(self.pause(), self._random.uniform(0.5, 1.0) * LISTENING)
        self._asking = True
        self._open_until = now + max(self._length(), LISTENING)
        return 0.0

    def _length(self) -> float:
        return min(FIRST_PAUSE * 2.0**self._failures, LONGEST_PAUSE)
