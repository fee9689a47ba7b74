"""The terminal as a chat platform: deliveries become lines, the status message the progress line, videos files."""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import uuid4

from bots.console.terminal import Terminal
from core.errors import AttachmentUnavailable, DeliveryRefused
from core.model import (
    Attachment,
    Button,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    Media,
    MessageRef,
    Person,
    Receipt,
    RichText,
    Style,
)
from core.ports import Activity, Capabilities, OpenFile, Reaction

NO_LIMIT = 1 << 40
CAPABILITIES = Capabilities(
    upload_limit=NO_LIMIT,
    edit_interval_direct=0.2,
    edit_interval_group=0.2,
    idempotent_sends=True,  # saying it again after a crash beats not having said it; a file has one place
)

Place = Callable[[Media], Path]
"""Where a delivered file goes."""


class ConsoleMessenger:
    """A `core.ports.Messenger` on a terminal.

    `wanted` lets only some deliveries be seen, and edits of those alone; `hints` shows what buttons would do as commands
    to type.
    """

    platform = "console"

    def __init__(
        self,
        terminal: Terminal,
        place: Place,
        *,
        wanted: Callable[[Delivery], bool] | None = None,
        hints: bool = True,
    ) -> None:
        self._hints = hints
        self._terminal = terminal
        self._place = place
        self._wanted = wanted
        self._shown: set[str] = set()
        self.delivered: list[Delivery] = []
        self.files: list[Path] = []
        self.trouble: str | None = None
        """Why a file could not be kept, when one could not."""

    def capabilities(self, conversation: ConversationKey) -> Capabilities:  # noqa: ARG002 - the same everywhere
        """Everything fits a terminal."""
        return CAPABILITIES

    async def send(self, delivery: Delivery) -> Receipt:
        """Print it; a file is copied to its place."""
        order = delivery.order
        message = MessageRef(order.conversation, uuid4().hex)
        if self._wanted is None or self._wanted(delivery):
            self._shown.add(message.message_id)
            self.delivered.append(delivery)
            if order.kind is DeliveryKind.STATUS:
                self._terminal.progress(order.content.text.plain)
            else:
                await self._say(order.content)
        return Receipt((message,))

    async def _say(self, content: Content) -> None:
        self._terminal.say(self._text(content.text))
        if content.media is not None:
            self._terminal.say(f"💾 {await self._keep(content.media)}")
        hint = " · ".join(_typed(button) for row in content.buttons for button in row)
        if hint and self._hints:
            self._terminal.say(f"   › {hint}")

    async def _keep(self, media: Media) -> Path:
        target = self._place(media)
        try:
            await asyncio.to_thread(_copy, Path(media.path), target)
        except OSError as error:
            self.trouble = f"{target} could not be written: {error.strerror}"
            self._terminal.say(f"⚠️ {self.trouble}")
            raise DeliveryRefused(self.trouble) from error
        self.files.append(target)
        return target

    def _text(self, text: RichText) -> str:
        return "".join(self._terminal.bold(span.text) if span.style is Style.BOLD else span.text for span in text.spans)

    async def edit(self, message: MessageRef, content: Content) -> None:
        """Show the status anew: in place while it works, as a line of its own when it is over."""
        if self._wanted is not None and message.message_id not in self._shown:
            return
        if content.buttons:
            self._terminal.progress(content.text.plain)
        else:
            self._terminal.say(content.text.plain)

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """A terminal has no reactions."""

    async def show_activity(self, conversation: ConversationKey, activity: Activity) -> None:
        """The progress line is sign enough."""

    async def delete(self, message: MessageRef) -> bool:  # noqa: ARG002
        """What was typed stays typed."""
        return False

    async def is_admin(self, conversation: ConversationKey, person: Person) -> bool:  # noqa: ARG002
        """Whoever sits at the terminal runs it."""
        return True

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenFile]:
        """Files come by path; there is nothing else to open."""
        raise AttachmentUnavailable(name=attachment.name)

    async def public_url(self, attachment: Attachment) -> str | None:  # noqa: ARG002
        """None: the files lie on this machine."""
        return None


def _typed(button: Button) -> str:
    if button.url is not None:
        return f"{button.label}: {button.url}"
    return f"{button.label}: /{button.action} {button.argument}".rstrip()


def _copy(source: Path, target: Path) -> None:
    """All of it or nothing: a name that is there holds a whole video."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file():  # a device or a pipe
        shutil.copyfile(source, target)
        return
    part = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
