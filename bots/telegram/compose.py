"""A delivery as the calls it takes: which parts, in which order, with which words of our own."""

import re
from dataclasses import dataclass, replace

from bots.telegram import formatting
from bots.telegram.buttons import INVISIBLE, ButtonCodec, Keyboard
from bots.telegram.inbound import NO_MESSAGE, OWN
from core.locales import Speech
from core.model import (
    Button,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    Media,
    MessageRef,
    NewDelivery,
    RichText,
    Span,
    Style,
)

_ADDRESS = re.compile(r"https?://\w")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part goes. `reply_to` is a message id, `topic` a forum topic's id."""

    chat_id: int
    topic: int | None = None
    reply_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Groups have negative ids."""
        return self.chat_id < 0


@dataclass(frozen=True, slots=True)
class Part:
    """One message to be sent."""

    text: RichText
    keyboard: Keyboard = Keyboard(None)  # noqa: RUF009 - frozen, so it can be shared
    media: Media | None = None
    silent: bool = False
    preview: bool = False

    @property
    def html(self) -> str:
        """The text as HTML, with the invisible link that the keyboard needs."""
        shown = formatting.to_html(self.text)
        return f'<a href="{self.keyboard.carrier}">{INVISIBLE}</a>{shown}' if self.keyboard.carrier else shown


def place_of(conversation: ConversationKey, reply_to: MessageRef | None = None) -> Place:
    """The chat, the topic (General has none) and the message to reply to."""
    same = reply_to is not None and reply_to.conversation.chat_id == conversation.chat_id
    message_id = reply_to.message_id if same and reply_to and reply_to.message_id != NO_MESSAGE else ""
    return Place(
        int(conversation.chat_id),
        int(conversation.topic_id) if conversation.topic_id else None,
        int(message_id) if message_id else None,
    )


def speech_for(order: NewDelivery) -> Speech:
    """The language of what is said, else that of whoever is answered, as their Telegram says."""
    return Speech(order.content.language or (order.reply_to.context.get("language") if order.reply_to else None))


def holds_address(content: Content) -> bool:
    """Whether reading along would hand over an address, perhaps one that opens an account.

    Telegram cannot whisper in a group: what is private and holds none is better said there than sent elsewhere.
    """
    buttons = any(button.url for row in content.buttons for button in row)
    return buttons or any(span.url for span in content.text.spans) or bool(_ADDRESS.search(content.text.plain))


def parts_of(delivery: Delivery, codec: ButtonCodec, *, private: bool = False) -> list[Part]:
    """The messages that a delivery takes; buttons and media hang on the last."""
    order = delivery.order
    text = _with_own_words(delivery, private)
    keyboard = codec.keyboard(order.content.buttons)
    silent = order.kind is DeliveryKind.STATUS
    preview = order.kind is DeliveryKind.RESULT and order.content.media is None and not keyboard.carrier
    return _arranged(Part(text, keyboard, order.content.media, silent, preview))


def part_for_edit(content: Content, codec: ButtonCodec, *, caption: bool) -> Part:
    """What replaces a message's text: as much as one message holds."""
    keyboard = codec.keyboard(content.buttons)
    limit = formatting.CAPTION_LIMIT if caption else formatting.TEXT_LIMIT
    pieces = formatting.split(content.text, limit - _carried(keyboard))
    return Part(pieces[0] if pieces else RichText.of("…"), keyboard)


def _arranged(whole: Part) -> list[Part]:
    """Cut the text; one that is too long for a caption goes ahead, and the file keeps its first and last words."""
    room = _carried(whole.keyboard)
    limit = formatting.CAPTION_LIMIT - room
    if whole.media is not None and formatting.units(whole.text.plain) <= limit:
        return [whole]
    pieces = formatting.split(whole.text, formatting.TEXT_LIMIT - room)
    bare = [replace(whole, text=piece, keyboard=Keyboard(None), media=None) for piece in pieces]
    if whole.media is not None:
        return [*bare, replace(whole, text=formatting.essence(whole.text, limit))]
    if not bare:  # only the buttons matter, yet Telegram takes no empty text
        return [replace(whole, text=RichText.of("…"))]
    return [*bare[:-1], replace(whole, text=pieces[-1])]


def _carried(keyboard: Keyboard) -> int:
    return len(INVISIBLE) if keyboard.carrier else 0


def _with_own_words(delivery: Delivery, private: bool) -> RichText:
    order = delivery.order
    parts: list[str | Span | RichText] = []
    if delivery.repeated:
        say = speech_for(order)
        note = say("This may be a repeat: I could not see whether it arrived the first time.")
        parts += [Span(note, Style.ITALIC), "\n\n"]
    if order.mention and not private and _to_be_named(order):
        parts += [Span(order.mention.display_name, url=f"tg://user?id={order.mention.user_id}"), "\n"]
    return formatting.with_short_addresses(RichText.of(*parts, order.content.text))


def _to_be_named(order: NewDelivery) -> bool:
    """In a group a result names who asked; anything else is a reply to them already, which notifies as well."""
    replied = order.reply_to is not None and OWN not in order.reply_to.context and order.kind is not DeliveryKind.RESULT
    return place_of(order.conversation).is_group and order.kind is not DeliveryKind.STATUS and not replied


def without_addresses(part: Part) -> Part:
    """The same with the addresses of its buttons written out, for a server that refuses them as buttons."""
    if part.keyboard.markup is None:
        return part
    rows = part.keyboard.markup.inline_keyboard
    written = [f"\n{button.text}: {button.url}" for row in rows for button in row if button.url]
    kept = [[button for button in row if not button.url] for row in rows]
    kept = [row for row in kept if row]
    markup = type(part.keyboard.markup)(kept) if kept else None
    return replace(part, text=RichText.of(part.text, *written), keyboard=replace(part.keyboard, markup=markup))


def private_note(order: NewDelivery, username: str, *, delivered: bool) -> Part:
    """What a group gets to read of an answer that is for one person alone."""
    say = speech_for(order)
    name = order.mention.display_name if order.mention else ""
    if delivered:
        return Part(RichText.of(say("{name}, I have answered you in our private chat.", name=name)), silent=True)
    button = Button(say("Open a private chat"), url=f"https://t.me/{username}")
    text = say(
        "{name}, this answer is for you alone. Open a private chat with me once, then ask here again.", name=name
    )
    return Part(RichText.of(text), ButtonCodec(b"").keyboard(((button,),)))
