"""New films: which material, how long, in how many pieces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from studio.director.grammar.times import FOREVER
from studio.director.meaning import Kind
from studio.director.model import MediaItem, MediaKind
from studio.director.operations.adding import PHOTO, clip_shot, fitted_media, photo_shot, scene_shot, whole_media
from studio.director.operations.bench import Bench, namer
from studio.director.operations.canvas import FPS, size
from studio.director.operations.lengths import LONGEST_FILM, at_most, fit_length, shares
from studio.director.operations.scenery import Dress
from studio.director.operations.texts import TITLE_LENGTH
from studio.director.operations.transitions import TRANSITION
from studio.director.request import Beat, Request
from studio.director.timeline import Shot, with_shots
from studio.director.wishes import AddText, Countdown, Remove, SetCanvas, SetLength, SetMusic
from studio.draft import Draft

DEFAULT_LENGTH, LONGEST_DRAWN, SHORTEST_FILM = 10_000, 180_000, 1_000
_NAMED = 50  # "each" names a hundred places
_PROMO, _RECUT, _WHOLE = 15_000, 30_000, 60_000
_USUAL_MOOD = {"city": "sunset", "ocean": "day", "beach": "sunset", "mountains": "sunrise", "desert": "sunset",
    "forest": "day", "rain": "night", "snow": "day", "space": "night", "abstract": "night", "product": "day",
    "meadow": "day", "homes": "day", "underwater": "day",
    "plain": "night", "fire": "night", "clouds": "day"}  # fmt: skip
_STEADY = ("fire", "rain", "snow", "space", "abstract", "product", "underwater", "plain")
_DAY = ("sunrise", "day", "sunset", "night")


@dataclass(frozen=True, slots=True)
class Film:
    """A new film before music and titles. `capped`: the length asked for, when it was too much."""

    draft: Draft
    capped: int | None = None
    repeated: bool = False
    beats: tuple[Beat, ...] = ()
    items: tuple[MediaItem, ...] = ()


def asked_length(request: Request) -> int | None:
    """The length asked for the whole film, in ms."""
    return next((wish.ms for wish in request.wishes if isinstance(wish, SetLength) and not wish.which), None)


def is_each(wish: SetLength) -> bool:
    """Whether a length is that of every shot, and not of some that are named."""
    return len(wish.which.places) > _NAMED


def _shot_length(request: Request) -> int | None:
    return next((wish.ms for wish in request.wishes if isinstance(wish, SetLength) and is_each(wish)), None)


def blank(request: Request, items: Sequence[MediaItem] = ()) -> Draft:
    """An empty draft of the form asked for, else of the form that most of the material has."""
    wish = next((wish for wish in request.wishes if isinstance(wish, SetCanvas)), SetCanvas())
    width, height = size(wish.aspect or _natural(items), min(max(wish.lines or 1080, 240), 1080))
    fps = min(max(wish.fps or FPS, 10), 60)
    return Draft((), {"width": width, "height": height, "fps": fps})


def _natural(items: Sequence[MediaItem]) -> str:
    shaped = [item.width / item.height for item in items if item.width > 0 and item.height > 0]
    if shaped and all(ratio < 0.9 for ratio in shaped):
        return "9:16"
    return "1:1" if shaped and all(0.9 <= ratio <= 1.1 for ratio in shaped) else "16:9"


def lapped(shots: Sequence[Shot], kind: str | None, ms: int | None) -> list[Shot]:
    """The shots with a transition into each but the first; their own lengths stay."""
    if kind is None:
        return list(shots)
    lap = ms or TRANSITION
    return [
        replace(shot.with_meta(transition={"kind": kind, "d": lap}), lap=lap) if index else shot
        for index, shot in enumerate(shots)
    ]


def _capped(wanted: int, most: int) -> tuple[int, int | None]:
    length_ = min(max(wanted, SHORTEST_FILM), most)
    return length_, wanted if wanted > most else None


# --- drawn films ---------------------------------------------------------------------------------------------------


def drawn(request: Request, bench: Bench, transition: tuple[str | None, int | None]) -> Film:
    """A film drawn from words: one scene or several."""
    each = _shot_length(request) or 5_000
    told = [beat.ms for beat in request.beats]
    several = len(request.beats) > 1
    pieces = request.shots if request.shots and not several and _shot_length(request) else None
    song = _song_length(request, bench)
    usual = song or (
        sum(ms or each for ms in told)
        if several
        else told[0]
        if told and told[0]
        else pieces * each
        if pieces
        else DEFAULT_LENGTH
    )
    total, capped = _capped(asked_length(request) or max(usual, _written_until(request)), LONGEST_DRAWN)
    beats = _story(request, total)
    weights = [beat.ms or each for beat in beats]
    counted = _written_until(replace(request, wishes=tuple(w for w in request.wishes if isinstance(w, Countdown))))
    if counted and len(request.beats) == 2 and counted < total and not any(told):
        weights = [counted, total - counted]  # the next scene comes when the count is over
    new_id = namer(Draft())
    shots = [
        scene_shot(
            new_id(),
            beat.scene or "abstract",
            beat.mood or "day",
            bench.seed + 7 * number,
            own,
            Dress(beat.over, beat.colours),
        )
        for number, (beat, own) in enumerate(zip(beats, shares(weights, total), strict=True))
    ]
    return Film(with_shots(blank(request), lapped(shots, *transition), {}), capped, beats=beats)


def _written_until(request: Request) -> int:
    """When the last of the texts that have a time of their own is gone: a film is no shorter unless it is asked to be."""
    counted = [wish.each * len(wish.figures) for wish in request.wishes if isinstance(wish, Countdown)]
    timed = [wish.when for wish in request.wishes if isinstance(wish, AddText)]
    ends = [when.end or when.start + TITLE_LENGTH for when in timed if when.start is not None]
    return max((end for end in (*counted, *ends) if end < FOREVER), default=0)


def _song_length(request: Request, bench: Bench) -> int | None:
    """How long the person's own song is, when the film is made for it."""
    songs = [item.duration for item in bench.media.values() if item.kind is MediaKind.AUDIO and item.duration > 0]
    silent = any(isinstance(wish, Remove) and wish.kind in (Kind.MUSIC, Kind.ALL_SOUND) for wish in request.wishes)
    return songs[-1] if songs and not silent and request.tune is None else None


def _has_voice(request: Request) -> bool:
    """Whether somebody speaks over the film: it lasts as long as that."""
    return any(isinstance(wish, SetMusic) and wish.voice for wish in request.wishes)


def _story(request: Request, total: int) -> tuple[Beat, ...]:
    """The beats of the film: those told, or one subject seen several times when the film is long enough."""
    if len(request.beats) > 1:
        return _filled(request.beats)
    beat = request.beats[0] if request.beats else Beat("", "abstract", "night")
    scene = beat.scene or ("city" if beat.mood in ("sunset", "night") else "ocean" if beat.mood else "abstract")
    scene = beat.scene or ("abstract" if beat.colours else scene)
    count = min(request.shots or _pieces(total), max(1, total // 1_000))
    usual = beat.mood or _USUAL_MOOD.get(scene, "day")
    steady = (
        count == 1 or beat.mood is not None or scene in _STEADY or {"rain", "snow", "lightning", "fog"} & set(beat.over)
    )
    first = 0 if count > 3 else 1  # a longer film follows the whole day
    moods = [usual] * count if steady else [_DAY[(first + number) % 4] for number in range(count)]
    return tuple(replace(beat, scene=scene, mood=mood, ms=None) for mood in moods)


def _pieces(total: int) -> int:
    if total < 12_000:
        return 1
    if total < 20_000:
        return 2
    return 3 if total < 35_000 else min(12, max(4, total // 12_000))


def _filled(beats: Sequence[Beat]) -> tuple[Beat, ...]:
    """Beats that name no scene take the one before, or the first one named."""
    named = next((beat.scene for beat in beats if beat.scene), "abstract")
    filled, scene = [], named
    for number, beat in enumerate(beats):
        scene = beat.scene or scene
        filled.append(
            replace(
                beat, scene=scene, mood=beat.mood or (_USUAL_MOOD.get(scene, "day") if beat.scene else _DAY[number % 4])
            )
        )
    return tuple(filled)


# --- films from photos and footage ---------------------------------------------------------------------------------


def joined(request: Request, items: Sequence[MediaItem], bench: Bench) -> Film:
    """All material once and whole, to be edited."""
    draft = blank(request, items)
    shots = fitted_media(whole_media(items, namer(Draft())), bench, *_canvas(draft))
    return Film(with_shots(draft, shots, bench.media), items=tuple(items))


def cut_from(
    request: Request, items: Sequence[MediaItem], bench: Bench, transition: tuple[str | None, int | None]
) -> Film:
    """A film of photos, footage or both, exactly as long as asked."""
    draft = blank(request, items)
    clips = [item for item in items if item.kind is MediaKind.VIDEO]
    song = _song_length(request, bench) if request.to_song or _has_voice(request) else None
    total, capped = _capped(
        asked_length(request) or song or _usual(request, items), LONGEST_FILM if clips else LONGEST_DRAWN
    )
    new_id = namer(Draft())
    shots = (
        _footage(items, total, request, new_id)
        if clips
        else [photo_shot(new_id(), item, PHOTO, number) for number, item in enumerate(items)]
    )
    shots = lapped(fitted_media(shots, bench, *_canvas(draft)), *transition)
    if asked_length(request) is None and song is None:
        total = min(total, at_most(shots, bench.media))
    fitted, repeated = fit_length(shots, total, bench, new_id)
    return Film(with_shots(draft, fitted, bench.media), capped, repeated, request.beats, tuple(items))


def _canvas(draft: Draft) -> tuple[int, int]:
    return int(draft.meta["width"]), int(draft.meta["height"])


def _usual(request: Request, items: Sequence[MediaItem]) -> int:
    photos = sum(item.kind is MediaKind.IMAGE for item in items)
    footage = sum(item.duration for item in items if item.kind is MediaKind.VIDEO)
    each = _shot_length(request) or PHOTO
    if not footage:
        return photos * each
    if request.shots and _shot_length(request):
        return request.shots * each
    if _shot_length(request):
        return sum(min(item.duration or each, each) for item in items)
    if request.style == "promo":
        return min(_PROMO, footage) + photos * (2_500 if photos <= 4 else 1_500)
    if request.style == "joined":
        return footage + photos * each
    if request.recuts:
        return min(_RECUT, footage + photos * each)
    return min(_WHOLE, footage + photos * each)


def _footage(items: Sequence[MediaItem], total: int, request: Request, new_id: Callable[[], str]) -> list[Shot]:
    """The best stretches of the clips (and the photos), in the order of the material."""
    clips = [item for item in items if item.kind is MediaKind.VIDEO and item.duration > 0]
    photos = [item for item in items if item.kind is MediaKind.IMAGE]
    if not clips:
        return [photo_shot(new_id(), item, PHOTO, number) for number, item in enumerate(photos)]
    photo = min(PHOTO, max(800, total // max(1, len(items)))) if photos else 0
    left = max(total - photo * len(photos), total // 3)
    if not photos and sum(item.duration for item in clips) <= total:
        return [clip_shot(new_id(), item, 0, item.duration) for item in clips]
    pace = _shot_length(request)
    if pace and not request.shots and asked_length(request) is None:
        pieces = {item.id: [(_begins(item, 1, pace)[0], min(pace, item.duration))] for item in clips}
        photo = pace
    else:
        pieces = _allot(clips, left, pace or (2_000 if request.lively else 3_500))
    shots: list[Shot] = []
    for number, item in enumerate(items):
        if item.kind is MediaKind.IMAGE:
            shots.append(photo_shot(new_id(), item, photo, number))
        elif item.id in pieces:
            shots += [clip_shot(new_id(), item, begin, own) for begin, own in pieces[item.id]]
    return shots


def _allot(clips: Sequence[MediaItem], total: int, pace: int) -> dict[str, list[tuple[int, int]]]:
    """How many pieces of each clip and where they begin: {id: [(begin, length)]}."""
    lengths = shares([item.duration for item in clips], total)
    found: dict[str, list[tuple[int, int]]] = {}
    for item, part in zip(clips, lengths, strict=True):
        wanted = min(part, item.duration)
        count = max(1, min(12, round(wanted / pace)))
        owned = shares([1] * count, max(wanted, 1))
        begins = _begins(item, count, max(owned) + TRANSITION)
        found[item.id] = list(zip(begins, owned, strict=False))
    return found


def _begins(item: MediaItem, count: int, need: int) -> list[int]:
    """Where `count` pieces begin: at the best cuts that leave room for each other, else evenly."""
    latest = max(0, item.duration - need)
    chosen: list[int] = []
    for cut in item.cuts:
        if len(chosen) < count and 0 <= cut <= latest and all(abs(cut - other) >= need for other in chosen):
            chosen.append(cut)
    if len(chosen) < count:
        step = latest / max(1, count - 1) if count > 1 else 0
        chosen = [round(step * number) for number in range(count)]
    return sorted(chosen)
