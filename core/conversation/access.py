"""Who may ask, and how much: allow-lists, the admin tier, requests per hour. A refusal is said once, then it is quiet."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import NotAllowed, QuotaReached, RequestRefused
from core.locales import Speech
from core.model import Message
from core.ports import Clock, JobQueue

HOUR = timedelta(hours=1)
QUIET = timedelta(minutes=10)
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator set. Entries are `platform:user id` or `platform:chat id`; no entries let everybody in."""

    allowed: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    person_per_hour: int = 60
    conversation_per_hour: int = 200


class Gate:
    """Checks each message; remembers whom it told so that floods are answered once."""

    def __init__(self, rules: Rules, jobs: JobQueue, clock: Clock) -> None:
        self._rules = rules
        self._jobs = jobs
        self._clock = clock
        self._told: OrderedDict[str, datetime] = OrderedDict()

    def is_admin(self, message: Message) -> bool:
        """Whether this person runs the service."""
        return _names(message)[0] in self._rules.admins

    def may_talk(self, message: Message) -> bool:
        """Whether this person or conversation is let in."""
        return not self._rules.allowed or self.is_admin(message) or bool(self._rules.allowed & set(_names(message)))

    def refusal(self, message: Message, say: Speech) -> RequestRefused | None:
        """Why this message is not let in; None when it is."""
        if self.may_talk(message):
            return None
        return NotAllowed(reason=say("this bot serves a closed circle; its operator can let you in"))

    async def quota(self, message: Message, say: Speech) -> RequestRefused | None:
        """Why this request for work has to wait; None when it may go on."""
        if self.is_admin(message):
            return None
        since = self._clock.now() - HOUR
        mine = await self._jobs.requests_since(message.person, None, since)
        if mine >= self._rules.person_per_hour:
            limit = say.count("{n} request an hour per person", "{n} requests an hour per person", mine)
            return QuotaReached(limit=limit, when=say("in a while"))
        ours = await self._jobs.requests_since(None, message.conversation, since)
        if ours >= self._rules.conversation_per_hour:
            limit = say.count("{n} request an hour in one chat", "{n} requests an hour in one chat", ours)
            return QuotaReached(limit=limit, when=say("in a while"))
        return None

    def tell(self, message: Message) -> bool:
        """Whether a refusal should be said now: once in ten minutes for each person and conversation."""
        who, now = f"{message.person.user_id}@{message.conversation}", self._clock.now()
        last = self._told.get(who)
        if last is not None and now - last < QUIET:
            return False
        self._told[who] = now
        self._told.move_to_end(who)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True


def _names(message: Message) -> tuple[str, str]:
    platform = message.conversation.platform
    return f"{platform}:{message.person.user_id}", f"{platform}:{message.conversation.chat_id}"
