"""A small Discord over real sockets: REST, gateway, storage for files, and hands to act as its people.

    async with FakeDiscord() as discord:
        guild = discord.world.add_guild("Studio")
        channel = discord.world.add_channel(guild, "general")
        alice = discord.world.add_user("alice")
        ...                                   # connect a bot to discord.api_url
        pressed = await discord.acts.slash(alice, channel, "reel make", prompt="a cat")
        await discord.until(lambda: discord.world.said(channel))

`python -m tests.fakes.discord_gateway --port 0` runs it as a process of its own; `/control/...` does the acting there.
"""

from tests.fakes.discord_gateway.server import FakeDiscord
from tests.fakes.discord_gateway.world import Refusal, World

__all__ = ["FakeDiscord", "Refusal", "World"]
