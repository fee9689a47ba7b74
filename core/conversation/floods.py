"""Who writes more than anybody can mean, and what was said about it already."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.model import Message
from core.ports import Clock

MINUTE = timedelta(minutes=1)
QUIET_SECONDS = 600.0
REMEMBERED = 10_000


@dataclass(slots=True)
class _Sent:
    moments: deque[datetime]
    last_update: str = ""


class FloodGuard:
    """Counts messages by when they were sent, so that what piled up while the bot was away is no flood."""

    def __init__(self, person_per_minute: int, conversation_per_minute: int) -> None:
        self._limits = person_per_minute, conversation_per_minute
        self._books: tuple[OrderedDict[str, _Sent], OrderedDict[str, _Sent]] = OrderedDict(), OrderedDict()

    def flooding(self, message: Message) -> str | None:
        """Count a message. Whose flood it belongs to (a person's or a chat's key), or None."""
        keys = f"{message.person.platform}:{message.person.user_id}", str(message.conversation.chat)
        full = [
            key
            for book, key, limit in zip(self._books, keys, self._limits, strict=True)
            if _count(book, key, message) > limit
        ]
        return full[0] if full else None


def _count(book: OrderedDict[str, _Sent], key: str, message: Message) -> int:
    sent = book.setdefault(key, _Sent(deque()))
    book.move_to_end(key)
    while len(book) > REMEMBERED:
        book.popitem(last=False)
    if sent.last_update != message.update_id:  # a message that is decided on again is no second one
        sent.last_update = message.update_id
        sent.moments.append(message.sent_at)
    # a clock that was set back must not make a minute longer
    while sent.moments and abs(message.sent_at - sent.moments[0]) >= MINUTE:
        sent.moments.popleft()
    return len(sent.moments)


@dataclass(slots=True)
class _Told:
    at: float
    update: str


@dataclass(slots=True)
class Told:
    """What was refused to whom: each reason is said once in ten minutes, then it is quiet."""

    clock: Clock
    _told: OrderedDict[str, _Told] = field(default_factory=OrderedDict)

    def first(self, key: str, message: Message) -> bool:
        """Whether this refusal should be said; asking again for the same message gives the same answer."""
        now, last = self.clock.monotonic(), self._told.get(key)
        if last is not None and now - last.at < QUIET_SECONDS:
            return last.update == message.update_id
        self._told[key] = _Told(now, message.update_id)
        self._told.move_to_end(key)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True
