"""A chat platform in memory, with books.

messenger = FakeMessenger("telegram", idempotent_sends=True)             # any field of `Capabilities`
messenger.will_fail("send", SlowDown(retry_after=3))                     # the next call only
messenger.will_fail("send", DeliveryUnknown(), arrives=True)             # it was shown, but the answer is lost
messenger.will_fail("edit", MessengerUnreachable(), times=2, chat=key)   # in one conversation only
messenger.files["handle"] = b"..."                                       # what `open` streams for a PLATFORM attachment

The books: `sends`, `edits`, `reactions`, `activities`, `deleted` list what was carried out, in order; `calls` every call
with its conversation, failed ones too; `shown(key)` is what a conversation shows now, edits applied; `gate` (an
`asyncio.Event`), when set up, holds every send, edit and reaction until it is set.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from core.errors import AttachmentGone, AttachmentUnavailable, DeliveryRefused, MessengerError
from core.model import Attachment, Content, ConversationKey, Delivery, MessageRef, Person, Receipt
from core.ports import Activity, Capabilities, Messenger, OpenFile, Reaction

PLAIN = Capabilities(upload_limit=50_000_000, edit_interval_direct=3, edit_interval_group=5)
_CHUNK = 65_536


@dataclass(frozen=True)
class Failure:
    """A scripted refusal: `arrives` means that the call was carried out and only its answer is lost."""

    error: MessengerError
    arrives: bool
    chat: ConversationKey | None


class FakeMessenger:
    """A `core.ports.Messenger` that remembers everything."""

    def __init__(self, platform: str = "telegram", **capabilities: Any) -> None:
        self.platform = platform
        self.offers = replace(PLAIN, **capabilities)
        self.sends: list[Delivery] = []
        self.edits: list[tuple[MessageRef, Content]] = []
        self.reactions: list[tuple[MessageRef, Reaction]] = []
        self.activities: list[tuple[ConversationKey, Activity]] = []
        self.deleted: list[MessageRef] = []
        self.may_delete = True
        self.calls: list[tuple[str, ConversationKey]] = []
        self.admins: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.gone: set[str] = set()  # references of files that can never be fetched again
        self.public_urls: dict[str, str] = {}
        self.gate: asyncio.Event | None = None
        self._failures: dict[str, list[Failure]] = {}
        self._messages: dict[tuple[ConversationKey, str], Content] = {}
        self._receipts: dict[str, Receipt] = {}
        self._ids = count(1)
        self._news = asyncio.Event()

    def will_fail(
        self,
        method: str,
        error: MessengerError,
        *,
        arrives: bool = False,
        times: int = 1,
        chat: ConversationKey | None = None,
    ) -> None:
        """Let the next `times` calls of a method (in one conversation) end in `error`."""
        self._failures.setdefault(method, []).extend([Failure(error, arrives, chat)] * times)

    def recover(self) -> None:
        """Let everything go well from now on."""
        self._failures.clear()

    def shown(self, conversation: ConversationKey) -> list[Content]:
        """What a conversation shows now, oldest first."""
        return [content for (place, _), content in self._messages.items() if place == conversation]

    def texts(self, conversation: ConversationKey) -> list[str]:
        """The plain texts of `shown`."""
        return [content.text.plain for content in self.shown(conversation)]

    async def until_called(self, number: int = 1, method: str | None = None) -> None:
        """Return once there were `number` calls (of one method)."""
        while sum(1 for name, _ in self.calls if method in (None, name)) < number:
            self._news.clear()
            await self._news.wait()

    def capabilities(self, conversation: ConversationKey) -> Capabilities:
        """The same everywhere."""
        return self.offers

    async def send(self, delivery: Delivery) -> Receipt:
        """Show a new message; under a nonce that was seen before, the same one where sends are idempotent."""
        place = delivery.order.conversation
        failure = self._called("send", place)
        if self.gate is not None:
            await self.gate.wait()
        if failure and not failure.arrives:
            raise failure.error
        receipt = self._show(delivery)
        if failure:
            raise failure.error
        return receipt

    async def edit(self, message: MessageRef, content: Content) -> None:
        """Replace what a message of ours says."""
        failure = self._called("edit", message.conversation)
        if self.gate is not None:
            await self.gate.wait()
        if failure and not failure.arrives:
            raise failure.error
        place = (message.conversation, message.message_id)
        if place not in self._messages:
            raise DeliveryRefused("message to edit not found")
        self.edits.append((message, content))
        self._messages[place] = replace(content, media=self._messages[place].media)
        if failure:
            raise failure.error

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Note a reaction, once the gate is open."""
        if self.gate is not None:
            await self.gate.wait()
        if failure := self._called("react", message.conversation):
            raise failure.error
        self.reactions.append((message, reaction))

    async def show_activity(self, conversation: ConversationKey, activity: Activity) -> None:
        """Note an activity."""
        failure = self._called("show_activity", conversation)
        if failure:
            raise failure.error
        self.activities.append((conversation, activity))

    async def delete(self, message: MessageRef) -> bool:
        """Take a message away, unless this chat does not let us."""
        self._called("delete", message.conversation)
        if not self.may_delete:
            return False
        self.deleted.append(message)
        self._messages.pop((message.conversation, message.message_id), None)
        return True

    async def is_admin(self, conversation: ConversationKey, person: Person) -> bool:
        """Whether the person's user id is in `admins`."""
        return person.user_id in self.admins

    @asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenFile]:
        """Stream what `files` holds under the attachment's reference."""
        data = self.files.get(attachment.reference)
        if attachment.reference in self.gone:
            raise AttachmentGone(name=attachment.name)
        if data is None:
            raise AttachmentUnavailable(name=attachment.name)

        async def chunks() -> AsyncIterator[bytes]:
            for start in range(0, len(data), _CHUNK):
                yield data[start : start + _CHUNK]

        yield OpenFile(attachment.name, len(data), attachment.media_type, chunks())

    async def public_url(self, attachment: Attachment) -> str | None:
        """What `public_urls` has under the attachment's reference."""
        return self.public_urls.get(attachment.reference)

    def _called(self, method: str, place: ConversationKey) -> Failure | None:
        self.calls.append((method, place))
        self._news.set()
        scripted = self._failures.get(method, [])
        for index, failure in enumerate(scripted):
            if failure.chat in (None, place):
                return scripted.pop(index)
        return None

    def _show(self, delivery: Delivery) -> Receipt:
        if self.offers.idempotent_sends and delivery.nonce in self._receipts:
            return self._receipts[delivery.nonce]
        place = delivery.order.conversation
        ref = MessageRef(place, str(next(self._ids)))
        self._receipts[delivery.nonce] = receipt = Receipt((ref,))
        self._messages[place, ref.message_id] = delivery.order.content
        self.sends.append(delivery)
        return receipt


def _fits(fake: FakeMessenger) -> Messenger:
    return fake  # so that mypy compares it with the port
