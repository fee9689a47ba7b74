"""People and groups that the bot has met, and what it said to them."""

from pathlib import Path

from core.model import Media, MediaKind, MessageRef, Person
from tests.bots.telegram.bench import Bench
from tests.fakes.telegram_server import Call

HELLO = "hello"


async def chat_with(bench: Bench, name: str = "Anna", language: str = "en") -> tuple[int, MessageRef]:
    """A person who has said hello; their id and that message."""
    person = bench.server.people.user(name, language)
    before = len(bench.intake.messages)
    await bench.server.people.say(person, HELLO)
    return person, (await bench.intake.next(before + 1)).ref


async def group_with(bench: Bench, *, forum: bool = False) -> tuple[int, Person, MessageRef]:
    """A group that has just taken the bot in; its id, its owner, and the message about it."""
    anna = bench.server.people.user("Anna <3")
    chat = await bench.server.people.group(owner=anna, forum=forum)
    message = await bench.intake.next()
    return chat, message.person, message.ref


def last(bench: Bench, method: str) -> Call:
    """The newest call of a method."""
    return bench.server.world.calls_of(method)[-1]


def clip(folder: Path, size: int = 1000, kind: MediaKind = MediaKind.VIDEO, *, thumbnail: int = 0) -> Media:
    """A video of so many bytes as it is delivered, with a thumbnail when that has any."""
    path = folder / "clip.mp4"
    path.write_bytes(bytes(size))
    small = folder / "small.jpg"
    small.write_bytes(bytes(thumbnail))
    return Media(kind, str(path), "sunset.mp4", size, 1920, 1080, 9.6, str(small) if thumbnail else None)
