"""Flood control: about a message a second in a chat, bursts allowed, and 20 a minute in a group."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from tests.fakes.telegram_server.refusals import slow_down


class Pacing:
    """Counts sends and edits by chat. Off until switched on."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._sends: dict[int, deque[float]] = defaultdict(deque)
        self.enabled = False
        self.burst = 5
        self.group_per_minute = 20

    def spend(self, chat_id: int) -> None:
        """Count one. Raises Refusal with the seconds to wait."""
        if not self.enabled:
            return
        now = self._monotonic()
        sends = self._sends[chat_id]
        while sends and now - sends[0] >= 60:
            sends.popleft()
        recent = [at for at in sends if now - at < self.burst]
        if len(recent) >= self.burst:
            raise slow_down(max(1, math.ceil(self.burst - (now - recent[0]))))
        if chat_id < 0 and len(sends) >= self.group_per_minute:
            raise slow_down(max(1, math.ceil(60 - (now - sends[0]))))
        sends.append(now)
