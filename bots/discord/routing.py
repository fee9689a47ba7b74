"""Which way a delivery goes."""

from dataclasses import dataclass
from datetime import timedelta

import discord

from bots.discord.answers import delete_original, original_answer, still_thinking
from bots.discord.formatting import TEXT_LIMIT, pieces, with_our_commands
from bots.discord.refusals import TokenExpired
from bots.discord.tickets import Ticket, TicketBook
from bots.discord.ways import ChannelWay, FollowupWay, InboxWay, OriginalWay, Way
from core.errors import DeliveryRefused, MessengerError, SlowDown
from core.model import ConversationKey, Delivery, DeliveryKind, NewDelivery, Person
from core.ports import Clock

_WAIT_FOR_PRESS = 15.0
"""Seconds between two looks for a fresh token."""
_GIVE_UP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Route:
    """The way of the first message of a delivery and of those that follow; `leftover` is a first answer to clear away."""

    first: Way
    rest: Way
    leftover: Ticket | None = None
    inbox: bool = False  # somebody's direct messages, which may be closed to us
    public_place: bool = False  # meant for one person, but only everybody's channel is left
    alone: bool = False  # nobody else sees it


def channel_of(conversation: ConversationKey) -> int:
    """The channel that a conversation lives in."""
    return int(conversation.topic_id or conversation.chat_id)


class Router:
    """Chooses by what is asked for, which token lives, and whether the bot is a member of the place."""

    def __init__(self, client: discord.Client, book: TicketBook, clock: Clock) -> None:
        self._client = client
        self._book = book
        self._clock = clock

    async def route(self, delivery: Delivery) -> Route:
        """The way for a delivery. Raises SlowDown while only a person's press can open one."""
        order = delivery.order
        context = order.reply_to.context if order.reply_to is not None else {}
        ticket = self._book.of(context)
        live = ticket if ticket is not None and self._book.alive(ticket) else None
        if "direct" not in context and (order.private or (live is not None and _is_refusal(order))):
            return await self._private(order, live)
        if live is not None and order.kind is not DeliveryKind.RESULT and await self._is_first(delivery, live):
            return self._original(order, live)
        if ticket is not None and ticket.outside:
            return self._outside(order, live)
        if live is not None and live.hidden and order.kind is DeliveryKind.ANSWER:
            return _alone(self._followup(order, live, hidden=True))
        leftover = live if live is not None and await self._waits(live) else None
        return Route(self.channel(order.conversation, context), self.channel(order.conversation, context), leftover)

    def channel(self, conversation: ConversationKey, context: object = None) -> ChannelWay:
        """The place itself."""
        direct = isinstance(context, dict) and "direct" in context
        marks = (("direct", "1"),) if direct else ()
        return ChannelWay(self._client, conversation, channel_of(conversation), marks)

    def followup(self, order: NewDelivery) -> Way | None:
        """A living token's way into a channel where the bot itself may not write."""
        ticket = self._book.of(order.reply_to.context) if order.reply_to is not None else None
        if ticket is None or not self._book.alive(ticket):
            return None
        return self._followup(order, ticket, hidden=False)

    async def _is_first(self, delivery: Delivery, ticket: Ticket) -> bool:
        """Whether a delivery is (or, sent by an earlier process, already was) the first answer of an interaction."""
        return await self._waits(ticket) or (delivery.uncertain and await self._filled_with(delivery.order, ticket))

    async def _filled_with(self, order: NewDelivery, ticket: Ticket) -> bool:
        if not ticket.original:
            return False
        try:
            shown = str((await original_answer(self._client, ticket)).get("content", ""))
        except (TokenExpired, MessengerError):
            return False
        first = pieces(with_our_commands(order.content.text), TEXT_LIMIT)[:1]
        return bool(first) and shown.startswith(first[0])

    async def _waits(self, ticket: Ticket) -> bool:
        """Whether the first answer of an interaction still waits to be filled."""
        if not ticket.original:
            return False
        known = self._book.is_open(ticket)
        if known is not None:
            return known
        try:
            waits = await still_thinking(self._client, ticket)
        except TokenExpired:
            self._book.expired(ticket)
            return False
        except MessengerError:
            return False
        (self._book.opened if waits else self._book.fill)(ticket)
        return waits

    def _original(self, order: NewDelivery, ticket: Ticket) -> Route:
        channel = order.reply_to.context.get("channel", "") if order.reply_to is not None else ""
        first = OriginalWay(self._client, order.conversation, ticket, self._book, channel)
        if ticket.hidden or ticket.outside:
            return Route(first, self._followup(order, ticket, hidden=ticket.hidden), alone=ticket.hidden)
        context = order.reply_to.context if order.reply_to is not None else {}
        return Route(first, self.channel(order.conversation, dict(context)))

    async def _private(self, order: NewDelivery, live: Ticket | None) -> Route:
        if live is not None and self._book.followups_left(live) > 0:
            if live.hidden and await self._waits(live):
                return self._original(order, live)
            if await self._waits(live):
                # a follow-up of a waiting first answer would become that answer, for all to see
                await delete_original(self._client, live)
                self._book.fill(live)
            return _alone(self._followup(order, live, hidden=True))
        return self._inbox(order)

    def _outside(self, order: NewDelivery, live: Ticket | None) -> Route:
        for ticket in (live, self._book.for_place(order.conversation)):
            if ticket is not None and self._book.followups_left(ticket) > 0:
                return _same(self._followup(order, ticket, hidden=False))
        return self._inbox(order)

    def inbox_closed(self, delivery: Delivery) -> Route:
        """What is left when somebody takes no direct messages from us. Raises SlowDown or DeliveryRefused."""
        order = delivery.order
        ticket = self._book.of(order.reply_to.context) if order.reply_to is not None else None
        if ticket is None or not ticket.outside:
            return Route(*(self.channel(order.conversation),) * 2, public_place=True)
        if self._clock.now() - delivery.created_at > _GIVE_UP:
            raise DeliveryRefused("nobody pressed Check for a day")
        raise SlowDown("waits for somebody to press Check", retry_after=_WAIT_FOR_PRESS)

    def inbox(self, order: NewDelivery, person: Person) -> Way:
        """Somebody's direct messages."""
        return InboxWay(self._client, order.conversation, int(person.user_id))

    def _inbox(self, order: NewDelivery) -> Route:
        if order.mention is None:
            return Route(*(self.channel(order.conversation),) * 2, public_place=True)
        way = self.inbox(order, order.mention)
        return Route(way, way, inbox=True, alone=True)

    def _followup(self, order: NewDelivery, ticket: Ticket, *, hidden: bool) -> FollowupWay:
        return FollowupWay(self._client, order.conversation, ticket, self._book, hidden)


def _same(way: Way) -> Route:
    return Route(way, way)


def _alone(way: Way) -> Route:
    return Route(way, way, alone=True)


def _is_refusal(order: NewDelivery) -> bool:
    """What went wrong is nobody's business but the requester's; that it did, the status message says to everybody."""
    return order.kind is DeliveryKind.NOTICE
