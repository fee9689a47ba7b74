"""One conversation's deliveries and edits, one after the other, at the pace its platform allows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from core.delivery.editor import Editor
from core.delivery.sender import Sender, back_off
from core.errors import ConversationMoved, MessengerError, SlowDown
from core.model import Content, Delivery, DeliveryState
from core.ports import Clock, Outbox
from core.waiting import first_of, until_stored

FINAL_GAP = 1.0
"""Seconds that last words keep from the edit before them, where the platform's own pace is no quicker."""
_LONGEST_PAUSE = 60.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two progress edits, and before the first."""

    between: float
    first: float = 0.0


class Lane:
    """What one conversation waits for. Messages go before last words, and those before progress.

    Of several states of one message only the latest is shown. `pace` is asked before each progress edit.
    """

    def __init__(
        self, outbox: Outbox, sender: Sender, editor: Editor, clock: Clock, pace: Callable[[], Awaitable[Pace]]
    ) -> None:
        self._outbox = outbox
        self._sender = sender
        self._editor = editor
        self._clock = clock
        self._pace = pace
        self._head: Delivery | None = None
        self._finals: dict[str, tuple[Delivery, Content]] = {}
        self._progress: dict[str, Content] = {}
        self._early: dict[str, Content] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._failures = 0
        self._blocked_until = 0.0
        self._sent_at = float("-inf")
        self._edited_at = float("-inf")

    @property
    def busy(self) -> bool:
        """Whether something is under way or waits for its time."""
        return self._task is not None

    @property
    def idle(self) -> bool:
        """Whether nothing is under way, waiting in memory, or too fresh to be followed at once."""
        recent = self._clock.monotonic() - self._edited_at < _LONGEST_PAUSE
        return not self.busy and not self._early and not recent

    def send(self, delivery: Delivery) -> None:
        """Send this next. It is the oldest that the conversation is owed."""
        self._head = delivery
        self._stir()

    def finish(self, delivery: Delivery, content: Content) -> None:
        """Show these last words, and no more progress of that message."""
        self._finals[delivery.order.key] = (delivery, content)
        self.forget(delivery.order.key)
        self._stir()

    def show(self, key: str, content: Content) -> None:
        """Show this state when the pace allows, unless a later one comes before."""
        if self._closing or key in self._finals:
            return
        if key in self._progress or self._editor.changes(key, content):
            self._progress[key] = content
            self._stir()

    def forget(self, key: str) -> None:
        """Show no more progress of this message."""
        self._progress.pop(key, None)
        self._early.pop(key, None)

    async def close(self) -> None:
        """Let what is under way end, do what can be done without waiting, leave the rest to the next start."""
        self._closing = True
        self._progress.clear()
        self._stir()
        while self._task is not None:
            await asyncio.wait([self._task])
            await asyncio.sleep(0)

    async def abandon(self) -> None:
        """End at once; a message that is on its way stays marked as such."""
        self._closing = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _stir(self) -> None:
        self._wake.set()
        if self._task is None:
            self._task = asyncio.create_task(self._work())
            self._task.add_done_callback(self._rest)

    def _rest(self, _: asyncio.Task[None]) -> None:
        self._task = None
        if (self._head or self._finals or self._progress) and not self._closing:
            self._stir()

    async def _work(self) -> None:
        pause: float | None = 0.0
        while pause is not None:
            self._wake.clear()
            try:
                pause = await self._step()
            except Exception as error:  # noqa: BLE001 - the other conversations go on
                _log.error("lane stumbled", exc_info=error)
                pause = _LONGEST_PAUSE
            if pause:
                if self._closing:
                    return
                await first_of(self._clock.sleep(pause), self._wake.wait())

    async def _step(self) -> float | None:
        """Do the next thing. Seconds to wait before it, or None when nothing is left."""
        if not (self._head or self._finals or self._progress):
            return None
        blocked = self._blocked_until - self._clock.monotonic()
        if blocked > 0:
            return blocked
        if self._head is not None:
            return await self._send_head(self._head)
        if self._finals:
            return await self._show_last_words()
        return await self._show_progress()

    async def _send_head(self, delivery: Delivery) -> float:
        self._head = None
        try:
            if await self._sender.send(delivery):
                self._editor.sent(delivery)
                self._sent_at = self._clock.monotonic()
        except SlowDown as error:
            self._stumbled(error)
        self._progress = {**self._early, **self._progress}
        self._early = {}
        return 0.0

    async def _show_last_words(self) -> float:
        pace = await self._pace()
        gap = self._edited_at + min(FINAL_GAP, pace.between) - self._clock.monotonic()
        if gap > 0:
            return gap
        key, words = next(iter(self._finals.items()))
        try:
            await self._editor.final(*words)
            self._edited()
        except ConversationMoved:
            _log.debug("last words follow the conversation", key=key)
        except MessengerError as error:
            self._stumbled(error)
            return 0.0
        if self._finals.get(key) is words:
            del self._finals[key]
        return 0.0

    async def _show_progress(self) -> float:
        pace = await self._pace()
        gap = max(self._edited_at + pace.between, self._sent_at + pace.first) - self._clock.monotonic()
        if gap > 0:
            return gap
        key = next(iter(self._progress))
        content = self._progress.pop(key)
        delivery = await until_stored(self._clock, lambda: self._outbox.by_key(key))
        if delivery is None:
            return 0.0
        if delivery.state in (DeliveryState.PENDING, DeliveryState.SENDING):
            self._early[key] = content  # looked at again when this lane has sent something
            return 0.0
        try:
            if await self._editor.progress(delivery, content):
                self._edited()
        except MessengerError as error:
            self._stumbled(error)
            if key not in self._finals:  # they may have come meanwhile
                self._progress.setdefault(key, content)
        return 0.0

    def _edited(self) -> None:
        self._edited_at = self._clock.monotonic()
        self._failures = 0

    def _stumbled(self, error: MessengerError) -> None:
        """Leave the conversation in peace for a while, for as long as the platform says where it does."""
        self._failures += 1
        pause = error.retry_after if isinstance(error, SlowDown) else back_off(self._failures, _LONGEST_PAUSE)
        self._blocked_until = self._clock.monotonic() + pause
        _log.info("conversation waits", seconds=round(pause, 1), error=type(error).__name__)
