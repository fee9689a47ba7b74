"""Listening."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve an app until left; gives its address. Port 0 picks a free one."""
    # a client that hangs up cancels its request: for a run that is what stops it
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        name, actual = runner.addresses[0][:2]
        yield f"http://[{name}]:{actual}" if ":" in name else f"http://{name}:{actual}"
    finally:
        await runner.cleanup()
