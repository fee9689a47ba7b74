"""The HTTP side: methods, file downloads, faults on demand, and webhooks."""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientError, ClientSession, web

from tests.fakes.telegram_server.control import control_routes
from tests.fakes.telegram_server.form import Form, read_form
from tests.fakes.telegram_server.methods import Methods, forever
from tests.fakes.telegram_server.people import People
from tests.fakes.telegram_server.refusals import Refusal, slow_down
from tests.fakes.telegram_server.sending import Sending
from tests.fakes.telegram_server.world import TOKEN, Call, Json, World

Method = Callable[[Form], Awaitable[Any]]


class TelegramServer:
    """The server, for `async with`. `world` holds its books, `people` acts as users."""

    def __init__(self, *, port: int = 0, token: str = TOKEN) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="telegram-")
        self.world = World(Path(self._folder.name), token=token)
        self.people = People(self.world)
        sending = Sending(self.world)
        self._rooms = (sending, Methods(self.world, sending))
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Task[None] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """What TELEGRAM_API_BASE_URL is set to."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """What TELEGRAM_FILE_BASE_URL is set to."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=10_000_000)
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        application.router.add_routes(control_routes(self.world, self.people))
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._wanted_port).start()
        self.port = self._runner.addresses[0][1]
        self._delivering = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
        self._folder.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        form = Form()
        try:
            self._check_token(request)
            fault = self._fault(name)
            if fault.get("kind") == "reset":
                return _cut(request)
            form = await read_form(request, self.world)
            result = await self._result(name, form, fault)
        except Refusal as refusal:
            status, body = refusal.code, refusal.as_json()
            fault = {}
        else:
            status, body = 200, {"ok": True, "result": result}
        self._note(name, form, status, body)
        await self.world.notify()
        if fault.get("kind") == "lost":
            return _cut(request)
        if fault.get("kind") == "hang":
            await forever()
        return web.json_response(body, status=status)

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.world.token:
            raise Refusal(401, "Unauthorized")

    def _fault(self, name: str) -> Json:
        waiting = self.world.failures.get(name)
        return waiting.popleft() if waiting else {}

    async def _result(self, name: str, form: Form, fault: Json) -> Any:
        match fault.get("kind"):
            case "slow_down":
                raise slow_down(int(fault.get("seconds", 1)))
            case "refuse":
                raise Refusal(int(fault["code"]), str(fault["description"]))
            case _:
                return await self._method(name)(form)

    def _method(self, name: str) -> Method:
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        for room in self._rooms:
            method = getattr(room, snake, None)
            if method is not None and snake != "open_chat":
                found: Method = method
                return found
        raise Refusal(404, "Not Found")

    def _note(self, name: str, form: Form, status: int, body: Json) -> None:
        files = {field: {"name": file.name, "size": file.size} for field, file in form.files.items()}
        answer = body.get("result", body)
        self.world.calls.append(Call(name, form.values, files, status, self.world.monotonic(), answer))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.world.token:
            return web.Response(status=401)
        wanted = request.match_info["path"]
        for stored in self.world.files.values():
            if stored.served_as == wanted and not self.world.local:
                fault = self._fault("download")
                return await _half(request, stored.path) if fault else web.FileResponse(stored.path)
        return web.Response(status=404)

    def fail(self, method: str, kind: str, times: int = 1, **data: Any) -> None:
        """Make the next calls go wrong: slow_down (seconds), refuse (code, description), lost or hang (carried out but
        never answered), reset (cut before it is read). For `download` any kind cuts the file in half."""
        self.world.failures[method].extend({"kind": kind} | data for _ in range(times))

    async def _deliver(self) -> None:
        """Bring updates to the webhook, in order, each until it is taken."""
        async with ClientSession() as session:
            while True:
                async with self.world.changed:
                    await self.world.changed.wait_for(lambda: bool(self.world.webhook and self.world.updates))
                if not await self._brought(session):
                    await asyncio.sleep(0.05)

    async def _brought(self, session: ClientSession) -> bool:
        hook, update = self.world.webhook, self.world.updates[0]
        if hook is None:
            return False
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        status = 0
        with suppress(ClientError, TimeoutError):
            async with session.post(hook.url, json=update, headers=headers) as answer:
                status = answer.status
        hook.last_error = "" if status == 200 else f"Wrong response from the webhook: {status}"
        if status == 200:
            self.world.updates.popleft()
            self.world.confirmed.append(update["update_id"])
        await self.world.notify()
        return status == 200


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _half(request: web.Request, path: Path) -> web.StreamResponse:
    data = await asyncio.to_thread(path.read_bytes)
    answer = web.StreamResponse(headers={"Content-Length": str(len(data))})
    await answer.prepare(request)
    await answer.write(data[: len(data) // 2])
    return _cut(request)
