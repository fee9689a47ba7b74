"""What outlives the process, and how the bot notices that it is cut off."""

import asyncio
from pathlib import Path
from typing import Any

from tests.e2e.telegram.footage import photo
from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import TelegramServer

SECRET = "webhook-secret_1"


async def test_buttons_work_after_a_restart(server: TelegramServer, studio: StudioProcess, tmp_path: Path) -> None:
    anna = server.people.user("Anna")
    async with stage(server, studio, tmp_path) as bot:
        await server.people.say(anna, "a 2-second video of the ocean")
        video = await bot.until_video(anna)
        await bot.settled(anna)
    async with stage(server, studio, tmp_path) as bot:
        query = await bot.press(anna, video, "Timeline")
        await bot.until(lambda: [one for one in bot.said(anna) if "photo" in one], anna)
        assert server.world.answered[query]["text"] is None


async def test_an_album_that_a_restart_cuts_in_two_stays_one_request(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path
) -> None:
    anna = server.people.user("Anna")
    async with stage(server, studio, tmp_path, brisk=1.0) as bot:
        await server.people.send(anna, photo(40, "a slideshow of these photos, 4 seconds"), album="7")
        await server.people.send(anna, photo(90), album="7")
        await server.world.until(lambda: len(server.world.confirmed) >= 1)
        assert not bot.said(anna)
    async with stage(server, studio, tmp_path, brisk=1.0) as bot:  # the rest must come within the album's real pause
        await server.people.send(anna, photo(140), album="7")
        video = await bot.until_video(anna)
        await bot.settled(anna)
        assert len(bot.videos(anna)) == 1
        assert video["video"]["duration"] == 4
        assert bot.transcript(anna).count("✅ Done") == 1, bot.transcript(anna)


async def test_work_that_a_stop_interrupts_is_delivered_by_the_next_start(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path
) -> None:
    anna = server.people.user("Anna")
    await studio.rehearse({"do": "slow", "call": "export", "seconds": 1})
    before = len(await studio.calls("run"))
    async with stage(server, studio, tmp_path) as bot:
        await server.people.say(anna, "a 2-second video of the ocean")
        await bot.until_said(anna, "🎞 Rendering…")
        assert not bot.videos(anna)
    async with stage(server, studio, tmp_path) as bot:
        await bot.until_video(anna)
        await bot.settled(anna)
        assert len(bot.videos(anna)) == 1
    assert len(await studio.calls("run")) == before + 1


async def test_who_blocks_the_bot_is_left_in_peace(bot: Stage, studio: StudioProcess) -> None:
    anna = bot.server.people.user("Anna")
    await studio.rehearse({"do": "slow", "call": "run", "seconds": 1})
    await bot.server.people.say(anna, "a 2-second video of the ocean")
    await bot.until(lambda: bot.said(anna), anna)
    await bot.server.people.block(anna)
    await bot.settled(anna)
    refused = [call for call in bot.server.world.calls if call.status == 403]
    assert len(refused) <= 3, refused
    assert not bot.videos(anna)
    ben = bot.server.people.user("Ben")
    await studio.rehearse()
    await bot.server.people.say(ben, "/credits")
    await bot.until_said(ben, "credits available")


async def test_webhooks_bring_everything_across_a_restart(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path, unused_tcp_port: int
) -> None:
    hook: dict[str, Any] = {
        "telegram_webhook_url": f"http://127.0.0.1:{unused_tcp_port}/telegram",
        "telegram_webhook_secret": SECRET,
        "telegram_webhook_port": unused_tcp_port,
    }
    anna = server.people.user("Anna")
    async with stage(server, studio, tmp_path, **hook) as bot:
        await server.people.say(anna, "/start")
        await bot.until_said(anna, "✅ Ready")
        assert bot.platform.health().ok
    await server.people.say(anna, "a 2-second video of the ocean")  # nobody is there to take it
    async with stage(server, studio, tmp_path, **hook) as bot:
        await bot.until_video(anna)
        await bot.settled(anna)
        assert len(bot.videos(anna)) == 1
    assert not server.world.polls


async def test_polling_that_dies_shows_in_the_health(bot: Stage) -> None:
    anna = bot.server.people.user("Anna")
    await bot.server.people.say(anna, "/credits")
    await bot.until_said(anna, "credits available")
    assert bot.platform.health().ok
    bot.server.world.token = "456:TEST"  # BotFather has made a new one
    await bot.server.people.say(anna, "/help")  # ends the poll that is under way
    async with asyncio.timeout(20):
        while bot.platform.health().ok:  # noqa: ASYNC110 - health is asked, it does not call
            await asyncio.sleep(0.02)
    assert "TELEGRAM_BOT_TOKEN" in bot.platform.health().detail
