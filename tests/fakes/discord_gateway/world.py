"""What the fake Discord knows: people, places, messages, interactions. No sockets in here."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

EPOCH_MS = 1_420_070_400_000
TOKEN_LIFE = 15 * 60.0
FIRST_ANSWER = 3.0
OUTSIDE_FOLLOWUPS = 5
NONCE_LIFE = 5 * 60.0
FILE_LIFE = 24 * 3600.0
NO_PREVIEWS = 1 << 2
EPHEMERAL = 1 << 6
LOADING = 1 << 7

VIEW, SEND, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 15, 1 << 16
THREADS, SEND_IN_THREADS, MANAGE_GUILD = 1 << 35, 1 << 38, 1 << 5
BOT_PERMISSIONS = VIEW | SEND | ATTACH | HISTORY | THREADS | SEND_IN_THREADS | 1 << 6 | 1 << 14
TEXT, DM, THREAD = 0, 1, 11
UPLOAD_LIMITS = (10 * 2**20, 10 * 2**20, 50 * 2**20, 100 * 2**20)


class Refusal(Exception):
    """An answer that says no, as Discord says it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass
class Channel:
    id: int
    type: int
    name: str = ""
    guild_id: int | None = None
    parent_id: int | None = None
    recipient: int | None = None
    denied: int = 0  # permissions that the bot lacks here
    locked: bool = False  # a thread in which only moderators write


@dataclass
class Guild:
    id: int
    name: str
    owner_id: int
    has_bot: bool = True
    tier: int = 0
    permissions: int = BOT_PERMISSIONS
    channels: list[int] = field(default_factory=list)
    managers: set[int] = field(default_factory=set)


@dataclass
class StoredFile:
    id: int
    name: str
    size: int
    path: str
    content_type: str
    sha256: str
    expires: float
    description: str = ""


@dataclass
class Post:
    """A message. `seen_by` is the one person who sees an ephemeral one."""

    id: int
    channel_id: int
    author_id: int
    content: str
    created: float
    edited: float | None = None
    flags: int = 0
    components: list[Any] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    reference: dict[str, Any] | None = None
    nonce: str | None = None
    seen_by: int | None = None
    allowed_mentions: dict[str, Any] | None = None
    versions: list[str] = field(default_factory=list)
    interaction_id: int | None = None


@dataclass
class Interaction:
    """An interaction and how it was answered. Times are in seconds of the fake's clock."""

    id: int
    token: str
    type: int
    user_id: int
    channel_id: int
    guild_id: int | None
    created: float
    outside: bool
    source: int | None = None  # the message that a pressed button hangs on
    answered: float | None = None
    callback: int | None = None
    original: int | None = None
    loading: bool = False
    hidden: bool = False
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None
    followups: list[int] = field(default_factory=list)


class World:
    """Everything at once; the clock can be moved ahead with `advance`."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._numbers = count(1)
        self.bot_id = self.snowflake()
        self.application_id = self.bot_id
        self.users: dict[int, dict[str, Any]] = {self.bot_id: {"username": "reelay", "bot": True}}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Post] = {}
        self.interactions: dict[str, Interaction] = {}
        self.files: dict[int, StoredFile] = {}
        self.commands: list[dict[str, Any]] = []
        self.closed_inboxes: set[int] = set()
        self.typing: list[int] = []
        self.reactions: list[tuple[int, str]] = []
        self.repeats_dropped = 0

    def now(self) -> float:
        """Unix seconds, moved ahead by what was advanced."""
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        """Move the clock."""
        self.ahead += seconds

    def snowflake(self) -> int:
        """A new id."""
        return (int(self.now() * 1000) - EPOCH_MS) << 22 | next(self._numbers) & 0x3FFFFF

    def add_user(self, name: str) -> int:
        """Somebody new."""
        number = self.snowflake()
        self.users[number] = {"username": name, "bot": False}
        return number

    def add_guild(self, name: str, *, tier: int = 0, has_bot: bool = True, permissions: int = BOT_PERMISSIONS) -> int:
        """A server; with `has_bot` False only people's own installs work there."""
        number = self.snowflake()
        owner = self.add_user(f"{name}-owner")
        self.guilds[number] = Guild(number, name, owner, has_bot, tier, permissions)
        return number

    def add_channel(self, guild_id: int, name: str, *, denied: int = 0) -> int:
        """A text channel."""
        number = self.snowflake()
        self.channels[number] = Channel(number, TEXT, name, guild_id, denied=denied)
        self.guilds[guild_id].channels.append(number)
        return number

    def add_thread(self, parent_id: int, name: str, number: int | None = None) -> Channel:
        """A public thread; hung on a message it takes that message's id."""
        parent = self.channel(parent_id)
        if number in self.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        thread = Channel(number or self.snowflake(), THREAD, name, parent.guild_id, parent_id, denied=parent.denied)
        self.channels[thread.id] = thread
        if parent.guild_id is not None:
            self.guilds[parent.guild_id].channels.append(thread.id)
        return thread

    def inbox_of(self, user_id: int) -> int:
        """The direct messages between the bot and somebody."""
        for channel in self.channels.values():
            if channel.type == DM and channel.recipient == user_id:
                return channel.id
        number = self.snowflake()
        self.channels[number] = Channel(number, DM, recipient=user_id)
        return number

    def channel(self, number: int) -> Channel:
        """A channel. Refuses unknown ones."""
        if number not in self.channels:
            raise Refusal(404, 10003, "Unknown Channel")
        return self.channels[number]

    def message(self, number: int, channel_id: int | None = None) -> Post:
        """A message. Refuses unknown ones."""
        post = self.messages.get(number)
        if post is None or (channel_id is not None and post.channel_id != channel_id):
            raise Refusal(404, 10008, "Unknown Message")
        return post

    def granted(self, channel: Channel) -> int:
        """What the bot may do in a channel."""
        if channel.guild_id is None:
            return BOT_PERMISSIONS
        guild = self.guilds[channel.guild_id]
        return guild.permissions & ~channel.denied if guild.has_bot else 0

    def require(self, channel: Channel, *bits: int) -> None:
        """Refuse what the bot may not do in a channel."""
        granted = self.granted(channel)
        if not granted & VIEW:
            raise Refusal(403, 50001, "Missing Access")
        if any(not granted & bit for bit in bits):
            raise Refusal(403, 50013, "Missing Permissions")

    def upload_limit(self, channel: Channel) -> int:
        """Bytes of a file in a channel."""
        return UPLOAD_LIMITS[self.guilds[channel.guild_id].tier if channel.guild_id is not None else 0]

    def keep_file(self, file: StoredFile) -> StoredFile:
        """Put a file into storage."""
        self.files[file.id] = file
        return file

    def by_nonce(self, channel_id: int, nonce: str | None) -> Post | None:
        """The message that was sent under a nonce, while Discord remembers it."""
        if nonce is None:
            return None
        for post in self.messages.values():
            if (post.channel_id, post.nonce) == (channel_id, nonce) and self.now() - post.created < NONCE_LIFE:
                return post
        return None

    def interaction(self, token: str) -> Interaction:
        """An interaction by its living token."""
        found = self.interactions.get(token)
        if found is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if self.now() - found.created > TOKEN_LIFE:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return found

    def history(self, channel_id: int) -> list[Post]:
        """A channel's messages, oldest first."""
        return [post for post in self.messages.values() if post.channel_id == channel_id]

    def said(self, channel_id: int) -> list[str]:
        """What the bot's messages in a channel hold now, those that still think left out."""
        return [
            post.content
            for post in self.history(channel_id)
            if post.author_id == self.bot_id and not post.flags & LOADING
        ]

    def threads(self, channel_id: int) -> list[Channel]:
        """The threads of a channel."""
        return [channel for channel in self.channels.values() if channel.parent_id == channel_id]

    def buttons(self, message_id: int) -> Iterator[dict[str, Any]]:
        """The buttons of a message."""
        for row in self.messages[message_id].components:
            yield from row.get("components", ())


def iso(seconds: float) -> str:
    """A moment as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def digest(data: bytes) -> str:
    """What a file is recognized by."""
    return hashlib.sha256(data).hexdigest()
