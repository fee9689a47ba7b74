"""The platform, running, against a Discord over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.discord.app import DiscordPlatform
from core.model import Message
from core.settings import Settings
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.recall import FakeRecall
from tests.fakes.discord_gateway import FakeDiscord, World


class WorldClock:
    """The fake's own clock. Sleeps are noted and cut short, so that waiting costs no time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sleeps: list[float] = []
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._world.now(), UTC)

    def monotonic(self) -> float:
        return self._world.now()

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self._changed.set()
        await asyncio.sleep(0.02)

    async def slept(self, times: int) -> None:
        """Return once so many sleeps were asked for."""
        async with asyncio.timeout(30):
            while len(self.sleeps) < times:
                self._changed.clear()
                await self._changed.wait()


@dataclass
class Line:
    """A running platform, its Discord, and one server with a channel and two people."""

    discord: FakeDiscord
    platform: DiscordPlatform
    intake: FakeIntake
    recall: FakeRecall
    clock: WorldClock
    running: asyncio.Task[None]
    guild: int
    channel: int
    alice: int
    bob: int

    @property
    def world(self) -> World:
        return self.discord.world

    async def stop(self) -> None:
        """The process ends."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    async def ready(self) -> None:
        """Return once the bot is connected; what happens from now on reaches it after its servers."""
        await self.discord.gateway.ready.wait()

    async def got(self, number: int = 1) -> Message:
        """The newest message, once there are `number`."""
        async with asyncio.timeout(10):
            await self.intake.arrived(number)
        return self.intake.last

    async def ask(self, command: str = "reel make", **options: Any) -> Message:
        """Alice runs a command; what reached the core."""
        before = len(self.intake.messages)
        options = options or ({"prompt": "a cat"} if command == "reel make" else {})
        await self.discord.acts.slash(self.alice, self.channel, command, **options)
        return await self.got(before + 1)


def settings_for(fake: FakeDiscord, data_dir: Path, **more: Any) -> Settings:
    wanted = {
        "discord_bot_token": fake.token,
        "discord_api_base_url": fake.api_url,
        "discord_gateway_url": fake.gateway_url,
        "discord_threads": False,
        "reelay_data_dir": data_dir,
        "reelay_allow_private_urls": True,
    }
    return Settings.model_validate(wanted | more)


@asynccontextmanager
async def untouched_library() -> AsyncIterator[None]:
    """discord.py keeps its addresses in class attributes; give them back as they were."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def line_on(data_dir: Path, *, has_bot: bool = True, tier: int = 0, **more: Any) -> AsyncIterator[Line]:
    """A connected line. `more` are settings; `has_bot` False: only people's own installs reach that server."""
    async with untouched_library(), FakeDiscord() as fake:
        guild = fake.world.add_guild("Studio", has_bot=has_bot, tier=tier)
        channel = fake.world.add_channel(guild, "general")
        alice, bob = fake.world.add_user("alice"), fake.world.add_user("bob")
        intake = FakeIntake()
        clock = WorldClock(fake.world)
        recall = FakeRecall(intake)
        platform = DiscordPlatform(settings_for(fake, data_dir, **more), intake, clock, recall=recall)
        running = asyncio.create_task(platform.run())
        line = Line(fake, platform, intake, recall, clock, running, guild, channel, alice, bob)
        try:
            async with asyncio.timeout(15):
                await line.ready()
            yield line
        finally:
            await line.stop()


@asynccontextmanager
async def next_process(line: Line, data_dir: Path, **more: Any) -> AsyncIterator[DiscordPlatform]:
    """The platform as the process after the one that has ended runs it."""
    line.discord.gateway.ready.clear()
    settings = settings_for(line.discord, data_dir, **more)
    platform = DiscordPlatform(settings, line.intake, line.clock, recall=line.recall)
    running = asyncio.create_task(platform.run())
    try:
        yield platform
        await line.ready()  # the library leaves a thread behind when it is stopped while it connects
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
