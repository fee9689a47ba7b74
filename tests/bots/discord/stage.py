"""A Discord server in memory with our unmodified client in it (simcord), and an intake that keeps what came in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import simcord

from bots.discord.app import DiscordPlatform
from bots.discord.choices import ProjectLookup
from core.model import Content, Delivery, Message, MessageRef, Receipt
from core.settings import Settings
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.orders import owed
from tests.bots.discord.recall import FakeRecall
from tests.fakes.clock import FakeClock


@dataclass
class Stage:
    """What a test plays on."""

    env: simcord.Env
    platform: DiscordPlatform
    intake: FakeIntake
    clock: FakeClock
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor

    async def say(self, text: str, *, asked: Message | None = None) -> Receipt:
        """The core's first words on what was asked last."""
        return await self.send(owed(asked or self.intake.last, text))

    async def send(self, delivery: Delivery) -> Receipt:
        """Send through the messenger as the core does."""
        with self.env.time_context():
            return await self.platform.messenger.send(delivery)

    async def edit(self, message: MessageRef, content: Content) -> None:
        """Edit through the messenger as the core does."""
        with self.env.time_context():
            await self.platform.messenger.edit(message, content)

    async def pass_time(self, seconds: float) -> None:
        """Time goes by for Discord and for us."""
        self.clock.jump(seconds)
        await self.env.advance_time(seconds)

    async def restart(self, data_dir: Path, *, threads: bool = False) -> None:
        """Another process takes over: nothing of the old one's memory is left."""
        self.platform = platform_on(data_dir, self.intake, self.clock, threads=threads)
        await self.platform.remember()
        await self.env.restart_bot(self.platform.new_client())

    def said(self, channel: simcord.ChannelHandle | None = None) -> list[str]:
        """What the bot's messages in a channel hold."""
        return [message.content for message in (channel or self.channel).history() if message.author.bot]


def settings_for(data_dir: Path, *, threads: bool = False) -> Settings:
    return Settings.model_validate(
        {"discord_bot_token": "abc.TEST", "reelay_data_dir": data_dir, "discord_threads": threads}
    )


def platform_on(
    data_dir: Path,
    intake: FakeIntake,
    clock: FakeClock,
    *,
    threads: bool = False,
    projects: ProjectLookup | None = None,
) -> DiscordPlatform:
    settings = settings_for(data_dir, threads=threads)
    return DiscordPlatform(settings, intake, clock, projects=projects, recall=FakeRecall(intake))


@asynccontextmanager
async def stage_on(
    data_dir: Path,
    *,
    threads: bool = False,
    projects: ProjectLookup | None = None,
) -> AsyncIterator[Stage]:
    """A server with a text channel, Alice and Bob."""
    intake = FakeIntake()
    clock = FakeClock()
    platform = platform_on(data_dir, intake, clock, threads=threads, projects=projects)
    await platform.remember()
    env = simcord.Env(platform.new_client(), shard_count=1)
    await env.start()
    try:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        alice = guild.add_member(env.create_user("alice"))
        bob = guild.add_member(env.create_user("bob"))
        yield Stage(env, platform, intake, clock, guild, channel, alice, bob)
    finally:
        await env.shutdown()
    env.raise_errors()
