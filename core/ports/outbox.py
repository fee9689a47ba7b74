"""Durable deliveries as the core needs them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model import Content, ConversationKey, Delivery, DeliveryState, MessageRef, NewDelivery, Receipt


class Outbox(Protocol):
    """Durable deliveries: the intent before the send, the receipt after."""

    async def owe(self, delivery: NewDelivery) -> bool:
        """Owe a conversation something; False when that key is owed already."""
        ...

    async def due(self, platforms: Sequence[str], limit: int) -> list[Delivery]:
        """The oldest PENDING delivery of each conversation in which none is being sent, if its time has come."""
        ...

    async def sending(self, delivery: Delivery) -> bool:
        """Store the intent, before the request leaves. False when it changed since it was read: nothing may leave then."""
        ...

    async def settled(self, delivery: Delivery, state: DeliveryState, receipt: Receipt | None = None) -> None:
        """Store how it ended."""
        ...

    async def again(
        self, delivery: Delivery, *, not_before: datetime | None = None, marked: bool = False, certain: bool = True
    ) -> None:
        """Back to PENDING; `marked` when the text must say that it may be a repeat.

        `certain` says that nothing of the last try can have arrived.
        """
        ...

    async def interrupted(self, platforms: Sequence[str] | None = None) -> list[Delivery]:
        """Deliveries of these platforms (None: all) that an earlier process left in SENDING."""
        ...

    async def by_key(self, key: str) -> Delivery | None:
        """One delivery by its key, to edit what it sent."""
        ...

    async def job_behind(self, message: MessageRef) -> int | None:
        """The job that one of our messages came of, as far as that is remembered; None for answers that came of none."""
        ...

    async def drop_conversation(self, conversation: ConversationKey) -> int:
        """The conversation is gone: nothing more is owed to it. Returns how many were dropped."""
        ...

    async def owes(self, conversation: ConversationKey) -> bool:
        """Whether something is still to be said in a conversation, last words of status messages included."""
        ...

    async def final_edit(self, key: str, content: Content) -> bool:
        """Keep the last words of the message that was sent under `key`, until `edited`; False when there is no such delivery."""
        ...

    async def final_edits(self, platforms: Sequence[str]) -> list[tuple[Delivery, Content]]:
        """The last words that are still owed, where the fate of the message itself is settled."""
        ...

    async def edited(self, delivery: Delivery, content: Content) -> None:
        """These last words are shown (or can never be); newer ones stay owed."""
        ...

    async def wait_for_due(self, platforms: Sequence[str], timeout: float) -> None:
        """Return when something may be due or its last words known, or after `timeout` seconds."""
        ...
