"""Deliveries as calls to the Bot API."""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import structlog
from telegram import Message, ReactionTypeEmoji
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, TelegramError

from bots.telegram import compose, failures
from bots.telegram.buttons import ButtonCodec
from bots.telegram.client import Client
from bots.telegram.compose import Part, Place
from bots.telegram.files import LOCAL_LIMIT, Files
from bots.telegram.inbound import NO_MESSAGE, OWN, PLATFORM
from bots.telegram.members import Admins
from bots.telegram.sending import Sender
from bots.telegram.words import BotIdentity
from core.errors import DeliveryRefused, MediaTooLarge
from core.model import Attachment, Content, ConversationKey, Delivery, DeliveryKind, MessageRef, Person, Receipt
from core.ports import Activity, Capabilities, OpenFile, Reaction

log = structlog.get_logger(__name__)

CLOUD_UPLOAD = 50_000_000
EDIT_SECONDS_DIRECT = 3.0
EDIT_SECONDS_GROUP = 5.0

_REACTIONS = {
    Reaction.SEEN: ("👀",),
    Reaction.DONE: ("🎉",),  # ✅ is none that Telegram lets bots use
    Reaction.FAILED: ("😢",),
    Reaction.STOPPED: (),  # takes 👀 back
}
_ACTIONS = {
    Activity.TYPING: ChatAction.TYPING,
    Activity.WORKING: ChatAction.RECORD_VIDEO,
    Activity.UPLOADING: ChatAction.UPLOAD_VIDEO,
}
_REMEMBERED = 1000
_NEVER_UNSAID = (DeliveryKind.RESULT, DeliveryKind.NOTICE)
"""What finds its way to whoever asked, where the bot is not allowed to write any more."""


class TelegramMessenger:
    """The outgoing side of Telegram: it says what it is told, once, and tells how that went."""

    platform = PLATFORM

    def __init__(
        self,
        bot: Client,
        codec: ButtonCodec,
        files: Files,
        admins: Admins,
        me: Callable[[], BotIdentity],
        *,
        local: bool,
    ) -> None:
        self._sender = Sender(bot)
        self._bot = bot
        self._codec = codec
        self._files = files
        self._admins = admins
        self._me = me
        self._local = local
        self._sent: OrderedDict[int, list[MessageRef]] = OrderedDict()

    def capabilities(self, conversation: ConversationKey) -> Capabilities:  # noqa: ARG002 - the same in all
        """The same everywhere on Telegram, except with a local Bot API server."""
        return Capabilities(
            upload_limit=LOCAL_LIMIT if self._local else CLOUD_UPLOAD,
            edit_interval_direct=EDIT_SECONDS_DIRECT,
            edit_interval_group=EDIT_SECONDS_GROUP,
            reactions=True,
            sees_all_group_messages=self._me().reads_everything,
        )

    async def send(self, delivery: Delivery) -> Receipt:
        """Send every part; a repeat of the same delivery goes on behind the parts that had arrived."""
        order = delivery.order
        media = order.content.media
        if media and media.size > self.capabilities(order.conversation).upload_limit:
            raise MediaTooLarge
        place = compose.place_of(order.conversation, order.reply_to)
        if order.private and order.mention and place.is_group and compose.holds_address(order.content):
            return await self._send_privately(delivery, place, int(order.mention.user_id))
        parts = compose.parts_of(delivery, self._codec)
        try:
            with failures.translated():
                return await self._send_parts(delivery.id, parts, place, order.conversation)
        except DeliveryRefused as error:
            if not (order.mention and order.kind in _NEVER_UNSAID and failures.silenced(error.__cause__)):
                raise
            return await self._send_privately(delivery, place, int(order.mention.user_id))

    async def _send_parts(
        self, delivery_id: int, parts: list[Part], place: Place, conversation: ConversationKey
    ) -> Receipt:
        done = self._progress(delivery_id)
        for part in parts[len(done) :]:
            done.append(_ref(conversation, await self._sender.send(part, place), part))
        self._sent.pop(delivery_id, None)
        return Receipt(tuple(done))

    def _progress(self, delivery_id: int) -> list[MessageRef]:
        done = self._sent.setdefault(delivery_id, [])
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)
        return done

    async def _send_privately(self, delivery: Delivery, group: Place, user_id: int) -> Receipt:
        """To the person's own chat; the group reads no more than that there is an answer."""
        order = delivery.order
        home = ConversationKey(PLATFORM, str(user_id))
        try:
            parts = compose.parts_of(delivery, self._codec, private=True)
            receipt = await self._send_parts(delivery.id, parts, Place(user_id), home)
        except (Forbidden, BadRequest) as error:
            if isinstance(error, BadRequest) and not failures.says(error, *failures.GONE):
                raise failures.as_messenger_error(error) from error
        except TelegramError as error:
            raise failures.as_messenger_error(error) from error
        else:
            await self._tell_group(compose.private_note(order, self._me().username, delivered=True), group)
            return receipt
        self._sent.pop(delivery.id, None)
        note = compose.private_note(order, self._me().username, delivered=False)
        with failures.translated():
            return Receipt((_ref(order.conversation, await self._sender.send(note, group), note),))

    async def _tell_group(self, note: Part, group: Place) -> None:
        try:
            await self._sender.send(note, group)
        except TelegramError as error:  # the answer itself has arrived
            log.info("a group could not be told of a private answer", reason=error.message)

    async def edit(self, message: MessageRef, content: Content) -> None:
        """Replace text and buttons; "not modified" is no error."""
        caption = "media" in message.context
        part = compose.part_for_edit(content, self._codec, caption=caption)
        chat_id = int(message.conversation.chat_id)
        try:
            with failures.translated(repeatable=True):
                await self._sender.edit(part, chat_id, int(message.message_id), caption=caption)
        except DeliveryRefused as error:
            if not (isinstance(error.__cause__, TelegramError) and failures.not_modified(error.__cause__)):
                raise

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """React to what a person wrote, where the group allows it; a refusal is no error."""
        if message.message_id == NO_MESSAGE or OWN in message.context:
            return
        try:
            with failures.translated(repeatable=True):
                await self._bot.set_message_reaction(
                    int(message.conversation.chat_id),
                    int(message.message_id),
                    [ReactionTypeEmoji(emoji) for emoji in _REACTIONS[reaction]],
                )
        except DeliveryRefused as error:
            log.debug("a reaction was refused", reason=str(error))

    async def show_activity(self, conversation: ConversationKey, activity: Activity) -> None:
        """Telegram shows it for five seconds, or until the next message."""
        place = compose.place_of(conversation)
        with failures.translated(repeatable=True):
            await self._bot.send_chat_action(place.chat_id, _ACTIONS[activity], message_thread_id=place.topic)

    async def delete(self, message: MessageRef) -> bool:
        """Take a message away; false when it is too old, or the bot has no right to."""
        try:
            with failures.translated(repeatable=True):
                return await self._bot.delete_message(int(message.conversation.chat_id), int(message.message_id))
        except DeliveryRefused as error:
            log.warning("a message could not be deleted", reason=str(error))
            return False

    async def is_admin(self, conversation: ConversationKey, person: Person) -> bool:
        """Asked of Telegram, remembered for a minute."""
        with failures.translated(repeatable=True):
            return await self._admins.has(conversation, person)

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenFile]:
        """Stream a file that came in."""
        return self._files.open(attachment)

    async def public_url(self, attachment: Attachment) -> str | None:  # noqa: ARG002 - the port asks for it
        """Never: a Telegram file address holds the bot's token."""
        return None


def _ref(conversation: ConversationKey, sent: Message, part: Part) -> MessageRef:
    return MessageRef(conversation, str(sent.message_id), {"media": part.media.kind} if part.media else {})
