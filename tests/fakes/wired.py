"""The whole core over real connections, on a clock that runs faster than the world's."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from core.bootstrap import assemble
from core.fetching import UrlFetcher
from core.http import HttpPool
from core.nemo import NemoClient
from core.settings import Settings
from core.store import open_store
from core.vault import open_vault
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import START, FakeClock
from tests.fakes.house import House
from tests.fakes.messenger import FakeMessenger

TLS = ssl.create_default_context()
HANGS = 60.0
"""Seconds of the world's time after which a test has hung."""


class BriskClock(FakeClock):
    """Real time, `speed` times as fast: answers of real servers take their time, and waits are short."""

    def __init__(self, speed: float = 20.0) -> None:
        super().__init__()
        self._speed = speed
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """The start plus what has passed, aware, UTC."""
        return START + timedelta(seconds=self._passed())

    def monotonic(self) -> float:
        """Seconds since an arbitrary origin."""
        return 1_000.0 + self._passed()

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of this clock."""
        await asyncio.sleep(max(0.0, seconds) / self._speed)

    async def advance(self, seconds: float) -> None:
        """Let `seconds` of this clock pass."""
        await self.sleep(seconds)

    def _passed(self) -> float:
        return (time.monotonic() - self._begun) * self._speed


@asynccontextmanager
async def wired_house(
    folder: Path, url: str, *, speed: float = 20.0, messenger: FakeMessenger | None = None, **settings: object
) -> AsyncIterator[House]:
    """A core at work in `folder` whose video service is at `url`; in the house's `backend` nothing happens."""
    clock = BriskClock(speed)
    messenger = messenger or FakeMessenger("telegram", reactions=True)
    quick = {"reelay_render_poll_seconds": 1, "reelay_first_look_seconds": 1, "reelay_next_look_seconds": 1}
    chosen = Settings.model_validate({"reelay_data_dir": folder, **quick, **settings})
    vault = open_vault(chosen.reelay_secret_key, folder)
    async with (
        asyncio.timeout(HANGS),
        open_store(folder / "reelay.db", vault, clock) as store,
        HttpPool(stream_clients=2, tls=TLS) as http,
    ):
        client = NemoClient(url, str(chosen.nemo_web_url), http, clock)
        reelay = assemble(chosen, store, vault, client, UrlFetcher(http, clock=clock), clock, folder / "spool")
        reelay.messengers["telegram"] = messenger
        made = House(reelay, FakeBackend(), messenger, clock)
        await made.open()
        try:
            yield made
        finally:
            await made.crash()
