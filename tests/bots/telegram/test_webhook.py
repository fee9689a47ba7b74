"""Updates that are brought: only by Telegram, and taken only when they are on disk."""

import socket
from typing import Any

import pytest
from aiohttp import ClientSession

from bots.telegram import TelegramPlatform
from core.errors import SettingsError
from tests.bots.telegram.bench import Bench, QuickClock, running, settings_for
from tests.bots.telegram.intake import FakeIntake
from tests.fakes.telegram_server import TelegramServer

SECRET = "test-webhook_secret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hooked(port: int, secret: str = SECRET) -> dict[str, Any]:
    return {
        "telegram_webhook_url": f"http://127.0.0.1:{port}/telegram/hook",
        "telegram_webhook_secret": secret,
        "telegram_webhook_port": port,
    }


@pytest.mark.parametrize("secret", [None, "", "has spaces", "ümlaut", "x" * 257])
async def test_it_refuses_to_start_without_a_proper_secret(server: TelegramServer, secret: str | None) -> None:
    settings = settings_for(server, telegram_webhook_url="https://bot.example.com/hook", telegram_webhook_secret=secret)
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        TelegramPlatform(settings, FakeIntake(), QuickClock())


async def test_updates_are_brought_in_order(server: TelegramServer) -> None:
    async with running(server, **hooked(free_port())) as bench:
        anna = server.people.user()
        for text in ("one", "two", "three"):
            await server.people.say(anna, text)
        await bench.intake.next(3)
        assert [message.text for message in bench.intake.messages] == ["one", "two", "three"]
        await server.world.until(lambda: len(server.world.confirmed) == 3)
        assert bench.platform.health().ok
        assert server.world.calls_of("getUpdates") == []


async def test_an_update_that_is_not_on_disk_is_not_confirmed(server: TelegramServer) -> None:
    intake = FakeIntake()
    intake.fail = 2
    async with running(server, intake, **hooked(free_port())):
        await server.people.say(server.people.user(), "keep me")
        await intake.next()
        await server.world.until(lambda: len(server.world.confirmed) == 1)
    assert intake.fail == 0


async def registered(bench: Bench) -> str:
    await bench.server.world.until(lambda: bench.server.world.webhook is not None)
    assert bench.server.world.webhook is not None
    return bench.server.world.webhook.url


UPDATE = {"update_id": 7, "message": {"message_id": 1}}


@pytest.mark.parametrize("headers", [{}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}, {HEADER: "ü"}])
async def test_strangers_are_turned_away(server: TelegramServer, headers: dict[str, str]) -> None:
    async with running(server, **hooked(free_port())) as bench, ClientSession() as session:
        url = await registered(bench)
        async with session.post(url, json=UPDATE, headers=headers) as answer:
            assert answer.status == 403
        assert bench.intake.messages == []


@pytest.mark.parametrize("body", ["", "{", "[]", '{"update_id": "x"}', '{"message": {}}', "[" * 100_000])
async def test_nonsense_is_refused(server: TelegramServer, body: str) -> None:
    async with running(server, **hooked(free_port())) as bench, ClientSession() as session:
        url = await registered(bench)
        async with session.post(url, data=body, headers={HEADER: SECRET}) as answer:
            assert answer.status == 400


async def test_a_webhook_that_somebody_took_is_set_again(server: TelegramServer) -> None:
    async with running(server, **hooked(free_port())) as bench:
        url = await registered(bench)
        server.world.webhook = None
        assert await registered(bench) == url
        assert server.world.calls_of("setWebhook")[-1].parameters["secret_token"] == SECRET


async def test_what_telegram_reports_about_the_webhook_shows_in_health(server: TelegramServer) -> None:
    intake = FakeIntake()
    intake.fail = 10**6
    async with running(server, intake, **hooked(free_port())) as bench:
        await server.people.say(server.people.user(), "hi")
        await server.world.until(lambda: "cannot deliver" in bench.platform.health().detail)
        assert not bench.platform.health().ok


async def test_polling_resumes_where_a_webhook_was_left(server: TelegramServer) -> None:
    async with running(server, **hooked(free_port())) as bench:
        await registered(bench)
    async with running(server) as bench:
        await server.people.say(server.people.user(), "hi")
        await bench.intake.next()
    assert server.world.webhook is None
