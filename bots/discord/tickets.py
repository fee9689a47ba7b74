"""Interaction tokens: what may still be answered through them, and for how long.

A token lives 15 minutes; a minute is kept back. `MessageRef.context` only names it: the token itself is a secret, which
the core keeps sealed (as the message's permit) and which lies open in this process's memory alone.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from core.model import ConversationKey, Permit
from core.ports import Clock

LIFETIME = 14 * 60
"""Seconds that a token is used for."""

OUTSIDE_FOLLOWUPS = 5
"""Follow-ups that one token allows where the bot is not a member."""

_REMEMBERED = 20_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to answer one interaction. `until` is in Unix seconds, `key` the update id of its message.

    `token` is empty where nobody knows it any more. `original` says that a deferred first answer waits to be filled,
    `hidden` that only its requester sees it, `outside` that the bot itself is not a member of the place, so that this
    token is the only way in.
    """

    application: int
    key: str
    token: str = field(repr=False)
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
            "ticket": self.key,
            "until": str(self.until),
            "locale": self.locale,
            **{name: "1" for name, value in flags.items() if value},
        }

    @property
    def interaction(self) -> int:
        """The id of the interaction."""
        return int(self.key.removeprefix("i"))

    @property
    def permit(self) -> Permit:
        """For the core to keep."""
        return Permit(self.token, datetime.fromtimestamp(self.until, UTC))


class TicketBook:
    """What this process knows about tokens: they themselves, filled first answers, follow-ups used, and fresher ones."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens: OrderedDict[str, str] = OrderedDict()
        self._open: OrderedDict[str, bool] = OrderedDict()  # first answers: True while nothing has filled them
        self._used: OrderedDict[str, int] = OrderedDict()
        self._spent: OrderedDict[str, bool] = OrderedDict()
        self._fresh: OrderedDict[str, Ticket] = OrderedDict()

    def keep(self, key: str, token: str) -> None:
        """Know a token from now on."""
        _remember(self._tokens, key, token)

    def of(self, context: Mapping[str, str]) -> Ticket | None:
        """The ticket that a `MessageRef.context` names; None when it names none."""
        if "ticket" not in context:
            return None
        return Ticket(
            application=int(context["application"]),
            key=context["ticket"],
            token=self._tokens.get(context["ticket"], ""),
            until=int(context["until"]),
            original="original" in context,
            hidden="hidden" in context,
            outside="outside" in context,
            locale=context.get("locale", "en"),
        )

    def alive(self, ticket: Ticket) -> bool:
        """Whether the token can still be used."""
        return bool(ticket.token) and self.seconds_left(ticket) > 0 and ticket.key not in self._spent

    def seconds_left(self, ticket: Ticket) -> float:
        """How long it can be used for."""
        return ticket.until - self._clock.now().timestamp()

    def opened(self, ticket: Ticket) -> None:
        """A first answer was deferred and waits to be filled."""
        _remember(self._open, ticket.key, True)

    def is_open(self, ticket: Ticket) -> bool | None:
        """Whether its first answer still waits; None when an earlier process would know."""
        return self._open.get(ticket.key)

    def fill(self, ticket: Ticket) -> None:
        """Its first answer is taken."""
        _remember(self._open, ticket.key, False)

    def expired(self, ticket: Ticket) -> None:
        """Discord does not take the token any more."""
        _remember(self._spent, ticket.key, True)

    def followed_up(self, ticket: Ticket) -> None:
        """One follow-up more was used."""
        _remember(self._used, ticket.key, self._used.get(ticket.key, 0) + 1)

    def used_up(self, ticket: Ticket) -> None:
        """Discord allows no more follow-ups."""
        _remember(self._used, ticket.key, OUTSIDE_FOLLOWUPS)

    def followups_left(self, ticket: Ticket) -> int:
        """How many follow-ups the token allows."""
        if not self.alive(ticket):
            return 0
        return OUTSIDE_FOLLOWUPS - self._used.get(ticket.key, 0) if ticket.outside else 1_000

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
