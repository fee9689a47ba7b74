"""What comes in from a platform, in the one shape the core understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.model.places import ConversationKey, ConversationKind, Person


class AttachmentSource(StrEnum):
    """How the bytes of an attachment are reached."""

    FILE = "file"  # `reference` is a path on this machine
    PLATFORM = "platform"  # `reference` is the platform's own handle; its Messenger opens it
    URL = "url"  # `reference` is a public address that the backend may fetch by itself


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came in. `size` is in bytes, `duration` in seconds; None where the platform does not say.

    `caption` is the text written with this very file (an album may carry one per file), `message_id` the message that
    brought it, where an album's files came in one each.
    """

    name: str
    source: AttachmentSource
    reference: str
    media_type: str | None = None
    size: int | None = None
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    caption: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message on its platform, to reply to, edit or react to.

    `context` is the adapter's own (opaque to the core): it comes back unchanged with everything that answers the message.
    """

    conversation: ConversationKey
    message_id: str
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Permit:
    """A platform's right to answer one request: a secret that ends at `until` (UTC). It is kept sealed, and never in a body."""

    secret: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Command:
    """A command, a button or a menu entry. `name` is the core's own word (see `core.conversation.commands`).

    `skill` is the name of the skill that was picked along with it, where a platform's commands offer that.
    """

    name: str
    argument: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class RepliedTo:
    """The message that this one answers: its id, words and files, so that "make it shorter" on a clip works."""

    message_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    from_bot: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that somebody sent, pressed or chose.

    `update_id` is unique within the platform: the inbox drops a second one. `album_id` groups files that were sent
    together. `addressed` says that the bot was meant (a DM, a mention, a reply to it, a command). `edited` marks a later
    version of a message that was seen before. `sent_at` is aware, UTC. `placed` is False while its platform still has to
    find the place it belongs to (`Intake.place` tells); nothing is done with it before. `whispered` says that in a group
    nobody else could read it.
    """

    update_id: str
    ref: MessageRef
    kind: ConversationKind
    person: Person
    sent_at: datetime
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    command: Command | None = None
    replied_to: RepliedTo | None = None
    album_id: str | None = None
    locale: str | None = None
    addressed: bool = True
    edited: bool = False
    placed: bool = True
    permit: Permit | None = None
    whispered: bool = False

    @property
    def conversation(self) -> ConversationKey:
        """The place it was written in."""
        return self.ref.conversation
