"""The connections to the Bot API, shared by all calls.

The library's own pool looks at every connection and at every call that waits, twice a call: with 64 connections and a
thousand calls at once that costs more than the calls do. Here the pools are small, and who waits does so in front of them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeAlias

from telegram.request import BaseRequest, HTTPXRequest, RequestData

_URGENCY = {
    "editMessageText": 1,
    "editMessageCaption": 1,
    "setMessageReaction": 2,
    "sendChatAction": 2,
}
"""Calls that let others go first while there are more of them than connections: the smaller, the earlier; the others 0."""
_POOL = 8
_Seconds: TypeAlias = Any  # the library has no public name for "seconds, None for none, or what was set at first"


class Turns:
    """So many at once; of those who wait the most urgent is next, then who came first."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @asynccontextmanager
    async def taken(self, urgency: int) -> AsyncIterator[None]:
        """Entered when it is one's turn."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(urgency)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, urgency: int) -> None:
        turn = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (urgency, next(self._numbers), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            turn = heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class SharedConnections(BaseRequest):
    """Up to `connections` calls at once, over several of the library's requests; `made` makes one for so many."""

    def __init__(self, connections: int, made: Callable[[int], HTTPXRequest]) -> None:
        sizes = [min(_POOL, connections - taken) for taken in range(0, connections, _POOL)]
        self._requests = [made(size) for size in sizes]
        self._free = sizes
        self._turns = Turns(connections)

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return self._requests[0].read_timeout

    async def initialize(self) -> None:
        """Open what is closed."""
        for request in self._requests:
            await request.initialize()

    async def shutdown(self) -> None:
        """Close."""
        for request in self._requests:
            await request.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See the library. The pool with the most free connections takes the call, so that none waits in a pool."""
        async with self._turns.taken(_URGENCY.get(url.rpartition("/")[2], 0)):
            pool = self._free.index(max(self._free))
            self._free[pool] -= 1
            try:
                return await self._requests[pool].do_request(
                    url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
                )
            finally:
                self._free[pool] += 1
