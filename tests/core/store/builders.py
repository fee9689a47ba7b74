"""Short ways to make what the store keeps."""

from datetime import UTC, datetime
from typing import Any

from core.model import (
    Content,
    ConversationKey,
    ConversationKind,
    DeliveryKind,
    JobKind,
    Message,
    MessageRef,
    NewDelivery,
    NewJob,
    Person,
    RichText,
)

CHAT = ConversationKey("telegram", "-100")
OTHER = ConversationKey("telegram", "-200")
ANNA = Person("telegram", "7", "Anna")
BEN = Person("telegram", "8", "Ben")


def job(key: str, line: str = "project:1", *, request: str | None = None, **changes: Any) -> NewJob:
    """An edit of Anna's."""
    fields: dict[str, Any] = {
        "key": key,
        "line": line,
        "request_id": request or f"request of {key}",
        "conversation": CHAT,
        "kind": JobKind.EDIT,
        "payload": {"words": key},
        "person": ANNA,
    }
    return NewJob(**{**fields, **changes})


def words(text: str) -> Content:
    """Content that is only text."""
    return Content(RichText.of(text))


def delivery(key: str, conversation: ConversationKey = CHAT, **changes: Any) -> NewDelivery:
    """An answer that says its key."""
    fields: dict[str, Any] = {
        "key": key,
        "conversation": conversation,
        "kind": DeliveryKind.ANSWER,
        "content": words(key),
    }
    return NewDelivery(**{**fields, **changes})


def message(update_id: str, conversation: ConversationKey = CHAT, **changes: Any) -> Message:
    """Something that Anna wrote."""
    fields: dict[str, Any] = {
        "update_id": update_id,
        "ref": MessageRef(conversation, f"m{update_id}"),
        "kind": ConversationKind.GROUP,
        "person": ANNA,
        "sent_at": datetime(2026, 1, 5, 11, 59, tzinfo=UTC),
        "text": f"text {update_id}",
    }
    return Message(**{**fields, **changes})
