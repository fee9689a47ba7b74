"""Waiting for whichever comes first, for a loop that is behind, for a weak database; and what goes on meanwhile."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import structlog

from core.errors import StoreUnavailable
from core.ports.clock import Clock

T = TypeVar("T")
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_PROMPT = 0.01
"""Seconds within which an event loop that keeps up comes round."""
_log = structlog.get_logger(__name__)


async def first_of(*waits: Awaitable[object]) -> None:
    """Return when the first of them ends, raising what it raised; the others are cancelled."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        task.result()


@asynccontextmanager
async def meanwhile(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Something goes on while this is entered, and ends with it. Should it fail, that is logged and disturbs nobody."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        [ended] = await asyncio.gather(task, return_exceptions=True)
        if isinstance(ended, Exception):
            _log.error("what went on meanwhile failed", exc_info=ended)


async def until_prompt(longest: float, now: Callable[[], float] = time.perf_counter) -> None:
    """Let others go first until the event loop comes round quickly again, for `longest` seconds at most."""
    turn = began = now()
    while turn - began < longest:
        await asyncio.sleep(0)
        before, turn = turn, now()
        if turn - before < _PROMPT:
            return


async def until_stored(clock: Clock, write: Callable[[], Awaitable[T]]) -> T:
    """Do a write or a read of the store, again and again while it is only unavailable (locked, disk full)."""
    pause = _FIRST_PAUSE
    while True:
        try:
            return await write()
        except StoreUnavailable as error:
            _log.warning("store unavailable, trying again", error=str(error), pause=round(pause, 1))
            await clock.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
            pause = min(pause * 2, _LONGEST_PAUSE)
