"""The core at work: what is taken up at the start, what runs side by side, and how it ends."""

import asyncio
from dataclasses import dataclass, field

from core.backend import Accounts, Breaker
from core.conversation.reception import Reception
from core.delivery import DeliveryService
from core.housekeeping import Housekeeper, watch_loop
from core.jobs.runner import JobRunner
from core.metrics import Metrics
from core.model import ConversationKey
from core.ports import Clock, Messenger, VideoBackend
from core.store import SqliteStore
from core.vault import Vault


@dataclass(frozen=True, slots=True)
class Reelay:
    """The core, wired. Platforms put their messengers into `messengers` before `start`."""

    store: SqliteStore
    vault: Vault
    reception: Reception
    runner: JobRunner
    deliveries: DeliveryService
    messengers: dict[str, Messenger]
    clock: Clock
    backend: VideoBackend
    accounts: Accounts
    breaker: Breaker
    metrics: Metrics
    housekeeper: Housekeeper
    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """The tasks of `work` by name, once `started` is set."""
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """Take up what an earlier process left, then work until cancelled."""
        await self.reception.start()
        await self.housekeeper.begin()
        async with asyncio.TaskGroup() as group:
            self.tasks["runner"] = group.create_task(self.runner.run())
            self.tasks["deliveries"] = group.create_task(self.deliveries.run())
            self.tasks["housekeeping"] = group.create_task(self.housekeeper.run())
            self.tasks["loop watch"] = group.create_task(watch_loop(self.clock, self.metrics))
            self.started.set()
            for name in ("runner", "deliveries"):
                await asyncio.wait([self.tasks[name]])
            for name in ("housekeeping", "loop watch"):
                self.tasks[name].cancel()

    async def stop(self, grace_seconds: float) -> None:
        """End cleanly: intake first, then running jobs within the grace time, then what is still to be said."""
        await self.reception.stop()
        await self.runner.stop(grace_seconds)
        await self.deliveries.stop()

    async def settled(self, conversation: ConversationKey) -> None:
        """Return when nothing of a conversation is left to do or to say."""
        while await self.busy(conversation):
            await self.clock.sleep(0.05)

    async def busy(self, conversation: ConversationKey) -> bool:
        """Whether something of a conversation is still to be handled, done or said."""
        pending = await self.store.inbox.pending()
        return (
            any(row.message.conversation == conversation for row in pending)
            or bool(await self.store.jobs.unfinished(conversation))
            or await self.store.outbox.owes(conversation)
        )
