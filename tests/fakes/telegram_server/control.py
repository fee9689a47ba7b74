"""People and books over HTTP, for tests whose bot is another process."""

import base64
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.fakes.telegram_server.people import Clip, People
from tests.fakes.telegram_server.world import World

ACTIONS = frozenset(
    {"user", "group", "topic", "say", "send", "album", "edit", "press", "block", "kick", "migrate", "service"}
)


def control_routes(world: World, people: People) -> list[web.RouteDef]:
    """`POST /control/act/<action>` with the method's arguments as JSON gives `{"result": …}`; `POST /control/fail`
    with method, kind, times; `POST /control/set` with settings of the world; `GET /control/books`;
    `GET /control/file/<file_id>` gives the bytes of a file."""

    async def act(request: web.Request) -> web.Response:
        name = request.match_info["action"]
        if name not in ACTIONS:
            return web.json_response({"error": f"no action {name}"}, status=404)
        result = getattr(people, name)(**_arguments(await request.json()))
        return web.json_response({"result": await result if hasattr(result, "__await__") else result})

    async def fail(request: web.Request) -> web.Response:
        wish = await request.json()
        world.failures[wish.pop("method")].extend([wish] * wish.pop("times", 1))
        return web.json_response({"result": True})

    async def settings(request: web.Request) -> web.Response:
        for name, value in (await request.json()).items():
            setattr(world.pacing if name in ("enabled", "burst", "group_per_minute") else world, name, value)
        return web.json_response({"result": True})

    async def books(request: web.Request) -> web.Response:
        return web.json_response(_books(world))

    async def file(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(world.files[request.match_info["file_id"]].path)

    return [
        web.post("/control/act/{action}", act),
        web.post("/control/fail", fail),
        web.post("/control/set", settings),
        web.get("/control/books", books),
        web.get("/control/file/{file_id}", file),
    ]


def _arguments(given: dict[str, Any]) -> dict[str, Any]:
    if "clip" in given:
        given["clip"] = _clip(given["clip"])
    if "clips" in given:
        given["clips"] = [_clip(clip) for clip in given["clips"]]
    return given


def _clip(given: dict[str, Any]) -> Clip:
    data: dict[str, Any] = {"data": base64.b64decode(given.pop("base64"))} if "base64" in given else {}
    return Clip(**given, **data)


def _books(world: World) -> dict[str, Any]:
    return {
        "calls": [asdict(call) for call in world.calls],
        "chats": {
            str(chat.id): {"messages": list(chat.messages.values()), "reactions": chat.reactions}
            for chat in world.chats.values()
        },
        "actions": world.actions,
        "answered": world.answered,
        "confirmed": world.confirmed,
        "pending": list(world.updates),
        "commands": {"/".join(scope): commands for scope, commands in world.commands.items()},
    }
