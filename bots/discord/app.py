"""The supervisor: keeps a connection to Discord, with a fresh client for each attempt."""

import asyncio

import aiohttp
import discord
import structlog
from discord.http import Route

from bots.discord.absence import Absence
from bots.discord.choices import ProjectLookup
from bots.discord.client import ReelClient
from bots.discord.doorway import Doorway
from bots.discord.files import AttachmentReader
from bots.discord.inbound import PLATFORM
from bots.discord.notes import Notes
from bots.discord.outbound import DiscordMessenger
from bots.discord.tickets import TicketBook
from bots.discord.usher import Usher
from core.errors import SettingsError
from core.ports import Clock, Intake, PlatformHealth, Recall
from core.settings import Settings
from core.skills import load_skills
from core.waiting import until_stored

_log = structlog.get_logger(__name__)

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_STEADY = 60.0
"""Seconds of connection after which the next failure starts with a short wait again."""
_LONGEST_GOODBYE = 5.0
_SILENCE = 150.0
"""Seconds without a word from Discord (heartbeats come every 45) that count as a dead connection."""
_AUTHENTICATION_FAILED = 4004
_SHARDING_OR_INTENTS = frozenset({4013, 4014})

BAD_TOKEN = (
    "Discord does not accept DISCORD_BOT_TOKEN. Open the developer portal, page “Bot”, press “Reset Token”, "  # noqa: S105
    "put the new token into DISCORD_BOT_TOKEN and restart."
)
BAD_INTENTS = (
    "Discord refused the intents of this bot. Reelay needs none of the privileged ones; check in the developer portal, "
    "page “Bot”, that the application is not limited, and restart."
)


class DiscordPlatform:
    """Discord as the process runs it."""

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        clock: Clock,
        *,
        projects: ProjectLookup | None = None,
        recall: Recall | None = None,
    ) -> None:
        """`projects` feeds autocompletion; `recall` is what earlier processes left. Raises SettingsError without a token."""
        if settings.discord_bot_token is None:
            raise SettingsError("DISCORD_BOT_TOKEN is not set")
        self._token = settings.discord_bot_token
        self._settings = settings
        self._intake = intake
        self._clock = clock
        self._projects = projects
        self._skills = load_skills()
        self._book = TicketBook(clock)
        notes = Notes()
        self._files = AttachmentReader(clock, any_address=settings.reelay_allow_private_urls, proxy=settings.proxy)
        self._messenger = DiscordMessenger(self._book, notes, clock, self._files)
        self._usher = Usher(intake, self._book, clock)
        self._door = Doorway(intake, self._usher, self._book, notes, clock, open_threads=settings.discord_threads)
        self._recall = recall
        self._absence = Absence(recall, clock)
        self._client: ReelClient | None = None
        self._detail = "not started"

    @property
    def messenger(self) -> DiscordMessenger:
        """Its outgoing side."""
        return self._messenger

    async def run(self) -> None:
        """Take part until cancelled. Raises SettingsError when only the operator can help."""
        wait = _FIRST_WAIT
        try:
            await self.remember()
            while True:
                started = self._clock.monotonic()
                await self._attempt()
                if self._clock.monotonic() - started > _STEADY:
                    wait = _FIRST_WAIT
                _log.warning("discord.reconnecting", reason=self._detail, seconds=wait)
                await self._clock.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        finally:
            await self._usher.close()
            await self._absence.close()
            await self._files.close()

    async def stop_intake(self) -> None:
        """Take nothing new: interactions and calls are told to come back in a minute. Sending goes on."""
        self._door.closed = True

    def health(self) -> PlatformHealth:
        """Connected, and heard of lately."""
        client = self._client
        if client is None or not client.is_ready() or client.is_closed():
            return PlatformHealth(False, self._detail, client.last_alive if client else None)
        silent = (self._clock.now() - client.last_alive).total_seconds()
        if silent > _SILENCE:
            return PlatformHealth(False, f"no sign of life for {silent:.0f} s", client.last_alive)
        return PlatformHealth(True, f"connected, {len(client.guilds)} servers", client.last_alive)

    def new_client(self) -> ReelClient:
        """A client that has not connected yet; the messenger speaks through it from now on."""
        self._absence.all_lost()
        self._client = ReelClient(
            self._door,
            self._usher,
            self._absence,
            self._intake,
            self._clock,
            skills=self._skills,
            projects=self._projects,
            data_dir=self._settings.reelay_data_dir,
            api=self._settings.discord_api_base_url or "",
            gateway=self._settings.discord_gateway_url,
            proxy=self._settings.proxy,
        )
        self._messenger.attach(self._client)
        self._usher.attach(self._client)
        return self._client

    async def remember(self) -> None:
        """Take over what an earlier process left: its tokens, and the requests that it did not bring to their place.

        `run` begins with it.
        """
        await self._absence.remember()
        if self._recall is None:
            return
        recall = self._recall
        for key, permit in (await until_stored(self._clock, lambda: recall.permits(PLATFORM))).items():
            self._book.keep(key, permit.secret)
        self._usher.take_over(await until_stored(self._clock, lambda: recall.unplaced(PLATFORM)))

    async def _talk(self, client: ReelClient) -> None:
        """Run a client until it ends or we are cancelled.

        It runs as a task of its own: a shard that is just coming back swallows a cancellation.
        """
        talking = asyncio.create_task(client.start(self._token.get_secret_value()), name="discord")
        try:
            await asyncio.shield(talking)
        finally:
            await _hang_up(client, talking)

    async def _attempt(self) -> None:
        """One connection, from login until it is lost."""
        if self._settings.discord_api_base_url is not None:
            Route.BASE = self._settings.discord_api_base_url.rstrip("/")
        client = self.new_client()
        self._detail = "connecting"
        try:
            await self._talk(client)
            self._detail = "the connection was closed"
        except discord.LoginFailure as error:
            raise SettingsError(BAD_TOKEN) from error
        except discord.PrivilegedIntentsRequired as error:
            raise SettingsError(BAD_INTENTS) from error
        except discord.ConnectionClosed as error:
            self._detail = f"Discord closed the connection with {error.code}"
            if error.code == _AUTHENTICATION_FAILED:
                raise SettingsError(BAD_TOKEN) from error
            if error.code in _SHARDING_OR_INTENTS:
                raise SettingsError(BAD_INTENTS) from error
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            self._detail = f"{type(error).__name__}: {error}"[:200]
        except asyncio.CancelledError:
            self._detail = "stopped"
            raise
        except Exception as error:  # noqa: BLE001 - discord.py fails in ways of its own when a connection breaks early
            self._detail = type(error).__name__
            _log.warning("discord.client_failed", exc_info=error)


async def _hang_up(client: ReelClient, talking: "asyncio.Task[None]") -> None:
    """Close a client whatever state it is in, within some seconds."""
    try:
        async with asyncio.timeout(_LONGEST_GOODBYE):
            await client.close()
    except Exception as error:  # noqa: BLE001 - it may break halfway in any way, and it is given up all the same
        _log.info("discord.closed_badly", error=type(error).__name__)
    while not talking.done():
        talking.cancel()
        await asyncio.wait([talking], timeout=1.0)
    if not talking.cancelled():
        talking.exception()
