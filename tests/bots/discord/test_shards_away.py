"""With several shards everything counts as heard only as far as all of them were there."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

import discord
import pytest

from bots.discord.absence import Absence
from bots.discord.missed import Search
from tests.bots.discord.intake import FakeIntake
from tests.bots.discord.recall import FakeRecall
from tests.fakes.clock import FakeClock

HOUR = timedelta(hours=1)


class TwoShards:
    """As much of a client with two shards and no servers as is asked of one here."""

    def __init__(self) -> None:
        self.shards = {0: None, 1: None}
        self.guilds: Sequence[discord.Guild] = ()
        self.closed = False

    def is_closed(self) -> bool:
        return self.closed


class Broken(TwoShards):
    """Its library stumbles over whatever is in a channel."""

    def get_channel(self, number: int) -> None:
        raise KeyError(number)


async def nothing(_: discord.Message) -> None:
    raise AssertionError("there is nothing to take in")


class Bench:
    """An absence that began an hour ago, and what is remembered of it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.recall = FakeRecall(FakeIntake())
        self.recall.until = self.began = self.clock.now() - HOUR
        self.client = TwoShards()
        self.absence = Absence(self.recall, self.clock)

    async def ready(self, shard: int) -> None:
        """A shard begins a session."""
        await self.absence.over(cast("Any", self.client), shard, nothing)

    async def minute(self) -> None:
        """A minute passes, and Discord says something."""
        await self.clock.advance(60)
        await self.absence.heard(self.client.shards)


@pytest.fixture
async def bench() -> Bench:
    made = Bench()
    await made.absence.remember()
    return made


async def test_the_first_shard_alone_ends_no_absence(bench: Bench) -> None:
    await bench.ready(0)
    await bench.minute()
    assert bench.recall.until == bench.began
    await bench.ready(1)
    assert bench.recall.until == bench.clock.now()
    await bench.minute()
    assert bench.recall.until == bench.clock.now()


async def test_while_one_is_lost_nothing_more_counts_and_a_resumed_session_mends_it(bench: Bench) -> None:
    await bench.ready(0)
    await bench.ready(1)
    until = bench.clock.now()
    bench.absence.lost(1)
    await bench.minute()
    assert bench.recall.until == until
    assert bench.absence.resumed(1)
    await bench.minute()
    assert bench.recall.until == bench.clock.now()


async def test_a_resumed_session_mends_nothing_that_was_missed_before_it(bench: Bench) -> None:
    await bench.ready(0)
    bench.absence.lost(1)
    assert not bench.absence.resumed(1)
    await bench.minute()
    assert bench.recall.until == bench.began


async def test_a_client_that_is_given_up_leaves_everything_to_the_next(bench: Bench) -> None:
    await bench.ready(0)
    await bench.ready(1)
    until = bench.clock.now()
    bench.absence.all_lost()
    await bench.ready(0)
    await bench.minute()
    assert bench.recall.until == until
    await bench.ready(1)
    assert bench.recall.until == bench.clock.now()


async def test_what_a_closed_client_finds_late_counts_for_nothing(bench: Bench) -> None:
    bench.client.closed = True
    await bench.ready(0)
    await bench.ready(1)
    assert bench.recall.until == bench.began


async def test_a_place_that_the_library_stumbles_over_is_given_up_and_holds_up_nobody() -> None:
    search = Search(cast("Any", Broken()), [1, 2], 0, nothing)
    await search.at(2)
    assert await search.everywhere()
