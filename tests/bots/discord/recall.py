"""What earlier processes left, out of the memory of a fake intake."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from core.model import ConversationKey, Message, Permit
from tests.bots.discord.intake import FakeIntake


class FakeRecall:
    """`core.ports.Recall` over the messages that an intake was given; `until` is what was remembered last."""

    def __init__(self, intake: FakeIntake) -> None:
        self._intake = intake
        self.until: datetime | None = None
        self._changed = asyncio.Condition()

    async def unplaced(self, platform: str) -> list[Message]:
        return [message for message in self._intake.written.values() if not message.placed]

    async def permits(self, platform: str) -> Mapping[str, Permit]:
        written = self._intake.written.values()
        return {message.update_id: message.permit for message in written if message.permit is not None}

    async def places(self, platform: str, limit: int) -> list[ConversationKey]:
        newest_first = reversed([message.conversation for message in self._intake.messages])
        return list(dict.fromkeys(newest_first))[:limit]

    async def listened_until(self, platform: str) -> datetime | None:
        return self.until

    async def listening(self, platform: str, until: datetime) -> None:
        async with self._changed:
            self.until = until
            self._changed.notify_all()

    async def heard_since(self, moment: float) -> None:
        """Return once everything was heard until a moment (Unix seconds) or later."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: self.until is not None and self.until.timestamp() >= moment)
