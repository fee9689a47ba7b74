"""A video service for load: it answers the protocol's calls at once, and holds runs open as long as it is told.

`python -m benchmarks._nemo` prints its address; `GET /books` gives, per prompt, when its run arrived and when it ended.
"""

import asyncio
import json
import sys
import time
from contextlib import suppress
from typing import Any

from aiohttp import web

HOLD = "hold"
"""A prompt that starts so is kept open, with a keep-alive every ten seconds, until the client leaves."""
WORK_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 10.0


class Nemo:
    """The calls, and the books."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.ended: dict[str, float] = {}
        self.sessions = 0

    async def token(self, request: web.Request) -> web.Response:
        client_id = request.headers["X-Client-Id"]
        return _envelope({"token": f"nmv_usr_test-{client_id[:8]}", "user_id": "anon_1"})

    async def session(self, _request: web.Request) -> web.Response:
        self.sessions += 1
        return _envelope({"session_id": f"s{self.sessions}", "task_id": f"t{self.sessions}"})

    async def state(self, _request: web.Request) -> web.Response:
        return _envelope({"state": {"draft": {"d": 0, "t": []}, "video_infos": []}})

    async def run(self, request: web.Request) -> web.StreamResponse:
        now = time.time()
        body = await request.json()
        prompt = body["new_message"]["parts"][0]["text"]
        self.arrived.setdefault(prompt, now)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        if prompt.startswith(HOLD):
            await _hold(response)
            return response
        await asyncio.sleep(WORK_SECONDS)
        event = {"content": {"role": "model", "parts": [{"text": "Which colour should it be?"}]}}
        await response.write(f"data: {json.dumps(event)}\n\n".encode())
        self.ended[prompt] = time.time()
        return response

    async def books(self, _request: web.Request) -> web.Response:
        return web.json_response({"arrived": self.arrived, "ended": self.ended})


async def _hold(response: web.StreamResponse) -> None:
    with suppress(ConnectionResetError):  # the client left
        while True:
            await response.write(b": keep-alive\n\n")
            await asyncio.sleep(KEEP_ALIVE_SECONDS)


def _envelope(data: dict[str, Any]) -> web.Response:
    return web.json_response({"code": 0, "data": data})


async def _serve() -> None:
    nemo = Nemo()
    app = web.Application()
    app.add_routes(
        [
            web.post("/api/auth/anonymous-token", nemo.token),
            web.post("/api/tasks/me/with-session/nemo_agent", nemo.session),
            web.get("/api/state/nemo_agent/me/{session}/latest", nemo.state),
            web.post("/run_sse", nemo.run),
            web.get("/books", nemo.books),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
    await site.start()
    host, port = runner.addresses[0][:2]
    print(json.dumps({"url": f"http://{host}:{port}"}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve())
