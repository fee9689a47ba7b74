"""Chat platforms for many bots at once, a process of its own: `python -m tests.crash.town telegram|discord`.

Prints its address as one line of JSON. `POST /open` starts a server that nobody has used yet and gives its addresses,
`POST /close` ends it.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web

from tests.fakes.discord_gateway import FakeDiscord
from tests.fakes.telegram_server import TelegramServer


@asynccontextmanager
async def _telegram() -> AsyncIterator[dict[str, Any]]:
    async with TelegramServer() as server:
        yield {"control": f"{server.url}/control", "api": server.api_url, "file": server.file_url}


@asynccontextmanager
async def _discord() -> AsyncIterator[dict[str, Any]]:
    async with FakeDiscord() as server:
        yield {"control": f"{server.url}/control", "api": server.api_url, "gateway": server.gateway_url}


SERVERS = {"telegram": _telegram, "discord": _discord}


class Town:
    """The servers that are open, by their control address."""

    def __init__(self, platform: str) -> None:
        self._make = SERVERS[platform]
        self._open: dict[str, AsyncExitStack] = {}

    async def open(self, _: web.Request) -> web.Response:
        """One more server."""
        stack = AsyncExitStack()
        addresses = await stack.enter_async_context(self._make())
        self._open[addresses["control"]] = stack
        return web.json_response(addresses)

    async def close(self, request: web.Request) -> web.Response:
        """That server is not needed any more."""
        await self._open.pop((await request.json())["control"]).aclose()
        return web.json_response({})


async def serve(platform: str) -> None:
    """Serve until standard input closes."""
    town = Town(platform)
    app = web.Application()
    app.router.add_post("/open", town.open)
    app.router.add_post("/close", town.close)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{runner.addresses[0][1]}"}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("platform", choices=sorted(SERVERS))
    asyncio.run(serve(parser.parse_args().platform))
