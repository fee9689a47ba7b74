"""How segments are spoken of: what each sort is called, and that one of it, or several, came or went."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.locales import N_, Speech
from core.timeline.parse import Kind, Segment

Counted = Callable[[Speech, int], str]
"""A sentence about so many of a sort."""


class Sort(StrEnum):
    """What a segment is called when it is spoken of."""

    CLIP = "clip"
    SOUND = "sound"
    TITLE = "title"
    CAPTION = "caption"
    ITEM = "item"


def sort_of(segment: Segment) -> Sort:
    """The sort of a segment."""
    if segment.kind is Kind.TEXT:
        return Sort.CAPTION if segment.caption else Sort.TITLE
    return {Kind.VIDEO: Sort.CLIP, Kind.AUDIO: Sort.SOUND}.get(segment.kind, Sort.ITEM)


@dataclass(frozen=True, slots=True)
class Wording:
    """The message ids for one sort: `added` has the fields name and time, `removed` the name."""

    name: str
    added: str
    removed: str
    many_added: Counted
    many_removed: Counted


WORDINGS: Mapping[Sort, Wording] = MappingProxyType(
    {
        Sort.CLIP: Wording(
            name=N_("clip"),
            added=N_("Added clip “{name}” ({time})"),
            removed=N_("Removed clip “{name}”"),
            many_added=lambda say, number: say.count("Added {n} clip", "Added {n} clips", number),
            many_removed=lambda say, number: say.count("Removed {n} clip", "Removed {n} clips", number),
        ),
        Sort.SOUND: Wording(
            name=N_("sound"),
            added=N_("Added sound “{name}” ({time})"),
            removed=N_("Removed sound “{name}”"),
            many_added=lambda say, number: say.count("Added {n} sound", "Added {n} sounds", number),
            many_removed=lambda say, number: say.count("Removed {n} sound", "Removed {n} sounds", number),
        ),
        Sort.TITLE: Wording(
            name=N_("title"),
            added=N_("Added title “{name}” ({time})"),
            removed=N_("Removed title “{name}”"),
            many_added=lambda say, number: say.count("Added {n} title", "Added {n} titles", number),
            many_removed=lambda say, number: say.count("Removed {n} title", "Removed {n} titles", number),
        ),
        Sort.CAPTION: Wording(
            name=N_("caption"),
            added=N_("Added caption “{name}” ({time})"),
            removed=N_("Removed caption “{name}”"),
            many_added=lambda say, number: say.count("Added {n} caption", "Added {n} captions", number),
            many_removed=lambda say, number: say.count("Removed {n} caption", "Removed {n} captions", number),
        ),
        Sort.ITEM: Wording(
            name=N_("item"),
            added=N_("Added “{name}” ({time})"),
            removed=N_("Removed “{name}”"),
            many_added=lambda say, number: say.count("Added {n} item", "Added {n} items", number),
            many_removed=lambda say, number: say.count("Removed {n} item", "Removed {n} items", number),
        ),
    }
)
