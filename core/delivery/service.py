"""The outbox's sender: one serial lane a conversation, all conversations side by side."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

import structlog

from core.delivery.editor import Editor
from core.delivery.lane import Lane, Pace
from core.delivery.sender import Sender, Watcher
from core.errors import MessengerError, SlowDown, StoreUnavailable
from core.model import Content, ConversationKey, ConversationKind, MessageRef
from core.ports import Activity, Clock, Messenger, Reaction, Store
from core.waiting import first_of, meanwhile, until_stored

T = TypeVar("T")
ACTIVITY_SECONDS = 4.5
"""Platforms show an activity for about five seconds."""
SIGNS_PER_SECOND = 20.0
"""Progress edits for all conversations together, so that a crowd's signs of life never hold up its answers."""
_POLL = 5.0
_RETRY = 1.0
_AT_ONCE = 1_000
_LANES = 2_000
_ENDED_KEYS = 5_000
_log = structlog.get_logger(__name__)


class DeliveryService:
    """Sends what is owed, shows progress on status messages, and signs of life.

    `messengers` by platform; a platform that is not there keeps its deliveries until it is.
    """

    def __init__(
        self, store: Store, messengers: Mapping[str, Messenger], clock: Clock, watcher: Watcher | None = None
    ) -> None:
        self._store = store
        self._outbox = store.outbox
        self._messengers = messengers
        self._clock = clock
        self._sender = Sender(store, messengers, clock, watcher, self.working)
        self._editor = Editor(store, messengers, clock, self._sender)
        self._lanes: dict[ConversationKey, Lane] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._reacting = WeakValueDictionary[tuple[ConversationKey, str], asyncio.Lock]()
        self._reactions: set[asyncio.Task[None]] = set()
        self._at_work = 0
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()  # nothing is at work
        self._stopped.set()

    async def run(self) -> None:
        """Recover what an earlier process left half sent, then send until `stop`."""
        self._stopped.clear()
        try:
            await self.recover()
            while not self._stopping.is_set():
                await self._turn()
            await self._flush()
            await asyncio.gather(*self._reactions, return_exceptions=True)
        finally:
            for reaction in self._reactions:
                reaction.cancel()
            await asyncio.gather(*(lane.abandon() for lane in self._lanes.values()))
            self._stopped.set()

    async def stop(self) -> None:
        """Send what can be sent without waiting, let what is under way end, and leave the rest to the next start."""
        self._stopping.set()
        await self._stopped.wait()

    async def recover(self) -> int:
        """What was being sent when an earlier process ended may have arrived. Returns how many there were."""
        interrupted = await self._stored(lambda: self._outbox.interrupted(list(self._messengers)))
        for delivery in interrupted:
            _log.warning("delivery was interrupted", delivery=delivery.id, kind=delivery.order.kind)
            await self._sender.unknown(delivery)
        return len(interrupted)

    async def edit(self, key: str, content: Content, *, final: bool = False) -> None:
        """Replace what the message shows that was (or is about to be) sent under `key`; the latest wins.

        Progress is shown at the conversation's pace and may be skipped. `final` is stored first and certainly shown: by
        an edit, or as a new message where there is nothing to edit; progress of that message is ignored from then on.
        """
        if final:
            self._end(key)
        elif key in self._ended or self._stopping.is_set():
            return
        delivery = await self._stored(lambda: self._outbox.by_key(key))
        if delivery is None:
            _log.debug("nothing to edit", key=key)
        elif final:
            self._lane(delivery.order.conversation).forget(key)
            await self._stored(lambda: self._outbox.final_edit(key, content))
        elif key not in self._ended:
            self._lane(delivery.order.conversation).show(key, content)

    def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Put a reaction on somebody's message, where the platform has them; no work waits for it, and a refusal is no
        loss. Reactions to one message are shown in the order they were asked for."""
        messenger = self._messengers.get(message.conversation.platform)
        if messenger is None or not messenger.capabilities(message.conversation).reactions:
            return
        task = asyncio.create_task(self._show_reaction(messenger, message, reaction))
        self._reactions.add(task)
        task.add_done_callback(self._reactions.discard)

    async def _show_reaction(self, messenger: Messenger, message: MessageRef, reaction: Reaction) -> None:
        place = (message.conversation, message.message_id)
        turn = self._reacting.setdefault(place, asyncio.Lock())
        async with turn:
            try:
                await messenger.react(message, reaction)
            except MessengerError as error:
                _log.info("reaction refused", error=type(error).__name__)

    @asynccontextmanager
    async def working(self, conversation: ConversationKey, activity: Activity) -> AsyncIterator[None]:
        """Show the platform's own sign of activity until left."""
        self._at_work += 1
        try:
            async with meanwhile(self._keep_showing(conversation, activity)):
                yield
        finally:
            self._at_work -= 1

    async def _turn(self) -> None:
        """Hand out what is due, and wait for more. The wait begins first, so that nothing falls between."""
        platforms = list(self._messengers)
        more = asyncio.ensure_future(self._outbox.wait_for_due(platforms, _POLL))
        try:
            await asyncio.sleep(0)
            await self._hand_out(platforms)
            await first_of(more, self._stopping.wait())
        except StoreUnavailable as error:
            _log.warning("outbox unavailable", error=str(error))
            await first_of(self._clock.sleep(_RETRY), self._stopping.wait())
        finally:
            more.cancel()
            await asyncio.gather(more, return_exceptions=True)

    async def _hand_out(self, platforms: list[str]) -> set[int]:
        due = await self._stored(lambda: self._outbox.due(platforms, _AT_ONCE))
        for delivery in due:
            self._lane(delivery.order.conversation).send(delivery)
        for delivery, content in await self._stored(lambda: self._outbox.final_edits(platforms)):
            self._end(delivery.order.key)
            self._lane(delivery.order.conversation).finish(delivery, content)
        return {delivery.id for delivery in due}

    async def _flush(self) -> None:
        """Send what can be sent now; each message gets one chance."""
        platforms, tried, more = list(self._messengers), set[int](), True
        while more:
            under_way = any(lane.busy for lane in self._lanes.values())
            due = await self._hand_out(platforms)
            await asyncio.gather(*(lane.close() for lane in self._lanes.values()))
            more = under_way or bool(due - tried)  # what follows them may be due now
            tried |= due

    async def _keep_showing(self, conversation: ConversationKey, activity: Activity) -> None:
        messenger = self._messengers.get(conversation.platform)
        while messenger is not None:
            pause = ACTIVITY_SECONDS
            if self._turn_of_all <= ACTIVITY_SECONDS:  # in a crowd the status messages have to do
                pause = max(pause, await self._show_activity(messenger, conversation, activity))
            await self._clock.sleep(pause)

    async def _show_activity(self, messenger: Messenger, conversation: ConversationKey, activity: Activity) -> float:
        """Seconds for which the platform wants to be left in peace."""
        try:
            await messenger.show_activity(conversation, activity)
        except SlowDown as error:
            return error.retry_after
        except MessengerError as error:
            _log.debug("activity refused", error=type(error).__name__)
        return 0.0

    def _lane(self, conversation: ConversationKey) -> Lane:
        if conversation not in self._lanes:
            if len(self._lanes) >= _LANES:
                self._lanes = {place: lane for place, lane in self._lanes.items() if not lane.idle}
            self._lanes[conversation] = Lane(
                self._outbox, self._sender, self._editor, self._clock, lambda: self._pace(conversation)
            )
        return self._lanes[conversation]

    @property
    def _turn_of_all(self) -> float:
        """Seconds in which every conversation in which something is at work can be given one sign of life."""
        return self._at_work / SIGNS_PER_SECOND

    async def _pace(self, conversation: ConversationKey) -> Pace:
        capabilities = self._messengers[conversation.platform].capabilities(conversation)
        kind = (await self._stored(lambda: self._store.conversations.get(conversation))).kind
        direct = kind is ConversationKind.DIRECT
        interval = capabilities.edit_interval_direct if direct else capabilities.edit_interval_group
        turn = self._turn_of_all
        return Pace(turn, turn) if turn > interval else Pace(interval)

    def _end(self, key: str) -> None:
        self._ended[key] = None
        self._ended.move_to_end(key)
        if len(self._ended) > _ENDED_KEYS:
            self._ended.popitem(last=False)

    async def _stored(self, call: Callable[[], Awaitable[T]]) -> T:
        return await until_stored(self._clock, call)
