"""The REST routes that a bot like ours uses."""

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.discord_gateway import shapes
from tests.fakes.discord_gateway.bodies import read_body
from tests.fakes.discord_gateway.posting import Posting
from tests.fakes.discord_gateway.world import FILE_LIFE, HISTORY, THREADS, VIEW, Post, Refusal, World

Answer = dict[str, Any] | list[Any] | None


class Rest:
    """Handlers: each takes a request and gives the JSON to answer with (None: 204)."""

    def __init__(self, world: World, posting: Posting, folder: Path) -> None:
        self.world = world
        self.posting = posting
        self.folder = folder

    async def me(self, request: web.Request) -> Answer:
        return shapes.user(self.world, self.world.bot_id)

    async def application(self, request: web.Request) -> Answer:
        owner = next((number for number in self.world.users if number != self.world.bot_id), self.world.bot_id)
        return {
            "id": str(self.world.application_id),
            "name": "reelay",
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "00",
            "flags": 0,
            "owner": shapes.user(self.world, owner),
            "team": None,
        }

    async def put_commands(self, request: web.Request) -> Answer:
        wanted = await request.json()
        self.world.commands = [
            {**command, "id": str(self.world.snowflake()), "application_id": str(self.world.application_id)}
            | {"version": "1", "default_member_permissions": None}
            for command in wanted
        ]
        return self.world.commands

    async def get_commands(self, request: web.Request) -> Answer:
        return self.world.commands

    async def open_inbox(self, request: web.Request) -> Answer:
        person = int((await request.json())["recipient_id"])
        if person not in self.world.users:
            raise Refusal(404, 10013, "Unknown User")
        return shapes.channel(self.world, self.world.channels[self.world.inbox_of(person)])

    async def channel(self, request: web.Request) -> Answer:
        place = self.world.channel(int(request.match_info["channel"]))
        self.world.require(place, VIEW)
        return shapes.channel(self.world, place)

    async def member(self, request: web.Request) -> Answer:
        guild = self.world.guilds.get(int(request.match_info["guild"]))
        person = int(request.match_info["user"])
        if guild is None or not guild.has_bot:
            raise Refusal(404, 10004, "Unknown Guild")
        if person not in self.world.users:
            raise Refusal(404, 10007, "Unknown Member")
        return shapes.member(self.world, guild, person)

    async def send(self, request: web.Request) -> Answer:
        number = int(request.match_info["channel"])
        limit = self.world.upload_limit(self.world.channel(number))
        body, files = await read_body(request, self.world, self.folder, limit)
        return self.posting.shape(await self.posting.by_bot(number, body, files))

    async def fetch(self, request: web.Request) -> Answer:
        post = self._message(request)
        self.world.require(self.world.channel(post.channel_id), HISTORY)
        for file in post.files:
            file.expires = max(file.expires, self.world.now() + FILE_LIFE)
        return self.posting.shape(post)

    async def history(self, request: web.Request) -> Answer:
        """A channel's messages, newest first; above `after` the oldest of them are given."""
        place = self.world.channel(int(request.match_info["channel"]))
        self.world.require(place, HISTORY)
        limit, after = int(request.query.get("limit", "50")), request.query.get("after")
        posts = [post for post in self.world.history(place.id) if post.seen_by is None]
        chosen = [post for post in posts if post.id > int(after)][:limit] if after is not None else posts[-limit:]
        return [self.posting.seen(post) for post in reversed(chosen)]

    async def edit(self, request: web.Request) -> Answer:
        post = self._message(request)
        self.world.require(self.world.channel(post.channel_id))
        if post.author_id != self.world.bot_id:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        if post.seen_by is not None:
            raise Refusal(404, 10008, "Unknown Message")
        limit = self.world.upload_limit(self.world.channel(post.channel_id))
        body, files = await read_body(request, self.world, self.folder, limit)
        return self.posting.shape(await self.posting.change(post, body, files))

    async def delete(self, request: web.Request) -> Answer:
        post = self._message(request)
        if post.author_id != self.world.bot_id:
            raise Refusal(403, 50013, "Missing Permissions")
        await self.posting.remove(post)
        return None

    async def typing(self, request: web.Request) -> Answer:
        place = self.world.channel(int(request.match_info["channel"]))
        self.world.require(place)
        self.world.typing.append(place.id)
        return None

    async def react(self, request: web.Request) -> Answer:
        post = self._message(request)
        self.world.require(self.world.channel(post.channel_id), 1 << 6)
        self.world.reactions.append((post.id, request.match_info["emoji"]))
        return None

    async def open_thread(self, request: web.Request) -> Answer:
        parent = self.world.channel(int(request.match_info["channel"]))
        self.world.require(parent, THREADS)
        message = request.match_info.get("message")
        name = str((await request.json())["name"])
        if not 1 <= len(name) <= 100:
            raise Refusal(400, 50035, "Invalid Form Body: name")
        thread = self.world.add_thread(parent.id, name, int(message) if message else None)
        shape = shapes.channel(self.world, thread)
        await self.posting.gateway.dispatch("THREAD_CREATE", shape, guild_id=thread.guild_id)
        return shape

    def _message(self, request: web.Request) -> Post:
        channel = self.world.channel(int(request.match_info["channel"]))
        self.world.require(channel)
        return self.world.message(int(request.match_info["message"]), channel.id)
