"""What an adapter asks of its own earlier processes when it starts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from core.model import ConversationKey, Message, Permit


class Recall(Protocol):
    """Every method raises StoreUnavailable while the database does not answer."""

    async def unplaced(self, platform: str) -> list[Message]:
        """Requests that were written down and never brought to their place, oldest first, without their permits."""
        ...

    async def permits(self, platform: str) -> Mapping[str, Permit]:
        """The rights to answer that have not ended, by update id."""
        ...

    async def places(self, platform: str, limit: int) -> list[ConversationKey]:
        """Where people talk to the bot, the places that were written in last first."""
        ...

    async def listened_until(self, platform: str) -> datetime | None:
        """The moment (UTC) until which everything that people wrote was heard; None before the first start."""
        ...

    async def listening(self, platform: str, until: datetime) -> None:
        """Everything was heard until then."""
        ...
