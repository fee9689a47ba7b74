"""A new film out of a prompt: from the person's material or drawn, and edits on uploads that are in no film yet."""

from collections.abc import Sequence
from dataclasses import replace

from studio.director import composing, finishing, material, reply, telling
from studio.director.history import STAGE
from studio.director.meaning import Kind, Which
from studio.director.model import MediaItem, Outcome, Step, Turn
from studio.director.operations.apply import carry_out
from studio.director.operations.bench import Bench, indices
from studio.director.operations.transitions import TRANSITION
from studio.director.request import Beat, Request
from studio.director.timeline import shots_of
from studio.director.wishes import (
    AddShot,
    AddText,
    KeepOnly,
    Remove,
    SetCanvas,
    SetLength,
    SetMusic,
    SetTransition,
    Split,
    Wish,
)
from studio.draft import Draft

_BY_TUNE = {"ambient": ("ocean", "sunrise"), "cinematic": ("mountains", "sunrise"), "acoustic": ("forest", "sunrise"),
    "lofi": ("rain", "night"), "corporate": ("city", "day")}  # fmt: skip


def film(turn: Turn, request: Request, bench: Bench) -> Outcome | None:
    """A new film, a question back when something is missing, or None when the prompt is an edit."""
    items = material.chosen(turn, request)
    fresh = not turn.draft.duration
    if not (request.creates or fresh):
        return None
    if _only_reshapes(request, fresh):
        return None
    if request.talk == "vague" and not items and not request.beats:
        return None
    if material.is_wanted(turn, request, items):
        return _from_material(turn, request, items, bench)
    if material.is_missing(turn, request, items) and (fresh or not request.recuts):
        return Outcome(turn.draft, reply.need_media(request))
    if not (request.creates or request.beats):
        return None
    if request.recuts and not fresh and not request.beats:
        return None
    return _drawn(turn, request, bench)


def _only_reshapes(request: Request, fresh: bool) -> bool:
    """ "Turn it into a vertical video": a new form for the film that is there, not a new film."""
    if fresh or not request.recuts or request.style or request.lively:
        return False
    return bool(request.wishes) and not any(isinstance(wish, SetLength | SetMusic | AddText) for wish in request.wishes)


# --- the person's material -----------------------------------------------------------------------------------------


def _from_material(turn: Turn, request: Request, items: Sequence[MediaItem], bench: Bench) -> Outcome | None:
    if not request.creates and not (request.style or request.recuts):
        return _edited(turn, request, items, bench)
    made = composing.cut_from(request, items, bench, _transition(request))
    rest = finishing.still_to_do(request, made, bench, music=request.style != "joined")
    work = carry_out(finishing.with_captions(made), rest, bench)
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
    made = composing.drawn(request, bench, _transition(request))
    scenes = [{"scene": shot.meta.get("scene"), "mood": shot.meta.get("mood")} for shot in shots_of(made.draft)]
    work = carry_out(finishing.with_captions(made), finishing.still_to_do(request, made, bench, music=True), bench)
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


def _transition(request: Request) -> tuple[str | None, int | None]:
    if any(isinstance(wish, Remove) and wish.kind is Kind.TRANSITION for wish in request.wishes):
        return None, None
    wish = next((wish for wish in request.wishes if isinstance(wish, SetTransition)), SetTransition("auto"))
    return ("fade" if wish.kind == "auto" else wish.kind), wish.ms or TRANSITION
