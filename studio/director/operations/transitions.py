"""Transitions between the shots, and fades of the film and its music."""

from dataclasses import replace

from studio.director.meaning import Which
from studio.director.operations.bench import (
    Bench,
    Result,
    done,
    indices,
    refused,
)
from studio.director.timeline import shots_of, with_shots
from studio.director.wishes import SetFade, SetTransition
from studio.draft import Draft, TrackType

TRANSITION = 600
TRANSITION_NAMES = {"fade": ("crossfades", "叠化转场"), "fadeblack": ("fades through black", "黑场转场"), "slide": (
    "slide transitions", "滑动转场"), "wipe": ("wipe transitions", "擦除转场"), "zoom": ("zoom transitions",
    "缩放转场")}  # fmt: skip


def set_transition(draft: Draft, wish: SetTransition, bench: Bench) -> Result:
    """A transition between all shots, or into those named; the film keeps its length."""
    shots = shots_of(draft)
    found = [index for index in indices(shots, wish.which) if index > 0]
    if len(shots) < 2:
        return refused(
            bench.say(
                "Transitions need at least two clips, and there is only one.", "转场至少需要两个片段，目前只有一个。"
            )
            if shots
            else bench.say("The timeline is empty.", "时间线还是空的。")
        )
    found = found or [1]
    kind = "fade" if wish.kind == "auto" else wish.kind
    lap = wish.ms or TRANSITION
    row = [
        replace(shot.with_meta(transition={"kind": kind, "d": lap}), lap=lap) if index in found else shot
        for index, shot in enumerate(shots)
    ]
    names = TRANSITION_NAMES.get(kind, (kind, kind))
    made = with_shots(draft, row, bench.media)
    return done(
        made,
        bench.say(f"put {names[0]} between the clips", f"在片段之间加上{names[1]}"),
        "add_transition",
        kind=kind,
        duration=lap,
    )


def remove_transitions(draft: Draft, bench: Bench, which: Which | None = None) -> Result:
    """Hard cuts again, everywhere or into the shots named; the film keeps its length."""
    shots = shots_of(draft)
    meant = indices(shots, which or Which())
    if not any(shots[index].lap for index in meant):
        return refused(bench.say("There are no transitions to remove.", "没有可以去掉的转场。"))
    row = [
        replace(shot.with_meta(transition=None), lap=0) if index in meant else shot for index, shot in enumerate(shots)
    ]
    return done(
        with_shots(draft, row, bench.media), bench.say("took the transitions out", "去掉了转场"), "remove_transition"
    )


def set_fade(draft: Draft, wish: SetFade, bench: Bench) -> Result:
    """The film or its music fades in or out."""
    ms = min(max(wish.ms, 100), max(100, draft.duration // 2))
    keys = {key: ms for edge, key in (("in", "fade_in"), ("out", "fade_out")) if wish.edge in (edge, "both")}
    edge = bench.say(
        {"in": "fades in", "out": "fades out", "both": "fades in and out"}[wish.edge],
        {"in": "淡入", "out": "淡出", "both": "淡入淡出"}[wish.edge],
    )
    if wish.kind == "music":
        tracks = tuple(
            replace(track, segments=tuple(replace(part, meta={**part.meta, **keys}) for part in track.segments))
            if track.type == TrackType.AUDIO
            else track
            for track in draft.tracks
        )
        if not draft.of_type(TrackType.AUDIO):
            return refused(bench.say("There is no music to fade yet.", "还没有音乐可以淡入淡出。"))
        return done(
            replace(draft, tracks=tracks), bench.say(f"the music {edge} now", f"音乐{edge}"), "fade_audio", **keys
        )
    return done(
        replace(draft, meta={**draft.meta, **keys}),
        bench.say(f"the film {edge} now", f"画面{edge}"),
        "add_fade",
        **keys,
    )
