"""An intake that keeps what it was given, in memory."""

import asyncio
from dataclasses import replace

from core.errors import ReelayError
from core.model import ConversationKey, Message, MessageRef


class FakeIntake:
    """Messages in the order in which they could be handled, each update id once; `failure` is raised instead, when set.

    `written` are all that came in, those that still wait for their place too.
    """

    def __init__(self) -> None:
        self.written: dict[str, Message] = {}
        self.messages: list[Message] = []
        self.gone: list[ConversationKey] = []
        self.moved: list[tuple[ConversationKey, ConversationKey]] = []
        self.failure: ReelayError | None = None
        self._changed = asyncio.Condition()

    async def receive(self, message: Message) -> Message | None:
        if self.failure is not None:
            raise self.failure
        if message.update_id in self.written:
            return None
        self.written[message.update_id] = message
        if message.placed:
            await self._handle(message)
        return message

    async def place(self, update_id: str, place: MessageRef) -> None:
        message = replace(self.written[update_id], ref=place, placed=True)
        if not self.written[update_id].placed:
            self.written[update_id] = message
            await self._handle(message)

    async def _handle(self, message: Message) -> None:
        async with self._changed:
            self.messages.append(message)
            self._changed.notify_all()

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
