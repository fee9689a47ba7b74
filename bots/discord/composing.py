"""A delivery as Discord messages: words in pieces, whom they notify, what they answer, buttons and the file on the last."""

from collections.abc import Iterator
from dataclasses import replace

from bots.discord.formatting import TEXT_LIMIT, escape, length, pieces, with_our_commands
from bots.discord.notes import Notes
from bots.discord.posts import Post
from bots.discord.routing import channel_of
from bots.discord.tickets import Ticket, TicketBook
from bots.discord.views import view_of, with_edit
from core.locales import Speech
from core.model import Content, Delivery, DeliveryKind, NewDelivery, Person

_OFFER_CHECK = 120.0
"""Seconds of a token's life that are left when the Check button appears."""


class Composer:
    """Writes posts; knows which tokens end soon and what is to be said once."""

    def __init__(self, book: TicketBook, notes: Notes) -> None:
        self._book = book
        self._notes = notes

    def posts(self, delivery: Delivery, *, in_public: bool = False, alone: bool = False) -> list[Post]:
        """A delivery as messages, in order.

        `in_public`: it was for one person, but everybody would read it; `alone`: nobody but that person sees it.
        """
        order = delivery.order
        say = speech_of(order)
        ticket = self._book.of(order.reply_to.context) if order.reply_to is not None else None
        if in_public:
            text = say("I have an answer for you alone. Allow direct messages from this server, or ask me with /reel.")
            return [Post(f"{_ping(order)}{text}", mention=_user(order.mention))]
        head = say("🔁 This may be a repeat:") + "\n" if delivery.repeated else ""
        notifies = (_is_an_end(order) or self._is_late(order, ticket)) and not alone and not _is_direct(order)
        head += _ping(order) if notifies else ""
        lasts = order.kind is not DeliveryKind.STATUS  # a status is written over within seconds
        waiting = self._notes.take(order.conversation) if lasts else []
        notes = "".join(f"\n-# {escape(note)}" for note in waiting)
        texts = _around(head, pieces(with_our_commands(order.content.text), TEXT_LIMIT - length(head)), notes)
        posts = [Post(text) for text in texts]
        posts[0] = replace(posts[0], mention=_user(order.mention) if notifies else None, answers=_answered(order))
        check = self._check_label(ticket, say)
        buttons = order.content.buttons
        if order.kind is DeliveryKind.RESULT:
            buttons = with_edit(buttons, say("Edit"))
        posts[-1] = replace(
            posts[-1],
            view=view_of(buttons, check=check),
            media=order.content.media,
            picture=order.content.picture,
            previews=_is_link_only(order),
        )
        return posts

    def _is_late(self, order: NewDelivery, ticket: Ticket | None) -> bool:
        """Whether this answers a command beside its own answer, because Discord does not take that any more."""
        over = ticket is not None and not self._book.alive(ticket)
        return over and order.kind in (DeliveryKind.ANSWER, DeliveryKind.NOTICE)

    def revised(self, content: Content, ticket: Ticket | None) -> Post:
        """A message of ours anew; what does not fit into one message is left out."""
        say = Speech(content.language or (ticket.locale if ticket is not None else None))
        texts = pieces(with_our_commands(content.text)) or ["…"]
        return Post(texts[0], view_of(content.buttons, check=self._check_label(ticket, say)))

    def _check_label(self, ticket: Ticket | None, say: Speech) -> str:
        """The Check button is shown while the only way into a place is about to close."""
        if ticket is None or not ticket.outside:
            return ""
        closing = self._book.seconds_left(ticket) < _OFFER_CHECK or self._book.followups_left(ticket) <= 1
        return say("Check") if closing else ""

    def lesser(self, post: Post, order: NewDelivery, upload_limit: int) -> Iterator[Post]:
        """The post, and what is left of it when the bot may not do everything here."""
        too_large = post.media is not None and post.media.size > upload_limit
        if not (too_large and has_link(order.content)):
            yield post
            if post.answers is not None:
                yield post.bare()
        if post.media is not None:
            note = self._why_no_file(order, too_large=too_large)
            fits = length(post.content + note) <= TEXT_LIMIT
            content = post.content + note if fits else post.content
            if too_large and post.picture is not None:
                yield replace(post, media=None, content=content, previews=True)
            yield replace(post, media=None, picture=None, answers=None, content=content, previews=True)

    def moved(self, post: Post, order: NewDelivery, why: str) -> Post:
        """A post for another place than its own; the first of a conversation says why, where that fits."""
        note = f"\n-# {escape(why)}" if why else ""
        fits = note and length(post.content + note) <= TEXT_LIMIT
        if not fits or not self._notes.first_time(order.conversation, why):
            return post.bare()
        return replace(post.bare(), content=post.content + note)

    def _why_no_file(self, order: NewDelivery, *, too_large: bool) -> str:
        """Why the file stays behind: its size each time, a missing permission once."""
        say = speech_of(order)
        if too_large:
            reason = say("The file is larger than Discord takes here; the link has it.")
        elif self._notes.first_time(order.conversation, "attach"):
            reason = say("I could not attach the file here (Attach Files is missing, or it is too large).")
        else:
            return ""
        return f"\n-# {escape(reason)}"


def _around(head: str, texts: list[str], tail: str) -> list[str]:
    texts = texts or ["\u200b" if not head and not tail else ""]
    texts[0] = head + texts[0]
    if tail and length(texts[-1] + tail) <= TEXT_LIMIT:
        texts[-1] += tail
    elif tail:
        texts.insert(len(texts) - 1, tail.strip()[:TEXT_LIMIT])
    return texts


def speech_of(order: NewDelivery) -> Speech:
    """For words of the adapter's own: the language of what is said, else that of whoever asked."""
    asked = order.reply_to.context.get("locale") if order.reply_to is not None else None
    return Speech(order.content.language or asked)


def _user(person: Person | None) -> int | None:
    return int(person.user_id) if person is not None else None


def _is_direct(order: NewDelivery) -> bool:
    """Nobody else reads along, and every message notifies by itself."""
    return order.reply_to is not None and "direct" in order.reply_to.context


def _is_an_end(order: NewDelivery) -> bool:
    """How a request ended, well or badly: whoever asked may be long gone to another channel."""
    return order.kind is DeliveryKind.RESULT or (order.kind is DeliveryKind.NOTICE and order.job_id is not None)


def _is_link_only(order: NewDelivery) -> bool:
    """A video that comes as its link is played from there; beside the file itself the link would show it twice."""
    return order.kind is DeliveryKind.RESULT and order.content.media is None


def _ping(order: NewDelivery) -> str:
    return f"<@{order.mention.user_id}> " if order.mention is not None else ""


def _answered(order: NewDelivery) -> int | None:
    """The message to point at, when it is a plain one of the same channel."""
    asked = order.reply_to
    if asked is None or "reply" not in asked.context or not asked.message_id.isdigit():
        return None
    return int(asked.message_id) if asked.context.get("channel") == str(channel_of(order.conversation)) else None


def has_link(content: Content) -> bool:
    """Whether an address goes along, so that a file can be done without."""
    return any(span.url for span in content.text.spans) or any(button.url for row in content.buttons for button in row)
