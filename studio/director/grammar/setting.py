"""What a clause is read against."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.director.model import MediaItem


@dataclass(frozen=True, slots=True)
class Setting:
    """The media at hand, whether a film is being asked for (`creates`), the prompt's language, and whether the clause
    before took something away (`removing`)."""

    media: Sequence[MediaItem] = ()
    creates: bool = False
    language: str = "en"
    removing: bool = False
