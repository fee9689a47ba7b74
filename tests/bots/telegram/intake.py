"""A hand-written intake: what the core would be told, kept in lists."""

import asyncio
from collections.abc import Callable

from core.model import ConversationKey, Message, MessageRef


class FakeIntake:
    """Keeps messages once per update id, as the inbox does; `fail` makes the next ones fail like a full disk."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.moved: list[tuple[ConversationKey, ConversationKey]] = []
        self.gone: list[ConversationKey] = []
        self.fail = 0
        self._seen: set[str] = set()
        self._changed = asyncio.Condition()

    async def receive(self, message: Message) -> Message | None:
        """Keep it, once."""
        if self.fail:
            self.fail -= 1
            raise OSError("no space left on device")
        new = message.update_id not in self._seen
        if new:
            self._seen.add(message.update_id)
            self.messages.append(message)
        await self._notify()
        return message if new else None

    async def place(self, update_id: str, place: MessageRef) -> None:
        """Every message of Telegram's knows its place."""
        raise AssertionError(update_id)

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        """Keep it."""
        self.moved.append((old, new))
        await self._notify()

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        """Keep it."""
        self.gone.append(conversation)
        await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool], timeout: float = 20.0) -> None:
        """Return when the condition holds. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(condition)

    async def next(self, count: int = 1) -> Message:
        """The `count`th message (from 1), once it is there."""
        await self.until(lambda: len(self.messages) >= count)
        return self.messages[count - 1]
