"""What the tests of this folder start from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess, studio_process
from tests.fakes.telegram_server import TelegramServer


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def studio_of_all(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StudioProcess]:
    """One studio for all tests: they do not meet in it."""
    folder = tmp_path_factory.mktemp("studio")
    flags = ("--tokens-per-address", "100000", "--quiet")
    async with studio_process(folder / "data", *flags, scale=0.1) as studio:
        yield studio


@pytest.fixture
async def studio(studio_of_all: StudioProcess) -> AsyncIterator[StudioProcess]:
    """The studio, behaving well at the start of each test."""
    await studio_of_all.rehearse()
    yield studio_of_all
    await studio_of_all.rehearse()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """Telegram."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer, studio: StudioProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot at work."""
    async with stage(server, studio, tmp_path / "reelay") as made:
        yield made
