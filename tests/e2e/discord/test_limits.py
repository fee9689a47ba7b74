"""What Discord refuses or loses: permissions, sizes, answers; and a hundred people at once."""

import asyncio

import pytest

from tests.e2e.discord.stage import Stage
from tests.e2e.discord.transcript import notified
from tests.fakes.discord_gateway.world import ATTACH, NO_PREVIEWS, SEND, SEND_IN_THREADS

pytestmark = pytest.mark.heavy

MAKE = "a 2-second video of snow"


async def test_without_attach_files_the_link_comes_and_the_gap_is_said_once(bot: Stage) -> None:
    bot.world.channels[bot.channel].denied = ATTACH
    await bot.slash("reel make", prompt=MAKE)
    first = await bot.until_said("Your video is ready", "/files/export/", "Attach Files")
    assert not first.flags & NO_PREVIEWS, "the link is played where the file is missing"
    await bot.settled()
    await bot.slash("reel export")
    await bot.until(lambda: sum("Your video is ready" in post.content for post in bot.posts()) == 2)
    await bot.settled()
    assert sum("Attach Files" in post.content for post in bot.posts()) == 1


async def test_where_the_bot_may_not_write_the_commands_own_answer_carries_the_video(bot: Stage) -> None:
    bot.world.channels[bot.channel].denied = SEND
    await bot.slash("reel make", prompt=MAKE)
    result = await bot.until_video()
    assert notified(bot.world, result) == ["alice"]
    await bot.settled()


async def test_a_thread_that_may_not_be_written_in_is_not_opened_and_why_is_said(threaded: Stage) -> None:
    bot = threaded
    bot.world.channels[bot.channel].denied = SEND_IN_THREADS
    await bot.slash("reel make", prompt=MAKE)
    await bot.until_video()
    await bot.settled()
    assert not bot.world.threads(bot.channel)
    assert sum("Send Messages in Threads" in post.content for post in bot.posts()) == 1


async def test_a_send_whose_answer_is_lost_is_repeated_and_shows_once(bot: Stage) -> None:
    bot.discord.fail("POST", "/messages$", drop=True, carried_out=True)
    await bot.slash("reel make", prompt=MAKE)
    await bot.until_video()
    await bot.settled()
    assert len(bot.videos()) == 1
    assert bot.world.repeats_dropped == 1


async def test_asked_to_slow_down_it_waits_and_loses_nothing(bot: Stage) -> None:
    bot.discord.fail("POST", f"/channels/{bot.channel}/messages$", retry_after=1.0)
    await bot.slash("reel make", prompt=MAKE)
    await bot.until_video()
    await bot.settled()
    assert len(bot.videos()) == 1


async def test_a_hundred_people_at_once_are_all_answered_in_time(bot: Stage) -> None:
    people = [bot.world.add_user(f"p{number}") for number in range(100)]
    rooms = [bot.world.inbox_of(person) for person in people]
    asked = await asyncio.gather(
        *(bot.slash("reel help", by=person, channel=room) for person, room in zip(people, rooms, strict=True))
    )
    waits = sorted((found.answered or 99.0) - found.created for found in asked)
    assert waits[-1] < 3.0, waits
    await bot.until(lambda: all(bot.posts(room) for room in rooms))
