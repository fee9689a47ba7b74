"""Deliveries as the outbox would hand them over."""

import itertools
from datetime import UTC, datetime
from typing import Any

from core.model import (
    Button,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Media,
    NewDelivery,
    RichText,
    Span,
)

_ids = itertools.count(1)


def place(chat: int, topic: int | str = "") -> ConversationKey:
    """A conversation on Telegram."""
    return ConversationKey("telegram", str(chat), str(topic))


def content(*text: str | Span, buttons: tuple[tuple[Button, ...], ...] = (), media: Media | None = None) -> Content:
    """What is shown."""
    return Content(RichText.of(*text), buttons, media)


def delivery(
    chat: int, shown: Content | str, *, topic: int | str = "", kind: DeliveryKind = DeliveryKind.ANSWER,
    repeated: int = 0, **order: Any,
) -> Delivery:  # fmt: skip
    """A delivery to a chat."""
    number = next(_ids)
    shown = content(shown) if isinstance(shown, str) else shown
    new = NewDelivery(key=f"test:{number}", conversation=place(chat, topic), kind=kind, content=shown, **order)
    return Delivery(number, new, DeliveryState.SENDING, f"nonce-{number}", 1, datetime.now(UTC), repeated=repeated)
