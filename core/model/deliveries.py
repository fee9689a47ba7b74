"""What the bot owes a conversation, and the proof that it arrived."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.model.messages import MessageRef
from core.model.places import ConversationKey, Person


class Style(StrEnum):
    """How a span of text looks. Each platform's formatting turns it into its own markup."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; `url` makes it a link. The text is raw: adapters escape it."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RichText:
    """Text with styles, free of any platform's markup."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, *parts: "str | Span | RichText") -> "RichText":
        """Join strings, spans and other rich texts, in order."""
        spans: list[Span] = []
        for part in parts:
            if isinstance(part, RichText):
                spans.extend(part.spans)
            else:
                spans.append(Span(part) if isinstance(part, str) else part)
        return cls(tuple(span for span in spans if span.text))

    @property
    def plain(self) -> str:
        """The text without styles; link targets are left out."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Button:
    """A button. With `url` it opens an address, else it comes back as `Command(action, argument)`.

    `only_for` is the user id of the one person who may press it; None lets everyone in the conversation.
    """

    label: str
    action: str = ""
    argument: str = ""
    url: str | None = None
    only_for: str | None = None


class MediaKind(StrEnum):
    """What sort of file is delivered."""

    VIDEO = "video"
    PICTURE = "picture"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Media:
    """A file on this machine's disk that goes with a delivery. `size` in bytes, `duration` in seconds."""

    kind: MediaKind
    path: str
    name: str
    size: int
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    thumbnail: str | None = None  # path of a JPEG, at most 320 px a side


@dataclass(frozen=True, slots=True)
class Content:
    """What is shown: text, rows of buttons, and at most one file; where a platform shows two, a `picture` beside it.

    `language` is the one it is written in, where that is known: what a platform adds in its own words is said in it too.
    """

    text: RichText
    buttons: tuple[tuple[Button, ...], ...] = ()
    media: Media | None = None
    picture: Media | None = None
    language: str | None = None


class DeliveryKind(StrEnum):
    """Why something is said; adapters choose sound, place and visibility by it."""

    STATUS = "status"  # the one message per request that is edited in place
    RESULT = "result"  # a finished video or edit: a new message that notifies its requester
    ANSWER = "answer"  # a reply that costs nothing: help, credits, status
    NOTICE = "notice"  # an error or a word about the service


class DeliveryState(StrEnum):
    """How far a delivery got."""

    PENDING = "pending"
    SENDING = "sending"  # the intent is stored; the request may have left
    SENT = "sent"  # the receipt is stored
    UNKNOWN = "unknown"  # it may have arrived, and is not sent again
    FAILED = "failed"  # refused by the platform for good
    DROPPED = "dropped"  # the conversation is gone


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """Something to be said. `key` is unique for good: owing it twice owes it once.

    `private` asks for a message that only `mention` can read, where the platform can do that.
    """

    key: str
    conversation: ConversationKey
    kind: DeliveryKind
    content: Content
    reply_to: MessageRef | None = None
    mention: Person | None = None
    private: bool = False
    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a send: the message ids in order (a long text takes several; buttons and media hang on the last)."""

    messages: tuple[MessageRef, ...]

    @property
    def last(self) -> MessageRef:
        """The message that carries buttons and media, and that edits go to."""
        return self.messages[-1]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox. `nonce` is stable over repeats (platforms that can, drop a second send by it).

    `attempts` counts the sends that were begun; `tried_at` (UTC) is when the first of them began that may have arrived.
    `uncertain` says, while it is being sent, that an earlier send may have arrived.
    """

    id: int
    order: NewDelivery
    state: DeliveryState
    nonce: str
    attempts: int
    created_at: datetime
    receipt: Receipt | None = None
    repeated: int = 0  # how often it was sent again after it may have arrived: then its text says so
    tried_at: datetime | None = None
    uncertain: bool = False
