"""An update of Telegram's as what it means to the core. Nothing here talks to anybody."""

from dataclasses import dataclass
from datetime import datetime

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    ExternalReplyInfo,
    InaccessibleMessage,
    MaybeInaccessibleMessage,
    MessageEntity,
    Update,
    User,
)
from telegram import Message as TelegramMessage
from telegram.ext import filters

from bots.telegram.attachments import attachments_of
from bots.telegram.buttons import ButtonCodec, ButtonUnreadable, Press
from bots.telegram.rich import rich_attachments
from bots.telegram.words import BotIdentity, words_of
from core.conversation.commands import Word
from core.model import Attachment, Command, ConversationKey, ConversationKind, Message, MessageRef, Person, RepliedTo

PLATFORM = "telegram"
NO_MESSAGE = "0"
"""The message id of things that no message stands for, like being added to a group."""

OWN = "own"
"""Set in the context of a press: the message that it points to is the bot's, so a reply to it tells nobody anything."""

GENERAL_TOPIC = 1
_OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup."""

    old: ConversationKey
    new: ConversationKey


@dataclass(frozen=True, slots=True)
class Gone:
    """The bot was blocked or removed."""

    conversation: ConversationKey


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button: to be answered at once. Without a message it was not for this person (`foreign`) or is too old."""

    query_id: str
    message: Message | None
    language: str | None = None
    foreign: bool = False


Meaning = Message | Moved | Gone | Pressed


class Reader:
    """Reads updates for one bot."""

    def __init__(self, me: BotIdentity, buttons: ButtonCodec) -> None:
        self._me = me
        self._buttons = buttons

    def read(self, update: Update, now: datetime) -> Meaning | None:
        """What an update means; None when it is nothing to us."""
        if update.callback_query:
            return self._pressed(update, update.callback_query, now)
        if update.my_chat_member:
            return self._membership(update, update.my_chat_member)
        if update.message:
            return self._moved(update.message) or self._message(update, update.message, edited=False)
        if update.edited_message:
            return self._message(update, update.edited_message, edited=True)
        return None

    def _message(self, update: Update, message: TelegramMessage, *, edited: bool) -> Message | None:
        if not _from_person(message) or filters.StatusUpdate.ALL.check_update(update):
            return None
        direct = message.chat.type == Chat.PRIVATE
        words = words_of(message, self._me, direct=direct)
        if not words.ours:
            return None
        replied_to = self._replied_to(message)
        addressed = direct or words.mentions_us or words.command is not None or bool(replied_to and replied_to.from_bot)
        if not addressed and not message.media_group_id:  # an album may be addressed in another of its parts
            return None  # what people say among themselves is not even written down
        return Message(
            update_id=str(update.update_id),
            ref=MessageRef(conversation_of(message), str(message.message_id), _language(message.from_user)),
            kind=ConversationKind.DIRECT if direct else ConversationKind.GROUP,
            person=_sender(message),
            sent_at=(message.edit_date if edited else None) or message.date,
            text=words.text,
            attachments=_attachments(message, words.text),
            command=words.command,
            replied_to=replied_to,
            album_id=message.media_group_id,
            locale=message.from_user.language_code if message.from_user else None,
            addressed=addressed,
            edited=edited,
        )

    def _replied_to(self, message: TelegramMessage) -> RepliedTo | None:
        quote = message.quote.text if message.quote else ""
        if message.external_reply:
            return _external(message.external_reply, quote)
        original = message.reply_to_message
        if original is None or original.forum_topic_created:  # the root of a topic, under each of its messages
            return None
        text = original.text or original.caption or ""
        return RepliedTo(
            message_id=str(original.message_id),
            text=quote or text,
            attachments=attachments_of(original, original.caption or ""),
            from_bot=bool(original.from_user and original.from_user.id == self._me.id),
        )

    def _moved(self, message: TelegramMessage) -> Moved | None:
        here = ConversationKey(PLATFORM, str(message.chat.id))
        if message.migrate_to_chat_id:
            return Moved(here, ConversationKey(PLATFORM, str(message.migrate_to_chat_id)))
        if message.migrate_from_chat_id:
            return Moved(ConversationKey(PLATFORM, str(message.migrate_from_chat_id)), here)
        return None

    def _pressed(self, update: Update, query: CallbackQuery, now: datetime) -> Pressed:
        language = query.from_user.language_code
        try:
            press = self._buttons.read(query.data or "", _link_targets(query.message))
        except ButtonUnreadable:
            return Pressed(query.id, None, language)
        if not _may_press(press, query):
            return Pressed(query.id, None, language, foreign=True)
        if query.message is None or _topic_lost(query.message):
            return Pressed(query.id, None, language)
        context = {OWN: "yes", **_language(query.from_user)}
        ref = MessageRef(conversation_of(query.message), str(query.message.message_id), context)
        private = query.message.chat.type == Chat.PRIVATE
        message = Message(
            update_id=str(update.update_id),
            ref=ref,
            kind=ConversationKind.DIRECT if private else ConversationKind.GROUP,
            person=person_of(query.from_user),
            sent_at=now,
            command=press.command,
            locale=language,
        )
        return Pressed(query.id, message, language)

    def _membership(self, update: Update, change: ChatMemberUpdated) -> Message | Gone | None:
        if change.chat.type == Chat.CHANNEL:
            return None
        conversation = ConversationKey(PLATFORM, str(change.chat.id))
        if change.new_chat_member.status in _OUTSIDE:
            return Gone(conversation)
        if change.chat.type == Chat.PRIVATE or change.old_chat_member.status not in _OUTSIDE:
            return None
        return Message(
            update_id=str(update.update_id),
            ref=MessageRef(conversation, NO_MESSAGE, _language(change.from_user)),
            kind=ConversationKind.GROUP,
            person=person_of(change.from_user),
            sent_at=change.date,
            command=Command(Word.START),
            locale=change.from_user.language_code,
        )


def conversation_of(message: MaybeInaccessibleMessage) -> ConversationKey:
    """A chat, or a topic of it. In plain replies `message_thread_id` is no topic; the General topic has none to send to."""
    topic = ""
    if isinstance(message, TelegramMessage) and message.is_topic_message and message.message_thread_id:
        topic = "" if message.message_thread_id == GENERAL_TOPIC else str(message.message_thread_id)
    return ConversationKey(PLATFORM, str(message.chat.id), topic)


def _may_press(press: Press, query: CallbackQuery) -> bool:
    """What an anonymous admin asked for was asked by the group, and pressing shows people by their own name."""
    group = str(query.message.chat.id) if query.message else ""
    return press.only_for in (None, str(query.from_user.id), group)


def _topic_lost(message: MaybeInaccessibleMessage) -> bool:
    """A deleted message of a forum no longer says in which topic it was."""
    return isinstance(message, InaccessibleMessage) and bool(message.chat.is_forum)


def person_of(user: User) -> Person:
    """A user as the core knows people."""
    return Person(PLATFORM, str(user.id), user.full_name, user.username)


def _sender(message: TelegramMessage) -> Person:
    """Who wrote; an anonymous admin writes as the group itself."""
    if message.sender_chat:
        name = message.sender_chat.effective_name or str(message.sender_chat.id)
        return Person(PLATFORM, str(message.sender_chat.id), name, message.sender_chat.username)
    assert message.from_user is not None  # noqa: S101 - `_from_person` has looked
    return person_of(message.from_user)


def _from_person(message: TelegramMessage) -> bool:
    if message.chat.type == Chat.CHANNEL or message.is_automatic_forward:
        return False
    return bool(message.sender_chat or (message.from_user and not message.from_user.is_bot))


def _attachments(message: TelegramMessage, caption: str) -> tuple[Attachment, ...]:
    rich = message.api_kwargs.get("rich_message")
    return attachments_of(message, caption if message.caption else "") + tuple(rich_attachments(rich))


def _external(reply: ExternalReplyInfo, quote: str) -> RepliedTo:
    return RepliedTo(str(reply.message_id or NO_MESSAGE), quote, attachments_of(reply))


def _language(user: User | None) -> dict[str, str]:
    return {"language": user.language_code} if user and user.language_code else {}


def _link_targets(message: MaybeInaccessibleMessage | None) -> list[str]:
    if not isinstance(message, TelegramMessage):
        return []
    entities = (*message.entities, *message.caption_entities)
    return [entity.url for entity in entities if entity.type == MessageEntity.TEXT_LINK and entity.url]
