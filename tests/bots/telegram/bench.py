"""The real library against the strict server, over loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bots.telegram import TelegramPlatform
from bots.telegram.outbound import TelegramMessenger
from core.clock import SystemClock
from core.settings import Settings
from tests.bots.telegram.intake import FakeIntake
from tests.fakes.telegram_server import TelegramServer


def settings_for(server: TelegramServer, **changes: Any) -> Settings:
    """Settings that point at the server and at nothing else."""
    values: dict[str, Any] = {
        "_env_file": None,
        "telegram_bot_token": server.world.token,
        "telegram_api_base_url": server.api_url,
        "telegram_file_base_url": server.file_url,
    }
    return Settings(**(values | changes))


class QuickClock(SystemClock):
    """Real time, except that waits are short: retries are tested by their order, not by their length."""

    async def sleep(self, seconds: float) -> None:
        """A moment."""
        await asyncio.sleep(min(seconds, 0.01))


@dataclass
class Bench:
    """A running adapter and what it is connected to."""

    server: TelegramServer
    intake: FakeIntake
    platform: TelegramPlatform

    @property
    def messenger(self) -> TelegramMessenger:
        """Its outgoing side."""
        return self.platform.messenger


@asynccontextmanager
async def running(server: TelegramServer, intake: FakeIntake | None = None, **changes: Any) -> AsyncIterator[Bench]:
    """An adapter at work; everything it raises comes out here."""
    intake = intake or FakeIntake()
    platform = TelegramPlatform(settings_for(server, **changes), intake, QuickClock())
    task = asyncio.create_task(platform.run())
    try:
        yield Bench(server, intake, platform)
    finally:
        task.cancel()
        results = await asyncio.gather(task, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result
