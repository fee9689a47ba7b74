"""What the tests of this folder start from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.discord.stage import Stage, Town, stage, town
from tests.fakes.studio_process import StudioProcess, studio_process


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def studio_of_all(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StudioProcess]:
    """One studio for all tests: they do not meet in it."""
    folder = tmp_path_factory.mktemp("studio")
    flags = ("--tokens-per-address", "100000", "--allow-private-urls", "--max-mb", "4", "--quiet")
    async with studio_process(folder / "data", *flags) as studio:
        yield studio


@pytest.fixture
async def studio(studio_of_all: StudioProcess) -> AsyncIterator[StudioProcess]:
    """The studio, behaving well at the start of each test."""
    await studio_of_all.rehearse()
    yield studio_of_all
    await studio_of_all.rehearse()


@pytest.fixture
async def place() -> AsyncIterator[Town]:
    """A server with a channel, Alice and Bob."""
    async with town() as made:
        yield made


@pytest.fixture
async def bot(place: Town, studio: StudioProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot at work that stays in the channel."""
    async with stage(place, studio, tmp_path / "reelay") as made:
        yield made


@pytest.fixture
async def threaded(place: Town, studio: StudioProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot at work that opens a thread for each project."""
    async with stage(place, studio, tmp_path / "reelay", discord_threads=True) as made:
        yield made
