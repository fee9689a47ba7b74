"""What a prompt asks for: what the grammar hands to the operations. Times in ms."""

from dataclasses import dataclass, field

from studio.director.meaning import Kind, When, Which


@dataclass(frozen=True, slots=True)
class Wish:
    """The root of all wishes."""


@dataclass(frozen=True, slots=True)
class Undo(Wish):
    """Take back the last `times` edits; `everything` takes back all."""

    times: int = 1
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Redo(Wish):
    """Take back the taking back. `or_undo`: where nothing was taken back, the last edit is."""

    times: int = 1
    or_undo: bool = False


@dataclass(frozen=True, slots=True)
class SetLength(Wish):
    """The whole film, or the shots named, in ms."""

    ms: int
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class ChangeLength(Wish):
    """Longer or shorter: by `delta` ms, or to `factor` of what it is."""

    delta: int = 0
    factor: float = 1.0
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class SetCanvas(Wish):
    """The picture's form: an aspect ("9:16"), a short side in pixels (1080), frames per second, how footage fits."""

    aspect: str | None = None
    lines: int | None = None
    fps: int | None = None
    fit: str | None = None


@dataclass(frozen=True, slots=True)
class AddText(Wish):
    """A title or a caption. `text` None: one that fits is thought up."""

    text: str | None
    sub: str = ""
    role: str = "title"
    place: str | None = None
    when: When = field(default_factory=When)
    color: str | None = None
    size: float | None = None
    which: Which = field(default_factory=Which)
    another: bool = False
    after: bool = False  # as soon as the first title there is goes


@dataclass(frozen=True, slots=True)
class Countdown(Wish):
    """Large figures from the start of the film on, one `each` so many ms."""

    figures: tuple[int, ...]
    each: int = 1_000
    color: str | None = None


@dataclass(frozen=True, slots=True)
class AddLines(Wish):
    """Several captions one after the other: one on `each` shot, or spread evenly over the film."""

    lines: tuple[str, ...]
    each: bool = False
    place: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeText(Wish):
    """Change texts that are there: only what is not None."""

    kind: Kind = Kind.TEXT
    text: str | None = None
    place: str | None = None
    when: When = field(default_factory=When)
    color: str | None = None
    size: float | None = None
    match: str | None = None
    longer: int = 0  # so many ms longer than now
    later: int = 0  # it comes so many ms later
    place_in_row: int | None = None  # only the first (1), second … or last (-1) of them


@dataclass(frozen=True, slots=True)
class Remove(Wish):
    """Take something off the timeline."""

    kind: Kind
    which: Which = field(default_factory=Which)
    match: str | None = None


@dataclass(frozen=True, slots=True)
class Restore(Wish):
    """Put back what an earlier draft had: music, texts, or shots."""

    kind: Kind
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class KeepOnly(Wish):
    """Keep only these shots."""

    which: Which


@dataclass(frozen=True, slots=True)
class SetMusic(Wish):
    """Music of a style ("auto": what fits, "other": not the one there is, "same": that one), or an uploaded file (`own`)."""

    style: str = "auto"
    own: bool = False
    volume: float | None = None
    when: When = field(default_factory=When)
    files: tuple[str, ...] = ()
    voice: bool = False  # a recorded voice: beside the music, not instead of it
    which: Which = field(default_factory=Which)  # only while these shots are seen
    begin: int = 0  # so many ms into the song


@dataclass(frozen=True, slots=True)
class SetVolume(Wish):
    """How loud: `level` (1 = as it is) or times `factor`; `when`: only then (of the clips' own sound)."""

    kind: Kind
    level: float | None = None
    factor: float = 1.0
    which: Which = field(default_factory=Which)
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class Duck(Wish):
    """Music quieter under speech, or not."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class Cut(Wish):
    """Drop or keep a stretch: `start` to `end` (None: the edge), or `head`/`tail` ms, of the film or of the shots named."""

    keep: bool = False
    start: int | None = None
    end: int | None = None
    head: int | None = None
    tail: int | None = None
    which: Which = field(default_factory=Which)
    share: tuple[float, float] | None = None  # instead of the times: "the first half" is (0.0, 0.5)
    middle: int | None = None  # so many ms in the middle
    more: tuple[tuple[int, int], ...] = ()  # other stretches that are kept beside the first


@dataclass(frozen=True, slots=True)
class SetSpeed(Wish):
    """Play at `factor` of the natural speed (`relative`: of the present one); a stretch, the shots named, or all."""

    factor: float
    when: When = field(default_factory=When)
    which: Which = field(default_factory=Which)
    relative: bool = True
    to: int | None = None  # instead of the factor: how long it shall last then


@dataclass(frozen=True, slots=True)
class Backwards(Wish):
    """Play backwards."""

    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class SetLook(Wish):
    """A colour look."""

    look: str
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class SetTransition(Wish):
    """A transition between all shots (or into those named), of a kind ("auto": what fits, "same": those that are there).

    `or_ends`: where there is one shot, its ends fade instead. `factor`: so many times as long as now.
    """

    kind: str
    ms: int | None = None
    which: Which = field(default_factory=Which)
    or_ends: bool = False
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class SetFade(Wish):
    """Fade the film or the music in or out."""

    edge: str  # "in", "out", "both"
    ms: int = 1_000
    kind: Kind = Kind.SHOT


@dataclass(frozen=True, slots=True)
class Move(Wish):
    """Put a shot at a place (1 first, -1 last), or before/after another."""

    which: Which
    to: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Swap(Wish):
    """Two shots change places, or the film's halves."""

    a: int = 0
    b: int = 0
    scenes: tuple[str, str] | None = None  # instead of the places: what the two show
    halves: bool = False


@dataclass(frozen=True, slots=True)
class Arrange(Wish):
    """The shots in the order in which `which` names them; those it does not name follow."""

    which: Which


@dataclass(frozen=True, slots=True)
class TurnOrder(Wish):
    """The shots in the opposite order."""


@dataclass(frozen=True, slots=True)
class Split(Wish):
    """Cut in two at a moment of the film, or into pieces `every` so many ms, or the shots named into equal `parts`."""

    at: int | None = None
    every: int | None = None
    parts: int = 2
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class Repeat(Wish):
    """Play the film, or the shots named, `times` times in all; `mirrored`: every second time backwards."""

    times: int = 2
    mirrored: bool = False
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class Restyle(Wish):
    """Another scene or mood in shots that are drawn."""

    scene: str | None = None
    mood: str | None = None
    which: Which = field(default_factory=Which)


@dataclass(frozen=True, slots=True)
class AddShot(Wish):
    """One more shot: a scene, or uploaded media (`media`: which kind, `files`: which ones)."""

    scene: str | None = None
    mood: str | None = None
    media: str | None = None  # "image", "video", "any"
    files: tuple[str, ...] = ()
    to: int = -1
    ms: int | None = None
    before: str | None = None  # instead of the place: the scene it stands before
    after: str | None = None
