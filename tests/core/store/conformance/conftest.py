"""Every case of this folder runs over every implementation of the store."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.ports import JobQueue, Outbox, Store
from core.store import open_store
from core.vault import Vault
from tests.fakes.clock import FakeClock

Opened = Callable[[Path, Vault, FakeClock], AbstractAsyncContextManager[Store]]


@asynccontextmanager
async def _sqlite(folder: Path, vault: Vault, clock: FakeClock) -> AsyncIterator[Store]:
    async with open_store(folder / "reelay.db", vault, clock) as store:
        yield store


IMPLEMENTATIONS: dict[str, Opened] = {"sqlite": _sqlite}


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def opened(request: pytest.FixtureRequest) -> Any:
    return IMPLEMENTATIONS[request.param]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def vault() -> Vault:
    return Vault([Fernet.generate_key().decode()])


@pytest.fixture
async def store(opened: Opened, tmp_path: Path, vault: Vault, clock: FakeClock) -> AsyncIterator[Store]:
    async with opened(tmp_path, vault, clock) as store:
        yield store


@pytest.fixture
def jobs(store: Store) -> JobQueue:
    return store.jobs


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return store.outbox
