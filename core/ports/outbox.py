"""Durable deliveries as the core needs them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model import ConversationKey, Delivery, DeliveryState, NewDelivery, Receipt


class Outbox(Protocol):
    """Durable deliveries: the intent before the send, the receipt after."""

    async def owe(self, delivery: NewDelivery) -> bool:
        """Owe a conversation something; False when that key is owed already."""
        ...

    async def due(self, platforms: Sequence[str], limit: int) -> list[Delivery]:
        """PENDING deliveries, the oldest of each conversation first, in order."""
        ...

    async def sending(self, delivery: Delivery) -> None:
        """Store the intent, before the request leaves."""
        ...

    async def settled(self, delivery: Delivery, state: DeliveryState, receipt: Receipt | None = None) -> None:
        """Store how it ended."""
        ...

    async def again(self, delivery: Delivery, *, not_before: datetime | None = None, marked: bool = False) -> None:
        """Back to PENDING; `marked` when the text must say that it may be a repeat."""
        ...

    async def interrupted(self) -> list[Delivery]:
        """Deliveries that an earlier process left in SENDING."""
        ...

    async def by_key(self, key: str) -> Delivery | None:
        """One delivery by its key, to edit what it sent."""
        ...

    async def drop_conversation(self, conversation: ConversationKey) -> int:
        """The conversation is gone: nothing more is owed to it. Returns how many were dropped."""
        ...
