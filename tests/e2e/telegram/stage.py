"""Telegram, the adapter with the real library, the whole core and the real studio, wired as `reelay run` wires them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.bootstrap import Reelay
from core.model import ConversationKey
from core.ports import Platform
from core.settings import Settings
from tests.e2e.stage import at_work
from tests.e2e.telegram.transcript import transcript
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.telegram_server.world import BOT_ID, Json

PATIENCE = 45.0


class BriskClock:
    """Real time, only faster: an album's 1.2 seconds are over in a tenth of them, in the same order as ever."""

    def __init__(self, factor: float = 10.0) -> None:
        self._factor = factor
        self._start = time.monotonic()
        self._epoch = datetime.now(UTC)

    def now(self) -> datetime:
        """The time on this clock."""
        return self._epoch + timedelta(seconds=self.monotonic() - self._start)

    def monotonic(self) -> float:
        """Seconds on this clock."""
        return self._start + (time.monotonic() - self._start) * self._factor

    async def sleep(self, seconds: float) -> None:
        """So many seconds of this clock."""
        await asyncio.sleep(seconds / self._factor)


def settings_for(server: TelegramServer, studio_url: str, folder: Path, **changes: Any) -> Settings:
    """What an operator would have set."""
    values: dict[str, Any] = {
        "_env_file": None,
        "nemo_api_url": studio_url,
        "reelay_data_dir": folder,
        "reelay_render_poll_seconds": 1.0,
        "reelay_first_look_seconds": 1.0,
        "reelay_next_look_seconds": 2.0,
        "telegram_bot_token": server.world.token,
        "telegram_api_base_url": server.api_url,
        "telegram_file_base_url": server.file_url,
    }
    return Settings(**(values | changes))


@dataclass
class Stage:
    """A running bot, and the people around it."""

    server: TelegramServer
    reelay: Reelay
    platform: Platform

    def said(self, chat: int, topic: int | None = None) -> list[Json]:
        """What the bot has said and not deleted."""
        return [one for one in self.server.world.said(chat) if one.get("message_thread_id") == topic]

    def words(self, chat: int, topic: int | None = None) -> list[str]:
        """The words of that."""
        return [one.get("text") or one.get("caption") or "" for one in self.said(chat, topic)]

    def videos(self, chat: int, topic: int | None = None) -> list[Json]:
        """The videos among that."""
        return [one for one in self.said(chat, topic) if "video" in one]

    def transcript(self, chat: int, topic: int | None = None) -> str:
        """The chat as people see it."""
        return transcript(self.server.world, chat, topic=topic)

    async def until(self, condition: Callable[[], object], chat: int, topic: int | None = None) -> None:
        """Return when something is so; a chat in which it never comes to be is shown."""
        try:
            await self.server.world.until(lambda: bool(condition()), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"it never came to be:\n{self.transcript(chat, topic)}") from None

    async def until_said(self, chat: int, *words: str, topic: int | None = None) -> Json:
        """The first message of the bot's that holds all these words, once it is there."""

        def found() -> list[Json]:
            said = zip(self.said(chat, topic), self.words(chat, topic), strict=True)
            return [one for one, text in said if all(word in text for word in words)]

        await self.until(found, chat, topic)
        return found()[0]

    async def until_video(self, chat: int, count: int = 1, topic: int | None = None) -> Json:
        """The `count`th video of a chat, once it is there."""
        await self.until(lambda: len(self.videos(chat, topic)) >= count, chat, topic)
        return self.videos(chat, topic)[count - 1]

    async def settled(self, chat: int, topic: int | None = None) -> None:
        """Return when nothing more will be said in a chat."""
        place = ConversationKey("telegram", str(chat), str(topic or ""))
        await asyncio.wait_for(self.reelay.settled(place), PATIENCE)

    async def press(self, user: int, message: Json, label: str, chat: int | None = None) -> str:
        """Press a button; the query's id."""
        return await self.server.people.press(user, message["message_id"], label, chat=chat)


def from_bot(message: Json) -> bool:
    """Whether the bot wrote it."""
    return bool(message.get("from", {}).get("id") == BOT_ID)


@asynccontextmanager
async def stage(
    server: TelegramServer, studio: StudioProcess | str, folder: Path, *, brisk: float = 10.0, **changes: Any
) -> AsyncIterator[Stage]:
    """A bot at work in `folder`; opening the same folder again is the next start."""
    url = studio if isinstance(studio, str) else studio.url
    settings = settings_for(server, url, folder, **changes)
    async with at_work(settings, url, BriskClock(brisk)) as (reelay, platform):
        yield Stage(server, reelay, platform)
