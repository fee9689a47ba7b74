"""The embedded studio as a child process on loopback: started with the bot, started again when it dies, gone with it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from core.errors import SettingsError
from core.settings import Settings

log = structlog.get_logger(__name__)

START_SECONDS = 30.0
STOP_SECONDS = 5.0
RESTART_PAUSE = 1.0


class EmbeddedStudio:
    """One studio process. `url` stays the same over restarts."""

    def __init__(self, data: Path, arguments: Sequence[str] = ()) -> None:
        self._data = data
        self._arguments = tuple(arguments)
        self._process: asyncio.subprocess.Process | None = None
        self._port = 0
        self.url = ""

    async def start(self) -> None:
        """Start it and wait until it listens. Raises SettingsError when it does not."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "studio", "--host", "127.0.0.1", "--port", str(self._port)),
            *("--data", str(self._data), "--with-parent", "--quiet", *self._arguments),
            stdin=asyncio.subprocess.PIPE,  # closed with this process, which ends the studio
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # a Ctrl-C in the terminal is for the bot alone
        )
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        try:
            async with asyncio.timeout(START_SECONDS):
                line = await self._process.stdout.readline()
            self.url = str(json.loads(line)["listening"])
        except (TimeoutError, ValueError, KeyError) as error:
            await self.stop()
            raise SettingsError("the embedded studio did not start; its own words are above") from error
        except BaseException:
            await self.stop()
            raise
        self._port = int(self.url.rsplit(":", 1)[1])

    async def watch(self) -> None:
        """Start it again, at the same address, whenever it ends, and until it starts."""
        while True:
            if self._process is not None:
                code = await self._process.wait()
                log.warning("the studio ended; starting it again", code=code)
            await asyncio.sleep(RESTART_PAUSE)
            try:
                await self.start()
            except SettingsError as error:
                log.warning("the studio does not start; trying again", reason=str(error))

    async def stop(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def embedded_studio(data: Path, arguments: Sequence[str] = ()) -> AsyncIterator[str]:
    """The address of a studio that lives as long as this is entered."""
    studio = EmbeddedStudio(data, arguments)
    await studio.start()
    watcher = asyncio.create_task(studio.watch())
    try:
        yield studio.url
    finally:
        watcher.cancel()
        await asyncio.gather(watcher, return_exceptions=True)
        await studio.stop()


@asynccontextmanager
async def video_service(
    settings: Settings, data: Path, on_start: Callable[[], None] | None = None
) -> AsyncIterator[str]:
    """The video service's address: the one that is set, or that of an embedded studio which keeps its things in `data`.

    `on_start` is called when a studio has to be started, which takes a moment.
    """
    if settings.nemo_api_url is not None:
        yield str(settings.nemo_api_url)
        return
    if on_start is not None:
        on_start()
    more = ["--allow-private-urls"] if settings.reelay_allow_private_urls else []
    async with embedded_studio(data, more) as url:
        log.info("embedded studio started", url=url)
        yield url
