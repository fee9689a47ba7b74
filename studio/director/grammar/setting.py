"""What a clause is read against."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.director.model import MediaItem


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause is read against: the media, whether a film is being asked for, what "remove" was said before; in "
    "`language`."""

    media: Sequence[MediaItem] = ()
    creates: bool = False
    language: str = "en"
    removing: bool = False
