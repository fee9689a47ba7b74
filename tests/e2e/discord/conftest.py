"""What the tests of this folder start from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.discord.stage import Stage, Town, stage, town
from tests.fakes.studio_process import StudioProcess


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
