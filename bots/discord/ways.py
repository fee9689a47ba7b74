"""The ways a message can go out: to the channel, into a deferred first answer, as a follow-up, to somebody's own inbox."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import discord
from discord.http import handle_message_parameters
from discord.webhook.async_ import async_context, interaction_response_params

from bots.discord.refusals import ALREADY_ACKNOWLEDGED, USED_UP, told
from bots.discord.tickets import Ticket, TicketBook
from core.errors import DeliveryRefused
from core.model import ConversationKey, Media, MessageRef

Response = discord.InteractionResponseType

_NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Post:
    """One Discord message to be: markdown, a view, a file and a picture beside it, whom it notifies, what it answers."""

    content: str
    view: discord.ui.View | None = None
    media: Media | None = None
    picture: Media | None = None
    mention: int | None = None
    answers: int | None = None  # a message id of the same channel
    previews: bool = False  # whether Discord may open its links and show what it finds

    @property
    def allowed(self) -> discord.AllowedMentions:
        """Nobody but the one person it is for."""
        if self.mention is None:
            return _NOBODY
        users = [discord.Object(self.mention)]
        return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)

    async def files(self) -> list[discord.File]:
        """What is attached, opened."""
        return [await open_file(media) for media in (self.media, self.picture) if media is not None]

    def bare(self) -> "Post":
        """The same without pointing at another message."""
        return replace(self, answers=None)


class Way(Protocol):
    """One way out. Raises the `MessengerError` tree, `TokenExpired` and `NotPermitted`."""

    async def post(self, post: Post, nonce: str) -> MessageRef:
        """Say it, once per nonce where Discord can tell."""
        ...


async def open_file(media: Media) -> discord.File:
    """A file that discord.py streams from disk."""
    return await asyncio.to_thread(discord.File, Path(media.path), filename=media.name)


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
    """A follow-up of an interaction; `hidden` shows it to the requester only."""

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


def webhook_of(client: discord.Client, ticket: Ticket) -> discord.Webhook:
    """The interaction's token as the webhook that Discord makes of it."""
    webhook = discord.Webhook.partial(ticket.application, ticket.token, client=client)
    webhook.type = discord.WebhookType.application
    return webhook


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What Discord said to an acknowledgement: the message that the answer will be, and whether it still waits to be filled.

    None where there is no such message, or Discord did not say.
    """

    message_id: str | None = None
    waits: bool | None = None


async def acknowledge(client: discord.Client, ticket: Ticket) -> Acknowledged:
    """Tell Discord that an answer will come: within three seconds, or it takes none. A second time does no harm."""
    kind = Response.deferred_channel_message if ticket.original else Response.deferred_message_update
    flags = {"flags": discord.MessageFlags(ephemeral=True).value} if ticket.hidden else None
    with told():
        try:
            data: Any = await async_context.get().create_interaction_response(
                ticket.interaction,
                ticket.token,
                session=webhook_of(client, ticket).session,
                params=interaction_response_params(kind.value, flags),
            )
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            return await _acknowledged_before(client, ticket)
    if not isinstance(data, Mapping):  # HTTP 204: accepted without saying as what
        return Acknowledged(waits=True)
    number = data["interaction"].get("response_message_id")
    return Acknowledged(str(number) if number and ticket.original else None, waits=True)


async def _acknowledged_before(client: discord.Client, ticket: Ticket) -> Acknowledged:
    """By a process that was killed before it could say so, or by this one while the disk was slow."""
    if not ticket.original:
        return Acknowledged()
    try:
        data = await original_answer(client, ticket)
    except DeliveryRefused:  # somebody has deleted it
        return Acknowledged(waits=False)
    return Acknowledged(str(data["id"]), waits=_is_thinking(data))


async def edit_original(client: discord.Client, ticket: Ticket, post: Post) -> Any:  # noqa: ANN401 - Discord's message
    """Write the first answer of an interaction, or write it anew."""
    session = webhook_of(client, ticket).session
    parameters = handle_message_parameters(
        content=post.content,
        view=post.view,
        allowed_mentions=post.allowed,
        flags=discord.MessageFlags(suppress_embeds=not post.previews),
        attachments=await post.files(),
    )
    with told(), parameters as params:
        return await async_context.get().edit_original_interaction_response(
            ticket.application,
            ticket.token,
            session=session,
            payload=params.payload,
            multipart=params.multipart,
            files=params.files,
        )


async def delete_original(client: discord.Client, ticket: Ticket) -> None:
    """Take the first answer of an interaction away."""
    with told():
        await async_context.get().delete_original_interaction_response(
            ticket.application, ticket.token, session=webhook_of(client, ticket).session
        )


async def original_answer(client: discord.Client, ticket: Ticket) -> Mapping[str, Any]:
    """The first answer of an interaction as it stands."""
    with told():
        return await async_context.get().get_original_interaction_response(
            ticket.application, ticket.token, session=webhook_of(client, ticket).session
        )


async def still_thinking(client: discord.Client, ticket: Ticket) -> bool:
    """Ask Discord whether the first answer still waits to be filled."""
    return _is_thinking(await original_answer(client, ticket))


def _is_thinking(answer: Mapping[str, Any]) -> bool:
    return discord.MessageFlags(loading=True).value & int(answer.get("flags", 0)) != 0
