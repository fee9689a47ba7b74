"""What a prompt is said to, and what is expected of the answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from studio.director import MediaItem, MediaKind, Outcome, Turn, direct
from studio.director.following import inlays_of
from studio.draft import Draft, Segment, TrackType
from tests.studio.director.footage import BEACH, DEMO, PHOTOS, SONG, drawn, music, shots, texts, three

BLINK = MediaItem("blink", "blink.mp4", MediaKind.VIDEO, 1_000, 1920, 1080, 30, True, (0,))
TALL = MediaItem("tall", "VID_0012.mp4", MediaKind.VIDEO, 14_000, 1080, 1920, 30, True, (0, 4_000, 8_000))
LONG_SONG = MediaItem("long", "anthem.mp3", MediaKind.AUDIO, 200_000, has_audio=True)
INTERVIEW = MediaItem(
    "iv", "interview.mp4", MediaKind.VIDEO, 95_000, 1920, 1080, 30, True, (5_000, 20_000, 40_000, 60_000, 80_000)
)
FIRST = MediaItem("c1", "IMG_2041.MOV", MediaKind.VIDEO, 12_000, 1920, 1080, 30, True, (0, 4_000, 8_000))
SECOND = MediaItem("c2", "IMG_2042.MOV", MediaKind.VIDEO, 8_000, 1920, 1080, 30, True, (0, 4_000))
SURF = MediaItem("c3", "surf.mp4", MediaKind.VIDEO, 25_000, 1920, 1080, 30, True, (0, 5_000, 12_000, 18_000))
LOGO = MediaItem("logo", "logo.png", MediaKind.IMAGE, 0, 800, 800)
VOICE = MediaItem("voice", "voiceover.m4a", MediaKind.AUDIO, 18_000, has_audio=True)
MANY = tuple(MediaItem(f"m{n}", f"DSC_{n}.jpg", MediaKind.IMAGE, 0, 3000, 4000) for n in range(35))
PAIR = (
    MediaItem("a", "a.jpg", MediaKind.IMAGE, 0, 4000, 3000),
    MediaItem("b", "b.png", MediaKind.IMAGE, 0, 3000, 3000),
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A message, where it is said, and what is expected."""

    where: str
    text: str
    expected: dict[str, Any] = field(default_factory=dict)


def prompt(where: str, words: str, /, **expected: Any) -> Prompt:
    """A prompt of the tables."""
    return Prompt(where, words, expected)


def _made(text: str, draft: Draft | None = None, media: tuple[MediaItem, ...] = ()) -> Draft:
    return direct(Turn(text, draft or Draft(), media)).draft


@cache
def stage(where: str) -> tuple[Draft, tuple[MediaItem, ...], tuple[Draft, ...]]:
    """The draft, the uploads and the history of a place by name."""
    if where in ("titled", "history"):
        first = drawn()
        second = _made('add the title "Hello" in white at the start', first)
        third = _made("make it vertical", second)
        return (second, (), (Draft(), first)) if where == "titled" else (third, (), (Draft(), first, second))
    drafts: dict[str, Callable[[], Draft]] = {
        "drawn": drawn,
        "three": three,
        "faded": lambda: _made("add crossfades and upbeat music", three(), (DEMO,)),
        "scenes": lambda: _made("three shots: ocean at dawn, a forest by day, and a city at night, 15 seconds"),
        "show": lambda: _made("a slideshow of my photos", media=PHOTOS),
    }
    uploads = {
        "three": (DEMO,),
        "faded": (DEMO,),
        "show": PHOTOS,
        "photos": PHOTOS,
        "clip": (DEMO,),
        "beach": (BEACH,),
        "blink": (BLINK,),
        "song": (SONG,),
        "long song": (LONG_SONG,),
        "photos+song": (*PHOTOS, SONG),
        "mixed": (DEMO, TALL),
        "photos+clip": (*PHOTOS, BEACH),
        "many": MANY,
        "pair": PAIR,
        "iv": (INTERVIEW,),
        "c1": (FIRST,),
        "duo": (FIRST, SECOND),
        "trio": (FIRST, SECOND, SURF),
        "surf": (SURF,),
        "logo+clip": (LOGO, SURF),
        "voice+photos": (VOICE, *PHOTOS),
        "clip+song": (SURF, SONG),
    }
    return drafts.get(where, Draft)(), uploads.get(where, ()), ()


def say(asked: Prompt) -> tuple[Draft, Outcome]:
    """The draft before, and what the director did."""
    return _said(asked.where, asked.text)


@cache
def _said(where: str, text: str) -> tuple[Draft, Outcome]:
    draft, media, history = stage(where)
    return draft, direct(Turn(text, draft, media, history))


def _row(draft: Draft) -> tuple[Segment, ...]:
    """The film's own shots, without what lies over them."""
    laid = {part.id for part in inlays_of(draft)}
    return tuple(shot for shot in shots(draft) if shot.id not in laid)


def _segments(draft: Draft) -> list[Segment]:
    return [part for track in draft.of_type(TrackType.TEXT) for part in track.segments]


def _words(draft: Draft) -> list[str]:
    return [*texts(draft), *(str(part.meta["sub"]) for part in _segments(draft) if part.meta.get("sub"))]


def _styles(draft: Draft) -> list[str]:
    return [str(part.meta.get("style") or part.meta.get("media")) for part in music(draft)]


def _has_text(draft: Draft, wanted: str) -> bool:
    return wanted in _words(draft)


def _spans(draft: Draft) -> list[tuple[int, int]]:
    return sorted((part.start, part.end) for part in _segments(draft))


_LOOKS: dict[str, Callable[[Draft, Outcome], Any]] = {
    "edited": lambda _, out: out.edited,
    "ms": lambda _, out: out.draft.duration,
    "scenes": lambda _, out: " ".join(dict.fromkeys(str(shot.meta.get("scene")) for shot in _row(out.draft))),
    "moods": lambda _, out: " ".join(dict.fromkeys(str(shot.meta.get("mood")) for shot in _row(out.draft))),
    "over": lambda _, out: " ".join(
        dict.fromkeys(word for shot in shots(out.draft) for word in shot.meta.get("over", ()))
    ),
    "painted": lambda _, out: [shot.meta.get("colors") for shot in shots(out.draft)],
    "shots": lambda _, out: len(_row(out.draft)),
    "media": lambda _, out: " ".join(dict.fromkeys(str(shot.meta.get("media")) for shot in _row(out.draft))),
    "ids": lambda _, out: " ".join(shot.id for shot in _row(out.draft)),
    "size": lambda _, out: f"{out.draft.meta.get('width')}x{out.draft.meta.get('height')}",
    "music": lambda _, out: " ".join(dict.fromkeys(_styles(out.draft))),
    "texts": lambda _, out: texts(out.draft),
    "spans": lambda _, out: _spans(out.draft),
    "place": lambda _, out: " ".join(str(part.meta.get("place")) for part in _segments(out.draft)),
    "colors": lambda _, out: [part.meta.get("color") for part in _segments(out.draft)],
    "looks": lambda _, out: [shot.meta.get("look") for shot in _row(out.draft)],
    "speeds": lambda _, out: [round(shot.meta.get("speed", 1.0), 2) for shot in _row(out.draft)],
    "laps": lambda _, out: [bool(shot.meta.get("transition")) for shot in _row(out.draft)],
    "volumes": lambda _, out: [shot.meta.get("volume", 1.0) for shot in _row(out.draft)],
    "level": lambda _, out: [part.meta.get("volume") for part in music(out.draft)][:1],
    "levels": lambda _, out: [part.meta.get("volume") for part in music(out.draft)],
    "heard": lambda _, out: [(part.start, part.end) for part in music(out.draft)],
    "kinds": lambda _, out: [
        shot.meta["transition"]["kind"] for shot in _row(out.draft) if shot.meta.get("transition")
    ],
    "turned": lambda _, out: [bool(shot.meta.get("reverse")) for shot in _row(out.draft)],
    "cuts": lambda _, out: [(shot.meta.get("in", 0), shot.duration) for shot in _row(out.draft)],
    "lengths": lambda _, out: [shot.duration for shot in _row(out.draft)],
    "duck": lambda _, out: [part.meta.get("duck") for part in music(out.draft)][:1],
    "fades": lambda _, out: (bool(out.draft.meta.get("fade_in")), bool(out.draft.meta.get("fade_out"))),
    "tune_fades": lambda _, out: [
        (bool(part.meta.get("fade_in")), bool(part.meta.get("fade_out"))) for part in music(out.draft)
    ][:1],
    "stands": lambda _, out: [f"{shot.meta.get('turn', '')}{shot.meta.get('flip', '')}" for shot in _row(out.draft)],
    "zooms": lambda _, out: [round(shot.meta.get("zoom", 1.0), 2) for shot in _row(out.draft)],
    "drifts": lambda _, out: [shot.meta.get("drift") for shot in _row(out.draft)],
    "stills": lambda _, out: [(shot.start, shot.duration) for shot in _row(out.draft) if shot.meta.get("still")],
    "inlays": lambda _, out: [f"{part.meta['media']} {part.meta.get('spot')}" for part in inlays_of(out.draft)],
    "inlaid": lambda _, out: [(part.start, part.end) for part in inlays_of(out.draft)],
    "boxes": lambda _, out: [list(part.meta["box"]) for part in shots(out.draft) if part.meta.get("box")],
    "charged": lambda _, out: out.generated > 0,
}


def faults(asked: Prompt) -> list[str]:
    """What of the expected is not so; [] when all is."""
    before, out = say(asked)
    found = []
    for name, wanted in asked.expected.items():
        if name == "text":
            missing = [
                one for one in ([wanted] if isinstance(wanted, str) else wanted) if not _has_text(out.draft, one)
            ]
            found += [f"text {one!r} not in {_words(out.draft)}" for one in missing]
        elif name in ("says", "unsaid"):
            said = wanted.lower() in out.reply.lower()
            found += [f"{name} {wanted!r}: {out.reply}"] if said != (name == "says") else []
        else:
            seen = _LOOKS[name](before, out)
            found += [f"{name} is {seen!r}, not {wanted!r}"] if seen != wanted else []
    return [*found, f"reply: {out.reply}"] if found else []
