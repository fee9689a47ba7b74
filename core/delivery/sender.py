"""One delivery on its way: the intent before, the receipt after, and what each refusal means."""

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import structlog

from core.errors import (
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    DeliveryUnknown,
    MediaTooLarge,
    MessengerError,
    MessengerUnreachable,
    SlowDown,
)
from core.model import ConversationKey, Delivery, DeliveryKind, DeliveryState, Receipt
from core.ports import Activity, Clock, Messenger, Store
from core.waiting import until_stored

T = TypeVar("T")
NONCE_WINDOW = 120.0
"""Seconds for which a platform with idempotent sends certainly remembers a nonce."""
Watcher = Callable[[Delivery, DeliveryState | MessengerError | None], object]
"""Told how a delivery was settled, what the platform answered instead, or None: it may have arrived."""
Working = Callable[[ConversationKey, Activity], AbstractAsyncContextManager[None]]
REPEATS = {DeliveryKind.STATUS: 0, DeliveryKind.ANSWER: 1, DeliveryKind.NOTICE: 1, DeliveryKind.RESULT: 3}
"""How often what may have arrived is sent again, marked as a repeat. A status message has later words that take its
place; a result is not given up for unlucky repeats, the last of which is bare text and so quickly over."""
_LONGEST_PAUSE = 300.0
_log = structlog.get_logger(__name__)


def back_off(failures: int, longest: float = _LONGEST_PAUSE) -> float:
    """Seconds to wait after so many failures in a row, with jitter."""
    return min(2.0 ** min(failures, 16), longest) * random.uniform(0.5, 1.0)  # noqa: S311 - jitter


class Sender:
    """Sends one delivery at a time for its conversation."""

    def __init__(
        self,
        store: Store,
        messengers: Mapping[str, Messenger],
        clock: Clock,
        watcher: Watcher | None = None,
        working: Working | None = None,
    ) -> None:
        """`working` shows the platform's own sign of activity, here while a file is on its way."""
        self._working = working
        self._store = store
        self._outbox = store.outbox
        self._messengers = messengers
        self._clock = clock
        self._watcher = watcher

    def note(self, delivery: Delivery, outcome: DeliveryState | MessengerError | None) -> None:
        """Tell the watcher, if there is one."""
        if self._watcher is not None:
            self._watcher(delivery, outcome)

    async def send(self, delivery: Delivery) -> bool:
        """Send it, or put it back with the time of the next try, or settle why it cannot be sent. True when it is shown.

        Raises SlowDown, once it is put back, because that is meant for whatever else the conversation gets; and what a
        broken database raises.
        """
        if not await self._stored(lambda: self._outbox.sending(delivery)):
            return False
        begun = replace(
            delivery,
            attempts=delivery.attempts + 1,
            tried_at=delivery.tried_at or self._clock.now(),
            uncertain=delivery.tried_at is not None,
        )
        try:
            receipt = await self._send(begun)
        except MessengerError as error:
            await self._failed(begun, error)
            if isinstance(error, SlowDown):
                raise
        except Exception as error:  # noqa: BLE001 - an adapter's own bug: nobody knows how far it got
            _log.error("sending crashed", delivery=delivery.id, exc_info=error)
            await self.unknown(begun)
        else:
            await self._settle(begun, DeliveryState.SENT, receipt)
            return True
        return False

    async def unknown(self, delivery: Delivery) -> None:
        """It may have arrived. Repeated where the platform drops a second one, else marked, as `REPEATS` says."""
        self.note(delivery, None)
        if self._platform_remembers(delivery):
            await self._again(delivery, back_off(delivery.attempts, NONCE_WINDOW / 8), certain=False)
        elif delivery.repeated < REPEATS[delivery.order.kind]:
            await self._again(delivery, back_off(delivery.attempts), marked=True, certain=False)
        else:
            await self._settle(delivery, DeliveryState.UNKNOWN)

    async def gone(self, conversation: ConversationKey) -> None:
        """The conversation is gone: nothing more is owed to it."""
        dropped = await self._stored(lambda: self._outbox.drop_conversation(conversation))
        _log.info("conversation gone", conversation=str(conversation), dropped=dropped)

    async def moved(self, old: ConversationKey, chat_id: str) -> None:
        """The conversation has another chat id now: every row follows."""
        new = replace(old, chat_id=chat_id)
        await self._stored(lambda: self._store.conversations.move(old, new))
        _log.info("conversation moved", old=str(old), new=str(new))

    async def _send(self, delivery: Delivery) -> Receipt:
        """Send it whole, or with less where the platform takes less. A refusal means that nothing was shown."""
        messenger = self._messengers[delivery.order.conversation.platform]
        refusal: MessengerError = DeliveryRefused()
        for variant in _variants(delivery):
            if isinstance(refusal, MediaTooLarge) and variant.order.content.media is not None:
                continue
            try:
                async with self._uploading(variant):
                    return await messenger.send(variant)
            except (DeliveryRefused, MediaTooLarge) as error:
                _log.warning("delivery refused", delivery=delivery.id, error=str(error))
                refusal = error
        raise refusal

    def _uploading(self, delivery: Delivery) -> AbstractAsyncContextManager[None]:
        if self._working is None or delivery.order.content.media is None:
            return nullcontext()
        return self._working(delivery.order.conversation, Activity.UPLOADING)

    async def _failed(self, delivery: Delivery, error: MessengerError) -> None:
        self.note(delivery, error)
        match error:
            case SlowDown(retry_after=seconds):
                await self._again(delivery, seconds)
            case MessengerUnreachable():
                await self._again(delivery, back_off(delivery.attempts))
            case ConversationMoved(chat_id=chat_id):
                await self.moved(delivery.order.conversation, chat_id)
                await self._again(delivery, 0.0)
            case ConversationGone():
                await self._settle(delivery, DeliveryState.DROPPED)
                await self.gone(delivery.order.conversation)
            case DeliveryRefused() | MediaTooLarge():
                await self._settle(delivery, DeliveryState.FAILED)
            case DeliveryUnknown() | _:
                await self.unknown(delivery)

    async def _again(self, delivery: Delivery, seconds: float, *, marked: bool = False, certain: bool = True) -> None:
        """`certain` that this try showed nothing; what an earlier one did stays as uncertain as it was."""
        certain = certain and not delivery.uncertain
        not_before = self._clock.now() + timedelta(seconds=seconds) if seconds > 0 else None
        _log.info("delivery waits", delivery=delivery.id, seconds=round(seconds, 1), attempts=delivery.attempts)
        await self._stored(lambda: self._outbox.again(delivery, not_before=not_before, marked=marked, certain=certain))

    async def _settle(self, delivery: Delivery, state: DeliveryState, receipt: Receipt | None = None) -> None:
        await self._stored(lambda: self._outbox.settled(delivery, state, receipt))
        _log.info("delivery settled", delivery=delivery.id, state=state, kind=delivery.order.kind)
        self.note(delivery, state)

    def _platform_remembers(self, delivery: Delivery) -> bool:
        place = delivery.order.conversation
        if delivery.tried_at is None or not self._messengers[place.platform].capabilities(place).idempotent_sends:
            return False
        return self._clock.now() - delivery.tried_at <= timedelta(seconds=NONCE_WINDOW)

    async def _stored(self, call: Callable[[], Awaitable[T]]) -> T:
        return await until_stored(self._clock, call)


def _variants(delivery: Delivery) -> Sequence[Delivery]:
    """The delivery as it is, without its file, and as bare text; its last repeat begins with less where there is less."""
    order, variants = delivery.order, [delivery]
    if order.content.media is not None or order.content.picture is not None:
        order = replace(order, content=replace(order.content, media=None, picture=None))
        variants.append(replace(delivery, order=order))
    if order.content.buttons or order.reply_to is not None:
        order = replace(order, content=replace(order.content, buttons=()), reply_to=None)
        variants.append(replace(delivery, order=order))
    last_repeat = delivery.repeated >= REPEATS[DeliveryKind.RESULT]
    return variants[1:] if last_repeat and len(variants) > 1 else variants
