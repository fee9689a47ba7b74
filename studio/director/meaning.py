"""What of a film a wish means: which thing, which shots, when. Times in ms."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What on a timeline is meant."""

    SHOT = "shot"
    TITLE = "title"
    CAPTION = "caption"
    TEXT = "text"
    MUSIC = "music"
    SOUND = "sound"
    ALL_SOUND = "all sound"
    TRANSITION = "transition"
    LOOK = "look"
    FADE = "fade"
    SPEED = "speed"
    INLAY = "inlay"
    ZOOM = "zoom"


@dataclass(frozen=True, slots=True)
class Which:
    """Which of several: `places` count from 1, or from the end when negative (0: the middle one); `files` are media ids,
    `scenes` what is drawn ("the forest"). None of them: all. `others`: all but those named.
    """

    places: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    others: bool = False
    uploads: bool = False  # "the second video": counted among the uploads, where the film has pieces of them
    still: bool = False  # those that hold one moment
    ids: tuple[str, ...] = ()  # the very shots, once they are known

    def __bool__(self) -> bool:
        return bool(self.places or self.files or self.scenes or self.still or self.ids)


@dataclass(frozen=True, slots=True)
class When:
    """When in the film: from `start` to `end`, at an edge for `length`, or a share of it. All None: as is fitting.

    `share` runs from 0 to 1: the second half is (0.5, 1.0).
    """

    start: int | None = None
    end: int | None = None
    edge: str | None = None  # "start", "end", "middle", "all"
    length: int | None = None
    share: tuple[float, float] | None = None

    def __bool__(self) -> bool:
        return self != When()
