"""The fake as a server: routes, authorization, faults, buckets, and the books of every request."""

import asyncio
import json
import re
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.fakes.discord_gateway.acting import Acts
from tests.fakes.discord_gateway.bodies import PAYLOAD
from tests.fakes.discord_gateway.control import Control
from tests.fakes.discord_gateway.gateway import Gateway
from tests.fakes.discord_gateway.limits import Buckets, Fault, Faults
from tests.fakes.discord_gateway.posting import Posting
from tests.fakes.discord_gateway.rest import Rest
from tests.fakes.discord_gateway.webhooks import Webhooks
from tests.fakes.discord_gateway.world import Refusal, World

TOKEN = "abc.TEST"
Handler = Callable[[web.Request], Awaitable[dict[str, Any] | list[Any] | None]]
_OPEN = re.compile(r"^/(interactions|webhooks)/")


@dataclass(frozen=True)
class Entry:
    """One request in the books. `body` is its JSON where it had one; `at` in seconds of the fake's clock."""

    method: str
    path: str
    status: int
    at: float
    body: Any


class FakeDiscord:
    """Discord on loopback. `api_url` is for DISCORD_API_BASE_URL, `gateway_url` for DISCORD_GATEWAY_URL."""

    def __init__(self, *, token: str = TOKEN, shards: int = 1, heartbeat_ms: int = 41_250, port: int = 0) -> None:
        self.token = token
        self.world = World()
        self.gateway = Gateway(self.world, token, shards=shards, heartbeat_ms=heartbeat_ms)
        self.posting = Posting(self.world, self.gateway)
        self.faults = Faults()
        self.buckets = Buckets()
        self.books: list[Entry] = []
        self.port = port
        self._changed = asyncio.Condition()
        self._folder = tempfile.TemporaryDirectory(prefix="fake-discord-")
        folder = Path(self._folder.name)
        self.rest = Rest(self.world, self.posting, folder)
        self.webhooks = Webhooks(self.world, self.posting, folder)
        self.acts = Acts(self.world, self.posting, folder)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The REST base."""
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.stop()
        self._folder.cleanup()

    async def start(self) -> None:
        """Listen; on the same port again after a stop."""
        app = web.Application(client_max_size=2**30)
        for base in ("/api/v10", ""):
            for method, path, handler in self._routes():
                app.router.add_route(method, base + path, self._answering(path, handler))
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get("/cdn/attachments/{channel}/{file}/{name}", self._file)
        Control(self).add_routes(app)
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.address = self.gateway_url
        self.posting.base = self.url

    async def stop(self) -> None:
        """Listen no more; what it knows stays."""
        if self._runner is not None:
            await self.gateway.drop(1001)
            await self._runner.cleanup()
            self._runner = None

    async def until(self, condition: Callable[[], object], timeout: float = 10.0) -> None:
        """Return once a condition holds; looked at after each request. TimeoutError with the books' end else."""
        try:
            async with asyncio.timeout(timeout), self._changed:
                await self._changed.wait_for(lambda: bool(condition()))
        except TimeoutError as error:
            last = [f"{entry.method} {entry.path} {entry.status} {entry.body}" for entry in self.books[-8:]]
            raise TimeoutError("the bot did not do it; its last requests:\n" + "\n".join(last)) from error

    def requests(self, method: str, pattern: str) -> list[Entry]:
        """The entries of the books that match."""
        return [entry for entry in self.books if entry.method == method and re.search(pattern, entry.path)]

    def fail(self, method: str, pattern: str, **how: Any) -> None:
        """Make the next matching requests go wrong; see `Fault`."""
        self.faults.add(Fault(method, re.compile(pattern), **how))

    def _routes(self) -> list[tuple[str, str, Handler]]:
        rest, hooks = self.rest, self.webhooks
        one = "/channels/{channel}/messages/{message}"
        hook = "/webhooks/{application}/{token}"
        return [
            ("GET", "/users/@me", rest.me),
            ("GET", "/oauth2/applications/@me", rest.application),
            ("GET", "/applications/@me", rest.application),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("PUT", "/applications/{application}/commands", rest.put_commands),
            ("GET", "/applications/{application}/commands", rest.get_commands),
            ("POST", "/users/@me/channels", rest.open_inbox),
            ("GET", "/guilds/{guild}/members/{user}", rest.member),
            ("GET", "/channels/{channel}", rest.channel),
            ("GET", "/channels/{channel}/messages", rest.history),
            ("POST", "/channels/{channel}/messages", rest.send),
            ("GET", one, rest.fetch),
            ("PATCH", one, rest.edit),
            ("DELETE", one, rest.delete),
            ("POST", "/channels/{channel}/typing", rest.typing),
            ("PUT", one + "/reactions/{emoji}/@me", rest.react),
            ("POST", one + "/threads", rest.open_thread),
            ("POST", "/channels/{channel}/threads", rest.open_thread),
            ("POST", "/interactions/{interaction}/{token}/callback", hooks.callback),
            ("POST", hook, hooks.follow_up),
            ("GET", hook + "/messages/{message}", hooks.fetch),
            ("PATCH", hook + "/messages/{message}", hooks.edit),
            ("DELETE", hook + "/messages/{message}", hooks.delete),
        ]

    async def _gateway_bot(self, request: web.Request) -> dict[str, Any]:
        limits = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 16}
        return {"url": self.gateway_url, "shards": self.gateway.shards, "session_start_limit": limits}

    def _answering(self, route: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            body = await self._noted_body(request)
            status, data, headers = await self._handled(route, handler, request)
            path = request.path.removeprefix("/api/v10")
            async with self._changed:
                noted = body if body is not None else request.get(PAYLOAD)
                self.books.append(Entry(request.method, path, status, self.world.now(), noted))
                self._changed.notify_all()
            if status == 0:
                assert request.transport is not None
                request.transport.abort()
                return web.Response(status=500)
            if data is None:
                return web.Response(status=status, headers=headers)
            payload = json.dumps(data).encode()
            return web.Response(status=status, body=payload, content_type="application/json", headers=headers)

        return answer

    @staticmethod
    async def _noted_body(request: web.Request) -> Any:
        if request.content_type != "application/json" or not request.can_read_body:
            return None
        return json.loads(await request.text())

    async def _handled(
        self, route: str, handler: Handler, request: web.Request
    ) -> tuple[int, dict[str, Any] | list[Any] | None, dict[str, str]]:
        """(status, JSON, headers); status 0 breaks the connection off."""
        path = request.path.removeprefix("/api/v10")
        fault = self.faults.match(request.method, path)
        try:
            if fault is not None:
                await asyncio.sleep(fault.delay)
            if fault is not None and fault.retry_after is not None:
                return self._slow_down(fault.retry_after, fault.everywhere)
            if fault is not None and not fault.carried_out and not fault.delay:
                return (0, None, {}) if fault.drop else self._refused(fault.status, fault.code, "injected")
            if not _OPEN.match(path) and request.headers.get("Authorization") != f"Bot {self.token}":
                return self._refused(401, 0, "401: Unauthorized")
            key = f"{request.method} {route} {request.match_info.get('channel', '')}"
            remaining, wait = self.buckets.take(key, self.world.now())
            if remaining < 0:
                return self._slow_down(wait, everywhere=False)
            data = await handler(request)
        except Refusal as refusal:
            return self._refused(refusal.status, refusal.code, str(refusal))
        if fault is not None and fault.carried_out:
            return (0, None, {}) if fault.drop else self._refused(fault.status, fault.code, "injected afterwards")
        headers = {
            "X-RateLimit-Limit": str(self.buckets.capacity),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Reset": f"{self.world.now() + wait:.3f}",
            "X-RateLimit-Bucket": str(abs(hash(f"{request.method} {route}"))),
        }
        return (204 if data is None else 200), data, headers

    @staticmethod
    def _refused(status: int, code: int, message: str) -> tuple[int, dict[str, Any], dict[str, str]]:
        return status, {"message": message, "code": code}, {}

    @staticmethod
    def _slow_down(seconds: float, everywhere: bool) -> tuple[int, dict[str, Any], dict[str, str]]:
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
        return 429, body, {"Via": "1.1 fake", "Retry-After": f"{seconds:.3f}", "X-RateLimit-Remaining": "0"}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self.world.files.get(int(request.match_info["file"]))
        if stored is None or int(request.query.get("ex", "0"), 16) <= self.world.now():
            return web.Response(status=404, text="This content is no longer available.")
        return web.FileResponse(stored.path, headers={"Content-Type": stored.content_type})
