"""What will be drawn and played: a draft with every doubt settled, in whole frames."""

from dataclasses import dataclass
from enum import StrEnum

from studio.render.canvas import Canvas


class ShotKind(StrEnum):
    """Where a shot's picture comes from."""

    SCENE = "scene"
    MEDIA = "media"


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Framing:
    """How a picture stands in its frame: turned `turn` degrees clockwise, mirrored ("h", "v"), then enlarged.

    `focus` is the point that `zoom` keeps (0..1 across and down), `drift` a slow movement over the whole shot, `box` the part
    of the film's picture that the shot takes up (left, top, width, height; 0..1) with what lies below around it, seen through
    where `opacity` is below 1.
    """

    turn: int = 0
    flip: str = ""
    zoom: float = 1.0
    focus: tuple[float, float] = (0.5, 0.5)
    drift: str = ""
    box: Box | None = None
    opacity: float = 1.0


PLAIN = Framing()


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of picture: frames `start` to `end` (exclusive), shown on to `until` where the next one fades in.

    `begin` is where it starts in its media or scene, in seconds, and `span` how long the whole of that scene is; a `still`
    shot shows that moment all the time. `over` names the effects over a scene, `colours` are those it is painted in. `entry`
    is the length of the transition into it, in frames.
    """

    start: int
    end: int
    until: int
    kind: ShotKind
    scene: str = ""
    mood: str = ""
    over: tuple[str, ...] = ()
    colours: tuple[tuple[int, int, int], ...] = ()
    seed: int = 0
    media: str = ""
    begin: float = 0.0
    speed: float = 1.0
    reverse: bool = False
    still: bool = False
    span: float = 0.0
    fit: str = ""
    framing: Framing = PLAIN
    look: str = ""
    motion: int = 0
    transition: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Caption:
    """A text over the picture, frames `start` to `end` (exclusive)."""

    start: int
    end: int
    text: str
    sub: str = ""
    place: str = "center"
    role: str = "title"
    rgb: tuple[int, int, int] = (255, 255, 255)
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of sound, all in seconds: from `start` for `seconds`; `media` is a file, else `style` is played.

    `voice` marks the sound of footage, under which `duck` music grows quieter; `loop` plays a file again when it ends.
    `span` is how long the whole of a style's music is, of which this is a part from `begin` on.
    """

    start: float
    seconds: float
    media: str = ""
    style: str = ""
    begin: float = 0.0
    speed: float = 1.0
    reverse: bool = False
    volume: float = 1.0
    fade_in: float = 0.0
    fade_out: float = 0.0
    voice: bool = False
    duck: bool = False
    loop: bool = False
    seed: int = 0
    span: float = 0.0


@dataclass(frozen=True, slots=True)
class Film:
    """All of it. `layers` are the video tracks, the later ones on top; fades are in frames."""

    canvas: Canvas
    frames: int
    layers: tuple[tuple[Shot, ...], ...]
    captions: tuple[Caption, ...]
    sounds: tuple[Sound, ...]
    fade_in: int = 0
    fade_out: int = 0

    @property
    def seconds(self) -> float:
        """Its length."""
        return float(self.frames / self.canvas.fps)

    @property
    def media(self) -> frozenset[str]:
        """The ids of all media it needs."""
        shots = {shot.media for layer in self.layers for shot in layer}
        return frozenset((shots | {sound.media for sound in self.sounds}) - {""})
