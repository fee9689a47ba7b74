"""Interaction tokens: what may still be answered through them, and for how long.

A token lives 15 minutes; a minute is kept back. It travels in `MessageRef.context`, so that it outlives a restart.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.model import ConversationKey
from core.ports import Clock

LIFETIME = 14 * 60
"""Seconds that a token is used for."""

OUTSIDE_FOLLOWUPS = 5
"""Follow-ups that one token allows where the bot is not a member."""

_REMEMBERED = 20_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to answer one interaction. `until` is in Unix seconds.

    `original` says that a deferred first answer waits to be filled, `hidden` that only its requester sees it, `outside`
    that the bot itself is not a member of the place, so that this token is the only way in.
    """

    application: int
    token: str
    until: int
    original: bool = False
    hidden: bool = False
    outside: bool = False
    locale: str = "en"

    def context(self) -> dict[str, str]:
        """As the texts of a `MessageRef.context`."""
        flags = {"original": self.original, "hidden": self.hidden, "outside": self.outside}
        return {
            "application": str(self.application),
            "token": self.token,
            "until": str(self.until),
            "locale": self.locale,
            **{name: "1" for name, value in flags.items() if value},
        }

    @classmethod
    def of(cls, context: Mapping[str, str]) -> "Ticket | None":
        """Read back what `context()` wrote; None when there is no token in it."""
        if not context.get("token"):
            return None
        return cls(
            application=int(context["application"]),
            token=context["token"],
            until=int(context["until"]),
            original="original" in context,
            hidden="hidden" in context,
            outside="outside" in context,
            locale=context.get("locale", "en"),
        )


class TicketBook:
    """What this process knows about tokens: filled first answers, follow-ups used, and fresher tokens."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: OrderedDict[str, bool] = OrderedDict()  # first answers: True while nothing has filled them
        self._used: OrderedDict[str, int] = OrderedDict()
        self._spent: OrderedDict[str, bool] = OrderedDict()
        self._fresh: OrderedDict[str, Ticket] = OrderedDict()

    def alive(self, ticket: Ticket) -> bool:
        """Whether the token can still be used."""
        return self.seconds_left(ticket) > 0 and ticket.token not in self._spent

    def seconds_left(self, ticket: Ticket) -> float:
        """How long it can be used for."""
        return ticket.until - self._clock.now().timestamp()

    def opened(self, ticket: Ticket) -> None:
        """A first answer was deferred and waits to be filled."""
        _remember(self._open, ticket.token, True)

    def is_open(self, ticket: Ticket) -> bool | None:
        """Whether its first answer still waits; None when an earlier process would know."""
        return self._open.get(ticket.token)

    def fill(self, ticket: Ticket) -> None:
        """Its first answer is taken."""
        _remember(self._open, ticket.token, False)

    def expired(self, ticket: Ticket) -> None:
        """Discord does not take the token any more."""
        _remember(self._spent, ticket.token, True)

    def followed_up(self, ticket: Ticket) -> None:
        """One follow-up more was used."""
        _remember(self._used, ticket.token, self._used.get(ticket.token, 0) + 1)

    def used_up(self, ticket: Ticket) -> None:
        """Discord allows no more follow-ups."""
        _remember(self._used, ticket.token, OUTSIDE_FOLLOWUPS)

    def followups_left(self, ticket: Ticket) -> int:
        """How many follow-ups the token allows."""
        if not self.alive(ticket):
            return 0
        return OUTSIDE_FOLLOWUPS - self._used.get(ticket.token, 0) if ticket.outside else 1_000

    def renewed(self, conversation: ConversationKey, message_id: str, ticket: Ticket) -> None:
        """Somebody pressed a button: a fresh token for this place and for the message that holds the button."""
        _remember(self._fresh, f"m{message_id}", ticket)
        _remember(self._fresh, f"c{conversation}", ticket)

    def for_place(self, conversation: ConversationKey) -> Ticket | None:
        """The freshest token of a place, alive."""
        return self._alive(self._fresh.get(f"c{conversation}"))

    def for_message(self, message_id: str) -> Ticket | None:
        """A fresher token for a message of ours, alive."""
        return self._alive(self._fresh.get(f"m{message_id}"))

    def _alive(self, ticket: Ticket | None) -> Ticket | None:
        return ticket if ticket is not None and self.alive(ticket) else None


def _remember(book: "OrderedDict[str, T]", key: str, value: T) -> None:
    book[key] = value
    book.move_to_end(key)
    while len(book) > _REMEMBERED:
        book.popitem(last=False)
