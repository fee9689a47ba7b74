"""Who may ask, and how much: the circle, the admin tier, floods, quotas. Each refusal is said once, then it is quiet."""

from dataclasses import dataclass
from datetime import timedelta

from core.conversation.context import Context
from core.conversation.floods import FloodGuard, Told
from core.conversation.pairing import Door
from core.errors import NotAdmitted, QuotaReached, RequestRefused, TooManyMessages
from core.locales import Speech
from core.model import ConversationKey, ConversationKind, Message, Person
from core.ports import Clock, Store
from core.settings import Settings

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator set. Entries are `platform:user id` or `platform:chat id`.

    The circle is closed when there are entries or `pairing` is "on"; else everybody is let in. Credits are those of the
    shared token within 24 hours; None sets no limit.
    """

    allowed: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    pairing: str = "auto"
    person_per_hour: int = 60
    conversation_per_hour: int = 200
    person_open: int = 20
    conversation_open: int = 50
    person_per_minute: int = 30
    conversation_per_minute: int = 120
    person_credits: float | None = None
    conversation_credits: float | None = None
    shared_token: bool = False

    @property
    def closed(self) -> bool:
        """Whether only those who were let in may talk."""
        return bool(self.allowed) or self.pairing == "on"


def rules_of(settings: Settings) -> Rules:
    """The operator's settings as rules."""
    return Rules(
        allowed=settings.reelay_allowed,
        admins=settings.reelay_admins,
        pairing=settings.reelay_pairing,
        person_per_hour=settings.reelay_requests_per_hour,
        conversation_per_hour=settings.reelay_chat_requests_per_hour,
        person_open=settings.reelay_open_requests,
        conversation_open=settings.reelay_chat_open_requests,
        person_per_minute=settings.reelay_messages_per_minute,
        conversation_per_minute=settings.reelay_chat_messages_per_minute,
        person_credits=settings.reelay_credits_per_day,
        conversation_credits=settings.reelay_chat_credits_per_day,
        shared_token=settings.nemo_token is not None,
    )


class Gate:
    """Checks each message that is meant for the bot."""

    def __init__(self, rules: Rules, store: Store, clock: Clock, door: Door) -> None:
        self._rules = rules
        self._store = store
        self._clock = clock
        self._door = door
        self._floods = FloodGuard(rules.person_per_minute, rules.conversation_per_minute)
        self._told = Told(clock)

    def is_admin(self, message: Message) -> bool:
        """Whether this person runs the service."""
        return _names(message)[0] in self._rules.admins

    async def may_talk(self, message: Message) -> bool:
        """Whether this person or conversation is let in."""
        if not self._rules.closed or self.is_admin(message) or self._rules.allowed & set(_names(message)):
            return True
        return await self._store.admissions.knows(message.person.platform, message.person.user_id)

    async def refusal(self, context: Context, *, work: bool) -> RequestRefused | None:
        """Why this message goes no further; None when it does. `work` says that it asks for something that costs."""
        message, say = context.message, context.say
        if self.is_admin(message):
            return None
        if self._floods.flooding(message):
            return TooManyMessages()
        if not await self.may_talk(message):
            return await self._turned_away(context)
        return await self._quota(message, say) if work else None

    def tell(self, message: Message, refusal: RequestRefused) -> bool:
        """Whether this refusal should be said: once in ten minutes for each reason, person and conversation."""
        who = f"{message.person.user_id}@{message.conversation}"
        if isinstance(refusal, TooManyMessages) and message.kind is ConversationKind.GROUP:
            who = str(message.conversation)  # a crowd is answered once, not each of it
        return self._told.first(f"{type(refusal).__name__}@{who}:{sorted(refusal.fields().items())}", message)

    async def _turned_away(self, context: Context) -> RequestRefused:
        if self._rules.pairing == "off" or context.in_group:
            return NotAdmitted()
        return await self._door.knock(context) or NotAdmitted()

    async def _quota(self, message: Message, say: Speech) -> QuotaReached | None:
        for check in (self._hourly, self._at_once, self._daily_credits):
            refused = await check(message, say)
            if refused is not None:
                return refused
        return None

    async def _hourly(self, message: Message, say: Speech) -> QuotaReached | None:
        since = self._clock.now() - HOUR
        jobs, rules = self._store.jobs, self._rules
        if await jobs.requests_since(message.person, None, since) >= rules.person_per_hour:
            limit = say.count(
                "{n} request an hour per person", "{n} requests an hour per person", rules.person_per_hour
            )
            return QuotaReached(limit=limit, when=say("in a while"))
        if await jobs.requests_since(None, message.conversation, since) >= rules.conversation_per_hour:
            limit = say.count(
                "{n} request an hour in one chat", "{n} requests an hour in one chat", rules.conversation_per_hour
            )
            return QuotaReached(limit=limit, when=say("in a while"))
        return None

    async def _at_once(self, message: Message, say: Speech) -> QuotaReached | None:
        jobs, rules, when = self._store.jobs, self._rules, say("when one of them is done")
        if await jobs.open_requests(message.person, None) >= rules.person_open:
            limit = say.count(
                "{n} request at a time per person", "{n} requests at a time per person", rules.person_open
            )
            return QuotaReached(limit=limit, when=when)
        if await jobs.open_requests(None, message.conversation) >= rules.conversation_open:
            limit = say.count(
                "{n} request at a time in one chat", "{n} requests at a time in one chat", rules.conversation_open
            )
            return QuotaReached(limit=limit, when=when)
        return None

    async def _daily_credits(self, message: Message, say: Speech) -> QuotaReached | None:
        """Only where the shared token pays: a token of the chat's own is its people's business."""
        rules, place = self._rules, message.conversation
        if not rules.shared_token or (rules.person_credits is None and rules.conversation_credits is None):
            return None
        if await self._store.credentials.own_token(place.chat) is not None:
            return None
        if await self._spent(message.person, None, rules.person_credits):
            limit = say("{credits} credits a day per person", credits=f"{rules.person_credits:g}")
            return QuotaReached(limit=limit, when=say("tomorrow, or give a token of your own with /token"))
        if await self._spent(None, place, rules.conversation_credits):
            limit = say("{credits} credits a day in one chat", credits=f"{rules.conversation_credits:g}")
            return QuotaReached(limit=limit, when=say("tomorrow, or give a token of your own with /token"))
        return None

    async def _spent(self, person: Person | None, place: ConversationKey | None, limit: float | None) -> bool:
        """Whether a day's share is used up, what is still at work counted at the usual price."""
        if limit is None:
            return False
        spending = self._store.spending
        spent = await spending.since(self._clock.now() - DAY, person=person, conversation=place)
        at_work = await self._store.jobs.open_requests(person, place)
        return spent + at_work * await spending.usual() >= limit


def _names(message: Message) -> tuple[str, str]:
    platform = message.conversation.platform
    return f"{platform}:{message.person.user_id}", f"{platform}:{message.conversation.chat_id}"
