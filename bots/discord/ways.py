"""The ways a message can go out: to the channel, into a deferred first answer, as a follow-up, to somebody's own inbox."""

from dataclasses import dataclass, replace
from typing import Any, Protocol

import discord

from bots.discord.answers import edit_original, webhook_of
from bots.discord.posts import Post
from bots.discord.refusals import USED_UP, told
from bots.discord.tickets import Ticket, TicketBook
from core.model import ConversationKey, MessageRef


class Way(Protocol):
    """One way out. Raises the `MessengerError` tree, `TokenExpired` and `NotPermitted`."""

    async def post(self, post: Post, nonce: str) -> MessageRef:
        """Say it, once per nonce where Discord can tell."""
        ...


async def _extras(post: Post) -> dict[str, Any]:
    extras: dict[str, Any] = {"allowed_mentions": post.allowed, "suppress_embeds": not post.previews}
    if post.view is not None:
        extras["view"] = post.view
    if files := await post.files():
        extras["files"] = files
    return extras


@dataclass(frozen=True, slots=True)
class ChannelWay:
    """A message of the bot's own in a channel, thread or DM. `marks` are kept in the reference of what was sent."""

    client: discord.Client
    conversation: ConversationKey
    channel: int
    marks: tuple[tuple[str, str], ...] = ()

    async def post(self, post: Post, nonce: str) -> MessageRef:
        """Discord drops a second message under one nonce."""
        target = self.client.get_partial_messageable(self.channel)
        extras = await _extras(post)
        if post.answers is not None:
            extras["reference"] = discord.MessageReference(
                message_id=post.answers, channel_id=self.channel, fail_if_not_exists=False
            )
            extras["mention_author"] = False
        with told():
            sent = await target.send(post.content or None, nonce=nonce, **extras)
        context = {"channel": str(self.channel), "reply": "1", **dict(self.marks)}
        return MessageRef(self.conversation, str(sent.id), context)


@dataclass(frozen=True, slots=True)
class InboxWay:
    """Somebody's direct messages."""

    client: discord.Client
    conversation: ConversationKey
    user: int

    async def post(self, post: Post, nonce: str) -> MessageRef:
        """Write there; what it answers is elsewhere."""
        with told():
            channel = await self.client.create_dm(discord.Object(self.user))
        way = ChannelWay(self.client, self.conversation, channel.id, (("direct", "1"),))
        return await way.post(post.bare(), nonce)


@dataclass(frozen=True, slots=True)
class OriginalWay:
    """The deferred first answer: filling it twice leaves one message."""

    client: discord.Client
    conversation: ConversationKey
    ticket: Ticket
    book: TicketBook
    channel: str

    async def post(self, post: Post, nonce: str) -> MessageRef:  # noqa: ARG002 - an edit needs none
        """Fill it."""
        data = await edit_original(self.client, self.ticket, post)
        self.book.fill(self.ticket)
        context = {**self.ticket.context(), "channel": self.channel}
        if not self.ticket.hidden and not self.ticket.outside:
            context["reply"] = "1"
        return MessageRef(self.conversation, str(data["id"]), context)


@dataclass(frozen=True, slots=True)
class FollowupWay:
    """A follow-up of an interaction; `hidden` shows it to the requester only.

    The last resort: Discord takes no nonce here and lists no follow-ups, so that one that may have arrived can neither be
    found nor dropped, only repeated with a mark.
    """

    client: discord.Client
    conversation: ConversationKey
    ticket: Ticket
    book: TicketBook
    hidden: bool

    async def post(self, post: Post, nonce: str) -> MessageRef:  # noqa: ARG002 - webhooks take none
        """Follow up."""
        webhook = webhook_of(self.client, self.ticket)
        extras = await _extras(post)
        with told():
            try:
                sent = await webhook.send(post.content, wait=True, ephemeral=self.hidden, **extras)
            except discord.HTTPException as error:
                if error.code in USED_UP:
                    self.book.used_up(self.ticket)
                raise
        self.book.followed_up(self.ticket)
        ticket = replace(self.ticket, original=False, hidden=self.hidden)
        return MessageRef(self.conversation, str(sent.id), ticket.context())
