"""An intake that keeps what it was given, in memory."""

import asyncio

from core.errors import ReelayError
from core.model import ConversationKey, Message


class FakeIntake:
    """Messages in the order they came, each update id once; `failure` is raised instead, when set."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.gone: list[ConversationKey] = []
        self.moved: list[tuple[ConversationKey, ConversationKey]] = []
        self.failure: ReelayError | None = None
        self._changed = asyncio.Condition()

    async def receive(self, message: Message) -> bool:
        if self.failure is not None:
            raise self.failure
        if any(known.update_id == message.update_id for known in self.messages):
            return False
        async with self._changed:
            self.messages.append(message)
            self._changed.notify_all()
        return True

    async def arrived(self, number: int) -> None:
        """Return once there are so many messages."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.messages) >= number)

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        self.moved.append((old, new))

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        async with self._changed:
            self.gone.append(conversation)
            self._changed.notify_all()

    async def left(self, number: int) -> None:
        """Return once so many conversations are gone."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.gone) >= number)

    @property
    def last(self) -> Message:
        return self.messages[-1]
