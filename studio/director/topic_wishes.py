"""What is wanted of something that a message does not name: "bigger", "on the left instead", "get rid of it"."""

from dataclasses import dataclass, field

from studio.director.meaning import When
from studio.director.wishes import Wish


@dataclass(frozen=True, slots=True)
class It(Wish):
    """Another look, place or time for it, or its end (`gone`): a text, what lies over the film, or what was edited last."""

    size: float | None = None
    color: str | None = None
    place: str | None = None
    spot: str | None = None
    when: When = field(default_factory=When)
    gone: bool = False
    opacity: float | None = None
    later: int = 0  # so many ms later than now
    again: bool = False  # done to this stretch (`when`) what was done to one before
