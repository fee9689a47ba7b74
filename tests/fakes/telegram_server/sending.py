"""Messages that the bot sends and edits, checked as Telegram checks them."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram_server.form import Form, Uploaded
from tests.fakes.telegram_server.markup import natural_entities, parse_html, units
from tests.fakes.telegram_server.refusals import bad_request, forbidden
from tests.fakes.telegram_server.world import BOT_ID, Chat, Json, World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PHOTO_LIMIT = 10_000_000
THUMBNAIL_LIMIT = 200_000
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


class Sending:
    """The methods that put messages into chats."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def send_message(self, form: Form) -> Json:
        """sendMessage."""
        chat = self.open_chat(form)
        return self._sent(chat, form, self._written(form, "text", TEXT_LIMIT))

    async def send_video(self, form: Form) -> Json:
        """sendVideo."""
        return self._send_file(form, "video")

    async def send_photo(self, form: Form) -> Json:
        """sendPhoto."""
        return self._send_file(form, "photo")

    async def send_document(self, form: Form) -> Json:
        """sendDocument."""
        return self._send_file(form, "document")

    async def edit_message_text(self, form: Form) -> Json:
        """editMessageText."""
        message = self._own_message(form)
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        return self._edited(message, form, self._written(form, "text", TEXT_LIMIT), ("text", "entities"))

    async def edit_message_caption(self, form: Form) -> Json:
        """editMessageCaption."""
        message = self._own_message(form)
        if "text" in message:
            raise bad_request("there is no caption in the message to edit")
        return self._edited(
            message, form, self._written(form, "caption", CAPTION_LIMIT), ("caption", "caption_entities")
        )

    def open_chat(self, form: Form) -> Chat:
        """The chat a call is about, when the bot may speak there. Raises Refusal."""
        number = self._chat_id(form)
        if number not in self._world.chats:
            if number in self._world.users:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        chat = self._world.chats[number]
        if chat.moved_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        self._check_topic(chat, form)
        return chat

    def _chat_id(self, form: Form) -> int:
        try:
            return int(form.need("chat_id"))
        except ValueError:
            raise bad_request("chat not found") from None

    def _check_topic(self, chat: Chat, form: Form) -> None:
        """The General topic, number 1, is reached only without naming a topic."""
        topic = form.get("message_thread_id")
        if topic is not None and (not chat.is_forum or topic not in chat.topics):
            raise bad_request("message thread not found")

    def _send_file(self, form: Form, kind: str) -> Json:
        chat = self.open_chat(form)
        content = self._file(form, kind)
        if form.get("caption"):
            content |= self._written(form, "caption", CAPTION_LIMIT)
        return self._sent(chat, form, content)

    def _file(self, form: Form, kind: str) -> Json:
        uploaded = form.files.get(kind) or form.files.get(str(form.get(kind, "")).removeprefix("attach://"))
        if uploaded is None:
            raise bad_request(f"there is no {kind} in the request")
        if uploaded.size == 0:
            raise bad_request("file must be non-empty")
        if kind == "photo" and uploaded.size > PHOTO_LIMIT:
            raise bad_request("file is too big")
        file_id, stored = self._world.keep_file(uploaded.path, "")
        file: Json = {"file_id": file_id, "file_unique_id": stored.unique_id, "file_size": uploaded.size}
        if kind == "photo":
            return {"photo": [file | {"width": 1280, "height": 720}]}
        file |= {"file_name": uploaded.name, "mime_type": uploaded.media_type}
        if kind == "video":
            file |= {name: form.get(name, 0) for name in ("width", "height", "duration")}
        if thumbnail := self._thumbnail(form):
            file["thumbnail"] = thumbnail
        return {kind: file}

    def _thumbnail(self, form: Form) -> Json | None:
        name = str(form.get("thumbnail", "")).removeprefix("attach://")
        uploaded: Uploaded | None = form.files.get("thumbnail") or form.files.get(name)
        if uploaded is None or uploaded.size > THUMBNAIL_LIMIT:
            return None  # the real server drops a bad thumbnail without a word
        file_id, stored = self._world.keep_file(uploaded.path, ".jpg")
        shape = {"width": 320, "height": 180, "file_size": uploaded.size}
        return {"file_id": file_id, "file_unique_id": stored.unique_id} | shape

    def _written(self, form: Form, name: str, limit: int) -> Json:
        source = str(form.get(name) or "")
        entities: list[Json]
        match form.get("parse_mode"):
            case None | "":
                text, entities = source.strip(), []
            case "HTML":
                text, entities = parse_html(source)
            case _:
                raise bad_request("unsupported parse_mode")
        if name == "text" and not text:
            raise bad_request("message text is empty")
        if units(text) > limit:
            raise bad_request("message is too long" if name == "text" else "message caption is too long")
        entities = entities + natural_entities(text)
        key = "entities" if name == "text" else "caption_entities"
        return {name: text} | ({key: entities} if entities else {})

    def _sent(self, chat: Chat, form: Form, content: Json) -> Json:
        content = {"from": self._world.bot_user()} | content | self._reply(chat, form) | _markup(form)
        if topic := form.get("message_thread_id"):
            content |= dict[str, Any](message_thread_id=topic, is_topic_message=True)
        self._world.pacing.spend(chat.id)
        return self._world.store(chat, content)

    def _reply(self, chat: Chat, form: Form) -> Json:
        reply: Json | None = form.get("reply_parameters")
        if reply is None:
            return {}
        original = chat.messages.get(int(reply["message_id"]))
        if original is not None:
            return {"reply_to_message": {key: value for key, value in original.items() if key != "reply_to_message"}}
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")

    def _own_message(self, form: Form) -> Json:
        message = self.open_chat(form).messages.get(form.need("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"]["id"] != BOT_ID:
            raise bad_request("message can't be edited")
        return message

    def _edited(self, message: Json, form: Form, content: Json, replaced: tuple[str, str]) -> Json:
        new = {key: value for key, value in message.items() if key not in (*replaced, "reply_markup", "edit_date")}
        new |= content | _markup(form)
        if new == {key: value for key, value in message.items() if key != "edit_date"}:
            raise bad_request(NOT_MODIFIED)
        self._world.pacing.spend(message["chat"]["id"])
        message.clear()
        message.update(new | {"edit_date": int(time.time())})
        return message


def _markup(form: Form) -> Json:
    markup: Json | None = form.get("reply_markup")
    if markup is None:
        return {}
    for row in markup.get("inline_keyboard", []):
        for button in row:
            _check_button(button)
    return {"reply_markup": markup}


def _check_button(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    if "url" in button:
        host = urlsplit(button["url"]).hostname or ""
        if not re.match(r"(https?|tg)://", button["url"]) or "." not in host:
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    elif not 1 <= len(str(button.get("callback_data", "")).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
