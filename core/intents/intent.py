"""What came out of reading a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class IntentKind(StrEnum):
    """What a message asks for."""

    EXPORT = "export"
    CREDITS = "credits"
    STATUS = "status"
    UPLOAD = "upload"
    AGENT = "agent"  # anything else: words for the editing agent, which cost credits


@dataclass(frozen=True, slots=True)
class Intent:
    """A reading of a message.

    `confidence` is 0-1. `doubtful` says that `other` is a second reading that fits about as well: nothing should happen
    before the person has chosen between the two. `options` of an export: `resolution` ("1080p"), `aspect` ("9:16"),
    `format` ("gif"). `then_export` says that an export is wanted after the agent's work; `words` is what the agent should
    get (without the request to export, where that could be told apart). `also` holds free requests beside the first one.
    `praise` says that the message does nothing but approve or thank.
    """

    kind: IntentKind
    words: str = ""
    confidence: float = 1.0
    doubtful: bool = False
    other: IntentKind | None = None
    then_export: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    also: tuple[IntentKind, ...] = ()
    praise: bool = False
