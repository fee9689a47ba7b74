"""Files at Telegram's limits, there and back."""

from pathlib import Path

import pytest

from tests.e2e.telegram.padded import padded
from tests.e2e.telegram.stage import Stage, stage
from tests.fakes.studio_process import StudioProcess
from tests.fakes.telegram_server import Clip, TelegramServer

MB = 1_000_000


@pytest.mark.heavy
async def test_a_film_of_45_mb_comes_as_a_video(server: TelegramServer, studio: StudioProcess, tmp_path: Path) -> None:
    anna = server.people.user("Anna")
    async with padded(studio.url, 45 * MB) as large, stage(server, large.url, tmp_path) as bot:
        await server.people.say(anna, "a 2-second video of the ocean")
        video = await bot.until_video(anna)
        assert video["video"]["file_size"] == 45 * MB
        assert (video["video"]["duration"], "thumbnail" in video["video"]) == (2, True)
        await bot.settled(anna)
    assert not list((tmp_path / "spool").rglob("*.part"))


@pytest.mark.heavy
async def test_a_film_of_60_mb_comes_as_its_link_and_nothing_is_uploaded(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path
) -> None:
    anna = server.people.user("Anna")
    async with padded(studio.url, 60 * MB) as large, stage(server, large.url, tmp_path) as bot:
        await server.people.say(anna, "a 2-second video of the ocean")
        told = await bot.until_said(anna, "🎬 Your video is ready.", "so here is its link.")
        addresses = [entity.get("url") or "" for entity in told["entities"]]
        assert "export.mp4" in told["text"] + "".join(addresses)
        await bot.settled(anna)
        assert bot.words(anna)[0].startswith("✅ Done")
    assert server.world.calls_of("sendVideo") == []


async def test_footage_over_20_mb_is_turned_away_before_a_call_with_the_ways_on(bot: Stage, tmp_path: Path) -> None:
    anna = bot.server.people.user("Anna")
    footage = tmp_path / "holiday.mp4"
    with footage.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    await bot.server.people.send(anna, Clip("video", name="holiday.mp4", mime="video/mp4", path=str(footage)))
    told = await bot.until_said(anna, "holiday.mp4 is 21 MB", "Send me a link", "local Bot API server")
    assert told["text"].startswith("⚠️ ")
    assert bot.server.world.calls_of("getFile") == []


async def test_with_a_local_server_the_same_footage_is_taken(
    server: TelegramServer, studio: StudioProcess, tmp_path: Path
) -> None:
    server.world.local = True
    anna = server.people.user("Anna")
    footage = tmp_path / "holiday.mp4"
    with footage.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    async with stage(server, studio, tmp_path / "reelay", telegram_local_mode=True) as bot:
        await server.people.send(anna, Clip("video", name="holiday.mp4", mime="video/mp4", path=str(footage)))
        told = await bot.until_said(anna, "⚠️ ")  # 21 MB of nothing: it has been read and found to be no video
        assert "holiday.mp4 is not a file I can use" in told["text"]
        assert len(server.world.calls_of("getFile")) == 1
