"""Brings a command or press that was written down to its place: acknowledged, in a thread of its own where it wants one.

Every step may be taken again by a process that does not know whether an earlier one took it: Discord tells a second
acknowledgement from a first, and a thread that hangs on a message has that message's id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

import discord
import structlog

from bots.discord.answers import acknowledge
from bots.discord.refusals import TokenExpired
from bots.discord.threads import open_thread
from bots.discord.tickets import Ticket, TicketBook
from core.conversation.commands import Word
from core.errors import DeliveryUnknown, MessengerError, MessengerUnreachable, ReelayError, SlowDown
from core.model import ConversationKey, Message, MessageRef
from core.ports import Clock, Intake

_log = structlog.get_logger(__name__)

WANTS_THREAD = "thread"
"""In a reference's context: a thread is to be opened before the message is handled."""
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 15.0

T = TypeVar("T")


class Usher:
    """Works on what the intake has kept; the client comes and goes underneath."""

    def __init__(self, intake: Intake, book: TicketBook, clock: Clock) -> None:
        self._intake = intake
        self._book = book
        self._clock = clock
        self._client: discord.Client | None = None
        self._left: list[Message] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    def attach(self, client: discord.Client) -> None:
        """Speak through this client from now on."""
        self._client = client

    def take_over(self, messages: Iterable[Message]) -> None:
        """Remember what an earlier process left on the way."""
        self._left.extend(messages)

    def resume(self) -> None:
        """Bring what was left to its place, beside everything else. Discord's REST interface is there from now on."""
        self._tasks.update(asyncio.create_task(self._resumed(message)) for message in self._left)
        self._left.clear()

    async def close(self) -> None:
        """Leave the rest to the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def lead(self, message: Message) -> None:
        """Bring one to its place and tell the intake. Raises what the intake raises."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - whoever awaits this is one
        self._tasks.add(task)
        try:
            await self._intake.place(message.update_id, await self._place_of(message))
        finally:
            self._tasks.discard(task)

    async def acknowledge(self, ticket: Ticket) -> str | None:
        """Tell Discord that an answer will come; the id of the message it will be, where there is one.

        Tries for as long as the ticket lives. Raises the `MessengerError` tree and TokenExpired once that is over.
        """
        answer = await self._patiently(ticket, lambda client: acknowledge(client, ticket))
        if ticket.original and answer.waits is not None:
            (self._book.opened if answer.waits else self._book.fill)(ticket)
        return answer.message_id

    async def _resumed(self, message: Message) -> None:
        try:
            await self.lead(message)
        except ReelayError:  # the boundary of one request: the others go on, and the next start tries again
            _log.exception("discord.request_left", update=message.update_id)

    async def _place_of(self, message: Message) -> MessageRef:
        ticket = self._book.of(message.ref.context)
        if ticket is None:
            return message.ref
        try:
            answer = await self.acknowledge(ticket)
        except MessengerError as error:
            _log.warning("discord.acknowledge_failed", error=type(error).__name__, reason=str(error))
            self._book.expired(ticket)
            return _unacknowledged(message.ref, ticket)
        context = {name: value for name, value in message.ref.context.items() if name != WANTS_THREAD}
        place = replace(message.ref, message_id=answer or message.ref.message_id, context=context)
        if ticket.outside and not ticket.original:
            self._book.renewed(place.conversation, place.message_id, ticket)
        if _wants_thread(message):
            return replace(place, conversation=await self._room_for(message, ticket))
        return place

    async def _room_for(self, message: Message, ticket: Ticket) -> ConversationKey:
        """A new thread's conversation, or the channel's where Discord does not let us open one."""
        channel = message.conversation
        try:
            thread = await self._patiently(ticket, lambda client: open_thread(client, ticket, message))
        except MessengerError as error:
            _log.warning("discord.thread_refused", channel=channel.chat_id, reason=str(error))
            return channel
        self._book.fill(ticket)
        return replace(channel, topic_id=str(thread))

    async def _patiently(self, ticket: Ticket, act: Callable[[discord.Client], Awaitable[T]]) -> T:
        """Do what may be done twice, until it is known to have been done. Raises TokenExpired when that is too late."""
        pause = _FIRST_PAUSE
        while self._book.alive(ticket):
            try:
                return await act(self._connected())
            except SlowDown as error:
                wait = error.retry_after
            except (DeliveryUnknown, MessengerUnreachable):
                wait, pause = pause, min(pause * 2, _LONGEST_PAUSE)
            await self._clock.sleep(wait)
        raise TokenExpired("the interaction's token is over")

    def _connected(self) -> discord.Client:
        if self._client is None or self._client.is_closed() or self._client.user is None:
            raise MessengerUnreachable("Discord is not connected yet")
        return self._client


def _wants_thread(message: Message) -> bool:
    """Not so a token that somebody pasted where it does not belong: its words are for no header."""
    given = message.command is not None and message.command.name == Word.TOKEN
    return WANTS_THREAD in message.ref.context and not given


def _unacknowledged(ref: MessageRef, ticket: Ticket) -> MessageRef:
    """Where to answer what Discord takes no answer to: beside it, pointing at no message when there is none of its own."""
    dropped = {WANTS_THREAD, "reply"} if ticket.original else {WANTS_THREAD}
    context = {name: value for name, value in ref.context.items() if name not in dropped}
    return replace(ref, context={**context, **replace(ticket, until=0).context()})
