"""What goes into the director and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from studio.draft import Draft


class MediaKind(StrEnum):
    """What an uploaded file holds."""

    VIDEO = "video"
    IMAGE = "image"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class MediaItem:
    """An uploaded file, probed. `duration` in ms (0 for an image), sizes in pixels as shown (rotation applied).

    `cuts` are moments (ms) worth starting a segment at, best first; all lie on key frames.
    """

    id: str
    filename: str
    kind: MediaKind
    duration: int = 0
    width: int = 0
    height: int = 0
    fps: float = 0.0
    has_audio: bool = False
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message to the director, with all it may look at. `history` holds earlier drafts, oldest first."""

    text: str
    draft: Draft
    media: tuple[MediaItem, ...] = ()
    history: tuple[Draft, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Step:
    """One tool that the director used, as the stream shows it."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the director did: the new draft, what it says about it, and what it used.

    `generated` counts clips made from words (they cost credits), `edited` says whether the draft changed at all; a turn
    that did nothing charges nothing. `stages` are the drafts in the order they come to be (two-stage generation: the raw
    clip first, then music, title and effects); the last one is `draft`.
    """

    draft: Draft
    reply: str
    steps: tuple[Step, ...] = ()
    stages: tuple[Draft, ...] = ()
    generated: int = 0

    @property
    def edited(self) -> bool:
        """Whether anything came to be."""
        return bool(self.stages)
