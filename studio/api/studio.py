"""What the routes work with."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from studio.agent.runs import Runs
from studio.clock import Clock
from studio.config import Config
from studio.errors import TokenInvalid
from studio.exports.queue import Exports
from studio.media.library import Library
from studio.ports import Direct
from studio.rehearsal.desk import Rehearsal
from studio.store import Store


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything that is alive while the server runs."""

    config: Config
    clock: Clock
    store: Store
    direct: Direct
    library: Library
    runs: Runs
    exports: Exports
    rehearsal: Rehearsal | None = None
    background: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        """Do something after a while, unless the studio stops before."""
        task = asyncio.create_task(self._wait_and_do(seconds, work))
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def _wait_and_do(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        await self.clock.sleep(seconds)
        await work()

    async def stop(self) -> None:
        """End what is going on: streams break off as in a crash, their changes are not made."""
        for task in self.background:
            task.cancel()
        await self.runs.stop_all()


STUDIO: Final = web.AppKey("studio", Studio)
ACCOUNT: Final = web.RequestKey("account", str)


def studio_of(request: web.Request) -> Studio:
    """The studio that a request came to."""
    return request.app[STUDIO]


def token_of(request: web.Request) -> str:
    """The bearer token; raises TokenInvalid."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenInvalid("The header Authorization: Bearer <token> is missing.")
    return token.strip()


async def account_of(request: web.Request) -> str:
    """Who asks; raises TokenInvalid."""
    request[ACCOUNT] = account = await studio_of(request).store.accounts.holder(token_of(request))
    return account


def link(request: web.Request, path: str) -> str:
    """An absolute address of ours, as the client can reach it."""
    base = studio_of(request).config.public_url or f"{request.scheme}://{request.host}"
    return base.rstrip("/") + path
