"""What the tests of this folder start from."""

from collections.abc import AsyncIterator

import pytest

from tests.bots.telegram.bench import Bench, running
from tests.fakes.telegram_server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """The strict server."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bench(server: TelegramServer) -> AsyncIterator[Bench]:
    """A polling adapter."""
    async with running(server) as bench:
        yield bench
