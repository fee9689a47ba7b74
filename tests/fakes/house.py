"""The whole core on a real store, between a video service and a chat platform in memory, on a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from core.bootstrap import Reelay, assemble
from core.fetching import UrlFetcher
from core.http import HttpPool
from core.model import (
    Attachment,
    AttachmentSource,
    Command,
    ConversationKey,
    ConversationKind,
    DeliveryKind,
    Message,
    MessageRef,
    Person,
    RepliedTo,
)
from core.settings import Settings
from core.store import open_store
from core.vault import open_vault
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import FakeClock
from tests.fakes.messenger import FakeMessenger

DM = ConversationKey("telegram", "7")
GROUP = ConversationKey("telegram", "-100")
ANA = Person("telegram", "1", "Ana")
BEN = Person("telegram", "2", "Ben")
PATIENCE = 5_000
"""Steps of the clock after which a test has hung."""


class House:
    """People write in with `say`, `settled` lets everything happen, `texts` is what they then read."""

    def __init__(self, reelay: Reelay, backend: FakeBackend, messenger: FakeMessenger, clock: FakeClock) -> None:
        self.reelay = reelay
        self.backend = backend
        self.messenger = messenger
        self.clock = clock
        self._numbers = count(1)
        self._work: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start working."""
        self._work = asyncio.create_task(self.reelay.work())

    async def crash(self) -> None:
        """End without any farewell, as a killed process does."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self._work = None

    async def say(
        self,
        text: str = "",
        *,
        command: tuple[str, str] | None = None,
        files: Sequence[Attachment] = (),
        chat: ConversationKey = DM,
        person: Person = ANA,
        album: str | None = None,
        replied_to: RepliedTo | None = None,
        addressed: bool = True,
        edited: bool = False,
        number: str | None = None,
        locale: str | None = "en",
    ) -> str:
        """Hand a message in; its id. `number` names the earlier message that this is a version of."""
        update = f"m{next(self._numbers)}"
        number = number or update
        kind = ConversationKind.GROUP if chat == GROUP else ConversationKind.DIRECT
        message = Message(
            update_id=update,
            ref=MessageRef(chat, number),
            kind=kind,
            person=person,
            sent_at=self.clock.now(),
            text=text,
            attachments=tuple(files),
            command=Command(*command) if command else None,
            replied_to=replied_to,
            album_id=album,
            locale=locale,
            addressed=addressed,
            edited=edited,
        )
        await self.reelay.reception.receive(message)
        return number

    async def press(self, action: str, shown: MessageRef, argument: str = "", *, person: Person = ANA) -> None:
        """Press a button under one of our messages."""
        number = f"p{next(self._numbers)}"
        kind = ConversationKind.GROUP if shown.conversation == GROUP else ConversationKind.DIRECT
        command = Command(action, argument)
        message = Message(number, shown, kind, person, self.clock.now(), command=command, locale="en")
        await self.reelay.reception.receive(message)

    async def settled(self, chat: ConversationKey = DM) -> None:
        """Move the clock until nothing of a conversation is left to do; in larger steps once it is a matter of waiting."""
        for step in range(PATIENCE):
            if not await self.reelay.busy(chat):
                return
            await self._written()
            await self.clock.advance(0.25 if step < 60 else 2.0)
        raise AssertionError(f"still busy: {await self.reelay.store.jobs.unfinished(chat)}")

    async def until(self, condition: Callable[[], bool]) -> None:
        """Move the clock until something is so."""
        for _ in range(PATIENCE):
            if condition():
                return
            await self._written()
            await self.clock.advance(0.05)
        raise AssertionError("it never came to be")

    async def _written(self) -> None:
        """Every write that was begun is done: time must not run ahead of the database's thread."""
        await self.reelay.store.jobs.beat("onlooker", 3600.0)

    async def until_running(self) -> None:
        """Move the clock until the agent has a message."""
        await self.until(self.backend.running.is_set)

    def texts(self, *kinds: DeliveryKind, chat: ConversationKey = DM) -> list[str]:
        """What was sent to a conversation, of these kinds (all but statuses, when none is given)."""
        wanted = kinds or (DeliveryKind.RESULT, DeliveryKind.ANSWER, DeliveryKind.NOTICE)
        return [
            delivery.order.content.text.plain
            for delivery in self.messenger.sends
            if delivery.order.conversation == chat and delivery.order.kind in wanted
        ]

    def buttons(self) -> list[tuple[str, str]]:
        """The actions and arguments under the newest message that is no status."""
        last = [delivery for delivery in self.messenger.sends if delivery.order.kind is not DeliveryKind.STATUS][-1]
        return [(button.action, button.argument) for row in last.order.content.buttons for button in row]


@asynccontextmanager
async def house(
    folder: Path, *, backend: FakeBackend | None = None, messenger: FakeMessenger | None = None, **settings: object
) -> AsyncIterator[House]:
    """A core at work in `folder`; opening the same folder again is the next start after a crash."""
    clock = FakeClock()
    backend = backend or FakeBackend()
    messenger = messenger or FakeMessenger("telegram", reactions=True)
    chosen = Settings.model_validate({"reelay_data_dir": folder, **settings})
    vault = open_vault(None, folder)
    async with open_store(folder / "reelay.db", vault, clock) as store, HttpPool() as http:
        reelay = assemble(chosen, store, vault, backend, UrlFetcher(http, clock=clock), clock, folder / "spool")
        reelay.messengers["telegram"] = messenger
        made = House(reelay, backend, messenger, clock)
        await made.open()
        try:
            yield made
        finally:
            await made.crash()


def local_file(path: Path, content: bytes) -> Attachment:
    """A file on this machine as an attachment."""
    path.write_bytes(content)
    return Attachment(path.name, AttachmentSource.FILE, str(path), None, len(content))
