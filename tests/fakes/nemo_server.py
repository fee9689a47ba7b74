"""A loopback server that answers as it is told and keeps exact books: the other end of the client's tests.

async with NemoServer() as server:
    server.on("GET /api/credits/balance/simple", Reply(json={"code": 0, "data": {"available": 7}}))
    server.on("POST /run_sse", Reply(chunks=[b"data: {}\n\n", gate, b": ping\n\n"], cut=True))
    ...
    server.asked("POST /run_sse")[0].json

Several replies to one route are given in order; the last one repeats. An `asyncio.Event` among the chunks is waited for;
`cut` breaks the connection off without the end that the encoding demands. An unscripted route answers 404 without JSON.
"""

import asyncio
import hashlib
import json as jsonlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from core.waiting import first_of

KEPT = 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """One answer: `json`, or `body`, or a stream of `chunks`. `content_type` is guessed from which one it is."""

    status: int = 200
    json: Any = None
    body: bytes = b""
    chunks: Sequence[bytes | asyncio.Event] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = None
    cut: bool = False
    declared_length: int | None = None


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; of a long body, only the first megabyte is kept."""

    route: str
    headers: Mapping[str, str]
    body: bytes
    size: int
    sha256: str
    query: str

    @property
    def json(self) -> Any:
        """The body decoded."""
        return jsonlib.loads(self.body)


class NemoServer:
    """The server; an async context manager. `url` is its address, `books` every request in order."""

    def __init__(self) -> None:
        self.books: list[Asked] = []
        self.url = ""
        self._replies: defaultdict[str, list[Reply]] = defaultdict(list)
        self._runner: web.AppRunner | None = None
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=1 << 40)
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def on(self, route: str, *replies: Reply) -> None:
        """Script the replies of a route, written `METHOD /path`."""
        self._replies[route] = list(replies)

    def asked(self, route: str) -> list[Asked]:
        """The requests to one route, in order."""
        return [asked for asked in self.books if asked.route == route]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        route = f"{request.method} {request.rel_url.raw_path}"
        await self._note(route, request)
        replies = self._replies.get(route)
        if not replies:
            return web.Response(status=404, text="no such page")
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if reply.chunks is not None:
            return await self._stream(request, reply)
        body = jsonlib.dumps(reply.json).encode() if reply.json is not None else reply.body
        media_type = reply.content_type or ("application/json" if reply.json is not None else "text/plain")
        return web.Response(status=reply.status, body=body, headers={"Content-Type": media_type, **reply.headers})

    async def _note(self, route: str, request: web.Request) -> None:
        kept, size, digest = bytearray(), 0, hashlib.sha256()
        async for chunk in request.content.iter_any():
            size += len(chunk)
            digest.update(chunk)
            kept += chunk[: max(0, KEPT - len(kept))]
        self.books.append(
            Asked(route, dict(request.headers), bytes(kept), size, digest.hexdigest(), request.rel_url.raw_query_string)
        )

    async def _stream(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        headers = {"Content-Type": reply.content_type or "text/event-stream", **reply.headers}
        response = web.StreamResponse(status=reply.status, headers=headers)
        if reply.declared_length is not None:
            response.content_length = reply.declared_length
        await response.prepare(request)
        for chunk in reply.chunks or ():
            if isinstance(chunk, asyncio.Event):
                await first_of(chunk.wait(), self._stopping.wait())
            elif chunk:
                await response.write(chunk)
        if reply.cut and request.transport is not None:
            request.transport.close()
        return response
