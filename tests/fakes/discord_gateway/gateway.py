"""The gateway: identify, heartbeat, resume, and events to the shard they belong to."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_gateway import shapes
from tests.fakes.discord_gateway.world import World

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11


@dataclass
class Session:
    """A shard's session: what it was sent is kept, so that it can resume."""

    id: str
    shard: int
    shards: int
    intents: int
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class Gateway:
    """All sessions. `identified`, `resumed` and `heartbeats` count what happened."""

    def __init__(self, world: World, token: str, *, shards: int = 1, heartbeat_ms: int = 41_250) -> None:
        self.world = world
        self.token = token
        self.shards = shards
        self.heartbeat_ms = heartbeat_ms
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.deaf = False  # what happens is told to nobody
        self.ready = asyncio.Event()
        self.all_ready = asyncio.Event()  # as many sessions as there are shards
        self.address = ""
        self._numbers = count(1)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One socket, from hello to close."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": self.heartbeat_ms}, "s": None, "t": None})
        session: Session | None = None
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            session = await self._heard(socket, session, json.loads(frame.data))
        if session is not None and session.socket is socket:
            session.socket = None
        return socket

    async def _heard(
        self, socket: web.WebSocketResponse, session: Session | None, frame: Mapping[str, Any]
    ) -> Session | None:
        if frame["op"] == _HEARTBEAT:
            self.heartbeats += 1
            await socket.send_json({"op": _ACK, "d": None, "s": None, "t": None})
        elif frame["op"] == _IDENTIFY:
            return await self._identify(socket, frame["d"])
        elif frame["op"] == _RESUME:
            return await self._resume(socket, frame["d"])
        return session

    async def _identify(self, socket: web.WebSocketResponse, wish: Mapping[str, Any]) -> Session | None:
        if wish["token"] != self.token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        if wish["intents"] & PRIVILEGED:
            await socket.close(code=4014, message=b"Disallowed intent(s).")
            return None
        shard, shards = wish.get("shard", (0, 1))
        session = Session(f"session-{next(self._numbers)}", shard, shards, wish["intents"], socket=socket)
        self.sessions[session.id] = session
        self.identified += 1
        await self._welcome(session)
        self.ready.set()
        if len(self.sessions) >= self.shards:
            self.all_ready.set()
        return session

    async def _welcome(self, session: Session) -> None:
        mine = [guild for guild in self.world.guilds.values() if guild.has_bot and self._is_mine(session, guild.id)]
        await self._send(
            session,
            "READY",
            {
                "v": 10,
                "user": shapes.user(self.world, self.world.bot_id),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
                "session_id": session.id,
                "resume_gateway_url": self.address,
                "shard": [session.shard, session.shards],
                "application": {"id": str(self.world.application_id), "flags": 0},
                "private_channels": [],
            },
        )
        for guild in mine:
            await self._send(session, "GUILD_CREATE", shapes.guild(self.world, guild))

    async def _resume(self, socket: web.WebSocketResponse, wish: Mapping[str, Any]) -> Session | None:
        session = self.sessions.get(wish["session_id"])
        if session is None or wish["token"] != self.token:
            await socket.send_json({"op": _INVALID, "d": False, "s": None, "t": None})
            return None
        session.socket = socket
        self.resumed += 1
        for event in session.events[wish["seq"] :]:
            await socket.send_json(event)
        await self._send(session, "RESUMED", {})
        self.ready.set()
        return session

    async def dispatch(self, name: str, data: dict[str, Any], *, guild_id: int | None = None) -> None:
        """Tell the shard that a server belongs to (direct messages: the first). Lost when no session is left."""
        for session in list(self.sessions.values()):
            if self._is_mine(session, guild_id or 0) and not self.deaf:
                await self._send(session, name, data)

    def _is_mine(self, session: Session, guild_id: int) -> bool:
        return (guild_id >> 22) % session.shards == session.shard

    async def _send(self, session: Session, name: str, data: dict[str, Any]) -> None:
        event = {"op": _DISPATCH, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        if session.socket is not None and not session.socket.closed:
            try:
                await session.socket.send_json(event)
            except ConnectionError:
                session.socket = None

    async def drop(self, code: int = 4000) -> None:
        """Close every socket with a code; sessions can be resumed."""
        self.ready.clear()
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Ask every client to come back (op 7)."""
        self.ready.clear()
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.send_json({"op": _RECONNECT, "d": None, "s": None, "t": None})

    async def forget_sessions(self) -> None:
        """Close every socket and forget the sessions: a resume is refused and what was sent meanwhile is lost."""
        sockets = [session.socket for session in self.sessions.values() if session.socket is not None]
        self.sessions.clear()
        self.ready.clear()
        for socket in sockets:
            await socket.close(code=4000)
