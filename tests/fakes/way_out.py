"""An HTTP proxy as companies have them: CONNECT for https, whole addresses for http, a password where it is set.

async with WayOut({"video.example": server.port}, login="me:secret") as proxy:
    proxy.port                                   # on 127.0.0.1
    proxy.asked                                  # ["CONNECT video.example:443", "GET http://video.example/x"]
"""

import asyncio
import base64
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HEAD = b"\r\n\r\n"
PIECE = 65_536


class WayOut:
    """The proxy. `hosts` are the names it knows, which nobody else does, each with the port on loopback that answers."""

    def __init__(self, hosts: Mapping[str, int], *, login: str = "") -> None:
        self._hosts = hosts
        self._login = login
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.asked: list[str] = []
        self.refused = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*self._tasks)

    @property
    def port(self) -> int:
        """Where on loopback it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            self._tasks.discard(task)
            self._close(writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(HEAD)
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        if not self._lets_in(head):
            self.refused += 1
            writer.write(
                b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
            await writer.drain()
            return
        self.asked.append(f"{method} {target}")
        host = target.rpartition(":")[0] if method == "CONNECT" else urlsplit(target).hostname or ""
        if host not in self._hosts:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            await writer.drain()
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._hosts[host])
        self._open.add(far_writer)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established" + HEAD)
        else:
            far_writer.write(head)  # servers take whole addresses, in later requests of the connection too
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            self._close(far_writer)

    def _close(self, writer: asyncio.StreamWriter) -> None:
        self._open.discard(writer)
        writer.close()

    def _lets_in(self, head: bytes) -> bool:
        word = base64.b64encode(self._login.encode())
        return not self._login or b"proxy-authorization: basic " + word.lower() in head.lower()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(PIECE):
        writer.write(piece)
        await writer.drain()
    with suppress(OSError):
        writer.write_eof()
