"""Who is let in where not everybody is, and who asks to be."""

from dataclasses import dataclass
from datetime import datetime

from core.model.places import ConversationKey, Person


@dataclass(frozen=True, slots=True)
class Pairing:
    """A person at the door: who gives `code` to an admin before `expires_at` (UTC) is let in.

    `conversation` is where the person asked, and where the answer goes, in `language`.
    """

    code: str
    person: Person
    conversation: ConversationKey
    language: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Admission:
    """A person who was let in: by whom (a name for operators), and when (UTC)."""

    platform: str
    user_id: str
    display_name: str
    by: str
    at: datetime
