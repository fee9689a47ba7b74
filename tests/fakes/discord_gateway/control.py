"""Acting from another process: JSON in, JSON out, below /control."""

import base64
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord_gateway.limits import Fault
from tests.fakes.discord_gateway.world import Interaction, Post, Refusal

if TYPE_CHECKING:
    from tests.fakes.discord_gateway.server import FakeDiscord

Body = dict[str, Any]


class Control:
    """Each POST does one thing; `/control/books` tells everything that happened."""

    def __init__(self, discord: "FakeDiscord") -> None:
        self.discord = discord
        self.world = discord.world
        self.acts = discord.acts

    def add_routes(self, app: web.Application) -> None:
        """Take part in an application."""
        posts: dict[str, Callable[[Body], Awaitable[Any]]] = {
            "guilds": self._guild,
            "channels": self._channel,
            "users": self._user,
            "messages": self._message,
            "edits": self._edit,
            "slash": self._slash,
            "press": self._press,
            "forms": self._form,
            "menu": self._menu,
            "complete": self._complete,
            "inboxes": self._inbox,
            "advance": self._advance,
            "faults": self._fault,
            "gateway": self._gateway,
        }
        for name, handler in posts.items():
            app.router.add_post(f"/control/{name}", _posting(handler))
        app.router.add_get("/control/books", self._books)
        app.router.add_get("/control/messages", self._messages)

    async def _guild(self, body: Body) -> Any:
        return {"id": self.world.add_guild(body["name"], tier=body.get("tier", 0), has_bot=body.get("bot", True))}

    async def _channel(self, body: Body) -> Any:
        return {"id": self.world.add_channel(int(body["guild"]), body["name"], denied=body.get("denied", 0))}

    async def _user(self, body: Body) -> Any:
        return {"id": self.world.add_user(body["name"])}

    async def _inbox(self, body: Body) -> Any:
        return {"id": self.world.inbox_of(int(body["user"]))}

    async def _message(self, body: Body) -> Any:
        files = tuple(_file(file) for file in body.get("files", ()))
        described = tuple(file.get("description", "") for file in body.get("files", ()))
        reply_to = int(body["reply_to"]) if body.get("reply_to") else None
        post = await self.acts.write(
            int(body["user"]),
            int(body["channel"]),
            body.get("content", ""),
            files=files,
            descriptions=described,
            reply_to=reply_to,
        )
        return _post(post)

    async def _edit(self, body: Body) -> Any:
        return _post(await self.acts.rewrite(int(body["message"]), body["content"]))

    async def _slash(self, body: Body) -> Any:
        files = {option: _file(file) for option, file in body.get("files", {}).items()}
        found = await self.acts.slash(
            int(body["user"]),
            int(body["channel"]),
            body["command"],
            files=files,
            locale=body.get("locale", "en-US"),
            **body.get("options", {}),
        )
        return await self._answered(found)

    async def _press(self, body: Body) -> Any:
        found = await self.acts.press(
            int(body["user"]), int(body["message"]), body.get("label", ""), custom_id=body.get("custom_id", "")
        )
        return await self._answered(found)

    async def _form(self, body: Body) -> Any:
        shown = next(one for one in self.world.interactions.values() if one.id == int(body["interaction"]))
        return await self._answered(await self.acts.submit(int(body["user"]), shown, **body["values"]))

    async def _menu(self, body: Body) -> Any:
        return await self._answered(
            await self.acts.menu(int(body["user"]), int(body["channel"]), body["name"], int(body["message"]))
        )

    async def _complete(self, body: Body) -> Any:
        return await self._answered(
            await self.acts.complete(
                int(body["user"]), int(body["channel"]), body["command"], body["option"], body["typed"]
            )
        )

    async def _advance(self, body: Body) -> Any:
        self.world.advance(float(body["seconds"]))
        return {"now": self.world.now()}

    async def _fault(self, body: Body) -> Any:
        self.discord.faults.add(Fault(**{**body, "path": re.compile(body["path"])}))
        return {}

    async def _gateway(self, body: Body) -> Any:
        gateway = self.discord.gateway
        if body["action"] == "drop":
            await gateway.drop(int(body.get("code", 4000)))
        elif body["action"] == "reconnect":
            await gateway.ask_to_reconnect()
        elif body["action"] == "forget":
            await gateway.forget_sessions()
        elif body["action"] == "ready":
            await gateway.ready.wait()
        return {"identified": gateway.identified, "resumed": gateway.resumed}

    async def _answered(self, found: Interaction) -> Any:
        """An interaction as it stands a moment later: answered, or dead after its three seconds."""
        with suppress(TimeoutError):
            await self.discord.until(lambda: found.answered is not None, timeout=3.0)
        return asdict(found)

    async def _books(self, request: web.Request) -> web.Response:
        world = self.world
        return _json(
            {
                "requests": [asdict(entry) for entry in self.discord.books],
                "messages": [_post(post) for post in world.messages.values()],
                "interactions": [asdict(one) for one in world.interactions.values()],
                "channels": [asdict(channel) for channel in world.channels.values()],
                "commands": world.commands,
                "typing": world.typing,
                "repeats_dropped": world.repeats_dropped,
                "identified": self.discord.gateway.identified,
                "resumed": self.discord.gateway.resumed,
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        """A channel's messages; with `contains` and `timeout` it waits until one of them holds that."""
        channel = int(request.query["channel"])
        wanted = request.query.get("contains")
        if wanted is not None:
            with suppress(TimeoutError):
                await self.discord.until(
                    lambda: any(wanted in post.content for post in self.world.history(channel)),
                    timeout=float(request.query.get("timeout", "10")),
                )
        return _json([_post(post) for post in self.world.history(channel)])


def _posting(handler: Callable[[Body], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        try:
            return _json(await handler(await request.json()))
        except (KeyError, StopIteration, ValueError, Refusal) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, status=400)

    return answer


def _json(data: Any, status: int = 200) -> web.Response:
    return web.json_response(data, status=status, dumps=lambda value: json.dumps(value, default=str))


def _post(post: Post) -> dict[str, Any]:
    return asdict(post)


def _file(file: Body) -> tuple[str, bytes | Path, str]:
    content: bytes | Path
    if "path" in file:
        content = Path(file["path"])
    elif "base64" in file:
        content = base64.b64decode(file["base64"])
    else:
        content = str(file.get("text", "")).encode()
    return file["name"], content, file.get("content_type", "application/octet-stream")
