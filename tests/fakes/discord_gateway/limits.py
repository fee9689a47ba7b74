"""Buckets, and what a test makes go wrong."""

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass
class Fault:
    """What happens to the next `times` requests that match. `carried_out` drops the connection after the deed is done."""

    method: str
    path: re.Pattern[str]
    status: int = 500
    code: int = 0
    times: int = 1
    drop: bool = False
    carried_out: bool = False
    retry_after: float | None = None
    everywhere: bool = False
    delay: float = 0.0


@dataclass
class Buckets:
    """So many requests in so many seconds for each route and channel."""

    capacity: int = 1_000
    seconds: float = 1.0
    _taken: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, key: str, now: float) -> tuple[int, float]:
        """(remaining, seconds until more): remaining below 0 means refused."""
        taken = self._taken[key]
        while taken and taken[0] <= now - self.seconds:
            taken.popleft()
        wait = (taken[0] + self.seconds - now) if taken else self.seconds
        if len(taken) >= self.capacity:
            return -1, wait
        taken.append(now)
        return self.capacity - len(taken), wait


class Faults:
    """Faults in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """From now on."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Everything goes well again."""
        self._waiting.clear()

    def match(self, method: str, path: str) -> Fault | None:
        """The fault of a request, used up by one."""
        for fault in self._waiting:
            if fault.method in ("*", method) and fault.path.search(path):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
