"""Transitions between the shots, and fades of the film and its music."""

from collections.abc import Mapping
from dataclasses import replace

from studio.director.meaning import Kind, Which
from studio.director.operations.bench import (
    Bench,
    Result,
    done,
    indices,
    refused,
    seconds,
)
from studio.director.timeline import shots_of, with_shots
from studio.director.wishes import SetFade, SetTransition
from studio.draft import Draft, Track, TrackType

TRANSITION = 600
TRANSITION_NAMES = {"fade": ("crossfades", "叠化转场"), "fadeblack": ("fades through black", "黑场转场"), "slide": (
    "slide transitions", "滑动转场"), "wipe": ("wipe transitions", "擦除转场"), "zoom": ("zoom transitions",
    "缩放转场")}  # fmt: skip


def set_transition(draft: Draft, wish: SetTransition, bench: Bench) -> Result:
    """A transition between all shots, or into those named; the film keeps its length."""
    shots = shots_of(draft)
    found = [index for index in indices(shots, wish.which) if index > 0]
    if len(shots) == 1 and wish.or_ends:
        return set_fade(draft, SetFade("both"), bench)
    if len(shots) < 2:
        return refused(
            bench.say(
                "Transitions need at least two clips, and there is only one.", "转场至少需要两个片段，目前只有一个。"
            )
            if shots
            else bench.say("The timeline is empty.", "时间线还是空的。")
        )
    known = next((shot for shot in shots if shot.lap), None)
    if wish.kind == "same" and known is None:
        return refused(bench.say("There are no transitions to change.", "没有可以调整的转场。"))
    found = [index for index in found if shots[index].lap] if wish.kind == "same" else found or [1]
    kind = str(known.meta["transition"]["kind"]) if known and wish.kind == "same" else wish.kind
    kind = "fade" if kind == "auto" else kind
    lap = wish.ms or round((known.lap if known and wish.kind == "same" else TRANSITION) * wish.factor)
    row = [
        replace(shot.with_meta(transition={"kind": kind, "d": lap}), lap=lap) if index in found else shot
        for index, shot in enumerate(shots)
    ]
    names = TRANSITION_NAMES.get(kind, (kind, kind))
    made = with_shots(draft, row, bench.media)
    return done(
        made,
        bench.say(f"put {names[0]} of {seconds(lap)} between the clips", f"在片段之间加上 {seconds(lap)} 的{names[1]}"),
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
    if wish.kind is Kind.SOUND and not draft.of_type(TrackType.AUDIO):
        return refused(
            bench.say(
                "I can fade music or the picture, but not the clips' own sound.",
                "我可以让音乐或画面淡入淡出，但不能让原声淡入淡出。",
            )
        )
    if wish.kind in (Kind.MUSIC, Kind.SOUND):
        tracks = tuple(_faded(track, keys) if track.type == TrackType.AUDIO else track for track in draft.tracks)
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


def _faded(track: Track, keys: Mapping[str, int]) -> Track:
    """Music in several pieces comes in with the first of them and goes out with the last."""
    row = []
    for number, part in enumerate(track.segments):
        ends = {"fade_in": number == 0, "fade_out": number == len(track.segments) - 1}
        row.append(replace(part, meta={**part.meta, **{key: ms for key, ms in keys.items() if ends[key]}}))
    return replace(track, segments=tuple(row))
