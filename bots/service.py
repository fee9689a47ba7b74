"""`reelay run`: every platform whose token is set, side by side in one event loop, until told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog

from bots.discord.app import DiscordPlatform
from bots.studio_process import embedded_studio
from bots.telegram import TelegramPlatform
from core.bootstrap import Reelay, open_reelay
from core.errors import SettingsError
from core.ports import Platform
from core.settings import Settings

log = structlog.get_logger(__name__)

NOTHING_TO_RUN = (
    "no bot token is set: put TELEGRAM_BOT_TOKEN (from @BotFather) or DISCORD_BOT_TOKEN (from the developer portal) "
    "into .env; `reelay demo` and `reelay chat` work without either"
)
RESTART_PAUSE = 5.0


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT, then end cleanly. Returns 0, or 1 when no platform is left that could work."""
    if settings.telegram_bot_token is None and settings.discord_bot_token is None:
        raise SettingsError(NOTHING_TO_RUN)
    async with backend(settings) as url, open_reelay(settings, url) as reelay:
        return await _Service(settings, reelay, platforms(settings, reelay)).serve()


@asynccontextmanager
async def backend(settings: Settings) -> AsyncIterator[str]:
    """The video service's address: the one that is set, or the embedded studio's."""
    if settings.nemo_api_url is not None:
        yield str(settings.nemo_api_url)
        return
    more = ["--allow-private-urls"] if settings.reelay_allow_private_urls else []
    async with embedded_studio(settings.reelay_data_dir / "studio", more) as url:
        log.info("embedded studio started", url=url)
        yield url


def platforms(settings: Settings, reelay: Reelay) -> list[Platform]:
    """An adapter for each token that is set, its messenger known to the core."""
    made: list[Platform] = []
    if settings.telegram_bot_token is not None:
        made.append(TelegramPlatform(settings, reelay.reception, reelay.clock))
    if settings.discord_bot_token is not None:
        made.append(DiscordPlatform(settings, reelay.reception, reelay.clock, projects=reelay.store.projects))
    for platform in made:
        reelay.messengers[platform.messenger.platform] = platform.messenger
    return made


class _Service:
    def __init__(self, settings: Settings, reelay: Reelay, made: Sequence[Platform]) -> None:
        self._settings = settings
        self._reelay = reelay
        self._platforms = made
        self._stop = asyncio.Event()
        self._lost = 0

    async def serve(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self._stop.set)
        core = asyncio.create_task(self._reelay.work(), name="core")
        runs = [asyncio.create_task(self._supervise(platform)) for platform in self._platforms]
        stop = asyncio.create_task(self._stop.wait())
        await asyncio.wait((core, stop), return_when=asyncio.FIRST_COMPLETED)
        log.info("stopping", grace=self._settings.reelay_grace_seconds)
        await asyncio.gather(*(platform.stop_intake() for platform in self._platforms), return_exceptions=True)
        if not core.done():
            await self._reelay.stop(self._settings.reelay_grace_seconds)
        for task in (*runs, stop):
            task.cancel()
        await asyncio.gather(*runs, stop, return_exceptions=True)
        await core
        log.info("stopped")
        return 1 if self._lost == len(self._platforms) else 0

    async def _supervise(self, platform: Platform) -> None:
        """One platform that fails never stops the other; without any the service ends."""
        name = platform.messenger.platform
        while True:
            try:
                await platform.run()
            except SettingsError as error:
                log.critical("a platform cannot work until its settings are mended", platform=name, reason=str(error))
                self._lost += 1
                if self._lost == len(self._platforms):
                    self._stop.set()
                return
            except Exception:  # the boundary of one platform: it is started again, the other goes on
                log.exception("a platform failed; starting it again", platform=name)
            await asyncio.sleep(RESTART_PAUSE)
