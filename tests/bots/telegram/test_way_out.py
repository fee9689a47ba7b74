"""Telegram through a proxy: calls, polling and files go through it, a server of one's own is reached directly."""

from typing import Any

import pytest

from tests.bots.telegram.bench import running
from tests.fakes.telegram_server import Clip, TelegramServer
from tests.fakes.way_out import WayOut

FAR = "http://telegram.example"


async def test_everything_goes_through_the_proxy_that_is_set(server: TelegramServer) -> None:
    async with WayOut({"telegram.example": server.port}, login="me:p@ss") as way_out:
        settings: dict[str, Any] = {
            "reelay_proxy_url": f"http://me:p%40ss@127.0.0.1:{way_out.port}",
            "telegram_api_base_url": f"{FAR}/bot",
            "telegram_file_base_url": f"{FAR}/file/bot",
        }
        async with running(server, **settings) as bench:
            await server.people.send(server.people.user(), Clip("video", b"0123456789"))
            attachment = (await bench.intake.next()).attachments[0]
            async with bench.messenger.open(attachment) as file:
                assert b"".join([chunk async for chunk in file.chunks]) == b"0123456789"
    assert way_out.refused == 0
    methods = {line.split("/")[-1] for line in way_out.asked}
    assert {"getMe", "getUpdates"} <= methods
    assert any("/file/bot" in line for line in way_out.asked)


async def test_a_server_on_this_machine_is_reached_directly(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with (
        WayOut({}) as way_out,
        running(server, reelay_proxy_url=f"http://127.0.0.1:{way_out.port}") as bench,
    ):
        await server.people.say(server.people.user(), "hello")
        assert (await bench.intake.next()).text == "hello"
    assert way_out.asked == []
