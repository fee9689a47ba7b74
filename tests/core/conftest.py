"""A clock, a store and a scripted server for those who say nothing of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.store import SqliteStore, open_store
from core.vault import Vault
from tests.fakes.clock import FakeClock
from tests.fakes.nemo_server import NemoServer


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SqliteStore]:
    async with open_store(tmp_path / "r.db", Vault([Fernet.generate_key().decode()]), clock) as store:
        yield store


@pytest.fixture
async def server() -> AsyncIterator[NemoServer]:
    async with NemoServer() as server:
        yield server
