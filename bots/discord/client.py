"""The Discord client: which events matter, and what happens to them."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.shard import Shard

from bots.discord.absence import Absence
from bots.discord.choices import ProjectLookup
from bots.discord.commands import add_commands
from bots.discord.doorway import Doorway
from bots.discord.inbound import PLATFORM, place_of
from bots.discord.sync import SpeechTranslator, sync_commands
from bots.discord.usher import Usher
from bots.discord.views import Interaction, Press, PressButton, submitted
from bots.discord.wayout import DISCORD, way_out
from core.errors import ReelayError
from core.model import ConversationKey
from core.ports import Clock, Intake
from core.proxy import Proxy
from core.skills import Skill

_log = structlog.get_logger(__name__)
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody is going to speak

_REQUEST_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=60)
"""discord.py's own five minutes in all would end a large upload on a slow line; here each silence counts."""
SERVERS_COME_WITHIN = 2.0
"""Seconds after one server has told of itself in which the next one does, while a connection begins."""
_LONGEST_WAIT = 30.0
"""Seconds that discord.py waits out by itself when Discord asks to slow down; above that the core plans anew."""


class ReelClient(discord.AutoShardedClient):
    """One connection to Discord, from login to close. A new attempt takes a new client."""

    def __init__(
        self,
        door: Doorway,
        usher: Usher,
        absence: Absence,
        intake: Intake,
        clock: Clock,
        *,
        skills: Mapping[str, Skill],
        projects: ProjectLookup | None,
        data_dir: Path,
        api: str,
        gateway: str | None,
        proxy: Proxy | None = None,
    ) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=SERVERS_COME_WITHIN,
            max_ratelimit_timeout=_LONGEST_WAIT,
            enable_debug_events=True,
            **way_out(proxy, api or DISCORD),
        )
        self._door = door
        self._usher = usher
        self._absence = absence
        self._intake = intake
        self._clock = clock
        self._data_dir = data_dir
        self._api = api
        self._gateway = yarl.URL(gateway) if gateway else None
        self.last_alive = clock.now()
        self.tree: app_commands.CommandTree[discord.Client] = CommandTree(cast("discord.Client", self))
        add_commands(self.tree, door, skills, projects)

    async def setup_hook(self) -> None:
        """After login, before the gateway."""
        session = getattr(self.http, "_HTTPClient__session", None)
        if isinstance(session, aiohttp.ClientSession):
            session._timeout = _REQUEST_TIMEOUT  # noqa: SLF001 - there is no public way to set it
        self.add_dynamic_items(PressButton)
        self._usher.resume()
        await self.tree.set_translator(SpeechTranslator())
        await sync_commands(self.tree, self._data_dir, self._api)

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard. Raises what went wrong, so that a new client can be tried: discord.py would wait five seconds
        and try for ever, even with a token that is refused."""
        address = self._gateway or yarl.URL(gateway)
        DiscordWebSocket.DEFAULT_GATEWAY = address  # where a shard goes that must identify anew
        connecting = DiscordWebSocket.from_client(self, initial=initial, gateway=address, shard_id=shard_id)
        async with asyncio.timeout(self.shard_connect_timeout):
            socket = await connecting
        shard = Shard(socket, self, self._AutoShardedClient__queue.put_nowait)  # type: ignore[attr-defined]
        self._AutoShardedClient__shards[shard_id] = shard  # type: ignore[attr-defined]
        shard.launch()

    async def on_socket_raw_receive(self, message: str) -> None:  # noqa: ARG002 - any word is a sign of life
        """Discord said something, heartbeats included."""
        self.last_alive = self._clock.now()
        await self._absence.heard(self.shards)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A shard lost its connection."""
        self._absence.lost(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A shard took its session up again."""
        if not self._absence.resumed(shard_id):
            await self.on_shard_ready(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        """A shard has a new session and knows its servers."""
        await self._absence.over(self, shard_id, self._missed)

    async def _missed(self, message: discord.Message) -> None:
        """Somebody wrote while nobody listened."""
        await self._door.missed(message, self.user)

    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote."""
        await self._absence.before(message.channel.id)
        await self._door.message(await self._with_channel(message), self.user)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Somebody changed what they wrote (a link preview that appeared is no change)."""
        if payload.message.edited_at is not None:
            await self._absence.before(payload.channel_id)
            await self._door.message(await self._with_channel(payload.message), self.user)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Forms come this way, so that one opened before a restart still counts."""
        form = submitted(interaction)
        if form is not None:
            await self._door.submitted(interaction, *form)

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """A button was pressed."""
        await self._door.pressed(interaction, press)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server: nothing more is owed to any of its channels."""
        channels: list[discord.TextChannel | discord.VoiceChannel | discord.Thread] = [
            *guild.text_channels,
            *guild.threads,
            *guild.voice_channels,
        ]
        for channel in channels:
            await self._gone(place_of(channel, channel.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted."""
        await self._gone(ConversationKey(PLATFORM, str(channel.id)))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted."""
        await self._gone(ConversationKey(PLATFORM, str(payload.parent_id), str(payload.thread_id)))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """The boundary of everything above: logged once, and the connection lives on."""
        _log.exception("discord.event_failed", event_name=event_method)

    async def _gone(self, conversation: ConversationKey) -> None:
        try:
            await self._intake.conversation_gone(conversation)
        except ReelayError:
            _log.exception("discord.gone_not_kept", conversation=str(conversation))

    async def _with_channel(self, message: discord.Message) -> discord.Message:
        """A thread that was archived is not in the cache; its parent is needed to know the conversation."""
        if message.guild is None or not isinstance(message.channel, discord.PartialMessageable):
            return message
        channel = await self.fetch_channel(message.channel.id)
        if isinstance(channel, discord.Thread):
            message.channel = channel
        return message


class CommandTree(app_commands.CommandTree[discord.Client]):
    """The tree with its boundary."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """A command failed in a way nobody foresaw (or Discord sent one that is not known any more)."""
        name = interaction.command.qualified_name if interaction.command else None
        _log.error("discord.command_failed", command=name, exc_info=error)
        door = cast("ReelClient", interaction.client)._door  # noqa: SLF001 - same module
        await door.explain_failure(interaction)
