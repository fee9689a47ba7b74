"""Stages that most tests here play on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bots.discord.stage import Stage, stage_on


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server where answers stay in the channel."""
    async with stage_on(tmp_path) as ready:
        yield ready


@pytest.fixture
async def threaded(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server where each project gets a thread."""
    async with stage_on(tmp_path, threads=True) as ready:
        yield ready
