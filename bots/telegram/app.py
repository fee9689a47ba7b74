"""The Telegram adapter as the process runs it: connect, take in, send, and know how it is doing."""

import asyncio

import structlog
from telegram.error import InvalidToken, TelegramError

from bots.telegram import commands
from bots.telegram.buttons import ButtonCodec
from bots.telegram.client import file_base, make_client
from bots.telegram.files import Files
from bots.telegram.inbound import Reader
from bots.telegram.members import Admins
from bots.telegram.outbound import TelegramMessenger
from bots.telegram.polling import REFUSED, SILENCE_SECONDS, Backoff, Poller
from bots.telegram.pulse import Pulse
from bots.telegram.receiver import Receiver
from bots.telegram.transport import Downloader, way_out
from bots.telegram.webhook import SILENCE_SECONDS as WEBHOOK_SILENCE_SECONDS
from bots.telegram.webhook import Webhook, webhook_secret
from bots.telegram.words import BotIdentity
from core.errors import SettingsError
from core.ports import Clock, Intake, PlatformHealth
from core.settings import Settings

log = structlog.get_logger(__name__)


class TelegramPlatform:
    """Telegram, by polling or, with `telegram_webhook_url`, by webhook.

    The bot's token signs the buttons, so a new token makes old buttons dead. Raises SettingsError when the settings make
    no sense.
    """

    def __init__(self, settings: Settings, intake: Intake, clock: Clock) -> None:
        self._settings = settings
        self._intake = intake
        self._clock = clock
        self._bot = make_client(settings)
        self._codec = ButtonCodec(self._bot.token.encode())
        if settings.telegram_webhook_url:
            webhook_secret(settings)
        self._pulse = Pulse(clock, WEBHOOK_SILENCE_SECONDS if settings.telegram_webhook_url else SILENCE_SECONDS)
        self._downloader = Downloader(way_out(settings.proxy, file_base(settings)))
        self._me = BotIdentity(0, "")
        local = settings.telegram_local_mode
        self._messenger = TelegramMessenger(
            self._bot,
            self._codec,
            Files(self._bot, self._downloader, local=local),
            Admins(self._bot, clock),
            lambda: self._me,
            local=local,
        )
        self._taking_in: asyncio.Task[None] | None = None
        self._stopping = False
        self.webhook: Webhook | None = None

    @property
    def messenger(self) -> TelegramMessenger:
        """Its outgoing side, usable before and after `run` takes updates in."""
        return self._messenger

    def health(self) -> PlatformHealth:
        """How the connection is doing."""
        return self._pulse.health()

    async def run(self) -> None:
        """Take part until cancelled; may be run again after it failed. Raises SettingsError when the token is refused."""
        await self._bot.open_connections()
        self._downloader.open()
        try:
            if not self._stopping:
                self._taking_in = asyncio.create_task(self._take_in(), name="telegram-intake")
                await self._until_stopped(self._taking_in)
            await asyncio.Event().wait()  # nothing more comes in, but sending goes on until we are cancelled
        finally:
            await self._close()

    async def stop_intake(self) -> None:
        """Take nothing new from now on; sending goes on."""
        self._stopping = True
        if self._taking_in is not None:
            self._taking_in.cancel()
            await asyncio.wait([self._taking_in])
        self._pulse.state = "stopping"

    async def _until_stopped(self, task: asyncio.Task[None]) -> None:
        """Return when the intake was stopped; raise what it raised, and our own cancellation."""
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()):
            self._pulse.trouble(f"stopped: {error}" if isinstance(error, SettingsError) else "stopped by a fault")
            raise error

    async def _take_in(self) -> None:
        me = await self._connect()
        watchdog = asyncio.create_task(self._pulse.watch(), name="telegram-watchdog")
        receiver = Receiver(self._bot, Reader(me, self._codec), self._intake, self._clock)
        menus = asyncio.create_task(commands.publish(self._bot), name="telegram-commands")
        try:
            await (self._serve(receiver) if self._settings.telegram_webhook_url else self._poll(receiver))
        finally:
            for task in (menus, watchdog):
                task.cancel()
            await asyncio.gather(menus, watchdog, return_exceptions=True)
            await receiver.close()

    async def _connect(self) -> BotIdentity:
        """Who we are; asked again and again until Telegram answers. Raises SettingsError."""
        backoff = Backoff()
        while True:
            try:
                user = await self._bot.get_me()
            except InvalidToken:
                self._pulse.trouble(REFUSED)
                raise SettingsError(REFUSED) from None
            except TelegramError as error:
                if self._pulse.trouble(f"Telegram cannot be reached ({type(error).__name__})"):
                    log.warning("telegram is not reachable yet; trying on", reason=type(error).__name__)
                await self._clock.sleep(backoff.wait())
            else:
                self._me = BotIdentity(user.id, user.username or "", bool(user.can_read_all_group_messages))
                self._pulse.alive()
                log.info("telegram is connected", bot=self._me.username)
                return self._me

    async def _poll(self, receiver: Receiver) -> None:
        poller = Poller(self._bot, receiver, self._pulse, self._clock)
        self._pulse.state = f"polling as @{self._me.username}"
        try:
            await poller.run()
        finally:
            await self._confirm(poller)

    async def _confirm(self, poller: Poller) -> None:
        try:
            async with asyncio.timeout(3):
                await poller.confirm()
        except (TelegramError, TimeoutError) as error:
            log.debug("the last updates will come again", reason=type(error).__name__)

    async def _serve(self, receiver: Receiver) -> None:
        self.webhook = Webhook(self._bot, receiver, self._pulse, self._clock, self._settings)
        self._pulse.state = f"webhook for @{self._me.username}"
        await self.webhook.run()

    async def _close(self) -> None:
        if self._taking_in is not None:
            self._taking_in.cancel()
            await asyncio.wait([self._taking_in])
        await self._downloader.close()
        await self._bot.close_connections()
