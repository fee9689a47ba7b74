"""Where people talk to the bot, and who they are."""

from dataclasses import dataclass
from enum import StrEnum


class ConversationKind(StrEnum):
    """How many people read along."""

    DIRECT = "direct"
    GROUP = "group"


@dataclass(frozen=True, slots=True, order=True)
class ConversationKey:
    """One place where people talk to the bot: a DM, a group, a forum topic, a thread.

    `platform` is `telegram`, `discord` or `console`; `chat_id` and `topic_id` are the platform's own ids as text
    (`topic_id` is empty where there is no topic or thread). `str()` gives `platform:chat_id:topic_id`.
    """

    platform: str
    chat_id: str
    topic_id: str = ""

    def __str__(self) -> str:
        return f"{self.platform}:{self.chat_id}:{self.topic_id}"

    @property
    def chat(self) -> "ConversationKey":
        """The chat that a topic belongs to: what is kept once for all its topics is kept under it."""
        return ConversationKey(self.platform, self.chat_id)

    @classmethod
    def parse(cls, text: str) -> "ConversationKey":
        """Read back what `str()` wrote. Raises ValueError when there are not three parts."""
        platform, chat_id, topic_id = text.split(":", 2)
        return cls(platform, chat_id, topic_id)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's settings. None means: as the operator set it, or as the kind of conversation suggests."""

    key: ConversationKey
    kind: ConversationKind
    language: str | None = None  # chosen by its people; else detected from what they write
    skill: str | None = None
    auto_export: bool | None = None
    timeline_picture: bool = False
    gone: bool = False  # the bot was blocked or removed


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, as the platform knows them."""

    platform: str
    user_id: str
    display_name: str
    username: str | None = None
