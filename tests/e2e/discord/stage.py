"""Discord over sockets, the adapter with the real library, the whole core and the real studio, wired as `reelay run` does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.discord.app import DiscordPlatform
from core.bootstrap import Reelay
from core.model import ConversationKey
from core.settings import Settings
from tests.bots.discord.line import untouched_library
from tests.e2e.discord.clock import BriskClock
from tests.e2e.discord.transcript import transcript
from tests.e2e.stage import at_work
from tests.fakes.discord_gateway import FakeDiscord, World
from tests.fakes.discord_gateway.world import LOADING, Interaction, Post
from tests.fakes.studio_process import StudioProcess

PATIENCE = 30.0


def settings_for(fake: FakeDiscord, studio_url: str, folder: Path, **changes: Any) -> Settings:
    """What an operator would have set."""
    values: dict[str, Any] = {
        "_env_file": None,
        "nemo_api_url": studio_url,
        "reelay_data_dir": folder,
        "reelay_render_poll_seconds": 1.0,
        "reelay_first_look_seconds": 1.0,
        "reelay_next_look_seconds": 2.0,
        "reelay_allow_private_urls": True,
        "discord_bot_token": fake.token,
        "discord_api_base_url": fake.api_url,
        "discord_gateway_url": fake.gateway_url,
        "discord_threads": False,
    }
    return Settings(**(values | changes))


@dataclass
class Town:
    """A Discord with a server, a channel in it and two people; it outlives the bot."""

    discord: FakeDiscord
    guild: int
    channel: int
    alice: int
    bob: int

    @property
    def world(self) -> World:
        return self.discord.world


@dataclass
class Stage:
    """A running bot, and the people around it. `channel` is where they are unless a test says otherwise."""

    town: Town
    reelay: Reelay
    platform: DiscordPlatform
    clock: BriskClock
    studio: StudioProcess

    @property
    def discord(self) -> FakeDiscord:
        return self.town.discord

    @property
    def world(self) -> World:
        return self.town.discord.world

    @property
    def channel(self) -> int:
        return self.town.channel

    @property
    def alice(self) -> int:
        return self.town.alice

    @property
    def bob(self) -> int:
        return self.town.bob

    async def slash(
        self, command: str, /, *, by: int | None = None, channel: int | None = None, **options: Any
    ) -> Interaction:
        """Somebody (Alice) runs a command somewhere (in the channel); returns once Discord has its first answer."""
        acts = self.discord.acts
        return await self.answered(await acts.slash(by or self.alice, channel or self.channel, command, **options))

    async def press(self, post: Post, label: str, *, by: int | None = None) -> Interaction:
        """Somebody (Alice) presses a button; returns once Discord has its first answer."""
        return await self.answered(await self.discord.acts.press(by or self.alice, post.id, label))

    async def fill_in(self, form: Interaction, words: str) -> Interaction:
        """Fill in the form that an interaction was answered with."""
        return await self.answered(await self.discord.acts.submit(form.user_id, form, words=words))

    async def write(self, words: str, *, by: int | None = None, channel: int | None = None, **more: Any) -> Post:
        """Somebody (Alice) writes a message; `{bot}` mentions the bot."""
        words = words.replace("{bot}", f"<@{self.world.bot_id}>")
        return await self.discord.acts.write(by or self.alice, channel or self.channel, words, **more)

    async def answered(self, found: Interaction) -> Interaction:
        """The same once it was answered, which Discord wants within three seconds."""
        await self.until(lambda: found.answered is not None)
        return found

    def posts(self, channel: int | None = None) -> list[Post]:
        """What the bot says in a channel, those messages left out that still think."""
        history = self.world.history(channel or self.channel)
        return [post for post in history if post.author_id == self.world.bot_id and not post.flags & LOADING]

    def videos(self, channel: int | None = None) -> list[Post]:
        """The messages of these that carry a video."""
        return [post for post in self.posts(channel) if any(file.name.endswith(".mp4") for file in post.files)]

    def transcript(self, channel: int | None = None) -> str:
        """The channel as people see it."""
        return transcript(self.world, channel or self.channel)

    async def until(self, condition: Callable[[], object], channel: int | None = None) -> None:
        """Return when something is so; a channel in which it never comes to be is shown."""
        try:
            await self.discord.until(condition, PATIENCE)
        except TimeoutError as error:
            raise AssertionError(f"it never came to be:\n{self.transcript(channel)}\n{error}") from None

    async def until_said(self, *words: str, channel: int | None = None) -> Post:
        """The first message of the bot's that holds all these words, once it is there."""

        def found() -> list[Post]:
            return [post for post in self.posts(channel) if all(word in post.content for word in words)]

        await self.until(found, channel)
        return found()[0]

    async def until_seen(self, found: Interaction, *words: str) -> Post:
        """The first answer of an interaction once it holds all these words."""

        def holds() -> bool:
            post = self.world.messages.get(found.original or 0)
            return post is not None and not post.flags & LOADING and all(word in post.content for word in words)

        await self.until(holds, found.channel_id)
        return self.world.messages[found.original or 0]

    async def until_video(self, count: int = 1, channel: int | None = None) -> Post:
        """The `count`th video of a channel, once it is there."""
        await self.until(lambda: len(self.videos(channel)) >= count, channel)
        return self.videos(channel)[count - 1]

    async def settled(self, channel: int | None = None) -> None:
        """Return when nothing more will be done or said in a channel."""
        place = self.world.channel(channel or self.channel)
        key = ConversationKey("discord", str(place.id))
        if place.parent_id is not None:
            key = ConversationKey("discord", str(place.parent_id), str(place.id))
        await asyncio.wait_for(self.reelay.settled(key), PATIENCE)

    async def pass_time(self, seconds: float) -> None:
        """Time goes by for Discord and for us."""
        self.world.advance(seconds)
        self.clock.advance(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def town(*, has_bot: bool = True, tier: int = 0, **more: Any) -> AsyncIterator[Town]:
    """A Discord at work. `has_bot` False: only people's own installs reach its server."""
    async with untouched_library(), FakeDiscord() as fake:
        guild = fake.world.add_guild("Studio", has_bot=has_bot, tier=tier, **more)
        channel = fake.world.add_channel(guild, "general")
        yield Town(fake, guild, channel, fake.world.add_user("alice"), fake.world.add_user("bob"))


@asynccontextmanager
async def stage(place: Town, studio: StudioProcess, folder: Path, **changes: Any) -> AsyncIterator[Stage]:
    """A bot at work in `folder`; opening the same folder again is the next start."""
    settings = settings_for(place.discord, studio.url, folder, **changes)
    clock = BriskClock()
    clock.advance(place.world.ahead)
    place.discord.gateway.ready.clear()
    async with at_work(settings, studio.url, clock) as (reelay, platform):
        assert isinstance(platform, DiscordPlatform)
        async with asyncio.timeout(PATIENCE):
            await place.discord.gateway.ready.wait()
        yield Stage(place, reelay, platform, clock, studio)
