"""The service's error table, as it is read on Discord."""

from pathlib import Path

import pytest

from tests.e2e.discord.stage import Stage, Town, stage
from tests.e2e.discord.transcript import notified
from tests.e2e.rows import WORDS, Row, junk, rows
from tests.fakes.studio_process import StudioProcess

pytestmark = pytest.mark.heavy


@rows
async def test_each_row_has_its_sentence_and_its_way_on(
    place: Town, studio: StudioProcess, tmp_path: Path, row: Row
) -> None:
    own = {"nemo_token": await studio.token(tmp_path.name)} if row.registered else {}
    await studio.rehearse(*row.rules)
    async with stage(place, studio, tmp_path / "reelay", **own) as bot:
        files = {f"file{n}": (file.name, file, "video/mp4") for n, file in enumerate(junk(tmp_path, row), 1)}
        asked = await bot.slash("reel make", prompt=WORDS, files=files)
        if "fetched" in row.sentence:
            result = await bot.until_said("Your video is ready", "🔗")
            assert notified(bot.world, result) == ["alice"]
            return
        told = await bot.until_said("⚠️", row.sentence)
        await bot.until_seen(asked, "❌ Not done")
        await bot.settled()
        labels = [button["label"] for button in bot.world.buttons(told.id)]
        if row.code == 12:
            assert told.seen_by == bot.alice, "what is left on an account is nobody else's business"
            assert ("Register" in labels) is not row.registered
        if row.code in (17, 18, 19, 21, 22):
            assert labels == ["Try again"]
        assert not bot.videos()


async def test_a_press_on_try_again_asks_once_more(bot: Stage, studio: StudioProcess) -> None:
    await studio.rehearse({"do": "error", "call": "run", "nth": [1]})
    await bot.slash("reel make", prompt=WORDS)
    told = await bot.until_said("⚠️", "could not finish this request")
    assert told.seen_by == bot.alice
    await bot.press(told, "Try again")
    await bot.until_video()
    await bot.settled()
