"""An intake that keeps what it was given, in memory."""

from core.errors import ReelayError
from core.model import ConversationKey, Message


class FakeIntake:
    """Messages in the order they came, each update id once; `failure` is raised instead, when set."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.gone: list[ConversationKey] = []
        self.moved: list[tuple[ConversationKey, ConversationKey]] = []
        self.failure: ReelayError | None = None

    async def receive(self, message: Message) -> bool:
        if self.failure is not None:
            raise self.failure
        if any(known.update_id == message.update_id for known in self.messages):
            return False
        self.messages.append(message)
        return True

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        self.moved.append((old, new))

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        self.gone.append(conversation)

    @property
    def last(self) -> Message:
        return self.messages[-1]
