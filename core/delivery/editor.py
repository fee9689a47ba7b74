"""Edits of messages that were sent before."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import structlog

from core.delivery.sender import Sender
from core.errors import ConversationGone, ConversationMoved, DeliveryRefused, MediaTooLarge, MessengerError
from core.model import Content, Delivery, DeliveryKind, DeliveryState, MessageRef
from core.ports import Clock, Messenger, Store
from core.waiting import until_stored

V = TypeVar("V")
_REMEMBERED = 5_000
_log = structlog.get_logger(__name__)


class Editor:
    """Shows a message's newest content. What the platform says about pace and reach is raised to the lane.

    Remembers what the latest messages show, so that unchanged content is not sent.
    """

    def __init__(self, store: Store, messengers: Mapping[str, Messenger], clock: Clock, sender: Sender) -> None:
        self._outbox = store.outbox
        self._messengers = messengers
        self._clock = clock
        self._sender = sender
        self._shown: OrderedDict[str, Content] = OrderedDict()
        self._refused: OrderedDict[str, None] = OrderedDict()

    def sent(self, delivery: Delivery) -> None:
        """Remember what a message shows that was just sent."""
        _keep(self._shown, delivery.order.key, delivery.order.content)

    def changes(self, key: str, content: Content) -> bool:
        """Whether showing this may change what is seen."""
        return self._shown.get(key) != content

    async def progress(self, delivery: Delivery, content: Content) -> bool:
        """Show a state of the work; it is no loss when that cannot be shown. True when the platform was asked.

        Raises the MessengerError tree but for what can never succeed: SlowDown, MessengerUnreachable, DeliveryUnknown,
        and ConversationMoved once the rows have followed.
        """
        if not self._editable(delivery) or not self.changes(delivery.order.key, content):
            return False
        await self._show(delivery, content)
        return True

    async def final(self, delivery: Delivery, content: Content) -> None:
        """Show the last words: by an edit, or where that cannot be by a new message. Raises as `progress`."""
        if self.changes(delivery.order.key, content) and not (
            self._editable(delivery) and await self._show(delivery, content)
        ):
            await self._say_anew(delivery, content)
        await until_stored(self._clock, lambda: self._outbox.edited(delivery, content))

    def _editable(self, delivery: Delivery) -> bool:
        place = delivery.order.conversation
        return (
            delivery.receipt is not None
            and delivery.order.key not in self._refused
            and self._messengers[place.platform].capabilities(place).edits
        )

    async def _show(self, delivery: Delivery, content: Content) -> bool:
        """Edit the message; False when that will never be possible."""
        assert delivery.receipt is not None  # noqa: S101 - `_editable` has seen it
        place, key = delivery.order.conversation, delivery.order.key
        try:
            await self._edit(delivery, delivery.receipt.last, content)
        except (DeliveryRefused, MediaTooLarge) as error:
            _log.info("edit refused", delivery=delivery.id, error=str(error))
            _keep(self._refused, key, None)
            return False
        except ConversationMoved as error:
            await self._sender.moved(place, error.chat_id)
            raise
        except ConversationGone:
            await self._sender.gone(place)
            return True
        _keep(self._shown, key, content)
        return True

    async def _edit(self, delivery: Delivery, message: MessageRef, content: Content) -> None:
        try:
            await self._messengers[delivery.order.conversation.platform].edit(message, content)
        except MessengerError as error:
            self._sender.note(delivery, error)
            raise

    async def _say_anew(self, delivery: Delivery, content: Content) -> None:
        if delivery.state is DeliveryState.DROPPED:
            return
        order = delivery.order
        anew = replace(order, key=f"{order.key}:final", content=content, kind=DeliveryKind.ANSWER)
        await until_stored(self._clock, lambda: self._outbox.owe(anew))


def _keep(cache: OrderedDict[str, V], key: str, value: V) -> None:
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > _REMEMBERED:
        cache.popitem(last=False)
