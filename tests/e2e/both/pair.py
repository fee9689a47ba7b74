"""`reelay run` as its operator starts it, between a Telegram and a Discord on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.discord.transcript import transcript as discord_transcript
from tests.e2e.stage import Background, environment
from tests.e2e.telegram.transcript import transcript as telegram_transcript
from tests.fakes.discord_gateway import FakeDiscord
from tests.fakes.discord_gateway.world import Post
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.telegram_server.world import Json

PATIENCE = 60.0


@dataclass
class Pair:
    """The two platforms, one person on each, and the running service."""

    telegram: TelegramServer
    discord: FakeDiscord
    anna: int
    alice: int
    inbox: int
    service: Background

    @property
    def telegram_videos(self) -> list[Json]:
        """What Anna got."""
        return [message for message in self.telegram.world.said(self.anna) if "video" in message]

    @property
    def discord_videos(self) -> list[Post]:
        """What Alice got."""
        history = self.discord.world.history(self.inbox)
        return [post for post in history if post.author_id == self.discord.world.bot_id and post.files]

    def films(self) -> list[Path]:
        """The files of all videos: Anna's, then Alice's."""
        return [self._film(message) for message in self.telegram_videos] + [
            Path(post.files[0].path) for post in self.discord_videos
        ]

    def _film(self, message: Json) -> Path:
        return Path(self.telegram.world.files[message["video"]["file_id"]].path)

    async def on_telegram(self, condition: Callable[[], object]) -> None:
        """Return when something is so there."""
        try:
            await self.telegram.world.until(lambda: bool(condition()), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{telegram_transcript(self.telegram.world, self.anna)}\n{self.service.err}") from None

    async def on_discord(self, condition: Callable[[], object]) -> None:
        """Return when something is so there."""
        try:
            await self.discord.until(condition, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{discord_transcript(self.discord.world, self.inbox)}\n{self.service.err}") from None

    async def ended(self) -> int:
        """The service's exit code, once it ends."""
        return await asyncio.to_thread(self.service.process.wait, PATIENCE)


@asynccontextmanager
async def pair(folder: Path, studio_url: str | None, **settings: str) -> AsyncIterator[Pair]:
    """Both platforms and a service that is told of both; `settings` change what it is told."""
    async with TelegramServer() as telegram, FakeDiscord() as discord:
        own = {
            "TELEGRAM_BOT_TOKEN": telegram.world.token,
            "TELEGRAM_API_BASE_URL": telegram.api_url,
            "TELEGRAM_FILE_BASE_URL": telegram.file_url,
            "DISCORD_BOT_TOKEN": discord.token,
            "DISCORD_API_BASE_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "REELAY_GRACE_SECONDS": "1",
        }
        known = environment(folder, studio_url, **(own | settings))
        alice = discord.world.add_user("alice")
        service = Background(folder, {name: value for name, value in known.items() if value}, ("run",))
        made = Pair(telegram, discord, telegram.people.user("Anna"), alice, discord.world.inbox_of(alice), service)
        try:
            yield made
        finally:
            service.kill()
