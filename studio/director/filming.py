"""A new film out of a prompt: from the person's material or drawn, with the music and titles it is to have."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director import composing, reply, telling, titling
from studio.director.history import STAGE
from studio.director.meaning import Kind, When, Which
from studio.director.model import MediaItem, MediaKind, Outcome, Step, Turn
from studio.director.operations import inlays
from studio.director.operations.apply import carry_out
from studio.director.operations.bench import Bench, indices
from studio.director.operations.scenery import DARK, pale
from studio.director.operations.sound import has_speech
from studio.director.operations.texts import TITLE_LENGTH, put_text
from studio.director.operations.transitions import TRANSITION
from studio.director.picture_wishes import Inlay
from studio.director.request import Beat, Request
from studio.director.timeline import shots_of
from studio.director.wishes import (
    AddLines,
    AddShot,
    AddText,
    Arrange,
    ChangeText,
    KeepOnly,
    Move,
    Remove,
    Restyle,
    SetCanvas,
    SetFade,
    SetLength,
    SetMusic,
    SetTransition,
    SetVolume,
    Split,
    Wish,
)
from studio.draft import Draft, Segment, TrackType

_WORDS = (Kind.TEXT, Kind.TITLE, Kind.CAPTION)
_BY_TUNE = {"ambient": ("ocean", "sunrise"), "cinematic": ("mountains", "sunrise"), "acoustic": ("forest", "sunrise"),
    "lofi": ("rain", "night"), "corporate": ("city", "day")}  # fmt: skip
_WORD_TIME = 450  # ms to read a word
_SHORT = (SetLength, SetCanvas, SetTransition, AddShot, Restyle)


def film(turn: Turn, request: Request, bench: Bench) -> Outcome | None:
    """A new film, a question back when something is missing, or None when the prompt is an edit."""
    items = _material(turn, request)
    fresh = not turn.draft.duration
    if not (request.creates or fresh):
        return None
    if _only_reshapes(request, fresh):
        return None
    if request.talk == "vague" and not items and not request.beats:
        return None
    if _wants_material(turn, request, items):
        return _from_material(turn, request, items, bench)
    if _misses_material(turn, request, items) and (fresh or not request.recuts):
        return Outcome(turn.draft, reply.need_media(request))
    if not (request.creates or request.beats):
        return None
    if request.recuts and not fresh and not request.beats:
        return None
    return _drawn(turn, request, bench)


def _visual(turn: Turn) -> list[MediaItem]:
    return [
        item
        for item in turn.media
        if item.kind is MediaKind.IMAGE or (item.kind is MediaKind.VIDEO and item.duration > 0)
    ]


def _material(turn: Turn, request: Request) -> list[MediaItem]:
    """The uploads that the film is to be made of: those named, those of the kind named, else all."""
    visual = _left_for_the_film(_visual(turn), request)
    named = [item for name in request.files for item in visual if item.id == name]
    if named:
        return named
    ordered = any(isinstance(wish, Move | Arrange) for wish in request.wishes)
    kind = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO}.get(request.says_media or "") if not ordered else None
    of_kind = [item for item in visual if kind is None or item.kind is kind]
    pool = (
        of_kind
        if of_kind
        and not (
            kind is MediaKind.VIDEO
            and not request.media_places
            and len(of_kind) < len(visual)
            and request.style == "slideshow"
        )
        else visual
    )
    places = {place - 1 if place > 0 else len(pool) + place for place in request.media_places}
    placed = [item for index, item in enumerate(pool) if index in places]
    first = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO}.get(request.first_kind or "")
    return placed or (sorted(pool, key=lambda item: item.kind is not first) if first else pool)


def _left_for_the_film(visual: list[MediaItem], request: Request) -> list[MediaItem]:
    """The uploads without those that shall lie small over the rest."""
    laid = [inlays.upload(wish, visual) for wish in request.wishes if isinstance(wish, Inlay) and not wish.which]
    return [item for item in visual if item not in laid] or visual


def _only_reshapes(request: Request, fresh: bool) -> bool:
    """ "Turn it into a vertical video": a new form for the film that is there, not a new film."""
    if fresh or not request.recuts or request.style or request.lively:
        return False
    return bool(request.wishes) and not any(isinstance(wish, SetLength | SetMusic | AddText) for wish in request.wishes)


def _wants_material(turn: Turn, request: Request, items: Sequence[MediaItem]) -> bool:
    if not items:
        return False
    if request.says_media or request.files or request.recuts or request.style == "slideshow":
        return True
    if len(request.beats) > 1 and not turn.draft.duration:
        return True
    used = {shot.media for shot in shots_of(turn.draft)}
    unused = any(item.id not in used for item in items)
    describes = bool(request.subject) and bool(request.beats) and not request.stand_in
    return unused and not describes if request.beats else unused or request.creates or not turn.draft.duration


def _misses_material(turn: Turn, request: Request, items: Sequence[MediaItem]) -> bool:
    if items:
        return False
    if request.says_media == "any" and turn.media and request.style != "slideshow":
        return False  # "turn this into a promo" of a sound alone: it is drawn to that
    if request.says_media in ("image", "video", "any"):
        return not (request.says_media == "image" and request.beats and not request.creates)
    return request.style == "slideshow" and not request.beats


# --- the person's material -----------------------------------------------------------------------------------------


def _from_material(turn: Turn, request: Request, items: Sequence[MediaItem], bench: Bench) -> Outcome | None:
    if not request.creates and not (request.style or request.recuts):
        return _edited(turn, request, items, bench)
    made = composing.cut_from(request, items, bench, _transition(request, default="fade"))
    rest = _finish(request, made, bench, music=request.style != "joined")
    work = carry_out(_beat_captions(made), rest, bench)
    step = Step(
        "compose_timeline",
        {"media": [item.id for item in items], "duration": made.draft.duration},
        {"status": "success"},
    )
    start = telling.headline(request, work.draft, reply.material(items, request))
    said = telling.told(request, start, work.done, [*work.missed, *telling.remarks(request, made, bench)], work.draft)
    return Outcome(work.draft, said, (step, *work.steps), (work.draft,))


def _edited(turn: Turn, request: Request, items: Sequence[MediaItem], bench: Bench) -> Outcome | None:
    """Edits on uploads that are not on the timeline yet: put them there, then edit."""
    if not request.wishes:
        return None
    made = composing.joined(request, items, bench)
    splits = any(isinstance(wish, Split) for wish in request.wishes)
    wishes = tuple(
        _all_of_them(wish, made.draft, len(items)) for wish in request.wishes if not _needless(wish, splits=splits)
    )
    work = carry_out(made.draft, wishes, bench)
    form = any(isinstance(wish, SetCanvas) and wish.fit is None for wish in request.wishes)
    picked = not splits and any(isinstance(wish, KeepOnly) for wish in request.wishes)
    if not work.done and not form and not picked:
        said = reply.told([], [*work.missed, *reply.shortfalls(request)], request)
        return Outcome(
            turn.draft, said or bench.say("There is nothing of the kind to take away.", "没有可以去掉的内容。")
        )
    step = Step("add_clip", {"media": [item.id for item in items]}, {"status": "success"})
    done = list(work.done)
    if picked:
        done.insert(0, bench.say(f"took {reply.material(items, request)}", f"用了{reply.material(items, request)}"))
    if form:
        size = f"{work.draft.meta['width']}x{work.draft.meta['height']}"
        done.insert(0, bench.say(f"set the picture to {size}", f"画面设为 {size}"))
    said = reply.told(done, [*work.missed, *reply.shortfalls(request)], request)
    return Outcome(work.draft, said, (step, *work.steps), (work.draft,))


def _needless(wish: Wish, *, splits: bool) -> bool:
    """What a film fresh from the uploads has already: its form, and no music."""
    if isinstance(wish, SetCanvas):
        return wish.fit is None
    if isinstance(wish, AddShot) and (wish.files or wish.media):
        return True  # all uploads are there already
    return (isinstance(wish, KeepOnly) and not splits) or (
        isinstance(wish, Remove) and wish.kind in (Kind.MUSIC, Kind.TRANSITION)
    )


def _all_of_them(wish: Wish, draft: Draft, count: int) -> Wish:
    """ "For clip 2 …" with a film of that clip alone means all of it."""
    which = getattr(wish, "which", None)
    if isinstance(which, Which) and which.places and count == 1 and not indices(shots_of(draft), which):
        return replace(wish, which=Which())  # type: ignore[call-arg]
    return wish


# --- drawn ---------------------------------------------------------------------------------------------------------


def _drawn(turn: Turn, request: Request, bench: Bench) -> Outcome:
    if turn.media and (request.says_media in ("any", "audio") or request.stand_in in ("this", "it", "these")):
        request = replace(request, stand_in="")  # what is spoken of is there, and is used
    request = _with_a_subject(request)
    made = composing.drawn(request, bench, _transition(request, default="fade"))
    scenes = [{"scene": shot.meta.get("scene"), "mood": shot.meta.get("mood")} for shot in shots_of(made.draft)]
    work = carry_out(_beat_captions(made), _finish(request, made, bench, music=True), bench)
    step = Step(
        "generate_video",
        {"prompt": turn.text[:200], "duration": made.draft.duration, "scenes": scenes},
        {"status": "success", "clips": 1},
    )
    start = telling.headline(request, work.draft, telling.scenery(made, bench))
    said = telling.told(request, start, work.done, [*work.missed, *telling.remarks(request, made, bench)], work.draft)
    raw = replace(made.draft, meta={**made.draft.meta, STAGE: "raw"})
    stages = (raw, work.draft) if work.draft.tracks != made.draft.tracks else (work.draft,)
    return Outcome(work.draft, said, (step, *work.steps), stages, 1)


def _with_a_subject(request: Request) -> Request:
    if request.beats:
        return request
    scene = ("product", "day") if request.style == "promo" else _BY_TUNE.get(request.tune or "", ("abstract", "night"))
    return replace(request, beats=(Beat("", *scene),))


# --- both ----------------------------------------------------------------------------------------------------------


def _transition(request: Request, default: str) -> tuple[str | None, int | None]:
    if any(isinstance(wish, Remove) and wish.kind is Kind.TRANSITION for wish in request.wishes):
        return None, None
    wish = next((wish for wish in request.wishes if isinstance(wish, SetTransition)), SetTransition("auto"))
    return (default if wish.kind == "auto" else wish.kind), wish.ms or TRANSITION


def _finish(request: Request, made: composing.Film, bench: Bench, *, music: bool) -> list[Wish]:
    """What is still to be done on a new film: the wishes that the cut did not fulfil, and the music it has by default."""
    songs = any(item.kind is MediaKind.AUDIO and item.duration > 0 for item in bench.media.values())
    rest = [_worded(wish, request, made, songs) for wish in request.wishes if not _cut_so_already(wish)]
    rest = [_legible(wish) for wish in rest] if _is_pale(made.draft) else rest
    rest = [_long_enough(wish, made.draft.duration) for wish in rest]
    silent = any(isinstance(wish, Remove) and wish.kind in (Kind.MUSIC, Kind.ALL_SOUND) for wish in rest)
    needless = (Kind.MUSIC, Kind.TRANSITION, Kind.LOOK, Kind.FADE, Kind.SPEED)  # what a new film has not got anyway
    rest = [wish for wish in rest if not (isinstance(wish, Remove) and wish.kind in needless)]
    if not made.draft.of_type(TrackType.TEXT) and not any(beat.caption for beat in made.beats):
        rest = [wish for wish in rest if not (isinstance(wish, Remove) and wish.kind in _WORDS)]
    if not has_speech(made.draft, bench.media):
        rest = [wish for wish in rest if not (isinstance(wish, Remove) and wish.kind in (Kind.SOUND, Kind.ALL_SOUND))]
    if not any(isinstance(wish, SetMusic) for wish in rest) and music and not silent:
        rest.append(_default_music(bench, rest))
    ends = any(isinstance(wish, SetTransition) and wish.or_ends for wish in request.wishes)
    if ends and len(shots_of(made.draft)) == 1:
        rest.append(SetFade("both"))
    if asked := composing.asked_length(request):
        rest = [*rest, SetLength(min(asked, made.draft.duration))] if _changes_length(rest) else rest
    return rest


def _long_enough(wish: Wish, total: int) -> Wish:
    """A title that nothing is said of stands as long as it takes to read it."""
    if not isinstance(wish, AddText) or wish.role in ("caption", "tagline") or not wish.text or wish.when:
        return wish
    said = f"{wish.text} {wish.sub}"
    reading = max(_WORD_TIME * len(said.split()), _WORD_TIME // 2 * len(re.findall(r"[\u3040-\u9fff]", said)))
    return replace(wish, when=When(edge="start", length=min(reading, total))) if reading > TITLE_LENGTH else wish


def _is_pale(draft: Draft) -> bool:
    """Whether white words would be lost on every shot."""
    shots = shots_of(draft)
    return bool(shots) and all(pale(shot.meta) for shot in shots)


def _legible(wish: Wish) -> Wish:
    """Words without a colour of their own are dark."""
    return replace(wish, color=DARK) if isinstance(wish, AddText | AddLines) and not wish.color else wish


def _cut_so_already(wish: Wish) -> bool:
    """What the cut of a new film has followed."""
    if isinstance(wish, SetLength) and wish.which:
        return composing.is_each(wish)
    return isinstance(wish, _SHORT)


def _changes_length(wishes: Sequence[Wish]) -> bool:
    return any(type(wish).__name__ in ("SetSpeed", "Cut", "Repeat", "KeepOnly") for wish in wishes)


def _default_music(bench: Bench, rest: Sequence[Wish]) -> SetMusic:
    level = next((wish.level for wish in rest if isinstance(wish, SetVolume) and wish.kind is not Kind.SOUND), None)
    own = any(item.kind is MediaKind.AUDIO for item in bench.media.values())
    return SetMusic("auto", own=own, volume=level)


def _worded(wish: Wish, request: Request, made: composing.Film, songs: bool) -> Wish:
    """A title that was asked for without words gets some."""
    if isinstance(wish, SetMusic) and wish.style == "auto" and not wish.own:
        return replace(wish, own=songs)
    if isinstance(wish, ChangeText) and wish.text:
        return AddText(wish.text, "", "title", wish.place, wish.when, wish.color, wish.size)
    if isinstance(wish, AddText) and wish.text is None and wish.role == "title":
        return replace(wish, text=titling.thought_up(request, made.beats, made.items))
    return wish


def _beat_captions(made: composing.Film) -> Draft:
    """The words of each scene on that scene, tied to it."""
    draft = made.draft
    track = draft.tracks[0].segments if draft.tracks else ()
    captions = [beat.caption for beat in made.beats] if len(made.beats) > 1 else []
    ends = [*(segment.start for segment in track[1:]), draft.duration]
    for number, (segment, end, words) in enumerate(zip(track, ends, captions, strict=False)):
        if words:
            meta = {"text": words, "role": "caption", "place": "bottom", "shot": segment.id}
            draft = put_text(draft, Segment(f"tx_{number + 1}", segment.start, end - segment.start, meta))
    return draft
