"""Updates that the library can read: what Telegram has added since it was made must not cost a message."""

from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Bot, Update

log = structlog.get_logger(__name__)

_MESSAGES = ("message", "edited_message")
_READ = frozenset({
    "message_id", "date", "edit_date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message",
    "is_automatic_forward", "media_group_id", "text", "entities", "caption", "caption_entities", "rich_message", "quote",
    "photo", "video", "animation", "document", "audio", "voice", "video_note", "reply_to_message",
    "migrate_to_chat_id", "migrate_from_chat_id",
})  # fmt: skip
"""What is read of a message."""


def update_of(raw: Mapping[str, Any], bot: Bot) -> Update:
    """An update as the library has it. Where a part of its message cannot be read that nobody asks for (a poll of a new
    kind, say), that part is left out. Raises whatever the library raises for the rest."""
    try:
        return Update.de_json(dict(raw), bot)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        log.warning("an update is read without what is strange in it", update_id=raw.get("update_id"), error=str(error))
        return Update.de_json({name: _plain(value) if name in _MESSAGES else value for name, value in raw.items()}, bot)


def _plain(message: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(message, Mapping):
        return message
    return {
        name: _plain(part) if name == "reply_to_message" else part for name, part in message.items() if name in _READ
    }
