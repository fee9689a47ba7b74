"""The status message of a request while one of its jobs runs: stage, elapsed time, percentage, and never silence."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from core.model import Content, ConversationKey, Job, MessageRef
from core.ports import Activity, Clock, Reaction
from core.waiting import first_of, meanwhile

REFRESH = 15.0
"""Seconds after which the elapsed time is shown anew even when nothing else changed."""
SILENCE = 120.0
"""Seconds of keep-alives only after which the status says that work goes on, and again after each further so many."""

_REQUESTS = 5_000


@dataclass(frozen=True, slots=True)
class StatusView:
    """What a status message shows. `elapsed` in seconds, `percent` 0-100, `ahead` = requests before this one."""

    request_id: str
    stage: str
    elapsed: float = 0.0
    percent: int | None = None
    requester: str | None = None
    ahead: int = 0
    still_working: bool = False


class StatusSink(Protocol):
    """Where status messages are edited; `core.delivery` has the real one."""

    async def edit(self, key: str, content: Content, *, final: bool = False) -> None:
        """Replace what the delivery with this key shows; the latest wins."""
        ...

    def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Put a reaction on somebody's message; nobody waits for it."""
        ...

    def working(self, conversation: ConversationKey, activity: Activity) -> AbstractAsyncContextManager[None]:
        """Show the platform's own sign of activity until left."""
        ...


def status_key(request_id: str) -> str:
    """The key of a request's one status message."""
    return f"status:{request_id}"


@dataclass(slots=True)
class Progress:
    """What is known of one running job; every change wakes the status message.

    Told of progress alone: what only says that the other side lives changes nothing here.
    """

    card_of: Callable[[StatusView], Content]
    clock: Clock
    view: StatusView
    started: float
    changed: asyncio.Event
    last_progress: float

    def stage(self, text: str, percent: int | None = None) -> None:
        """Say what is being done now."""
        self.last_progress = self.clock.monotonic()
        self._show(replace(self.view, stage=text, percent=percent, still_working=False))

    def percent(self, value: int) -> None:
        """Say how far it is, 0-100."""
        self.last_progress = self.clock.monotonic()
        self._show(replace(self.view, percent=value, still_working=False))

    def moved(self) -> None:
        """Something happened that has no words."""
        self.last_progress = self.clock.monotonic()

    def _show(self, view: StatusView) -> None:
        if view != self.view:
            self.view = view
            self.changed.set()

    def card(self) -> Content:
        """What the status message shows right now."""
        now = self.clock.monotonic()
        silent = now - self.last_progress >= SILENCE
        return self.card_of(replace(self.view, elapsed=now - self.started, still_working=silent))


class ProgressBoard:
    """Keeps the status messages of running jobs fresh."""

    def __init__(self, sink: StatusSink, clock: Clock) -> None:
        self._sink = sink
        self._clock = clock
        self._asked = OrderedDict[str, datetime]()

    def asked_at(self, job: Job) -> datetime:
        """When the job's request was made, so far as this process knows: the first of its jobs that was seen here counts."""
        asked = self._asked.setdefault(job.request_id, job.created_at)
        if len(self._asked) > _REQUESTS:
            self._asked.popitem(last=False)
        return asked

    @asynccontextmanager
    async def track(
        self, job: Job, view: StatusView, card_of: Callable[[StatusView], Content], activity: Activity
    ) -> AsyncIterator[Progress]:
        """While entered, the request's status message follows what is told to the yielded Progress.

        `card_of` turns a view into what is shown; the elapsed time counts from when its request was made.
        """
        now = self._clock.monotonic()
        waited = max(0.0, (self._clock.now() - self.asked_at(job)).total_seconds())
        progress = Progress(card_of, self._clock, view, now - waited, asyncio.Event(), now)
        shown = self._keep(status_key(job.request_id), progress)
        async with meanwhile(shown), self._sink.working(job.conversation, activity):
            yield progress

    async def _keep(self, key: str, progress: Progress) -> None:
        while True:
            progress.changed.clear()
            await self._sink.edit(key, progress.card())
            await first_of(progress.changed.wait(), self._clock.sleep(REFRESH))

    def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Put a reaction on the message that asked; nobody waits for it."""
        self._sink.react(message, reaction)
