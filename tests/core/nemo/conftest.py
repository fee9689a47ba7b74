"""What the client's tests share: a scripted server, the pool, and a client between them."""

import ssl
from collections.abc import AsyncIterator

import pytest

from core.http import HttpPool
from core.model import Access, Attribution, TokenSource
from core.nemo import NemoClient
from tests.fakes.clock import FakeClock
from tests.fakes.nemo_server import NemoServer

ACCESS = Access("nmv_usr_test-token", TokenSource.ANONYMOUS, client_id="a-client", user_id="anon_1")
SKILL = Attribution("video-to-generator", "1.2.3", "telegram")
WEB = "https://web.test"
TLS = ssl.create_default_context()  # made once: it takes longer than most of the tests


@pytest.fixture
async def http() -> AsyncIterator[HttpPool]:
    async with HttpPool(stream_clients=2, tls=TLS) as pool:
        yield pool


@pytest.fixture
def client(server: NemoServer, http: HttpPool, clock: FakeClock) -> NemoClient:
    return NemoClient(server.url, WEB, http, clock)
