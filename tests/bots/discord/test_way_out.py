"""Discord through a proxy: calls, the gateway and files go through it; a server beside us is reached directly."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.discord.app import DiscordPlatform
from bots.discord.files import AttachmentReader
from bots.discord.wayout import way_out
from core.clock import SystemClock
from core.model import Attachment, AttachmentSource
from core.proxy import Proxy
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.line import line_on, settings_for, untouched_library
from tests.bots.discord.orders import owed
from tests.fakes.discord_gateway import FakeDiscord
from tests.fakes.nemo_server import NemoServer, Reply
from tests.fakes.way_out import WayOut

# discord.py hands a proxy's login on in the one way it has, which its HTTP library wants to give up some day.
pytestmark = pytest.mark.filterwarnings("ignore:The 'proxy_auth' parameter:DeprecationWarning")


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with untouched_library(), FakeDiscord() as fake:
        yield fake


async def test_calls_and_the_gateway_go_through_the_proxy_that_is_set(fake: FakeDiscord, tmp_path: Path) -> None:
    hosts = {"discord.example": fake.port, "gateway.example": fake.port}
    async with WayOut(hosts, login="me:p@ss") as proxy:
        settings = settings_for(
            fake,
            tmp_path,
            discord_api_base_url="http://discord.example/api/v10",
            discord_gateway_url="ws://gateway.example/gateway",
            reelay_proxy_url=f"http://me:p%40ss@127.0.0.1:{proxy.port}",
        )
        intake = FakeIntake()
        platform = DiscordPlatform(settings, intake, SystemClock())
        running = asyncio.create_task(platform.run())
        try:
            async with asyncio.timeout(15):
                await fake.gateway.ready.wait()
                alice = fake.world.add_user("alice")
                asked = await fake.acts.slash(alice, fake.world.inbox_of(alice), "reel status")
                await intake.arrived(1)
                await platform.messenger.send(owed(intake.last, "Working"))
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    assert proxy.refused == 0
    answers = [entry for entry in fake.books if asked.token in entry.path]
    assert len(answers) == 2, "acknowledged and filled, at an address that only the proxy knows"
    assert {"discord.example", "gateway.example"} == {line.split("/")[2] for line in proxy.asked}


async def test_a_server_beside_us_is_reached_directly(tmp_path: Path) -> None:
    async with (
        WayOut({}) as proxy,
        line_on(tmp_path, reelay_proxy_url=f"http://127.0.0.1:{proxy.port}") as line,
    ):
        await line.ask()
    assert proxy.asked == []


async def test_files_come_through_it_too() -> None:
    async with NemoServer() as storage:
        storage.on("GET /a.mp4", Reply(body=b"video", content_type="video/mp4"))
        async with WayOut({"cdn.example": int(storage.url.rpartition(":")[2])}, login="me:p@ss") as proxy:
            reader = AttachmentReader(SystemClock(), proxy=Proxy(f"http://me:p%40ss@127.0.0.1:{proxy.port}"))
            reference = json.dumps({"url": "http://cdn.example/a.mp4"})
            async with reader.open(Attachment("a.mp4", AttachmentSource.PLATFORM, reference)) as file:
                assert b"".join([chunk async for chunk in file.chunks]) == b"video"
            await reader.close()
    assert proxy.asked == ["GET http://cdn.example/a.mp4"]


def test_the_login_is_not_in_the_address_that_errors_quote() -> None:
    options = way_out(Proxy("https://me:p%40ss@proxy.example:3128"), "https://discord.com")
    assert options["proxy"] == "https://proxy.example:3128"
    assert (options["proxy_auth"].login, options["proxy_auth"].password) == ("me", "p@ss")
    assert way_out(None, "https://discord.com") == {}
