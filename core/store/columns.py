"""How conversations and people are written in the columns that tables have for them."""

from core.model import ConversationKey, Person


def place_of(conversation: ConversationKey) -> tuple[str, str, str]:
    """What stands in `platform`, `chat_id` and `topic_id`."""
    return conversation.platform, conversation.chat_id, conversation.topic_id


def person_key(person: Person) -> str:
    """What stands in `person`."""
    return f"{person.platform}:{person.user_id}"
