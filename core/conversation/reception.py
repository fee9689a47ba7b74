"""The door: every message is on disk before anything else happens to it, and handled in its conversation's order."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import structlog

from core.conversation.albums import complete_at, gather, same_album
from core.conversation.commands import Word
from core.conversation.wholeness import sensible, whole
from core.errors import StoreUnavailable
from core.model import Command, ConversationKey, JobKind, Message, MessageRef, NewDelivery, NewJob
from core.ports import Clock, InboxRow, Reaction, Store
from core.waiting import until_stored

log = structlog.get_logger(__name__)

TOKEN = re.compile(r"nmv_usr_[\w.~+/=-]{4,}")
"""What an account's token looks like: people paste it without a command too."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of a message: jobs and deliveries, stored together with its being done."""

    jobs: tuple[NewJob, ...] = ()
    deliveries: tuple[NewDelivery, ...] = ()


class Desk(Protocol):
    """Decides what a message comes to; `core.conversation.desk` has the real one."""

    async def handle(self, message: Message, row_id: int) -> Handled:
        """Decide. May be asked again for the same row after a crash."""
        ...

    def stumbled(self, message: Message, row_id: int) -> Handled:
        """What to say when handling broke."""
        ...


@dataclass(slots=True)
class _Lane:
    rows: deque[InboxRow] = field(default_factory=deque)
    worker: asyncio.Task[None] | None = None


class Reception:
    """Takes messages in (it is the adapters' `Intake`) and works through them: one lane a conversation."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        clock: Clock,
        seal: Callable[[str], str],
        watcher: Callable[[Message], object] | None = None,
        react: Callable[[MessageRef, Reaction], object] | None = None,
    ) -> None:
        """`watcher` is told of each new message once it is on disk; `react` shows who asked that work begins, at once."""
        self._react = react
        self._store = store
        self._desk = desk
        self._seal = seal
        self._watcher = watcher
        self._clock = clock
        self._lanes: dict[ConversationKey, _Lane] = {}
        self._taken: set[int] = set()
        self._open = False

    async def start(self) -> None:
        """Take up what an earlier process left in the inbox, then whatever comes."""
        self._open = True
        now = self._clock.now()
        for row in await self._store.inbox.pending():
            if row.message.placed:
                self._put(replace(row, arrived_at=now))  # the rest of an album comes again only from now on

    async def stop(self) -> None:
        """Let what is being handled finish; the rest stays in the inbox."""
        self._open = False
        workers = [lane.worker for lane in self._lanes.values() if lane.worker is not None]
        for lane in self._lanes.values():
            lane.rows.clear()
        await asyncio.gather(*workers, return_exceptions=True)

    async def receive(self, message: Message) -> Message | None:
        """Write a message down, once per update id; waits while the disk is full. As it was kept, or None."""
        if not sensible(message):  # it would come again and again, and hold up all that are behind it
            log.warning("a message that makes no sense was left out", update=str(message.update_id))
            return None
        message = self._sealed(whole(message))
        kept = message
        row_id = await until_stored(self._clock, lambda: self._store.inbox.add(kept))
        if row_id is None:
            return None
        if self._watcher is not None:
            self._watcher(message)
        if self._open and message.placed:
            self._put(InboxRow(row_id, message, self._clock.now()))
        return message

    async def place(self, update_id: str, place: MessageRef) -> None:
        """Keep where an unplaced message belongs, and handle it."""
        row = await until_stored(self._clock, lambda: self._store.inbox.place(update_id, place))
        if self._open and row is not None:
            self._put(replace(row, arrived_at=self._clock.now()))

    def _sealed(self, message: Message) -> Message:
        """A token that somebody gives is encrypted before the message is written down, wherever in it it stands."""
        command = message.command
        if command is not None and command.name == Word.TOKEN:
            if not command.argument:
                return message
            return replace(message, text="", command=self._given(command.argument), edited=False)
        words = (message.text, command.argument if command else "", *(file.caption for file in message.attachments))
        found = TOKEN.search("\n".join(words))
        if found is not None:
            return replace(
                message, text="", attachments=(), replied_to=None, command=self._given(found[0]), edited=False
            )
        if message.replied_to is not None and TOKEN.search(message.replied_to.text):
            return replace(message, replied_to=replace(message.replied_to, text=""))
        return message

    def _given(self, token: str) -> Command:
        return Command(Word.TOKEN, self._seal(token))

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        """A group lives on under another id."""
        if await self._store.conversations.move(old, new):
            log.info("conversation moved", old=str(old), new=str(new))

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        """The bot was blocked or removed."""
        dropped = await self._store.outbox.drop_conversation(conversation)
        for job in await self._store.jobs.unfinished(conversation):
            await self._store.jobs.request_cancel(job.id)
        log.info("conversation gone", conversation=str(conversation), dropped=dropped)

    def _put(self, row: InboxRow) -> None:
        if row.id in self._taken:
            return
        self._taken.add(row.id)
        lane = self._lanes.setdefault(row.message.conversation, _Lane())
        lane.rows.append(row)
        if lane.worker is None:
            lane.worker = asyncio.create_task(self._work(row.message.conversation, lane))

    async def _work(self, conversation: ConversationKey, lane: _Lane) -> None:
        try:
            while lane.rows:
                rows = await self._next(lane)
                if rows:
                    await self._handle(rows)
        finally:
            del self._lanes[conversation]

    async def _next(self, lane: _Lane) -> Sequence[InboxRow]:
        """The next message, or the whole album that it begins."""
        first = lane.rows[0]
        while first.message.album_id is not None:
            album = [row for row in lane.rows if same_album(first, row)]
            wait = (complete_at(album) - self._clock.now()).total_seconds()
            if wait <= 0 or not self._open:
                break
            await self._clock.sleep(wait)
            if not lane.rows:
                return ()
        taken = [row for row in lane.rows if row is first or same_album(first, row)]
        lane.rows = deque(row for row in lane.rows if row not in taken)
        return taken

    async def _handle(self, rows: Sequence[InboxRow]) -> None:
        message = gather(rows) if len(rows) > 1 else rows[0].message
        ids = [row.id for row in rows]
        handled = await until_stored(self._clock, lambda: self._decide(message, rows[0].id))
        self._show_seen(handled.jobs)
        await until_stored(
            self._clock,
            lambda: self._store.inbox.done(ids, jobs=handled.jobs, deliveries=handled.deliveries),
        )
        self._taken.difference_update(ids)

    def _show_seen(self, jobs: Sequence[NewJob]) -> None:
        """Begun before the jobs can be: their own reactions come after this one."""
        asked = {
            job.reply_to.message_id: job.reply_to for job in jobs if job.reply_to and job.kind is not JobKind.QUERY
        }
        if self._react is None:
            return
        for message in asked.values():
            self._react(message, Reaction.SEEN)

    async def _decide(self, message: Message, row_id: int) -> Handled:
        try:
            return await self._desk.handle(message, row_id)
        except StoreUnavailable:
            raise
        except Exception:  # the boundary of one message: the next one must not suffer from it
            log.exception("a message could not be handled", row=row_id, conversation=str(message.conversation))
            return self._desk.stumbled(message, row_id)
