"""What the server knows: people, chats, messages, files, updates, and its books."""

import asyncio
import copy
import itertools
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fakes.telegram_server.pacing import Pacing

Json = dict[str, Any]

BOT_ID = 900100
BOT_USERNAME = "reelay_test_bot"
TOKEN = "123:TEST"


@dataclass(frozen=True)
class Call:
    """One call in the books. `files` gives name and size of what was uploaded; `status` is the HTTP status answered."""

    method: str
    parameters: Json
    files: Json
    status: int
    at: float
    answer: Any = None


@dataclass
class Chat:
    """A chat as the server keeps it."""

    id: int
    type: str
    title: str = ""
    user: Json | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    reactions: dict[int, list[str]] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    blocked: bool = False
    moved_to: int | None = None
    next_message: int = 11  # in a forum, 1 is the General topic

    def as_json(self) -> Json:
        """The chat as an API object."""
        if self.user is not None:
            return {"id": self.id, "type": "private", "first_name": self.user["first_name"]}
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "type": self.type, "title": self.title} | forum


@dataclass(frozen=True)
class StoredFile:
    """A file on the server's disk; `served_as` is the path in its download address."""

    path: Path
    size: int
    served_as: str
    unique_id: str


@dataclass
class Webhook:
    """Where updates are brought."""

    url: str
    secret: str
    last_error: str = ""


class World:
    """Everything, for one bot."""

    def __init__(self, folder: Path, *, token: str = TOKEN, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.token = token
        self.folder = folder
        self.monotonic = monotonic
        self.privacy = True
        self.local = False
        self.upload_limit = 50_000_000
        self.download_limit = 20 * 1024 * 1024
        self.pacing = Pacing(monotonic)
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.updates: deque[Json] = deque()
        self.history: list[Json] = []
        self.confirmed: list[int] = []
        self.polls = 0
        self.calls: list[Call] = []
        self.actions: list[tuple[int, str]] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.open_queries: set[str] = set()
        self.answered: dict[str, Json] = {}
        self.failures: dict[str, deque[Json]] = defaultdict(deque)
        self.allowed_updates: list[str] = []
        self.webhook: Webhook | None = None
        self.changed = asyncio.Condition()
        self._numbers = itertools.count(1000)
        self.next_update = 500_000

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    def me(self) -> Json:
        """The bot."""
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Reelay",
            "username": BOT_USERNAME,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
        }

    def bot_user(self) -> Json:
        """The bot as a sender."""
        return {"id": BOT_ID, "is_bot": True, "first_name": "Reelay", "username": BOT_USERNAME}

    def queue(self, kind: str, content: Json) -> int | None:
        """Queue an update, unless the bot does not want its kind. Its id."""
        if self.allowed_updates and kind not in self.allowed_updates:
            return None
        self.next_update += 1
        update = {"update_id": self.next_update, kind: copy.deepcopy(content)}
        self.updates.append(update)
        self.history.append(update)
        return self.next_update

    def store(self, chat: Chat, message: Json) -> Json:
        """Give a message its id and place."""
        stored: Json = {"message_id": chat.next_message, "date": int(time.time()), "chat": chat.as_json()} | message
        chat.next_message += 1
        chat.messages[stored["message_id"]] = stored
        return stored

    def keep_file(self, path: Path, suffix: str) -> tuple[str, StoredFile]:
        """Keep a file that is on disk; its id and entry."""
        number = self.number()
        stored = StoredFile(path, path.stat().st_size, f"files/file_{number}{suffix}", f"unique{number}")
        self.files[f"fileid-{number}"] = stored
        return f"fileid-{number}", stored

    def keep_bytes(self, data: bytes, suffix: str) -> tuple[str, StoredFile]:
        """Keep bytes as a file."""
        path = self.folder / f"kept-{self.number()}{suffix}"
        path.write_bytes(data)
        return self.keep_file(path, suffix)

    async def notify(self) -> None:
        """Wake whoever waits for something to happen."""
        async with self.changed:
            self.changed.notify_all()

    async def until(self, condition: Callable[[], bool], timeout: float = 20.0) -> None:
        """Return when the condition holds; it is looked at after each thing that happens. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self.changed:
            await self.changed.wait_for(condition)

    def calls_of(self, method: str) -> list[Call]:
        """The books, by method."""
        return [call for call in self.calls if call.method == method]

    def said(self, chat_id: int) -> list[Json]:
        """What the bot has said in a chat and not deleted, in order."""
        return [
            message for message in self.chats[chat_id].messages.values() if message.get("from", {}).get("id") == BOT_ID
        ]
