"""Two hundred conversations at once."""

import asyncio
import time

import pytest

from tests.e2e.telegram.stage import Stage

PEOPLE = 200
SECONDS = 60.0


@pytest.mark.heavy
@pytest.mark.slow
async def test_two_hundred_people_are_all_answered_within_a_minute(bot: Stage) -> None:
    people = bot.server.people
    crowd = [people.user(f"Person {number}") for number in range(PEOPLE)]
    started = time.monotonic()
    await asyncio.gather(*(people.say(person, "what can you do?") for person in crowd))
    world, waiting = bot.server.world, list(crowd)

    def everybody_answered() -> bool:
        while waiting and waiting[-1] in world.chats and len(world.said(waiting[-1])) >= 2:
            waiting.pop()
        return not waiting

    await world.until(everybody_answered, SECONDS)
    assert time.monotonic() - started < SECONDS
    for person in crowd:
        await bot.settled(person)
        assert len(bot.said(person)) == 2, bot.transcript(person)
