"""One run at a time for each session: the next one kills the one before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Runs:
    """The runs that are going on, by session."""

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._beginning: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def beginning(self, session: str) -> AsyncIterator[None]:
        """The moments before a run is registered: the run before it is dead, no other begins."""
        lock = self._beginning.setdefault(session, asyncio.Lock())
        async with lock:
            await self.stop(session)
            yield

    def register(self, session: str, task: asyncio.Task[bool]) -> None:
        """Note a run that was started."""
        self._running[session] = task
        task.add_done_callback(lambda done: self._forget(session, done))

    def _forget(self, session: str, task: asyncio.Task[bool]) -> None:
        if self._running.get(session) is task:
            del self._running[session]

    async def stop(self, session: str) -> None:
        """Kill the session's run, if there is one, and wait until it is gone."""
        task = self._running.get(session)
        if task is not None:
            task.cancel()
            await asyncio.wait((task,))

    async def stop_all(self) -> None:
        """Kill every run."""
        for session in list(self._running):
            await self.stop(session)
