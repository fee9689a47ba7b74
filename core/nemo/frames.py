"""Server-sent events out of bytes, as the standard has them (WHATWG HTML, 9.2), and a little of what it does not.

Where a stream keeps to the standard the events are those of httpx-sse, which a test compares. Beyond that decoder this one
shows signs of life (comments, empty events), keeps an event that the stream ended in without a blank line, accepts bare
JSON lines, and never holds more than `MAX_EVENT` bytes, line ends included: a longer event is skipped and reported as
`Oversized`, and a stream that goes on with it beyond `MAX_SKIPPED` is given up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from httpx_sse import ServerSentEvent

from core.errors import OutcomeUnknown

MAX_EVENT = 1024 * 1024
MAX_SKIPPED = 64 * MAX_EVENT

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


class Frame(ServerSentEvent):
    """One event as httpx-sse has them: its name (`message` where none was given) and its data, lines joined by a line feed.

    `complete` is False for what stood at the end of the stream without the blank line that ends an event.
    """

    def __init__(self, data: str, event: str = "message", *, complete: bool = True) -> None:
        super().__init__(event, data)
        self.complete = complete

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frame):
            return NotImplemented
        return (self.data, self.event, self.complete) == (other.data, other.event, other.complete)

    def __hash__(self) -> int:
        return hash((self.data, self.event, self.complete))


@dataclass(frozen=True, slots=True)
class Pulse:
    """A sign of life without content: a comment, or an event without data."""


@dataclass(frozen=True, slots=True)
class Oversized:
    """An event too large to be looked at went by."""


Signal = Frame | Pulse | Oversized


class LineDecoder:
    """Lines out of chunks, in constant memory. A line that is too long comes out as None, once."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._skipped = 0
        self._after_return = False
        self._first = True

    def feed(self, chunk: bytes) -> Iterator[bytes | None]:
        """The lines that `chunk` completes. Raises OutcomeUnknown when a line never ends."""
        if self._after_return and chunk:
            chunk = chunk.removeprefix(b"\n")
            self._after_return = False
        if not chunk:
            return
        self._after_return = chunk.endswith(b"\r")
        *ended, rest = _LINE_END.split(chunk)
        for piece in ended:
            self._keep(piece)
            yield self._take()
        self._keep(rest)

    def rest(self) -> bytes | None:
        """What the stream ended in, without a line end."""
        return self._take()

    def _keep(self, piece: bytes) -> None:
        if not self._skipped and len(self._pending) + len(piece) <= MAX_EVENT:
            self._pending += piece
            return
        self._skipped += len(self._pending) + len(piece)
        self._pending.clear()
        if self._skipped > MAX_SKIPPED:
            raise OutcomeUnknown("The stream sends a line without an end")

    def _take(self) -> bytes | None:
        line = None if self._skipped else bytes(self._pending)
        self._pending.clear()
        self._skipped = 0
        if self._first and line is not None:
            line = line.removeprefix(_BOM)
        self._first = False
        return line


class FrameDecoder:
    """Signals out of chunks: feed it bytes, then `finish` it."""

    def __init__(self) -> None:
        self._lines = LineDecoder()
        self._data = bytearray()  # a million short lines as strings of their own would weigh fifty bytes each
        self._size = 0
        self._filled = False  # some line of it says something
        self._failing = False
        self._event = ""
        self._touched = False
        self._oversized = False

    def feed(self, chunk: bytes) -> Iterator[Signal]:
        """The signals that `chunk` completes. Raises OutcomeUnknown when a line never ends."""
        for line in self._lines.feed(chunk):
            yield from self._line(line)

    def finish(self) -> Iterator[Signal]:
        """What was left when the stream ended: an event without its blank line, marked as such."""
        rest = self._lines.rest()
        if rest:
            yield from self._line(rest)
        if self._size and not self._oversized:
            yield Frame(self._data.decode(), self._event or "message", complete=False)
        self._reset()

    def _line(self, line: bytes | None) -> Iterator[Signal]:
        if line is None:
            self._skip(MAX_EVENT)
        elif not line:
            yield from self._dispatch()
        elif line.startswith(b":"):
            yield Pulse()
        else:
            yield from self._field(line.decode("utf-8", "replace"))

    def _field(self, line: str) -> Iterator[Signal]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        self._touched = True
        if name == "data":
            self._add(value)
        elif name == "event":
            self._event = value
        elif self._failing:
            self._add(line)  # an error written without escaping runs on over several lines
        elif not self._size and line.startswith("{"):
            yield Frame(line)

    def _add(self, value: str) -> None:
        line = value.encode()
        if self._oversized or self._size + len(line) >= MAX_EVENT:
            self._skip(len(line) + 1)
            return
        if not self._size:
            self._failing = value.lstrip().startswith('{"error"')
        self._data += b"\n" + line if self._size else line
        self._size += len(line) + 1
        self._filled = self._filled or bool(line)

    def _skip(self, size: int) -> None:
        self._size += size
        self._oversized = True
        self._data = bytearray()
        if self._size > MAX_SKIPPED:
            raise OutcomeUnknown("The stream sends an event without an end")

    def _dispatch(self) -> Iterator[Signal]:
        if self._oversized:
            yield Oversized()
        elif self._filled:
            yield Frame(self._data.decode(), self._event or "message")
        elif self._touched:
            yield Pulse()
        self._reset()

    def _reset(self) -> None:
        self._data, self._size, self._event = bytearray(), 0, ""
        self._touched = self._oversized = self._filled = self._failing = False
