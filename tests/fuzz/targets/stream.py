"""A run's stream: any bytes, cut anywhere, tell the same, in bounded memory, and nothing but our own errors."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import ReelayError
from core.model import AgentText, AgentTextDelta
from core.nemo import frames
from core.nemo.frames import FrameDecoder, Signal
from core.nemo.narrator import Narrator
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target

CAPTURES = Path(__file__).parents[2] / "data" / "adk"
MOST_HELD = 40_000
"""Bytes that a decoder may hold when an event may have 1,000: the event, its lines, and Python's own about each."""


def attack(data: bytes) -> None:
    """The first byte says how large the pieces are, and how often the rest is repeated."""
    feed = Feed(data)
    size, times = 1 + feed.byte() % 64, 1 + feed.byte() % 32
    stream: bytes = feed.rest() * times
    with small_limits():
        whole = told([stream])
        assert told([stream[at : at + size] for at in range(0, len(stream), size)]) == whole
    narrate(list(signals([stream])))


@contextmanager
def small_limits() -> Iterator[None]:
    """What is a megabyte in earnest is a kilobyte here, so that small inputs go beyond it."""
    limits = frames.MAX_EVENT, frames.MAX_SKIPPED
    frames.MAX_EVENT, frames.MAX_SKIPPED = 1000, 4000
    try:
        yield
    finally:
        frames.MAX_EVENT, frames.MAX_SKIPPED = limits


def told(chunks: list[bytes]) -> list[object]:
    """What a stream says, and the error that ends it."""
    heard: list[object] = []
    try:
        heard.extend(signals(chunks))
    except ReelayError as error:
        heard.append(type(error))
    return heard


def signals(chunks: list[bytes]) -> Iterator[Signal]:
    """The signals; what is held meanwhile stays small."""
    decoder = FrameDecoder()
    for chunk in chunks:
        yield from decoder.feed(chunk)
        if frames.MAX_EVENT == 1000:
            assert weight(vars(decoder)) < MOST_HELD, "the decoder grows with the stream"
    yield from decoder.finish()


def weight(value: object) -> int:
    """The bytes of a value and of what it holds."""
    inner: list[object] = []
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    elif hasattr(value, "__dict__"):
        inner = list(vars(value).values())
    return sys.getsizeof(value) + sum(weight(each) for each in inner)


def narrate(heard: list[Signal]) -> None:
    """Tell a run, piece by piece and as a whole; its texts can be sent as they are."""
    narrator = Narrator()
    try:
        for event in (*(event for signal in heard for event in narrator.hear(signal)), *narrator.end()):
            if isinstance(event, AgentText | AgentTextDelta):
                event.text.encode()
    except ReelayError as error:
        str(error).encode()


def seeds() -> list[bytes]:
    """Recorded streams."""
    return [bytes([size, 0]) + path.read_bytes()[:3000] for size, path in enumerate(sorted(CAPTURES.glob("*/*.sse")))]


TARGET = Target(
    attack,
    seeds,
    words=(
        "data:",
        "data: ",
        "\n\n",
        "\r\n",
        "\r",
        ":",
        "event: heartbeat\n",
        "id: 1\n",
        "\ufeff",
        '{"error"',
        '{"code":2001}',
        '{"content":{"parts":[{"text":"a"}]},"partial":true}',
        '{"type":"text","content":"a"}',
        '"functionCall"',
        '"errorCode":',
        '"functionResponse"',
        '"role":"user"',
        '"thought":true',
        "\\ud800",
        "[" * 990,
        '{"m":' * 300,
    ),
)
