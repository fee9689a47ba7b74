"""Who was let in, and what the shared account was charged, as the core needs it kept."""

from datetime import datetime
from typing import Protocol

from core.model import Admission, ConversationKey, Job, Pairing, Person


class Admissions(Protocol):
    """People who were let in, and the one-time codes of those who ask."""

    async def knows(self, platform: str, user_id: str) -> bool:
        """Whether a person was let in."""
        ...

    async def knock(self, pairing: Pairing, *, most: int) -> Pairing | None:
        """Keep a code for a person, or give the one that still holds; None while `most` others wait on the platform."""
        ...

    async def waiting(self) -> list[Pairing]:
        """Who asks to be let in, oldest first."""
        ...

    async def approve(self, code: str, by: str) -> Pairing | None:
        """Let in whom a code was made for; the code is used up. None when it is unknown or too old."""
        ...

    async def admit(self, person: Person, by: str) -> None:
        """Let somebody in without a code."""
        ...

    async def remove(self, platform: str, user_id: str) -> bool:
        """Let somebody in no more; False when they were not."""
        ...

    async def all(self) -> list[Admission]:
        """Everybody who was let in, oldest first."""
        ...


class Spending(Protocol):
    """What jobs cost the shared account, in credits."""

    async def charge(self, job: Job, amount: float) -> None:
        """Add to what a job cost."""
        ...

    async def since(self, moment: datetime, *, person: Person | None, conversation: ConversationKey | None) -> float:
        """What was charged since then for this person, in this chat (all its topics), or both."""
        ...

    async def usual(self) -> float:
        """What a paid job cost on average lately; 0 while nothing is known."""
        ...
