"""Speed, direction, order, looks, transitions, scenes: how the shots are played."""

from dataclasses import replace

from studio.director.operations.bench import (
    Bench,
    Result,
    chosen,
    done,
    indices,
    linked_alike,
    namer,
    no_such_shot,
    refused,
    seconds,
)
from studio.director.timeline import Shot, cut_at, length, merged, shots_of, starts, with_shots
from studio.director.wishes import (
    Backwards,
    Move,
    Restyle,
    SetFade,
    SetLook,
    SetSpeed,
    SetTransition,
    Swap,
    TurnOrder,
    When,
    Which,
)
from studio.draft import Draft, TrackType

TRANSITION = 600
_SLOWEST, _FASTEST = 0.1, 16.0


def moments(when: When, total: int) -> tuple[int, int]:
    """When, in film time."""
    if when.edge == "start":
        return 0, min(total, when.length or max(total // 4, 1000))
    if when.edge == "end":
        return max(0, total - (when.length or max(total // 4, 1000))), total
    if when.edge == "middle":
        half = (when.length or total // 3) // 2
        return max(0, total // 2 - half), min(total, total // 2 + half)
    start = min(when.start or 0, total)
    end = when.end if when.end is not None else start + when.length if when.length else total
    return start, min(end, total)


def set_speed(draft: Draft, wish: SetSpeed, bench: Bench) -> Result:
    """Faster or slower: the film, a stretch of it, or the shots named."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    if wish.when and not wish.which:
        low, high = moments(wish.when, length(shots))
        if high - low < 100:
            return refused(
                bench.say(
                    f"That lies outside the film, which is {seconds(length(shots))} long.",
                    f"这个范围不在影片内，影片长 {seconds(length(shots))}。",
                )
            )
        new_id = namer(draft)
        shots = cut_at(cut_at(shots, low, new_id), high, new_id)
        found = tuple(index for index, at in enumerate(starts(shots)) if low <= at < high)
    row = [_speeded(shot, wish) if index in found else shot for index, shot in enumerate(shots)]
    made = with_shots(draft, row, bench.media)
    part = bench.say(" for that part", "（指定部分）") if wish.when or wish.which else ""
    said = bench.say(
        f"set the speed to {wish.factor:g}x{part}, the film is {seconds(made.duration)} now",
        f"速度设为 {wish.factor:g} 倍{part}，现在全长 {seconds(made.duration)}",
    )
    return done(made, said, "set_speed", speed=wish.factor, segments=[row[index].id for index in found])


def _speeded(shot: Shot, wish: SetSpeed) -> Shot:
    now = shot.speed
    speed = round(min(max(now * wish.factor if wish.relative else wish.factor, _SLOWEST), _FASTEST), 3)
    return replace(
        shot, own=max(100, round(shot.own * now / speed)), meta=merged(shot.meta, speed=None if speed == 1 else speed)
    )


def backwards(draft: Draft, wish: Backwards, bench: Bench) -> Result:
    """Play backwards, or forwards again."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    on = not all(shots[index].meta.get("reverse") for index in found)
    row = [shot.with_meta(reverse=on or None) if index in found else shot for index, shot in enumerate(shots)]
    said = bench.say("it plays backwards now" if on else "it plays forwards again", "现在倒放" if on else "恢复正放")
    return done(with_shots(draft, row, bench.media), said, "reverse_clip", reverse=on)


def set_look(draft: Draft, wish: SetLook, bench: Bench) -> Result:
    """A colour look on the shots meant."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    row = [shot.with_meta(look=wish.look) if index in found else shot for index, shot in enumerate(shots)]
    name = LOOK_NAMES.get(wish.look, (wish.look, wish.look))
    said = bench.say(f"gave it a {name[0]} look", f"加上了{name[1]}效果")
    return done(
        with_shots(draft, row, bench.media),
        said,
        "apply_filter",
        look=wish.look,
        segments=[row[index].id for index in found],
    )


LOOK_NAMES = {"bw": ("black and white", "黑白"), "sepia": ("sepia", "复古"), "warm": ("warm", "暖色"), "cool": (
    "cool", "冷色"), "vivid": ("vivid", "鲜艳"), "dark": ("darker", "暗调"), "bright": ("brighter", "明亮")}  # fmt: skip
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


def move(draft: Draft, wish: Move, bench: Bench) -> Result:
    """A shot at another place."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    moved = [shots[index] for index in found]
    rest = [shot for index, shot in enumerate(shots) if index not in found]
    at = _slot(wish, shots, rest)
    row = linked_alike([*rest[:at], *moved, *rest[at:]], shots)
    if [shot.id for shot in row] == [shot.id for shot in shots]:
        return refused(bench.say("It is already there.", "它已经在那个位置了。"))
    return done(
        with_shots(draft, row, bench.media),
        bench.say(f"moved it to place {at + 1} of {len(row)}", f"移到了第 {at + 1} 位（共 {len(row)} 个）"),
        "move_clip",
        segments=[shot.id for shot in moved],
        position=at + 1,
    )


def _slot(wish: Move, shots: tuple[Shot, ...], rest: list[Shot]) -> int:
    anchor = wish.before if wish.before is not None else wish.after
    if anchor is not None:
        place = anchor - 1 if anchor > 0 else len(shots) + anchor
        target = shots[min(max(place, 0), len(shots) - 1)]
        at = rest.index(target) if target in rest else len(rest)
        return at if wish.before is not None else min(at + 1, len(rest))
    to = wish.to or 1
    return min(to - 1, len(rest)) if to > 0 else max(0, len(rest) + 1 + to)


def swap(draft: Draft, wish: Swap, bench: Bench) -> Result:
    """Two shots change places."""
    shots = list(shots_of(draft))
    a, b = _places_of(wish, shots)
    if not (0 <= a < len(shots) and 0 <= b < len(shots)) or a == b:
        return no_such_shot(bench, draft)
    row = list(shots)
    row[a], row[b] = row[b], row[a]
    return done(
        with_shots(draft, linked_alike(row, shots), bench.media),
        bench.say(f"clips {a + 1} and {b + 1} changed places", f"片段 {a + 1} 和 {b + 1} 已互换"),
        "swap_clips",
        a=a + 1,
        b=b + 1,
    )


def _places_of(wish: Swap, shots: list[Shot]) -> tuple[int, int]:
    if wish.scenes is None:
        return tuple(place - 1 if place > 0 else len(shots) + place for place in (wish.a, wish.b))  # type: ignore[return-value]
    shown = [str(shot.meta.get("scene")) for shot in shots]
    a, b = (shown.index(name) if name in shown else -1 for name in wish.scenes)
    return a, b


def turn_order(draft: Draft, _: TurnOrder, bench: Bench) -> Result:
    """The last shot first."""
    shots = shots_of(draft)
    if len(shots) < 2:
        return no_such_shot(bench, draft)
    return done(
        with_shots(draft, linked_alike(shots[::-1], shots), bench.media),
        bench.say("the clips run in the opposite order now", "片段顺序已颠倒"),
        "reorder_clips",
        order="reversed",
    )


def restyle(draft: Draft, wish: Restyle, bench: Bench) -> Result:
    """Another scene or mood for the shots that are drawn."""
    shots = shots_of(draft)
    found = chosen(draft, wish.which) or (chosen(draft, Which()) if wish.which.scenes and len(shots) == 1 else ())
    drawn = [index for index in found if shots[index].media is None]
    if not found:
        return no_such_shot(bench, draft)
    if not drawn:
        return refused(
            bench.say(
                "That is your own footage: I can give it a warm, cool, dark or bright look, but not "
                "another time or place.",
                "这是您自己的素材：我可以调成暖色、冷色、暗调或明亮，但不能换成别的时间或地点。",
            )
        )
    changes = {key: value for key, value in (("scene", wish.scene), ("mood", wish.mood)) if value}
    row = [_redrawn(shot, changes) if index in drawn else shot for index, shot in enumerate(shots)]
    words = " ".join(value for value in (wish.scene, wish.mood) if value)
    return done(
        with_shots(draft, row, bench.media),
        bench.say(f"changed the picture to {words}", f"画面改成了{words_zh(wish.scene, wish.mood)}"),
        "generate_video",
        **changes,
    )


def _redrawn(shot: Shot, changes: dict[str, str]) -> Shot:
    meta = merged(shot.meta, **changes)
    return replace(shot, meta={**meta, "source": "scene", "title": shot_title(meta.get("scene"), meta.get("mood"))})


SCENE_NAMES = {"city": ("city skyline", "城市"), "ocean": ("ocean", "大海"), "beach": ("beach", "海滩"), "mountains"
    : ("mountains", "群山"), "desert": ("desert", "沙漠"), "forest": ("forest", "森林"), "rain": ("rain", "雨景"),
    "snow": ("snow", "雪景"), "space": ("space", "星空"), "abstract": ("abstract colours", "抽象画面"), "product": (
    "product stage", "产品展示")}  # fmt: skip
MOOD_NAMES = {
    "sunset": ("at sunset", "日落"),
    "sunrise": ("at sunrise", "日出"),
    "day": ("by day", "白天"),
    "night": ("at night", "夜晚"),
}


def shot_title(scene: object, mood: object) -> str:
    """The name of a drawn shot, as the timeline shows it: "city skyline at sunset"."""
    return f"{SCENE_NAMES.get(str(scene), (str(scene), ''))[0]} {MOOD_NAMES.get(str(mood), ('', ''))[0]}".strip()


def words_zh(scene: object, mood: object) -> str:
    """The same in Chinese: "城市日落"."""
    return MOOD_NAMES.get(str(mood), ("", ""))[1] + SCENE_NAMES.get(str(scene), ("", ""))[1]
