"""Films and recordings that are looked into in the bot's own process: broken ones are refused, and nothing falls over."""

import asyncio
import tempfile
from functools import cache
from pathlib import Path

import av

from core.audio import to_m4a
from core.errors import AttachmentTypeRefused
from core.media import THUMBNAIL_BYTES, inspect, thumbnail
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.studio.render.material import make_clip


def attack(data: bytes) -> None:
    """A recording to be made into another kind, or a film to be measured and pictured."""
    feed = Feed(data)
    look = _listen if feed.chance() else _watch
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "in.ogg")
        file.write_bytes(feed.rest())
        asyncio.run(look(file, Path(folder, "out")))


async def _listen(file: Path, folder: Path) -> None:
    try:
        made = await to_m4a(file, folder)
    except AttachmentTypeRefused:
        assert not list(folder.iterdir())
    else:
        assert made.stat().st_size > 0


async def _watch(file: Path, out: Path) -> None:
    facts = await inspect(file)
    assert facts.duration is None or facts.duration > 0
    assert await thumbnail(file, out) is out.exists()
    assert not out.exists() or out.stat().st_size < THUMBNAIL_BYTES


@cache
def _samples() -> tuple[bytes, ...]:
    """A short film, and a short recording as chats make them."""
    with tempfile.TemporaryDirectory() as folder:
        film = make_clip(Path(folder, "film.mp4"), frames=3).read_bytes()
        voice = Path(folder, "voice.ogg")
        with av.open(str(voice), "w") as media:
            stream = media.add_stream("libopus", rate=48_000)
            for _ in range(3):
                frame = av.AudioFrame(format="s16", layout="stereo", samples=960)
                frame.rate = 48_000
                media.mux(stream.encode(frame))
            media.mux(stream.encode(None))
        return film, voice.read_bytes()


def seeds() -> list[bytes]:
    """One of each."""
    film, voice = _samples()
    return [b"\0" + film, b"\1" + voice, b"\0" + voice, b"\1" + film]


TARGET = Target(
    attack,
    seeds,
    words=("moov", "mdat", "trak", "stsz", "stco", "avcC", "OggS", "OpusHead", "OpusTags"),
    largest=20_000,
    rounds=30,
)
