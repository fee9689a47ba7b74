"""Long jobs: never silent, and still there when Discord has ended the command's right to answer."""

import pytest

from tests.e2e.discord.stage import Stage
from tests.e2e.discord.transcript import notified

pytestmark = pytest.mark.heavy

MAKE = "a 2-second video of snow"


async def test_two_minutes_of_silence_are_said(bot: Stage) -> None:
    await bot.studio.rehearse({"do": "silence", "call": "run", "seconds": 3})
    asked = await bot.slash("reel make", prompt=MAKE)
    await bot.until_seen(asked, "Working on your video")
    await bot.pass_time(121)
    card = await bot.until_seen(asked, "⏳ Still working…")
    assert "2:0" in card.content
    await bot.until_video()
    await bot.until_seen(asked, "✅ Done")
    await bot.settled()


async def test_after_fourteen_minutes_the_card_moves_to_the_channel_by_itself(bot: Stage) -> None:
    await bot.studio.rehearse({"do": "slow", "call": "export", "seconds": 3})
    asked = await bot.slash("reel make", prompt=MAKE)
    status = await bot.until_seen(asked, "Rendering")
    await bot.pass_time(14 * 60 + 30)
    await bot.until(lambda: bot.discord.requests("PATCH", f"/channels/{bot.channel}/messages/{status.id}"))
    result = await bot.until_video()
    await bot.until_seen(asked, "✅ Done")
    await bot.settled()
    assert notified(bot.world, result) == ["alice"]
    assert all(entry.status < 400 for entry in bot.discord.books), "no dead token was tried"


async def test_a_percentage_shows_while_it_renders(bot: Stage) -> None:
    await bot.studio.rehearse({"do": "slow", "call": "export", "seconds": 2})
    asked = await bot.slash("reel make", prompt="a 6-second video of the ocean")
    card = await bot.until_seen(asked, "▱", "%", "for Alice")
    assert card.content.splitlines()[0].startswith("**🎞 Rendering")
    await bot.until_video()
    await bot.settled()
