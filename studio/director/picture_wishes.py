"""What a prompt asks of the picture in its frame: how it stands there, moves, stops, and shares it with others."""

from dataclasses import dataclass, field

from studio.director.meaning import When, Which
from studio.director.wishes import Wish


@dataclass(frozen=True, slots=True)
class Rotate(Wish):
    """Turned clockwise by so many degrees."""

    degrees: int
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class Flip(Wish):
    """Mirrored: left and right change places ("h"), or top and bottom ("v")."""

    axis: str
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class Zoom(Wish):
    """Closer by `factor` (below 1: away again), onto a part of the picture (`focus`: 0-1 across and down).

    `edge`: what is cut off by that ("top").
    """

    factor: float
    focus: tuple[float, float] | None = None
    which: Which = field(default_factory=Which)
    when: When = field(default_factory=When)
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Drift(Wish):
    """A slow movement: "in", "out", "left", "right", "up", "down"; "none" stops it."""

    way: str
    which: Which = field(default_factory=Which)
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class Freeze(Wish):
    """The picture stops for `ms` at a moment of the film, or at the "start" or "end" of it or of the shots named.

    `over`: instead, it stops where this stretch begins, and stands as long as it lasts.
    """

    ms: int = 2_000
    at: int | None = None
    edge: str = "end"
    which: Which = field(default_factory=Which)
    over: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class Inlay(Wish):
    """Something small over the film: shots named (`which`), files, or the latest upload of a kind ("image", "video").

    `spot`: "top-left" and the like, or "center"; `size`: its width as a share of the picture's, times `factor`; `over`: the
    shots that it lies over, else all the film or `when`. `known`: what lies there already is meant, and nothing new.
    `opacity`: how much it hides, 0-1.
    """

    which: Which = field(default_factory=Which)
    files: tuple[str, ...] = ()
    media: str = ""
    spot: str | None = None
    size: float | None = None
    factor: float = 1.0
    over: Which = field(default_factory=Which)
    when: When = field(default_factory=When)
    known: bool = False
    opacity: float | None = None


@dataclass(frozen=True, slots=True)
class SideBySide(Wish):
    """Two shots at once, beside each other or (`stacked`) one above the other; None: as the picture's form has it."""

    which: Which = field(default_factory=Which)
    stacked: bool | None = None
