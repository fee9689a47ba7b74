"""A platform that is as well as a test says."""

import asyncio
from dataclasses import dataclass, field

from core.ports import Messenger, Platform, PlatformHealth
from tests.fakes.messenger import FakeMessenger


@dataclass
class FakePlatform:
    """A `core.ports.Platform` around a messenger in memory.

    `state` is what `health` says, `fails` what the next runs raise, in order; `runs` counts them; `stopped` says whether
    the intake was ended; `at_work` is set once a run does not fail.
    """

    messenger: Messenger = field(default_factory=lambda: FakeMessenger("telegram"))
    state: PlatformHealth = field(default_factory=lambda: PlatformHealth(True, "polling"))
    fails: list[Exception] = field(default_factory=list)
    runs: int = 0
    stopped: bool = False
    at_work: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Take part until cancelled, or fail as told."""
        self.runs += 1
        if self.fails:
            raise self.fails.pop(0)
        self.at_work.set()
        await asyncio.Event().wait()

    async def stop_intake(self) -> None:
        """Note it."""
        self.stopped = True

    def health(self) -> PlatformHealth:
        """What the test says."""
        return self.state


def _is_a_platform(fake: FakePlatform) -> Platform:
    """Checked by mypy alone: the fake has the port's shape."""
    return fake
