"""`reelay run`: every platform whose token is set, side by side in one event loop, until told to stop."""

import asyncio
import contextlib
import signal
from collections.abc import Sequence

import structlog

from bots.console.turns import turn
from bots.garbage import seldom_collected
from bots.health import Checks, health_server
from bots.notify import Notifier
from bots.studio_process import video_service
from core.bootstrap import Reelay, open_reelay
from core.errors import SettingsError
from core.logs import Redactor
from core.ports import Platform
from core.settings import Settings

log = structlog.get_logger(__name__)

NOTHING_TO_RUN = (
    "no bot token is set: put TELEGRAM_BOT_TOKEN (from @BotFather) or DISCORD_BOT_TOKEN (from the developer portal) "
    "into .env; `reelay demo` and `reelay chat` work without either"
)
RESTART_PAUSE = 5.0
FAILED = 1
MISCONFIGURED = 2


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT, then end cleanly.

    Returns 0; 1 when the core failed and another start may help; 2 when no platform is left that could work until its
    settings are mended.
    """
    if settings.telegram_bot_token is None and settings.discord_bot_token is None:
        raise SettingsError(NOTHING_TO_RUN)
    stop = _told_to_stop()
    data = settings.reelay_data_dir
    async with (
        turn(data / "run.turn", waiting=None),
        video_service(settings, data / "studio") as url,
        open_reelay(settings, url) as reelay,
    ):
        service = _Service(settings, reelay, platforms(settings, reelay), stop)
        with seldom_collected():
            return await service.serve()


def _told_to_stop() -> asyncio.Event:
    """Set by SIGTERM and SIGINT from now on."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    return stop


def platforms(settings: Settings, reelay: Reelay) -> list[Platform]:
    """An adapter for each token that is set, its messenger known to the core. No other platform's library is loaded."""
    made: list[Platform] = []
    if settings.telegram_bot_token is not None:
        from bots.telegram import TelegramPlatform

        made.append(TelegramPlatform(settings, reelay.reception, reelay.clock))
    if settings.discord_bot_token is not None:
        from bots.discord.app import DiscordPlatform

        store = reelay.store
        made.append(
            DiscordPlatform(settings, reelay.reception, reelay.clock, projects=store.projects, recall=store.recall)
        )
    for platform in made:
        reelay.messengers[platform.messenger.platform] = platform.messenger
    return made


class _Service:
    def __init__(
        self, settings: Settings, reelay: Reelay, made: Sequence[Platform], stop: asyncio.Event | None = None
    ) -> None:
        self._settings = settings
        self._reelay = reelay
        self._platforms = made
        self._stop = stop or asyncio.Event()
        self._lost = 0
        self._checks = Checks(reelay, made, Redactor(settings.secrets()).text)
        self._notifier = Notifier()

    async def serve(self) -> int:
        host, port = self._settings.reelay_health_host, self._settings.reelay_health_port
        async with health_server(self._checks, self._reelay.metrics, self._reelay.store.survey, host=host, port=port):
            return await self._serve()

    async def _serve(self) -> int:
        core = asyncio.create_task(self._reelay.work(), name="core")
        runs = [asyncio.create_task(self._supervise(platform)) for platform in self._platforms]
        stop = asyncio.create_task(self._stop.wait())
        pings = asyncio.create_task(self._tell_service_manager())
        await asyncio.wait((core, stop), return_when=asyncio.FIRST_COMPLETED)
        self._checks.stop()
        self._notifier.stopping()
        log.info("stopping", grace=self._settings.reelay_grace_seconds)
        await asyncio.gather(*(platform.stop_intake() for platform in self._platforms), return_exceptions=True)
        if not core.done():
            await self._reelay.stop(self._settings.reelay_grace_seconds)
        for task in (*runs, stop, pings):
            task.cancel()
        await asyncio.gather(*runs, stop, pings, return_exceptions=True)
        return await self._ended(core)

    async def _ended(self, core: asyncio.Task[None]) -> int:
        try:
            await core
        except Exception:  # the boundary of the process: what is on disk is taken up by the next start
            log.critical("the core failed", exc_info=True)
            return FAILED
        log.info("stopped")
        return MISCONFIGURED if self._lost == len(self._platforms) else 0

    async def _tell_service_manager(self) -> None:
        """READY once the core works (a platform that cannot be reached is no reason to start again), then the pings."""
        await self._reelay.started.wait()
        self._notifier.ready(f"serving {', '.join(platform.messenger.platform for platform in self._platforms)}")
        while (pause := self._notifier.ping_every) is not None:
            report = self._checks.alive()
            if report.well:
                self._notifier.ping()
            else:
                log.error("not well: the service manager gets no ping", checks=dict(report.checks))
            await asyncio.sleep(pause)

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
