"""What the bot says on Discord: `DiscordMessenger`, the outgoing side of the adapter."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import replace

import discord

from bots.discord.answers import delete_original, edit_original, webhook_of
from bots.discord.composing import Composer, has_link, speech_of
from bots.discord.files import AttachmentReader
from bots.discord.inbound import PLATFORM
from bots.discord.notes import Notes
from bots.discord.permissions import Permissions
from bots.discord.posts import Post
from bots.discord.refusals import THREAD_CLOSED, NotPermitted, TokenExpired, for_good, told
from bots.discord.routing import Route, Router, channel_of
from bots.discord.tickets import Ticket, TicketBook
from bots.discord.ways import ChannelWay, FollowupWay, Way
from core.errors import ConversationGone, DeliveryRefused, MediaTooLarge, MessengerError, MessengerUnreachable, SlowDown
from core.model import (
    Attachment,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    MessageRef,
    NewDelivery,
    Person,
    Receipt,
)
from core.ports import Activity, Capabilities, Clock, OpenFile, Reaction

UPLOAD_LIMIT = 10 * 2**20
"""Bytes of a file that every place takes."""
_DETOURS = 4
_NO_TYPING = 600.0
"""Seconds for which a place that refused it is not asked to show that the bot writes."""
_REMEMBERED = 5_000
_EMOJI = {Reaction.SEEN: "👀", Reaction.DONE: "✅", Reaction.FAILED: "⚠️", Reaction.STOPPED: "⏹️"}


class DiscordMessenger:
    """Says things on Discord. Every method raises the `MessengerError` tree; the client comes and goes underneath."""

    def __init__(self, book: TicketBook, notes: Notes, clock: Clock, files: AttachmentReader) -> None:
        self._book = book
        self._clock = clock
        self._files = files
        self._client: discord.Client | None = None
        self._permissions = Permissions(clock)
        self._composer = Composer(book, notes)
        self._no_typing: dict[int, float] = {}

    def attach(self, client: discord.Client) -> None:
        """Speak through this client from now on."""
        self._client = client
        self._files.attach(client)

    @property
    def platform(self) -> str:
        """The word of `ConversationKey.platform`."""
        return PLATFORM

    def capabilities(self, conversation: ConversationKey) -> Capabilities:
        """Discord's limits; a boosted server takes larger files."""
        guild = self._permissions.guild_of(self._client, conversation)
        return Capabilities(
            upload_limit=max(guild.filesize_limit, UPLOAD_LIMIT) if guild is not None else UPLOAD_LIMIT,
            edit_interval_direct=3.0,
            edit_interval_group=5.0,
            reactions=guild is None,
            command_prefix="/reel ",
            private_answers=True,
            idempotent_sends=True,
            picture_beside=True,
        )

    async def send(self, delivery: Delivery) -> Receipt:
        """Say something new: buttons and file hang on the last message, only `mention` is notified."""
        client = self._connected()
        router = Router(client, self._book, self._clock)
        with _kept_inside():
            route = await router.route(delivery)
            for _ in range(_DETOURS):
                try:
                    receipt = await self._send_on(router, route, delivery)
                except TokenExpired:
                    self._forget_token(delivery)
                    route = await router.route(delivery)
                except (ConversationGone, DeliveryRefused):
                    if not route.inbox:
                        raise
                    route = router.inbox_closed(delivery)
                else:
                    await self._clear(client, route)
                    return receipt
        raise DeliveryRefused("no way leads there")

    async def edit(self, message: MessageRef, content: Content) -> None:
        """Write a message of ours anew: through its interaction while that lives, then as any message."""
        client = self._connected()
        ticket = self._book.for_message(message.message_id) or self._book.of(message.context)
        post = self._composer.revised(content, ticket)
        with _kept_inside():
            if ticket is not None and self._book.alive(ticket):
                try:
                    await self._edit_by_token(client, ticket, message, post)
                except TokenExpired:
                    self._book.expired(ticket)
                else:
                    return
            if ticket is not None and ticket.outside:
                raise SlowDown("waits for somebody to press Check", retry_after=15.0)
            if ticket is not None and ticket.hidden:
                raise DeliveryRefused("nobody else's message may be changed once its token is over")
            await self._edit_in_channel(client, message, post)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Put a reaction on a plain message."""
        if "ticket" in message.context:
            return
        target = self._message(self._connected(), message)
        with _kept_inside(), told():
            await target.add_reaction(_EMOJI[reaction])

    async def show_activity(self, conversation: ConversationKey, activity: Activity) -> None:  # noqa: ARG002
        """Show that the bot writes, for ten seconds; in places where it is no member nothing is shown."""
        client = self._connected()
        channel = channel_of(conversation)
        if self._clock.monotonic() < self._no_typing.get(channel, 0.0):
            return
        try:
            with told():
                await client.get_partial_messageable(channel).typing()
        except (NotPermitted, ConversationGone):
            # Discord shuts out an address that makes 10,000 refused requests in ten minutes
            if len(self._no_typing) >= _REMEMBERED:
                self._no_typing.clear()
            self._no_typing[channel] = self._clock.monotonic() + _NO_TYPING

    async def delete(self, message: MessageRef) -> bool:
        """Take somebody's message away, where the bot may; interactions leave none."""
        if "ticket" in message.context:
            return True
        target = self._message(self._connected(), message)
        try:
            with told():
                await target.delete()
        except (NotPermitted, DeliveryRefused, ConversationGone):
            return False
        return True

    async def is_admin(self, conversation: ConversationKey, person: Person) -> bool:
        """Whether this person may manage the server. True in a direct conversation."""
        with _kept_inside(), told():
            return await self._permissions.manages(self._connected(), conversation, int(person.user_id))

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenFile]:
        """Stream a file from Discord's own storage. Raises AttachmentUnavailable."""
        return self._files.open(attachment)

    async def public_url(self, attachment: Attachment) -> str | None:
        """The signed address, which the backend may be given: it opens one file, for a day, and holds no secret."""
        return await self._files.public_url(attachment)

    def _connected(self) -> discord.Client:
        if self._client is None or self._client.is_closed() or self._client.user is None:
            raise MessengerUnreachable("Discord is not connected yet")
        return self._client

    async def _send_on(self, router: Router, route: Route, delivery: Delivery) -> Receipt:
        if delivery.uncertain and isinstance(route.first, FollowupWay):
            delivery = replace(delivery, repeated=True)  # follow-ups have no nonce by which Discord could drop a second
        posts = self._composer.posts(delivery, in_public=route.public_place, alone=route.alone)
        sent: list[MessageRef] = []
        for number, post in enumerate(posts):
            way = route.rest if number else route.first
            sent.append(await self._post(router, way, post, delivery.order, _nonce(delivery.nonce, number)))
        return Receipt(tuple(sent))

    async def _post(self, router: Router, way: Way, post: Post, order: NewDelivery, nonce: str) -> MessageRef:
        """Post, asking for less where Discord does not permit it all. What was refused was not sent, so the nonce stays."""
        refused: NotPermitted | None = None
        for smaller in self._composer.lesser(post, order, self.capabilities(order.conversation).upload_limit):
            try:
                return await way.post(smaller, nonce)
            except NotPermitted as error:
                refused = error
            except MediaTooLarge:
                if not has_link(order.content):
                    raise
        if refused is not None and isinstance(way, ChannelWay):
            for other, why in self._elsewhere(router, order, refused):
                moved = self._composer.moved(post, order, why)
                try:
                    return await other.post(moved, nonce)
                except (NotPermitted, TokenExpired, ConversationGone, DeliveryRefused):
                    continue
        raise for_good(refused) if refused is not None else MediaTooLarge()

    def _elsewhere(self, router: Router, order: NewDelivery, refused: NotPermitted) -> Iterator[tuple[Way, str]]:
        """Where something can be said that its own place refuses, and why there: through a living token, beside the thread."""
        followup = router.followup(order)
        if followup is not None:
            yield followup, ""
        if order.conversation.topic_id:
            say = speech_of(order)
            locked = say("The thread is locked, so I write here.")
            missing = say("I may not write in the thread (Send Messages in Threads), so I write here.")
            parent = router.channel(replace(order.conversation, topic_id=""))
            yield replace(parent, conversation=order.conversation), locked if refused.code in THREAD_CLOSED else missing
        if order.kind is DeliveryKind.RESULT and order.mention is not None:
            yield router.inbox(order, order.mention), ""

    def _forget_token(self, delivery: Delivery) -> None:
        order = delivery.order
        ticket = self._book.of(order.reply_to.context) if order.reply_to is not None else None
        fresh = self._book.for_place(order.conversation)
        for spent in (ticket, fresh):
            if spent is not None and self._book.followups_left(spent) > 0:
                self._book.expired(spent)
                return

    async def _clear(self, client: discord.Client, route: Route) -> None:
        if route.leftover is None:
            return
        self._book.fill(route.leftover)
        try:
            await delete_original(client, route.leftover)
        except MessengerError:
            return

    async def _edit_by_token(self, client: discord.Client, ticket: Ticket, message: MessageRef, post: Post) -> None:
        if ticket.original:
            await edit_original(client, ticket, post)
            return
        with told():
            await webhook_of(client, ticket).edit_message(
                int(message.message_id), content=post.content, view=post.view, allowed_mentions=post.allowed
            )

    async def _edit_in_channel(self, client: discord.Client, message: MessageRef, post: Post) -> None:
        with told():
            await self._message(client, message).edit(
                content=post.content, view=post.view, allowed_mentions=post.allowed
            )

    @staticmethod
    def _message(client: discord.Client, message: MessageRef) -> discord.PartialMessage:
        channel = int(message.context.get("channel") or channel_of(message.conversation))
        return client.get_partial_messageable(channel).get_partial_message(int(message.message_id))


@contextmanager
def _kept_inside() -> Iterator[None]:
    """This package's own errors never leave it."""
    try:
        yield
    except NotPermitted as error:
        raise for_good(error) from error
    except TokenExpired as error:
        raise DeliveryRefused(str(error)) from error


def _nonce(seed: str, number: int) -> str:
    """Discord takes 25 characters; each message of a delivery has its own."""
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()[:24]
