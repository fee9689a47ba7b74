"""The studio with large films: what it renders is passed on with an empty box behind it, as large as is wanted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, web

CHUNK = 256 * 1024
_KEPT = frozenset({"content-type", "retry-after"})


@dataclass
class Padded:
    """A door to the studio. `size` is what every downloaded film has, in bytes."""

    url: str
    size: int


@asynccontextmanager
async def padded(studio_url: str, size: int) -> AsyncIterator[Padded]:
    """The studio behind a door that makes every film `size` bytes large; it stays a valid MP4."""
    async with ClientSession(auto_decompress=False) as http:
        application = web.Application(client_max_size=64 * 1024 * 1024)

        async def pass_on(request: web.Request) -> web.StreamResponse:
            headers = {name: value for name, value in request.headers.items() if name.lower() != "accept-encoding"}
            body = await request.read()
            async with http.request(
                request.method, studio_url + request.path_qs, data=body or None, headers=headers, allow_redirects=False
            ) as answer:
                data = await answer.read()
                kept = {name: value for name, value in answer.headers.items() if name.lower() in _KEPT}
                if answer.content_type != "video/mp4" or request.method != "GET":
                    return web.Response(status=answer.status, body=data, headers=kept)
            return await _with_padding(request, data, size)

        application.router.add_route("*", "/{path:.*}", pass_on)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield Padded(f"http://127.0.0.1:{runner.addresses[0][1]}", size)
        finally:
            await runner.cleanup()


async def _with_padding(request: web.Request, film: bytes, size: int) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "video/mp4", "Content-Length": str(size)})
    await answer.prepare(request)
    await answer.write(film)
    left = size - len(film)
    await answer.write(left.to_bytes(4, "big") + b"free")
    left -= 8
    while left > 0:
        await answer.write(bytes(min(CHUNK, left)))
        left -= CHUNK
        await asyncio.sleep(0)
    await answer.write_eof()
    return answer
