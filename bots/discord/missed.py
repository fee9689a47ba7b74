"""One search for messages that nobody heard: which places of a shard are looked at, and each of them once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import discord
import structlog

from bots.discord.refusals import told
from core.errors import DeliveryUnknown, MessengerError, MessengerUnreachable, ReelayError, SlowDown

_log = structlog.get_logger(__name__)

MOST_PLACES = 500
MOST_MESSAGES = 500
"""In one place."""

Room = discord.TextChannel | discord.VoiceChannel | discord.Thread
TakeIn = Callable[[discord.Message], Awaitable[None]]


def places_with_news(client: discord.Client, shard: int, after: int, known: Sequence[int]) -> list[int]:
    """The channels to look at for messages with ids above `after`, those of `known` conversations first.

    Discord has told what was written last in each channel of a server, so that quiet ones cost nothing. Direct messages
    and old threads, of which it tells nothing, are looked at where somebody has talked to the bot (by the first shard).
    """
    last: dict[int, int] = {}
    for guild in client.guilds:
        if guild.shard_id == shard:
            rooms: list[Room] = [*guild.text_channels, *guild.voice_channels, *guild.threads]
            last |= {room.id: room.last_message_id or 0 for room in rooms}
    newest_first = sorted((room for room, message in last.items() if message > after), key=lambda room: -last[room])
    untold = {place for place in known if shard == 0 and client.get_channel(place) is None}
    first = [place for place in known if place in untold or last.get(place, 0) > after]
    return list(dict.fromkeys((*first, *newest_first)))[:MOST_PLACES]


class Search:
    """Takes in what was written after the id `after` in some places, oldest first within each."""

    def __init__(self, client: discord.Client, places: Sequence[int], after: int, take_in: TakeIn) -> None:
        self._client = client
        self._after = after
        self._take_in = take_in
        self._left = dict.fromkeys(places)
        self._visits: dict[int, asyncio.Task[bool]] = {}

    async def everywhere(self) -> bool:
        """Look at all places that are left; False when Discord did not answer for one of them."""
        for place in list(self._left):
            await self.at(place)
        return not self._left

    async def at(self, place: int) -> None:
        """Look at one place now, if it is left; whoever asks meanwhile waits for the same look."""
        if place not in self._left:
            return
        if place not in self._visits:
            self._visits[place] = asyncio.create_task(self._visit(place))
        if await asyncio.shield(self._visits[place]):
            self._left.pop(place, None)
        self._visits.pop(place, None)

    async def close(self) -> None:
        """Look no further."""
        visits = list(self._visits.values())
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)

    async def _visit(self, place: int) -> bool:
        if self._client.is_closed():
            return False
        try:
            with told():
                missed = await self._messages(place)
            for message in missed:
                await self._take_in(message)
        except (SlowDown, DeliveryUnknown, MessengerUnreachable) as error:
            _log.info("discord.catch_up_put_off", channel=place, reason=str(error))
            return False
        except MessengerError:  # the bot is not let in there (any more)
            return True
        except ReelayError:
            _log.exception("discord.catch_up_failed", channel=place)
            return False
        except Exception:  # noqa: BLE001 - the boundary of one place: nobody else, nor who writes there now, may suffer
            _log.exception("discord.catch_up_given_up", channel=place)
            return True
        if missed:
            _log.info("discord.caught_up", channel=place, messages=len(missed))
        return True

    async def _messages(self, place: int) -> list[discord.Message]:
        room = self._client.get_channel(place) or await self._client.fetch_channel(place)
        if not isinstance(room, Room | discord.DMChannel):
            return []
        if isinstance(room, Room) and (room.last_message_id or 0) <= self._after:
            return []
        after = discord.Object(self._after)
        return [message async for message in room.history(limit=MOST_MESSAGES, after=after, oldest_first=True)]
