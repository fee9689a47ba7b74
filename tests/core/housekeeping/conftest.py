"""A housekeeper over real files and a real database, on a clock moved by hand."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from core.housekeeping import Housekeeper, Keep
from core.metrics import Metrics
from core.store import SqliteStore, open_store
from core.vault import open_vault
from tests.fakes.clock import FakeClock

HOUR = 3600.0
KEEP = Keep(timedelta(days=30), timedelta(days=365), revisions=3)


@dataclass
class Bench:
    folder: Path
    store: SqliteStore
    clock: FakeClock
    metrics: Metrics
    keeper: Housekeeper

    def file(self, name: str, *, age: float) -> Path:
        """A spooled file that was last written `age` seconds ago."""
        path = self.folder / "spool" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"video")
        moment = self.clock.now().timestamp() - age
        for entry in (path, path.parent):
            os.utime(entry, (moment, moment))
        return path


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    clock = FakeClock()
    metrics = Metrics(clock)
    async with open_store(tmp_path / "reelay.db", open_vault(None, tmp_path), clock) as store:
        yield Bench(tmp_path, store, clock, metrics, Housekeeper(store, tmp_path / "spool", clock, metrics, KEEP))
