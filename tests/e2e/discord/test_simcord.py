"""The whole core and the real studio in a Discord that somebody else wrote: simcord, with the unmodified client in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import simcord

from bots.discord.app import DiscordPlatform
from bots.service import platforms
from core.bootstrap import open_reelay
from core.settings import Settings
from tests.e2e.discord.clock import BriskClock
from tests.fakes.studio_process import StudioProcess

pytestmark = [pytest.mark.heavy, pytest.mark.third_party]

MAKE = "a 1-second video of the ocean"
PATIENCE = 30.0


@dataclass
class Room:
    """A server's channel with Alice in it, and the core behind the bot."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor

    async def until(self, condition: Callable[[], object]) -> None:
        """Return when something is so in simcord's world, which rings no bell for what the core does by itself."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.02)


def settings_for(studio: StudioProcess, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "discord_bot_token": "abc.TEST",
            "nemo_api_url": studio.url,
            "reelay_data_dir": folder,
            "reelay_render_poll_seconds": 1.0,
            "reelay_first_look_seconds": 1.0,
            "reelay_next_look_seconds": 2.0,
        }
    )


@asynccontextmanager
async def room(studio: StudioProcess, folder: Path) -> AsyncIterator[Room]:
    """The core at work, its Discord client connected to simcord."""
    settings = settings_for(studio, folder)
    async with open_reelay(settings, studio.url, clock=BriskClock()) as reelay:
        (platform,) = platforms(settings, reelay)
        assert isinstance(platform, DiscordPlatform)
        await platform.remember()
        env = simcord.Env(platform.new_client(), shard_count=1)
        await env.start()
        with env.time_context():  # what the core sends by itself goes to simcord too
            work = asyncio.create_task(reelay.work())
        try:
            guild = env.create_guild()
            yield Room(env, guild.create_text_channel("general"), guild.add_member(env.create_user("alice")))
        finally:
            await reelay.stop(0)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await env.shutdown()
    env.raise_errors()


async def test_a_command_ends_in_its_video_in_a_thread_of_its_own(studio: StudioProcess, tmp_path: Path) -> None:
    async with room(studio, tmp_path) as here:
        await here.alice.slash(here.channel, "reel make", prompt=MAKE)
        (thread,) = here.channel.threads
        assert thread.name == MAKE

        def videos() -> list[str]:
            return [file.filename for message in thread.history() for file in message.attachments]

        await here.until(lambda: any(name.endswith(".mp4") for name in videos()))
        await here.until(lambda: any(message.content.startswith("**✅") for message in thread.history()))
        result = thread.history()[-1]
        assert here.alice.mention in result.content


async def test_words_in_a_direct_message_are_enough_and_private_matters_stay_private(
    studio: StudioProcess, tmp_path: Path
) -> None:
    async with room(studio, tmp_path) as here:
        asked = await here.alice.slash(here.channel, "reel help")
        await here.until(lambda: asked.response is not None and asked.response.content)
        assert asked.ephemeral
        await here.alice.send_dm(MAKE)
        inbox = here.alice.user.dm_channel
        await here.until(lambda: any(message.attachments for message in inbox.history()))
        assert [message for message in here.channel.history() if message.author.bot] == []
