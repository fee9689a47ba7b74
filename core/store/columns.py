"""How conversations and people are written in the columns that tables have for them."""

from core.model import ConversationKey, Person

PRESENT_CHAT = "coalesce((SELECT new_chat_id FROM moves WHERE platform = ?1 AND old_chat_id = ?2), ?2)"
"""The chat of the platform ?1 and the id ?2, by the id it has now: work that began before it moved knows the old one."""


def place_of(conversation: ConversationKey) -> tuple[str, str, str]:
    """What stands in `platform`, `chat_id` and `topic_id`."""
    return conversation.platform, conversation.chat_id, conversation.topic_id


def person_key(person: Person) -> str:
    """What stands in `person`."""
    return f"{person.platform}:{person.user_id}"
