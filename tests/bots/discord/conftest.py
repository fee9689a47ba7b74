"""Stages that most tests here play on."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bots.discord import client
from tests.bots.discord.line import Line, line_on
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


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """The platform over real sockets, in a server with a channel."""
    async with line_on(tmp_path) as connected:
        yield connected


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The few servers of a test tell of themselves at once, and the fake minds nobody who identifies twice in 5 seconds."""

    async def at_once(client: discord.Client, shard_id: int | None, *, initial: bool = False) -> None:
        return None

    monkeypatch.setattr(client, "SERVERS_COME_WITHIN", 0.1)
    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)
