"""Which operation carries out which wish."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.director import picture_wishes as pw
from studio.director import wishes as w
from studio.director.meaning import Kind, Which
from studio.director.model import Step
from studio.director.operations import (
    adding,
    canvas,
    counting,
    cutting,
    framing,
    freezing,
    inlays,
    lengths,
    orders,
    playing,
    restoring,
    scenery,
    sound,
    texts,
    transitions,
    volume,
)
from studio.director.operations.bench import Bench, Result, done, indices, no_such_shot, refused, seconds
from studio.director.operations.pronouns import settled
from studio.director.timeline import Shot, shots_of, with_shots
from studio.director.topic_wishes import It
from studio.draft import Draft

MOST_NAMED = 50  # "each" names a hundred places
_OPERATIONS: dict[type[w.Wish], Callable[[Draft, Any, Bench], Result]] = {
    w.SetCanvas: canvas.set_canvas,
    w.Cut: cutting.cut,
    w.KeepOnly: cutting.keep_only,
    w.Split: cutting.split,
    w.Repeat: cutting.repeat,
    w.SetLength: lengths.set_length,
    w.ChangeLength: lengths.change_length,
    w.SetSpeed: playing.set_speed,
    w.Backwards: playing.backwards,
    w.SetLook: playing.set_look,
    w.SetTransition: transitions.set_transition,
    w.SetFade: transitions.set_fade,
    w.Move: orders.move,
    w.Swap: orders.swap,
    w.TurnOrder: orders.turn_order,
    w.Arrange: orders.arrange,
    w.Restore: restoring.restore,
    w.Restyle: scenery.restyle,
    w.AddText: texts.add_text,
    w.Countdown: counting.count_down,
    w.AddLines: texts.add_lines,
    w.ChangeText: texts.change_text,
    w.SetMusic: sound.set_music,
    w.SetVolume: volume.set_volume,
    w.Duck: volume.duck,
    w.AddShot: adding.add_shot,
    pw.Rotate: framing.rotate,
    pw.Flip: framing.flip,
    pw.Zoom: framing.zoom,
    pw.Drift: framing.drift,
    pw.Freeze: freezing.freeze,
    pw.Inlay: inlays.lay,
    pw.SideBySide: inlays.beside,
}

# What shapes the row of shots comes before what lies on top of it, and the length of the whole last of these.
_ORDER = (w.Remove, w.Restore, w.KeepOnly, w.Cut, w.AddShot, w.Arrange, w.Move, w.Swap, w.TurnOrder, w.Split,
    w.SetSpeed, w.Backwards, w.Repeat, pw.Rotate, pw.Flip, pw.Freeze, pw.SideBySide, pw.Inlay, w.Restyle, w.SetTransition,
    w.ChangeLength, w.SetLength, w.SetCanvas, w.SetLook, pw.Zoom, pw.Drift, w.SetFade, w.SetMusic,
    w.SetVolume, w.Duck, w.Countdown, w.AddText, w.AddLines, w.ChangeText,)  # fmt: skip


def in_order(wishes: Sequence[w.Wish]) -> list[w.Wish]:
    """The wishes in the order in which they are carried out."""
    rank = {kind: place for place, kind in enumerate(_ORDER)}
    if _splits_first(wishes):
        rank[w.Split] = -1

    def place(wish: w.Wish) -> tuple[int, bool, int]:
        # Of several stretches the last is cut first, so that the times of the others stay true.
        late = -(wish.start or 0) if isinstance(wish, w.Cut) and not wish.keep else 0
        # Music fades when it is there, and only then can it be louder.
        kind = w.SetVolume if isinstance(wish, w.SetFade) and wish.kind is Kind.MUSIC else type(wish)
        return rank.get(kind, len(rank)), isinstance(wish, w.AddText) and wish.role == "tagline", late

    return sorted(wishes, key=place)


def _splits_first(wishes: Sequence[w.Wish]) -> bool:
    """ "Split at 0:10 and delete the first part": the parts are those of the split."""
    at = next((number for number, wish in enumerate(wishes) if isinstance(wish, w.Split)), None)
    if at is None:
        return False
    return any(isinstance(wish, w.KeepOnly | w.Move | w.Swap) or _takes_shots(wish) for wish in wishes[at + 1 :])


def _takes_shots(wish: w.Wish) -> bool:
    return isinstance(wish, w.Remove) and wish.kind is Kind.SHOT


def apply(draft: Draft, wish: w.Wish, bench: Bench) -> Result:
    """Carry out one wish."""
    wish = settled(draft, wish, bench)
    if isinstance(wish, w.Remove):
        return _remove(draft, wish, bench)
    if isinstance(wish, It):
        return refused(bench.say("Tell me what you mean by that: I'm not sure.", "不确定您指的是什么，请说具体一点。"))
    operation = _OPERATIONS.get(type(wish))
    if operation is None:
        return refused("")
    if not draft.duration and not isinstance(wish, w.AddShot):
        return refused(bench.say("The timeline is still empty.", "时间线还是空的。"))
    return operation(draft, wish, bench)


def _remove(draft: Draft, wish: w.Remove, bench: Bench) -> Result:
    match wish.kind:
        case Kind.MUSIC:
            return sound.remove_music(draft, bench, wish.which)
        case Kind.SOUND | Kind.ALL_SOUND:
            return volume.remove_sound(draft, wish, bench)
        case Kind.TITLE | Kind.CAPTION | Kind.TEXT:
            return texts.remove_texts(draft, wish, bench)
        case Kind.TRANSITION:
            return transitions.remove_transitions(draft, bench, wish.which)
        case Kind.SHOT:
            return cutting.remove_shots(draft, wish.which, bench)
        case Kind.INLAY:
            return inlays.remove_inlays(draft, wish, bench)
        case Kind.ZOOM:
            return framing.remove_zoom(draft, wish, bench)
        case Kind.SPEED:
            return playing.set_speed(draft, w.SetSpeed(1.0, which=wish.which, relative=False), bench)
        case Kind.FADE:
            meta = {key: value for key, value in draft.meta.items() if key not in ("fade_in", "fade_out")}
            return done(replace(draft, meta=meta), bench.say("took the fades out", "去掉了淡入淡出"), "remove_fade")
        case _:
            return _remove_look(draft, wish, bench)


def _remove_look(draft: Draft, wish: w.Remove, bench: Bench) -> Result:
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    if not any(shots[index].meta.get("look") for index in found):
        return refused(bench.say("There is no filter to remove.", "没有可以去掉的滤镜。"))
    row = [shot.with_meta(look=None) if index in found else shot for index, shot in enumerate(shots)]
    return done(
        with_shots(draft, row, bench.media),
        bench.say("back to the natural colours", "恢复了原来的颜色"),
        "remove_filter",
    )


@dataclass(frozen=True, slots=True)
class Work:
    """What a row of wishes came to: the draft, what was done, what was not and why, the tools used."""

    draft: Draft
    done: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def _pinned(wishes: Sequence[w.Wish], draft: Draft, bench: Bench) -> list[w.Wish]:
    """The wishes with the shots they number: those of the film as it was when they were said, wherever they move meanwhile."""
    if _splits_first(wishes):
        return list(wishes)
    shots = shots_of(draft)
    return [wish if isinstance(wish, w.Arrange) else _pin(wish, shots, bench) for wish in wishes]


def _pin(wish: w.Wish, shots: tuple[Shot, ...], bench: Bench) -> w.Wish:
    meant = getattr(wish, "which", None)
    if not isinstance(meant, Which) or not meant.places or len(meant.places) > MOST_NAMED:
        return wish
    meant = _of_uploads(meant, shots, bench)
    found = indices(shots, meant)
    return replace(wish, which=Which(ids=tuple(shots[index].id for index in found))) if found else wish  # type: ignore[call-arg]


def _of_uploads(meant: Which, shots: tuple[Shot, ...], bench: Bench) -> Which:
    """ "The second video" of a film cut from several: all pieces of the second upload."""
    played = [name for name in bench.media if any(shot.media == name for shot in shots)]
    if not meant.uploads or len(played) < 2 or len(shots) == len(played):
        return meant
    places = (place - 1 if place > 0 else len(played) + place for place in meant.places)
    found = tuple(played[place] for place in places if 0 <= place < len(played))
    return replace(meant, places=(), files=found) if found else meant


def carry_out(draft: Draft, wishes: Sequence[w.Wish], bench: Bench) -> Work:
    """All wishes in their order, each on what the one before made."""
    work, met = Work(draft), list[str]()
    for wish in in_order(_pinned(wishes, draft, bench)):
        result = apply(work.draft, wish, bench)
        if result.draft is None and result.met:
            met.append(result.said)
        elif result.draft is None:
            work = replace(work, missed=(*work.missed, result.said))
        else:
            work = Work(result.draft, (*work.done, result.said), work.missed, (*work.steps, *result.steps))
    # What was so before is only worth a word when nothing else is told.
    work = work if work.done else replace(work, missed=(*work.missed, *met))
    return _told_once(draft, work, bench)


_LENGTH_TOLD = re.compile(r",? the film is [^,;()]+ (?:long )?now|，?现在全长 [^，；（]+")


def _told_once(before: Draft, work: Work, bench: Bench) -> Work:
    """Of several changes none tells its own length of the film, which the next one changes again; the last word has it."""
    if len(work.done) < 2 or work.draft.duration == before.duration:
        return work
    kept = tuple(said for said in (_LENGTH_TOLD.sub("", words) for words in work.done) if said)
    now = seconds(work.draft.duration)
    known = any(f"the film is {now} long" in said or f"影片现在长 {now}" in said for said in kept)
    return work if known else replace(work, done=(*kept, bench.say(f"the film is {now} long now", f"影片现在长 {now}")))
