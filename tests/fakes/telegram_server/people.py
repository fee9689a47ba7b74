"""What people do in their clients."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.telegram_server.markup import natural_entities
from tests.fakes.telegram_server.world import BOT_ID, BOT_USERNAME, Chat, Json, World

_LISTED = {"photo"}


@dataclass(frozen=True)
class Clip:
    """A file that somebody sends. `kind` is photo, video, animation, audio, voice, video_note or document.

    With `path` the file is read from there; else `data` is it.
    """

    kind: str = "video"
    data: bytes = b"0123456789"
    name: str | None = None
    mime: str | None = None
    caption: str = ""
    width: int = 640
    height: int = 360
    duration: int = 3
    path: str | None = None


class People:
    """People and what they do; every method returns what the bot would have to refer to."""

    def __init__(self, world: World) -> None:
        self._world = world

    def user(self, name: str = "Anna", language: str | None = "en") -> int:
        """Somebody new; the id."""
        number = self._world.number() + 70_000
        user = {"id": number, "is_bot": False, "first_name": name}
        self._world.users[number] = user | ({"language_code": language} if language else {})
        return number

    async def group(
        self,
        title: str = "Friends",
        *,
        owner: int,
        members: Sequence[int] = (),
        forum: bool = False,
        basic: bool = False,
    ) -> int:
        """A group to which its owner adds the bot; the chat id."""
        number = -self._world.number() if basic else -1_000_000_000_000 - self._world.number()
        chat = Chat(number, "group" if basic else "supergroup", title, is_forum=forum)
        chat.members = {owner: "creator"} | dict.fromkeys(members, "member")
        self._world.chats[number] = chat
        await self._membership(chat, owner, "left", "member")
        return number

    def topic(self, chat_id: int, name: str = "Promo") -> int:
        """A new topic in a forum; its id."""
        chat = self._world.chats[chat_id]
        number = chat.next_message
        chat.next_message += 1
        chat.topics[number] = name
        return number

    async def say(
        self, user: int, text: str, *, chat: int | None = None, topic: int | None = None, reply_to: int | None = None,
        extra: Json | None = None,
    ) -> int:  # fmt: skip
        """Write something; the message id."""
        entities = natural_entities(text)
        content = {"text": text} | ({"entities": entities} if entities else {}) | (extra or {})
        return await self._post(user, chat, content, topic, reply_to)

    async def send(
        self, user: int, clip: Clip, *, chat: int | None = None, topic: int | None = None, reply_to: int | None = None,
        album: str | None = None, extra: Json | None = None,
    ) -> int:  # fmt: skip
        """Send a file; the message id."""
        content = self._file_content(clip) | ({"media_group_id": album} if album else {}) | (extra or {})
        return await self._post(user, chat, content, topic, reply_to)

    async def album(self, user: int, clips: Sequence[Clip], *, chat: int | None = None) -> list[int]:
        """Several files at once; the message ids."""
        group = str(self._world.number())
        return [await self.send(user, clip, chat=chat, album=group) for clip in clips]

    async def edit(self, user: int, message_id: int, text: str, *, chat: int | None = None) -> None:
        """Change what one wrote."""
        place = self._chat(user, chat)
        message = place.messages[message_id]
        message["caption" if "caption" in message else "text"] = text
        message["edit_date"] = int(time.time())
        if self._heard(place, message):
            self._world.queue("edited_message", message)
        await self._world.notify()

    async def press(
        self, user: int, message_id: int, label: str, *, chat: int | None = None, data: str | None = None
    ) -> str:
        """Press the button with this label (or send any data at all, as a tampered client can); the query's id."""
        place = self._chat(user, chat)
        message = place.messages[message_id]
        found = data or _data_of(message, label)
        query_id = f"query-{self._world.number()}"
        self._world.open_queries.add(query_id)
        query = {
            "id": query_id,
            "from": self._world.users[user],
            "chat_instance": str(place.id),
            "data": found,
            "message": message,
        }
        self._world.queue("callback_query", query)
        await self._world.notify()
        return query_id

    async def block(self, user: int) -> None:
        """Block the bot in the private chat."""
        chat = self._chat(user, None)
        chat.blocked = True
        await self._membership(chat, user, "member", "kicked")

    async def kick(self, chat_id: int, by: int) -> None:
        """Remove the bot from a group."""
        await self._membership(self._world.chats[chat_id], by, "member", "kicked")

    async def migrate(self, chat_id: int, by: int) -> int:
        """Make a supergroup of a group; the new chat id."""
        old = self._world.chats[chat_id]
        new = Chat(-1_000_000_000_000 - self._world.number(), "supergroup", old.title, members=dict(old.members))
        self._world.chats[new.id] = new
        old.moved_to = new.id
        await self._service(old, by, {"migrate_to_chat_id": new.id})
        await self._service(new, by, {"migrate_from_chat_id": old.id})
        return new.id

    async def service(self, user: int, content: Json, *, chat: int | None = None) -> None:
        """Any service message."""
        await self._service(self._chat(user, chat), user, content)

    async def _service(self, chat: Chat, user: int, content: Json) -> None:
        self._world.queue("message", self._world.store(chat, {"from": self._world.users[user]} | content))
        await self._world.notify()

    async def _membership(self, chat: Chat, user: int, old: str, new: str) -> None:
        chat.bot_status = new
        bot = self._world.bot_user()
        until = {"until_date": 0}
        change = {
            "chat": chat.as_json(),
            "from": self._world.users[user],
            "date": int(time.time()),
            "old_chat_member": {"status": old, "user": bot} | (until if old == "kicked" else {}),
            "new_chat_member": {"status": new, "user": bot} | (until if new == "kicked" else {}),
        }
        self._world.queue("my_chat_member", change)
        await self._world.notify()

    async def _post(self, user: int, chat: int | None, content: Json, topic: int | None, reply_to: int | None) -> int:
        place = self._chat(user, chat)
        content = {"from": self._world.users[user]} | content
        if topic is not None:
            content |= dict[str, Any](message_thread_id=topic, is_topic_message=True)
            root = {"message_id": topic, "date": 0, "chat": place.as_json(), "from": self._world.users[user]}
            created = {"forum_topic_created": {"name": place.topics[topic], "icon_color": 7322096}}
            content["reply_to_message"] = root | created
        if reply_to is not None:
            original = {key: value for key, value in place.messages[reply_to].items() if key != "reply_to_message"}
            content["reply_to_message"] = original
        message = self._world.store(place, content)
        if self._heard(place, message):
            self._world.queue("message", message)
        await self._world.notify()
        return int(message["message_id"])

    def _chat(self, user: int, chat: int | None) -> Chat:
        if chat is not None:
            return self._world.chats[chat]
        if user not in self._world.chats:
            self._world.chats[user] = Chat(user, "private", user=self._world.users[user], members={user: "member"})
        return self._world.chats[user]

    def _heard(self, chat: Chat, message: Json) -> bool:
        """Privacy mode: in groups only commands, mentions and replies to the bot come through."""
        if chat.type == "private" or not self._world.privacy:
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID:
            return True
        text = message.get("text") or message.get("caption") or ""
        return text.startswith("/") or f"@{BOT_USERNAME}" in text.lower()

    def _file_content(self, clip: Clip) -> Json:
        suffix = Path(clip.name or clip.path or "").suffix or _SUFFIXES[clip.kind]
        file_id, stored = (
            self._world.keep_file(Path(clip.path), suffix) if clip.path else self._world.keep_bytes(clip.data, suffix)
        )
        file: Json = {"file_id": file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
        file |= _shape(clip)
        if clip.name and clip.kind not in ("photo", "voice", "video_note"):
            file["file_name"] = clip.name
        if clip.mime and clip.kind not in ("photo", "video_note"):
            file["mime_type"] = clip.mime
        content: Json = {clip.kind: self._sizes(file) if clip.kind in _LISTED else file}
        if clip.kind == "animation":
            content["document"] = {
                key: value for key, value in file.items() if key not in ("width", "height", "duration")
            }
        if clip.caption:
            content |= {"caption": clip.caption}
            if entities := natural_entities(clip.caption):
                content["caption_entities"] = entities
        return content

    def _sizes(self, largest: Json) -> list[Json]:
        file_id, stored = self._world.keep_bytes(b"thumb", ".jpg")
        small = {"file_id": file_id, "file_unique_id": stored.unique_id, "file_size": 5, "width": 90, "height": 51}
        return [small, largest]


_SUFFIXES = {
    "photo": ".jpg", "video": ".mp4", "animation": ".mp4", "audio": ".mp3", "voice": ".ogg", "video_note": ".mp4",
    "document": ".bin",
}  # fmt: skip


def _shape(clip: Clip) -> Json:
    match clip.kind:
        case "video" | "animation":
            return {"width": clip.width, "height": clip.height, "duration": clip.duration}
        case "photo":
            return {"width": clip.width, "height": clip.height}
        case "video_note":
            return {"length": clip.width, "duration": clip.duration}
        case "audio" | "voice":
            return {"duration": clip.duration}
        case _:
            return {}


def _data_of(message: Json, label: str) -> str:
    rows: list[list[Any]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)
