"""Standard input line by line: a terminal, a pipe or a file, read beside the event loop."""

import asyncio
import codecs
import os
import threading
from contextlib import suppress

READ_SIZE = 64 * 1024


class Keyboard:
    """Lines as they are typed.

    A daemon thread reads the descriptor itself: making standard input non-blocking would make the terminal's output
    non-blocking too, and a thread within `sys.stdin` would hold up the end of the interpreter.
    """

    def __init__(self, descriptor: int = 0) -> None:
        self.interactive = os.isatty(descriptor)
        self._descriptor = descriptor
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading = False

    async def line(self) -> str | None:
        """The next line without its end, or None when there are no more."""
        if not self._reading:
            self._reading = True
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._read, args=(loop,), daemon=True, name="keyboard").start()
        return await self._lines.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        with suppress(RuntimeError):  # the loop has ended
            while chunk := self._chunk():
                *lines, rest = (rest + decoder.decode(chunk)).split("\n")
                for line in lines:
                    loop.call_soon_threadsafe(self._lines.put_nowait, line.rstrip("\r"))
            if rest:
                loop.call_soon_threadsafe(self._lines.put_nowait, rest)
            loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, READ_SIZE)
        except OSError:  # the terminal is gone
            return b""
