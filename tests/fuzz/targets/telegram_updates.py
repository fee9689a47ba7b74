"""Telegram's updates: whatever stands in them, each is taken, and what it becomes can be stored and read again."""

import asyncio
from contextlib import suppress
from functools import cache
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bots.telegram.inbound import Reader
from bots.telegram.receiver import Receiver
from bots.telegram.words import BotIdentity
from core.errors import StoreError
from core.model import ConversationKey, Message, MessageRef
from core.store.codec import Codec, map_strings
from tests.fakes.clock import START, FakeClock
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.test_telegram_updates import CODEC, TEMPLATES
from tests.hostile.words import EVIL

WORDS = (
    *EVIL,
    "private",
    "supergroup",
    "channel",
    "text_link",
    "bot_command",
    "mention",
    "@reelbot",
    "/help@reelbot",
    "de",
)
STORED = Codec(Message)
READER = Reader(BotIdentity(99, "reelbot", reads_everything=True), CODEC)
RICH: dict[str, Any] = {
    "message": TEMPLATES[0]["message"]
    | {
        "rich_message": {
            "blocks": [
                {"text": ["a", {"text": "b", "url": "https://x.test"}]},
                {"photo": [{"file_id": "f"}], "caption": {"text": "c"}},
            ]
        }
    }
}
UPDATES = (*TEMPLATES, RICH)


class Inbox:
    """Stores what it is given and reads it again, as the real one does."""

    async def receive(self, message: Message) -> Message | None:
        """Raises StoreError for what could not be read back."""
        stored = STORED.load(STORED.dump(message))
        assert stored.update_id == message.update_id
        assert stored.ref.conversation.platform == "telegram"
        return stored

    async def place(self, update_id: str, place: MessageRef) -> None:
        """Nothing is kept."""
        raise AssertionError("Telegram's messages know their place")

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        """Nothing is kept."""
        assert old.platform == new.platform

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        """Nothing is kept."""
        assert conversation.platform == "telegram"


class Silent(Bot):
    """A bot that sends nothing."""

    async def answer_callback_query(self, *args: Any, **kwargs: Any) -> bool:
        raise TelegramError("too old")


@cache
def _bot() -> Silent:
    return Silent("123:TEST")


def attack(data: bytes) -> None:
    """An update with anything in it is taken; one whose parts have their types is read, too."""
    feed = Feed(data)
    template, typed = feed.pick(UPDATES), feed.chance()
    update: dict[str, Any] = {"update_id": 1, **feed.altered(template, WORDS, typed=typed)}
    if typed:
        sound: Any = map_strings(update, _sound)
        READER.read(_read(sound), START)
    asyncio.run(_taken(update))


def _sound(text: str) -> str:
    """Telegram's texts hold no half surrogate pairs."""
    return text.encode(errors="replace").decode()


def _read(update: dict[str, Any]) -> Update:
    try:
        return Update.de_json(dict(update), _bot())
    except (ValueError, OverflowError, OSError):  # a date beyond the calendar: the library's own limit
        return Update(1)


async def _taken(update: dict[str, Any]) -> None:
    receiver = Receiver(_bot(), READER, Inbox(), FakeClock())
    with suppress(StoreError):
        await receiver.take(update)
    await receiver.close()


def seeds() -> list[bytes]:
    """Each update as it is, and with something in one of its places."""
    return [
        bytes([number, typed, 1, place, 0, 8, 1, 1, 1])
        for number in range(len(UPDATES))
        for typed in (0, 1)
        for place in range(12)
    ]


TARGET = Target(attack, seeds, WORDS)
