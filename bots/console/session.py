"""One conversation with the core from this terminal: what is typed goes in as messages, and is waited for."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from bots.console.messenger import ConsoleMessenger
from bots.console.terminal import Terminal
from bots.studio_process import embedded_studio
from core.bootstrap import Reelay, open_reelay
from core.errors import SettingsError
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


class ConsoleSession:
    """What is typed, as the core's messages. `conversation` keeps its project between starts."""

    def __init__(self, reelay: Reelay, conversation: ConversationKey, locale: str | None = None) -> None:
        self._reelay = reelay
        self.conversation = conversation
        self._locale = locale or console_locale()
        self._person = Person("console", "you", os.environ.get("USER") or "you")

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
    settings: Settings, name: str, terminal: Terminal, messenger: ConsoleMessenger, studio: Sequence[str] = ()
) -> AsyncIterator[Reelay]:
    """The core at work in this process, on a database of its own (`name`), with the studio when no backend is set.

    Raises SettingsError while another process works on the same database.
    """
    data = settings.reelay_data_dir
    async with (
        _backend(settings, data / f"{name}-studio", terminal, studio) as url,
        open_reelay(settings, url, database=data / f"{name}.db") as reelay,
    ):
        if not reelay.store.alone:
            raise SettingsError(
                f"another reelay is using {data / name}.db; wait for it, or set REELAY_DATA_DIR to another folder"
            )
        reelay.messengers[messenger.platform] = messenger
        worker = asyncio.create_task(reelay.work())
        try:
            yield reelay
        finally:
            await reelay.stop(0)
            await asyncio.gather(worker, return_exceptions=True)


@asynccontextmanager
async def _backend(settings: Settings, data: Path, terminal: Terminal, arguments: Sequence[str]) -> AsyncIterator[str]:
    if settings.nemo_api_url is not None:
        yield str(settings.nemo_api_url)
        return
    terminal.progress("Starting the embedded studio…")
    more = ["--allow-private-urls"] if settings.reelay_allow_private_urls else []
    async with embedded_studio(data, (*arguments, *more)) as url:
        yield url
