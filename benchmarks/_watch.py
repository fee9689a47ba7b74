"""What is noted of the measured process: when its messages arrived, what it used, and how late its event loop was."""

import asyncio
import time
from dataclasses import dataclass, field
from statistics import quantiles

from benchmarks._memory import memory_used
from bots.telegram import TelegramPlatform
from core.model import Delivery, DeliveryKind, Receipt

_LOOK_SECONDS = 0.05


@dataclass
class Watch:
    """Times by chat id: seconds since 1970 at which the platform had acknowledged the first of each kind."""

    expected: int = 0
    arrived: dict[DeliveryKind, dict[str, float]] = field(default_factory=dict)
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    lags: list[float] = field(default_factory=list)
    cpu: float = 0.0
    memory: int = 0

    def messages(self, platform: TelegramPlatform, last: DeliveryKind) -> None:
        """Note what the platform acknowledges; complete when everybody has one of kind `last`."""
        send = platform.messenger.send

        async def noted(delivery: Delivery) -> Receipt:
            receipt = await send(delivery)
            of_kind = self.arrived.setdefault(delivery.order.kind, {})
            of_kind.setdefault(delivery.order.conversation.chat_id, time.time())
            if len(self.arrived.get(last, ())) == self.expected:
                self.complete.set()
            return receipt

        platform.messenger.send = noted  # type: ignore[method-assign]

    async def loop(self) -> None:
        """How late the event loop is, until cancelled; CPU seconds and memory grown since the start."""
        cpu, memory = time.process_time(), memory_used()
        try:
            while True:
                before = time.perf_counter()
                await asyncio.sleep(_LOOK_SECONDS)
                self.lags.append(time.perf_counter() - before - _LOOK_SECONDS)
                self.memory = max(self.memory, memory_used() - memory)
        finally:
            self.cpu = time.process_time() - cpu

    def lateness(self) -> str:
        """The event loop's lateness in words."""
        late = quantiles(self.lags, n=100, method="inclusive")[98]
        return f"{late * 1000:.0f} ms (p99), {max(self.lags) * 1000:.0f} ms at worst"
