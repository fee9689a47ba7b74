"""Discord's messages: whatever is written in them, each becomes a message that can be stored and read again."""

import asyncio
import re
from functools import cache
from typing import Any

import discord

from bots.discord.inbound import is_addressed, message_from
from core.model import Message
from core.store.codec import Codec
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.test_discord_payloads import ME
from tests.hostile.words import EVIL

WORDS = (
    *EVIL,
    "<@99>",
    "<@!7>",
    "\\1",
    "\\g<0>",
    "2026-01-05T12:00:00+00:00",
    "https://cdn.test/a.mp4",
    "a.mp4",
    "video/mp4; x",
)
STORED = Codec(Message)
USER = {"id": "7", "username": "anna", "discriminator": "0", "avatar": None, "global_name": "Anna"}
FILE = {
    "id": "5",
    "filename": "a.mp4",
    "size": 10,
    "url": "https://cdn.test/a.mp4?ex=1",
    "proxy_url": "",
    "content_type": "video/mp4",
    "description": "mine",
    "width": 10,
    "height": 20,
}
PLAIN: dict[str, Any] = {
    "id": "1000",
    "channel_id": "9",
    "author": USER,
    "content": "make a film, <@99>",
    "timestamp": "2026-01-05T12:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [USER, ME],
    "mention_roles": ["5"],
    "attachments": [FILE],
    "embeds": [],
    "pinned": False,
    "type": 0,
}
REPLY = PLAIN | {
    "type": 19,
    "message_reference": {"message_id": "999", "channel_id": "9"},
    "referenced_message": PLAIN | {"id": "999", "author": ME},
}
FORWARD = PLAIN | {
    "content": "",
    "message_reference": {"type": 1, "message_id": "999", "channel_id": "9"},
    "message_snapshots": [
        {
            "message": {
                key: PLAIN[key]
                for key in (
                    "content",
                    "timestamp",
                    "edited_timestamp",
                    "mentions",
                    "mention_roles",
                    "attachments",
                    "embeds",
                    "type",
                )
            }
            | {"flags": 0}
        }
    ],
}
PAYLOADS = (PLAIN, REPLY, FORWARD, PLAIN | {"edited_timestamp": "2026-01-05T12:01:00+00:00"})


@cache
def _connection() -> tuple[Any, discord.DMChannel, discord.ClientUser]:
    async def connected() -> tuple[Any, discord.DMChannel, discord.ClientUser]:
        state: Any = discord.Client(intents=discord.Intents.none())._connection
        state.user = me = discord.ClientUser(state=state, data=ME)  # type: ignore[arg-type]
        place = {"id": "9", "type": 1, "last_message_id": None, "recipients": []}
        return state, discord.DMChannel(me=me, state=state, data=place), me  # type: ignore[arg-type]

    with asyncio.Runner() as runner:
        return runner.run(connected())


def attack(data: bytes) -> None:
    """A payload with anything in its texts and numbers; what the library itself does not read is no message."""
    feed = Feed(data)
    state, channel, me = _connection()
    payload = feed.altered(feed.pick(PAYLOADS), WORDS, typed=True)
    try:
        message = discord.Message(state=state, channel=channel, data=payload)
        message.created_at  # noqa: B018 - read out of its id, which may lie beyond the calendar
    except (ValueError, OverflowError, OSError, TypeError, KeyError):
        return
    found = message_from(message, me)
    stored = STORED.load(STORED.dump(found))
    assert is_addressed(message, me)
    assert (stored.update_id, stored.command) == (found.update_id, found.command)
    assert f"<@{me.id}>" not in found.text or re.search(r"<@!?\d*<@", str(payload)), "a call within a call"


def seeds() -> list[bytes]:
    """Each payload as it is, and with something in one of its places."""
    return [
        bytes([number, 1, place, 1, 1, word])
        for number in range(len(PAYLOADS))
        for place in range(20)
        for word in (0, 4, 12)
    ]


TARGET = Target(attack, seeds, WORDS)
