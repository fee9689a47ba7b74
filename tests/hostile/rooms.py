"""A house that lives through all examples of one property."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import structlog

from core.model import Content, ConversationKey
from tests.fakes.house import House, house
from tests.fakes.messenger import FakeMessenger
from tests.hostile.words import assert_harmless

T = TypeVar("T")
STUMBLED = "Something went wrong on our side"


class Room:
    """The house, and a way into its event loop from a property that hypothesis calls."""

    def __init__(self, runner: asyncio.Runner, home: House) -> None:
        self.home = home
        self._runner = runner
        self._read: Counter[str] = Counter()

    def do(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run something in the house's loop."""

        async def now() -> T:
            return await work()

        return self._runner.run(now())

    def settle_and_check(self, *places: ConversationKey) -> None:
        """Let everything happen; nothing stumbled, and all that was said is harmless."""

        async def settle() -> None:
            for place in places:
                await self.home.settled(place)

        self.do(settle)
        for messenger in self.home.reelay.messengers.values():
            assert isinstance(messenger, FakeMessenger)
            for content in self._news(messenger):
                assert STUMBLED not in content.text.plain
                assert_harmless(content)

    def _news(self, messenger: FakeMessenger) -> list[Content]:
        """What was said and edited since the last look."""
        said = [delivery.order.content for delivery in messenger.sends[self._read[messenger.platform] :]]
        self._read[messenger.platform] = len(messenger.sends)
        said += [content for _, content in messenger.edits]
        messenger.edits.clear()
        return said


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    """Open it; limits are off, because examples come fast."""
    limits = ("messages_per_minute", "chat_messages_per_minute", "requests_per_hour", "chat_requests_per_hour")
    unlimited = {f"reelay_{name}": 10_000_000 for name in limits}
    # what is unreadable is logged with its traceback each time, and a traceback takes longer than an example
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def enter() -> House:
            return await stack.enter_async_context(house(folder, **unlimited))  # type: ignore[arg-type]

        home = runner.run(enter())
        try:
            yield Room(runner, home)
        finally:
            runner.run(stack.aclose())
            structlog.reset_defaults()
