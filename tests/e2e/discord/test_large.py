"""Films at Discord's limits: whole in a boosted server, as a link that says why everywhere else."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.discord.stage import Town, stage, town
from tests.e2e.telegram.padded import padded
from tests.fakes.discord_gateway.world import NO_PREVIEWS
from tests.fakes.studio_process import StudioProcess

pytestmark = pytest.mark.heavy

MB = 2**20
MAKE = "a 2-second video of the ocean"


async def test_a_boosted_server_gets_a_film_of_26_mb_whole(studio: StudioProcess, tmp_path: Path) -> None:
    async with (
        town(tier=2) as place,
        padded(studio.url, 26 * MB) as large,
        stage(place, replace(studio, url=large.url), tmp_path) as bot,
    ):
        await bot.slash("reel make", prompt=MAKE)
        result = await bot.until_video()
        await bot.settled()
    film, timeline = result.files
    assert film.size == 26 * MB
    assert timeline.name == "timeline.png"


async def test_elsewhere_it_comes_as_its_link_and_why_is_said(
    place: Town, studio: StudioProcess, tmp_path: Path
) -> None:
    async with padded(studio.url, 26 * MB) as large, stage(place, replace(studio, url=large.url), tmp_path) as bot:
        await bot.slash("reel make", prompt=MAKE)
        told = await bot.until_said("Your video is ready", "10 MB that fit here", "🔗")
        await bot.settled()
        assert not bot.videos()
        assert not told.flags & NO_PREVIEWS, "Discord plays it from its link"
