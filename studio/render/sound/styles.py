"""The music styles as data: tempo, chords, and who plays what on which beat."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Chord = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument's bar. `notes` are (beat, chord tone, octaves up, seconds); a tone of -1 plays the whole chord."""

    voice: str
    gain: float
    notes: tuple[tuple[float, int, int, float], ...]
    spread: float = 0.5


@dataclass(frozen=True, slots=True)
class Beat:
    """One drum's bar: the beats (of four) on which it sounds."""

    drum: str
    gain: float
    beats: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """A style. `cutoff` (Hz) softens the whole; `hiss` is the level of a record's noise."""

    tempo: float
    chords: tuple[Chord, ...]
    parts: tuple[Part, ...]
    beats: tuple[Beat, ...] = ()
    cutoff: float = 0.0
    hiss: float = 0.0


WHOLE = -1
EIGHTHS = tuple(number / 2 for number in range(8))


def _arpeggio(pattern: tuple[int, ...], octave: int, seconds: float) -> tuple[tuple[float, int, int, float], ...]:
    step = 4 / len(pattern)
    return tuple((number * step, tone, octave, seconds) for number, tone in enumerate(pattern))


LOFI = Style(
    tempo=76,
    chords=((53, 57, 60, 64), (52, 55, 59, 62), (50, 53, 57, 60), (48, 52, 55, 59)),
    parts=(
        Part("piano", 0.17, ((0, WHOLE, 0, 2.2), (2.5, WHOLE, 0, 1.6))),
        Part("bass", 0.3, ((0, 0, -1, 1.6), (2.5, 0, -1, 0.8)), 0),
        Part("pluck", 0.05, ((1.5, 2, 1, 0.9), (3.25, 1, 1, 0.9))),
    ),
    beats=(
        Beat("kick", 0.5, (0, 2.5)),
        Beat("snare", 0.17, (1, 3)),
        Beat("hat", 0.07, (0, 0.57, 1, 1.57, 2, 2.57, 3, 3.57)),
    ),
    cutoff=6500,
    hiss=0.0025,
)
UPBEAT = Style(
    tempo=118,
    chords=((60, 64, 67), (67, 71, 74), (57, 60, 64), (65, 69, 72)),
    parts=(
        Part("pluck", 0.16, _arpeggio((0, 1, 2, 1, 2, 1, 0, 2), 1, 0.7)),
        Part("pad", 0.06, ((0, WHOLE, 0, 2.1),)),
        Part("bass", 0.3, ((0.5, 0, -2, 0.4), (1.5, 0, -2, 0.4), (2.5, 0, -2, 0.4), (3.5, 0, -2, 0.4)), 0),
    ),
    beats=(Beat("kick", 0.5, (0, 1, 2, 3)), Beat("snare", 0.2, (1, 3)), Beat("hat", 0.12, (0.5, 1.5, 2.5, 3.5))),
)
CINEMATIC = Style(
    tempo=70,
    chords=((45, 52, 57, 60), (41, 48, 53, 57), (48, 52, 55, 60), (43, 50, 55, 59)),
    parts=(
        Part("pad", 0.17, ((0, WHOLE, 0, 4.4),)),
        Part("pad", 0.2, ((0, 0, -1, 4.0),), 0),
        Part("pluck", 0.1, _arpeggio((0, 1, 2, 3, 2, 1, 2, 3), 1, 0.9)),
    ),
    beats=(Beat("kick", 0.35, (0,)),),
)
AMBIENT = Style(
    tempo=60,
    chords=((48, 55, 59, 64), (45, 52, 55, 60), (41, 48, 52, 57), (43, 50, 55, 59)),
    parts=(
        Part("pad", 0.17, ((0, WHOLE, 0, 5.0),)),
        Part("pad", 0.18, ((0, 0, -1, 4.6),), 0),
        Part("piano", 0.05, ((1, 3, 1, 2.4), (2.75, 2, 1, 2.4))),
    ),
)
CORPORATE = Style(
    tempo=104,
    chords=((62, 66, 69), (57, 61, 64), (59, 62, 66), (55, 59, 62)),
    parts=(
        Part("guitar", 0.12, _arpeggio((0, 2, 1, 2, 0, 2, 1, 2), 0, 0.7)),
        Part("piano", 0.1, ((0, WHOLE, 0, 2.2),)),
        Part("bass", 0.26, ((0, 0, -2, 1.0), (2, 0, -2, 0.9)), 0),
        Part("pad", 0.05, ((0, WHOLE, 0, 2.5),)),
    ),
    beats=(Beat("kick", 0.4, (0, 2)), Beat("snare", 0.1, (1, 3)), Beat("shaker", 0.1, EIGHTHS)),
)
ACOUSTIC = Style(
    tempo=92,
    chords=((55, 59, 62, 67), (52, 55, 59, 64), (48, 55, 60, 64), (50, 57, 62, 66)),
    parts=(
        Part("guitar", 0.17, _arpeggio((0, 2, 3, 2, 1, 2, 3, 2), 0, 1.5)),
        Part("guitar", 0.09, ((0, WHOLE, 0, 2.4), (2, WHOLE, 0, 1.2)), 0.8),
        Part("bass", 0.2, ((0, 0, -1, 1.2), (2, 0, -1, 1.0)), 0),
    ),
    beats=(Beat("shaker", 0.09, EIGHTHS), Beat("kick", 0.2, (0, 2))),
)
ELECTRONIC = Style(
    tempo=124,
    chords=((57, 60, 64), (53, 57, 60), (60, 64, 67), (55, 59, 62)),
    parts=(
        Part("lead", 0.11, _arpeggio((0, 1, 2, 0, 1, 2, 1, 2, 0, 1, 2, 0, 2, 1, 0, 2), 1, 0.25)),
        Part("pad", 0.07, ((0, WHOLE, 0, 2.0),)),
        Part("bass", 0.34, tuple((beat + 0.5, 0, -2, 0.22) for beat in range(4)), 0),
    ),
    beats=(
        Beat("kick", 0.6, (0, 1, 2, 3)),
        Beat("snare", 0.16, (1, 3)),
        Beat("hat", 0.11, tuple(beat + 0.5 for beat in range(4))),
        Beat("shaker", 0.06, EIGHTHS),
    ),
)

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "lofi": LOFI,
        "upbeat": UPBEAT,
        "cinematic": CINEMATIC,
        "ambient": AMBIENT,
        "corporate": CORPORATE,
        "acoustic": ACOUSTIC,
        "electronic": ELECTRONIC,
    }
)
