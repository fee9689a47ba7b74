"""A chat platform as the core needs it."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.model import Attachment, Content, ConversationKey, Delivery, Message, MessageRef, Person, Receipt
from core.ports.backend import OpenFile


class Activity(StrEnum):
    """What a platform can show while the bot works."""

    TYPING = "typing"
    WORKING = "working"  # making the video
    UPLOADING = "uploading"  # sending the video


class Reaction(StrEnum):
    """What the bot puts on a message."""

    SEEN = "seen"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, so that the core has no platform branches. Sizes in bytes, intervals in seconds.

    `upload_limit` is the largest file that can be delivered (longer texts than fit are split by the adapter).
    `idempotent_sends` says that a repeat under the same nonce is dropped by the platform.
    """

    upload_limit: int
    edit_interval_direct: float
    edit_interval_group: float
    edits: bool = True
    reactions: bool = False
    private_answers: bool = False
    idempotent_sends: bool = False
    picture_beside: bool = False  # a picture can go with a video in one message
    sees_all_group_messages: bool = False  # else only commands, mentions and replies to the bot
    command_prefix: str = "/"  # what people type before a command's word


class Messenger(Protocol):
    """One platform's outgoing side. Every method raises the `MessengerError` tree and nothing else."""

    @property
    def platform(self) -> str:
        """The word of `ConversationKey.platform`."""
        ...

    def capabilities(self, conversation: ConversationKey) -> Capabilities:
        """What can be done in this conversation (upload limits differ from server to server)."""
        ...

    async def send(self, delivery: Delivery) -> Receipt:
        """Say something new."""
        ...

    async def edit(self, message: MessageRef, content: Content) -> None:
        """Replace the text and buttons of a message of ours; "not modified" is no error."""
        ...

    async def react(self, message: MessageRef, reaction: Reaction) -> None:
        """Put a reaction on somebody's message; does nothing where the platform has none."""
        ...

    async def show_activity(self, conversation: ConversationKey, activity: Activity) -> None:
        """Show that the bot is at work, for the few seconds that the platform shows it."""
        ...

    async def delete(self, message: MessageRef) -> bool:
        """Take a message away (one that holds a secret). False where it stays, because the platform does not let us; true as
        well where there never was one to see."""
        ...

    async def is_admin(self, conversation: ConversationKey, person: Person) -> bool:
        """Whether this person runs the group or server. True in a direct conversation."""
        ...

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenFile]:
        """Stream a file of source PLATFORM. Raises `AttachmentUnavailable`, `AttachmentGone` or `AttachmentTooLarge`."""
        ...

    async def public_url(self, attachment: Attachment) -> str | None:
        """An address that the backend may be given for this attachment, or None (never one that holds a secret)."""
        ...


class Intake(Protocol):
    """The door that adapters knock on: `core.conversation.reception.Reception` is the real one."""

    async def receive(self, message: Message) -> Message | None:
        """Write a message to the inbox, once per update id; returns once it is on disk.

        Gives it as it was kept (without what nobody may read), or None when there is nothing new to do.
        """
        ...

    async def place(self, update_id: str, place: MessageRef) -> None:
        """Tell where a message belongs that was received with `placed` False; from now on it is handled."""
        ...

    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None:
        """Rewrite every key of a conversation (all its topics too), once."""
        ...

    async def conversation_gone(self, conversation: ConversationKey) -> None:
        """The bot was blocked or removed: pending deliveries end quietly."""
        ...


@dataclass(frozen=True, slots=True)
class PlatformHealth:
    """How an adapter is doing: `detail` is for operators, `last_alive` the last sign of life from the platform (UTC)."""

    ok: bool
    detail: str
    last_alive: datetime | None = None


class Platform(Protocol):
    """An adapter as the process runs it, each supervised on its own."""

    @property
    def messenger(self) -> Messenger:
        """Its outgoing side."""
        ...

    async def run(self) -> None:
        """Take part until cancelled; reconnects by itself. Raises SettingsError when only the operator can help."""
        ...

    async def stop_intake(self) -> None:
        """Take nothing new from now on; sending goes on."""
        ...

    def health(self) -> PlatformHealth:
        """How it is doing right now."""
        ...
