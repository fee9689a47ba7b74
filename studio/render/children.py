"""Child processes: asking the fork server for one, talking with it, its end."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys

STREAM_LIMIT = 1024 * 1024
COMPLAINTS_KEPT = 2000
GRACE = 5.0
"""Seconds in which a server that is let go buries its children."""
_Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Child:
    """A child process: what it says and hears; `end` must be awaited, however things went."""

    def __init__(self, talk: _Stream, lifeline: _Stream) -> None:
        self.says, self.hears = talk
        self._lifeline = lifeline[1]
        self._ending = asyncio.create_task(_tail(lifeline[0]))

    async def ended(self) -> tuple[int, str]:
        """Wait for its end: the exit code (negative: by that signal) and the last of what it complained."""
        complaints, _, code = (await asyncio.shield(self._ending)).rpartition("\n")
        return (int(code), complaints) if code else (-signal.SIGKILL, complaints)

    async def end(self) -> None:
        """Kill it if it still lives; returns when it is gone."""
        self.hears.close()
        with contextlib.suppress(OSError):
            self._lifeline.write_eof()
        await asyncio.wait([self._ending])
        self._lifeline.close()


class Children:
    """Gives child processes. The fork server is started for the first of them, and again whenever it has gone.

    After `idle` seconds without a child the server gives its memory back. Nothing here is bound to an event loop; it is used
    as a context manager, or closed.
    """

    def __init__(self, *, idle: float = 60.0) -> None:
        self._idle = idle
        self._orders: socket.socket | None = None
        self._servers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the server go, and with it whatever child is left."""
        self._leave()
        for server in self._servers:
            try:
                server.wait(GRACE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        self._servers.clear()

    async def child(self) -> Child:
        """Another child process, which waits for its job. Raises OSError when the system gives none."""
        talk, its_talk = socket.socketpair()
        lifeline, its_lifeline = socket.socketpair()
        with its_talk, its_lifeline, contextlib.ExitStack() as unwanted:
            unwanted.callback(talk.close)
            unwanted.callback(lifeline.close)
            talking = await _stream(talk)
            unwanted.callback(talking[1].close)
            living = await _stream(lifeline)
            unwanted.callback(living[1].close)
            self._order(its_talk, its_lifeline)
            unwanted.pop_all()
        return Child(talking, living)

    def _order(self, *sockets: socket.socket) -> None:
        numbers = [sock.fileno() for sock in sockets]
        if self._orders is not None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it had nothing to do, or was killed
                socket.send_fds(self._orders, [b"c"], numbers)
                return
        self._leave()
        self._orders = self._started()
        socket.send_fds(self._orders, [b"c"], numbers)

    def _leave(self) -> None:
        if self._orders is not None:
            self._orders.close()
        self._orders = None
        self._servers = [server for server in self._servers if server.poll() is None]

    def _started(self) -> socket.socket:
        orders, its_orders = socket.socketpair()
        with its_orders:
            server = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "studio.render.forkserver", str(self._idle)],
                stdin=its_orders.fileno(),
                stdout=subprocess.DEVNULL,
                env=environment(),
                start_new_session=True,
            )
        self._servers.append(server)
        return orders


async def _stream(sock: socket.socket) -> _Stream:
    return await asyncio.open_unix_connection(sock=sock, limit=STREAM_LIMIT)


async def _tail(stream: asyncio.StreamReader) -> str:
    """The last of what comes before the other end closes."""
    kept = b""
    with contextlib.suppress(ConnectionError):
        while part := await stream.read(4096):
            kept = (kept + part)[-COMPLAINTS_KEPT:]
    return kept.decode("utf-8", "replace")


def environment() -> dict[str, str]:
    """One thread and few heaps for the number libraries: each would reserve memory that counts against the limit."""
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"}
    return {**{name: value for name, value in os.environ.items() if not _secret(name)}, **quiet}


def _secret(name: str) -> bool:
    return any(word in name.upper() for word in ("TOKEN", "SECRET", "PASSWORD", "KEY"))
