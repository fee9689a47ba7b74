"""What the others wrote down about one cell: the video service, and the chat platform."""

import re
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.telegram_server.world import BOT_ID

ENDED = ("✅ Done", "❌ Not done")
REPEAT = "This may be a repeat"
THINKING = 1 << 7


@dataclass(frozen=True)
class Said:
    """A message of the bot's as it stands at the end."""

    text: str
    video: bool
    buttons: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """A status message that shows its last words."""
        return any(line.startswith(ENDED) for line in self.text.splitlines()[: 2 if self.repeated else 1])

    @property
    def working(self) -> bool:
        """A status message that does not."""
        return "Cancel" in self.buttons

    @property
    def repeated(self) -> bool:
        """It says that it may have been sent before."""
        return REPEAT in self.text


@dataclass(frozen=True)
class Service:
    """What the video service was asked by one cell's bot."""

    calls: Sequence[Mapping[str, Any]]
    files: Sequence[str]

    def of(self, call: str) -> list[Mapping[str, Any]]:
        """The calls of one kind."""
        return [entry for entry in self.calls if entry["call"] == call]

    def runs(self, words: str) -> list[Mapping[str, Any]]:
        """How often the agent was sent these words."""
        return [entry for entry in self.of("run") if words in (entry["text"] or "")]

    @property
    def sessions(self) -> set[str]:
        """The sessions that something was done with."""
        return {entry["session"] for entry in self.calls if entry["call"] in ("run", "upload", "render")}

    @property
    def renders(self) -> set[str]:
        """The ids of the exports that were asked for."""
        return {entry["render_id"] for entry in self.of("render")}


def service_books(calls: Sequence[Mapping[str, Any]], database: Path, word: str, sessions: Collection[str]) -> Service:
    """The calls of the account whose sessions these are, and every call with a word that nobody else uses."""
    accounts = {entry["account"] for entry in calls if entry["session"] in sessions} - {None}
    mine = [entry for entry in calls if entry["account"] in accounts or word in (entry["text"] or "")]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        used = [entry["session"] for entry in mine if entry["call"] == "upload"]
        marks = ", ".join("?" * len(used))
        rows = connection.execute(f"SELECT filename FROM media WHERE session IN ({marks}) ORDER BY rowid", used)  # noqa: S608
        files = [name for (name,) in rows]
    return Service(mine, files)


def chat_books(platform: str, books: Mapping[str, Any]) -> list[Said]:
    """What the bot has said, everywhere, in order."""
    return _discord(books) if platform == "discord" else _telegram(books)


def _telegram(books: Mapping[str, Any]) -> list[Said]:
    messages = [message for chat in books["chats"].values() for message in chat["messages"]]
    return [
        Said(
            message.get("text") or message.get("caption") or "",
            "video" in message,
            tuple(button["text"] for row in _rows(message) for button in row),
        )
        for message in messages
        if message["from"]["id"] == BOT_ID
    ]


def _rows(message: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
    found: list[list[Mapping[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return found


def _discord(books: Mapping[str, Any]) -> list[Said]:
    openers = {channel["id"] for channel in books["channels"]}  # a thread has the id of the message it hangs on
    return [
        Said(
            _unmarked(post["content"]),
            any(file["name"].endswith(".mp4") for file in post["files"]),
            tuple(button.get("label", "") for row in post["components"] for button in row.get("components", ())),
        )
        for post in books["messages"]
        if post["nonce"] is not None or post["interaction_id"] is not None
        if post["id"] not in openers and not post["flags"] & THINKING
    ]


def _unmarked(text: str) -> str:
    """Without the mention in front, and without Discord's marks."""
    return re.sub(r"^<@\d+> ", "", text).replace("**", "")
