"""Deliveries for tests, short to write."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

from core.model import (
    Button,
    Content,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Media,
    Message,
    NewDelivery,
    RichText,
)

_numbers = itertools.count(1)
START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def owed(
    asked: Message,
    text: str | RichText,
    *,
    kind: DeliveryKind = DeliveryKind.STATUS,
    buttons: tuple[tuple[Button, ...], ...] = (),
    media: Media | None = None,
    picture: Media | None = None,
    private: bool = False,
    repeated: int = 0,
) -> Delivery:
    """What the core would owe for a message."""
    number = next(_numbers)
    words = text if isinstance(text, RichText) else RichText.of(text)
    order = NewDelivery(
        key=f"test:{number}",
        conversation=asked.conversation,
        kind=kind,
        content=Content(words, buttons, media, picture),
        reply_to=asked.ref,
        mention=asked.person,
        private=private,
    )
    return Delivery(number, order, DeliveryState.SENDING, f"nonce-{number}", 1, START, repeated=repeated)


def again(delivery: Delivery) -> Delivery:
    """The same delivery a second time."""
    return replace(delivery, attempts=delivery.attempts + 1)
