"""What people wrote while nobody listened: found again over REST once a shard is back, and taken in like any other message.

Discord keeps no messages for a bot that is away: what is sent while it is down, or in a session that could not be resumed,
comes through the gateway to nobody.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

import discord
import structlog

from bots.discord.inbound import PLATFORM
from bots.discord.missed import MOST_PLACES, Search, TakeIn, places_with_news
from bots.discord.routing import channel_of
from core.errors import StoreError
from core.ports import Clock, Recall
from core.waiting import until_stored

_log = structlog.get_logger(__name__)

OLDEST = timedelta(hours=24)
"""What is older than this is not answered any more."""
OVERLAP = timedelta(minutes=3)
"""Asked for once more: a connection is known to be dead only after a minute, and what was heard may not be written yet."""
_SAVE_EVERY = timedelta(minutes=1)
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


class Absence:
    """Knows since when each shard has heard nothing. `recall` None: nothing is remembered, and nothing caught up."""

    def __init__(self, recall: Recall | None, clock: Clock) -> None:
        self._recall = recall
        self._clock = clock
        self._heard = self._saved = self._start = self._earliest = clock.now()
        self._gone: dict[int, datetime] = {}
        self._all: set[int] = set()
        self._here: set[int] = set()
        self._paused: set[int] = set()  # were here, and miss nothing if they can resume
        self._sessions: dict[int, int] = {}  # how often a shard came or went
        self._searches: dict[int, Search] = {}
        self._listed = asyncio.Event()

    async def remember(self) -> None:
        """Read until when an earlier process listened; the first one of all begins now. Before anything is heard."""
        recall = self._recall
        if recall is None:
            self._listed.set()
            return
        until = await until_stored(self._clock, lambda: recall.listened_until(PLATFORM))
        if until is None:
            self._listed.set()
            await until_stored(self._clock, lambda: recall.listening(PLATFORM, self._start))
        else:
            self._start, self._earliest = until, until - OVERLAP

    async def close(self) -> None:
        """Nothing is heard from now on."""
        for search in self._searches.values():
            await search.close()
        await self._save()

    def all_lost(self) -> None:
        """The connection is given up: every shard will begin a new session."""
        for shard in list(self._here):
            self.lost(shard)

    def lost(self, shard: int) -> None:
        """A shard hears nothing from now on."""
        self._moved(shard)
        if shard in self._here:
            self._here.discard(shard)
            self._paused.add(shard)
            self._gone[shard] = self._heard

    def resumed(self, shard: int) -> bool:
        """A shard was sent what it missed; False when it was not through with an earlier absence."""
        if shard not in self._paused:
            return False
        self._paused.discard(shard)
        self._back(shard)
        return True

    async def heard(self, shards: Iterable[int]) -> None:
        """Discord said something. As long as all shards are here, everything was heard until now."""
        self._all.update(shards)
        if not self._here >= self._all:
            return
        self._heard = self._clock.now()
        if self._heard - self._saved >= _SAVE_EVERY:
            await self._save()

    async def over(self, client: discord.AutoShardedClient, shard: int, take_in: TakeIn) -> None:
        """A shard has a new session: take in what people wrote since it heard something last."""
        self._all.update(client.shards)
        self._paused.discard(shard)
        session, back = self._moved(shard), self._clock.now()
        search = await self._search(client, shard, take_in)
        pause = _FIRST_PAUSE
        while not await search.everywhere():
            if client.is_closed() or self._sessions[shard] != session:
                return
            await self._clock.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        if self._sessions[shard] == session and not client.is_closed():
            self._back(shard)
            self._heard = max(self._heard, back)
            await self._save()

    async def before(self, channel: int) -> None:
        """Return when what was written in a channel earlier is taken in: who writes now comes after that."""
        await self._listed.wait()
        for search in list(self._searches.values()):
            await search.at(channel)

    async def _search(self, client: discord.Client, shard: int, take_in: TakeIn) -> Search:
        """The search for what a shard missed, known to `before` from now on."""
        since = max(self._gone.setdefault(shard, self._start) - OVERLAP, self._earliest, self._clock.now() - OLDEST)
        after = discord.utils.time_snowflake(since)
        try:
            places = await self._places(client, shard, after)
            self._searches[shard] = search = Search(client, places, after, take_in)
        finally:
            self._listed.set()  # whatever happened, nobody waits for it any longer
        return search

    async def _places(self, client: discord.Client, shard: int, after: int) -> list[int]:
        recall = self._recall
        if recall is None:
            return []
        known = await until_stored(self._clock, lambda: recall.places(PLATFORM, MOST_PLACES))
        return places_with_news(client, shard, after, [channel_of(place) for place in known])

    def _moved(self, shard: int) -> int:
        self._sessions[shard] = self._sessions.get(shard, 0) + 1
        return self._sessions[shard]

    def _back(self, shard: int) -> None:
        self._gone.pop(shard, None)
        self._here.add(shard)

    async def _save(self) -> None:
        """Remember until when everything was heard; while something is missing, it stays as it was."""
        if self._recall is None or not self._here or not self._here >= self._all:
            return
        self._saved = self._heard
        try:
            await self._recall.listening(PLATFORM, self._heard)
        except StoreError as error:  # the next start asks for a little more
            _log.warning("discord.listening_not_kept", error=str(error))
