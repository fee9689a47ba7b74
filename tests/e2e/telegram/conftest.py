"""What the tests of this folder start from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer


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
