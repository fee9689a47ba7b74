"""One conversation with the core from this terminal: what is typed goes in as messages, and is waited for."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import uuid4

from bots.console.messenger import ConsoleMessenger
from bots.console.terminal import Terminal
from bots.console.turns import turn
from bots.studio_process import video_service
from core.bootstrap import Reelay, open_reelay
from core.locales import Speech
from core.model import (
    Attachment,
    Command,
    ConversationKey,
    ConversationKind,
    Message,
    MessageRef,
    Person,
)
from core.settings import Settings

YOU = "you"


class ConsoleSession:
    """What is typed, as the core's messages. `conversation` keeps its project between starts."""

    def __init__(self, reelay: Reelay, conversation: ConversationKey, locale: str | None = None) -> None:
        self._reelay = reelay
        self.conversation = conversation
        self._locale = locale or console_locale()
        self._person = Person("console", YOU, os.environ.get("USER") or YOU)

    async def say(
        self,
        text: str,
        attachments: Sequence[Attachment] = (),
        command: Command | None = None,
        *,
        ref: MessageRef | None = None,
    ) -> None:
        """Hand a message in; what comes of it arrives by the messenger, in answer to `ref`."""
        ref = ref or MessageRef(self.conversation, uuid4().hex)
        message = Message(
            update_id=ref.message_id,
            ref=ref,
            kind=ConversationKind.DIRECT,
            person=self._person,
            sent_at=self._reelay.clock.now(),
            text=text,
            attachments=tuple(attachments),
            command=command,
            locale=self._locale,
        )
        await self._reelay.reception.receive(message)

    async def settled(self) -> None:
        """Return when everything is done and said."""
        await self._reelay.settled(self.conversation)

    async def answered(self, ref: MessageRef) -> None:
        """Return when everything that one message asked for is done, and all is said."""
        while await self._owes(ref):
            await self._reelay.clock.sleep(0.05)

    async def _owes(self, ref: MessageRef) -> bool:
        store = self._reelay.store
        return (
            any(row.message.ref == ref for row in await store.inbox.pending())
            or any(job.reply_to == ref for job in await store.jobs.unfinished(self.conversation))
            or await store.outbox.owes(self.conversation)
        )

    async def prefer(self, *, auto_export: bool) -> None:
        """Set whether an edit is followed by its video."""
        known = await self._reelay.store.conversations.get(self.conversation)
        await self._reelay.store.conversations.save(replace(known, auto_export=auto_export))


def console_locale() -> str | None:
    """The terminal's language tag."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return name.split(".")[0] or None


@asynccontextmanager
async def core_for(
    settings: Settings,
    name: str,
    terminal: Terminal,
    messenger: ConsoleMessenger,
    *,
    patient: bool = False,
    first: Callable[[Reelay], Awaitable[None]] | None = None,
) -> AsyncIterator[Reelay]:
    """The core at work in this process, on a database of its own (`name`), with the studio when no backend is set.

    `first` is awaited before what an earlier process left is taken up. While another process works on the same database
    a `patient` one waits its turn, and for the others SettingsError is raised. Whoever sits at the terminal runs this
    installation, so allow-lists and quotas are not for them.
    """
    data = settings.reelay_data_dir
    settings = settings.model_copy(update={"reelay_admins": settings.reelay_admins | {f"console:{YOU}"}})
    say = Speech(console_locale())

    def waiting() -> None:
        terminal.progress(say("Another one is at work here; waiting for my turn…"))

    def starting() -> None:
        terminal.progress(say("Starting the embedded studio…"))

    async with (
        turn(data / f"{name}.turn", waiting=waiting if patient else None),
        video_service(settings, data / f"{name}-studio", starting) as url,
        open_reelay(settings, url, name=name) as reelay,
    ):
        reelay.messengers[messenger.platform] = messenger
        if first is not None:
            await first(reelay)
        async with _at_work(reelay):
            yield reelay


@asynccontextmanager
async def _at_work(reelay: Reelay) -> AsyncIterator[None]:
    """The core works while this is entered. Should it fail, nobody waits for it in vain: its error is raised here."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(reelay.work())
            try:
                yield
            finally:
                await reelay.stop(0)
    except BaseExceptionGroup as failures:
        raise _first(failures) from None


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
