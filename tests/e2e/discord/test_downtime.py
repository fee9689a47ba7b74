"""What is written while the bot is down is answered once it is back, and once only."""

from pathlib import Path

import pytest

from bots.discord import client
from tests.e2e.discord.stage import Stage, Town, stage
from tests.fakes.studio_process import StudioProcess

pytestmark = pytest.mark.heavy

MAKE = "make a 1-second video of the ocean"


@pytest.fixture(autouse=True)
def servers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake's one server tells of itself without a pause."""
    monkeypatch.setattr(client, "SERVERS_COME_WITHIN", 0.1)


def asked_anew(bot: Stage) -> bool:
    """Whether the bot has looked for what it missed in the channel."""
    return bool(bot.discord.requests("GET", f"/channels/{bot.channel}/messages$"))


async def test_a_call_during_the_downtime_is_answered_exactly_once(
    place: Town, studio: StudioProcess, tmp_path: Path
) -> None:
    runs = len(await studio.calls("run"))
    async with stage(place, studio, tmp_path / "reelay"):
        pass
    call = f"<@{place.world.bot_id}> {MAKE}"
    await place.discord.acts.write(place.alice, place.channel, call)
    await place.discord.acts.write(place.bob, place.channel, "nice weather today")
    async with stage(place, studio, tmp_path / "reelay") as bot:
        await bot.until_said("Done: made")
        await bot.settled()
        assert len(bot.posts()) == 2, "a status message and an answer"
    place.discord.books.clear()
    async with stage(place, studio, tmp_path / "reelay") as bot:
        await bot.until(lambda: asked_anew(bot))
        await bot.settled()
        assert len(bot.posts()) == 2
    assert len(await studio.calls("run")) == runs + 1
