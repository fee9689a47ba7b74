"""A TCP proxy in front of a server that breaks connections in the ways networks do.

async with FaultProxy(server.url) as proxy:
    await proxy.down()                                  # connections are refused
    await proxy.up()                                    # … and taken again, at the same port
    proxy.fault = Fault("/run_sse", cut_after=120)      # the answer ends after 120 bytes, headers included
    proxy.fault = Fault("/run_sse", hold_after=0)       # half-open: nothing more comes, and nothing ends
    proxy.fault = Fault("", drip=7)                     # every answer in pieces of 7 bytes
"""

import asyncio
import socket
import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

PIECE = 65_536


@dataclass(frozen=True)
class Fault:
    """What happens to answers of requests whose first line holds `path`; `times` of them (None: all).

    `cut_after` bytes the connection ends (with `reset`, by RST), `hold_after` bytes it falls silent but stays open.
    """

    path: str
    cut_after: int | None = None
    hold_after: int | None = None
    reset: bool = False
    drip: int | None = None
    times: int | None = None


@dataclass
class _Line:
    """One connection: the fault of the request that is being answered, and the bytes of the answer so far."""

    fault: Fault | None = None
    answered: int = 0


class FaultProxy:
    """The proxy; an async context manager. `url` is its address; `seen` counts requests by method and path."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._hits = 0
        self._port = 0
        self._fault: Fault | None = None
        self.seen: Counter[str] = Counter()

    @property
    def url(self) -> str:
        """Where it listens, or listened."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def fault(self) -> Fault | None:
        """What goes wrong from now on."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        self._fault, self._hits = fault, 0

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.down()

    async def up(self) -> None:
        """Listen, at the port it had before."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Refuse connections, and break those there are."""
        if self._server is not None:
            self._server.close()
            self._server = None
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(ConnectionError, asyncio.CancelledError):
            await self._relay(reader, writer)
        self._tasks.discard(task)
        writer.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(*self._target)
        line = _Line()
        asking = asyncio.create_task(self._ask(reader, server_writer, line))
        try:
            await self._answer(server_reader, writer, line)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            server_writer.transport.abort()

    async def _ask(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter, line: _Line) -> None:
        while chunk := await reader.read(PIECE):
            first = chunk.split(b"\r\n", 1)[0]
            if first.endswith(b"HTTP/1.1"):
                line.fault, line.answered = self._next(first.decode("ascii")), 0
            server.write(chunk)
            await server.drain()

    def _next(self, request: str) -> Fault | None:
        self.seen[" ".join(request.split(" ")[:2])] += 1
        fault = self._fault
        if fault is None or fault.path not in request or (fault.times is not None and self._hits >= fault.times):
            return None
        self._hits += 1
        return fault

    async def _answer(self, server: asyncio.StreamReader, writer: asyncio.StreamWriter, line: _Line) -> None:
        while chunk := await server.read(PIECE):
            fault = line.fault
            size = fault.drip if fault is not None and fault.drip else len(chunk)
            for start in range(0, len(chunk), size):
                piece = chunk[start : start + size]
                if not await self._forward(piece, writer, line):
                    return

    async def _forward(self, piece: bytes, writer: asyncio.StreamWriter, line: _Line) -> bool:
        """Pass a piece on as far as the fault lets it; False when the connection is to end."""
        fault = line.fault
        limit = None if fault is None else fault.cut_after if fault.cut_after is not None else fault.hold_after
        left = len(piece) if limit is None else max(0, limit - line.answered)
        line.answered += len(piece)
        if left:
            writer.write(piece[:left])
            await writer.drain()
        if fault is None or (len(piece) <= left and limit != line.answered):
            return True
        if fault.hold_after is not None:
            await asyncio.Event().wait()
        if fault.reset:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return fault.cut_after is None
