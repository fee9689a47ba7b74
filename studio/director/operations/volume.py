"""How loud the music and the clips are."""

from dataclasses import replace

from studio.director.following import inlays_of
from studio.director.meaning import Kind
from studio.director.operations.bench import Bench, Result, chosen, done, no_such_shot, refused
from studio.director.operations.playing import moments, stretch_of
from studio.director.operations.sound import has_speech, music_of, remove_music, without_music
from studio.director.operations.tunes import changed, spans
from studio.director.timeline import map_segments, shots_of, with_shots
from studio.director.wishes import Duck, Remove, SetVolume
from studio.draft import Draft, Segment, TrackType


def remove_sound(draft: Draft, wish: Remove, bench: Bench) -> Result:
    """The clips' own sound is silenced; with "all sound" the music goes too."""
    made, found = draft, False
    if wish.kind is Kind.ALL_SOUND and music_of(draft):
        made, found = remove_music(draft, bench).draft or draft, True
    silent = set_volume(made, SetVolume(Kind.SOUND, 0.0, which=wish.which), bench)
    if silent.draft is not None:
        made, found = silent.draft, True
    if not found:
        return refused(bench.say("There is no sound to remove.", "没有可以去掉的声音。"))
    return done(
        made,
        bench.say(
            "made it silent" if wish.kind is Kind.ALL_SOUND else "muted the original sound",
            "已静音" if wish.kind is Kind.ALL_SOUND else "原声已静音",
        ),
        "mute_audio",
    )


def set_volume(draft: Draft, wish: SetVolume, bench: Bench) -> Result:
    """How loud the music, or the clips' own sound, is."""
    if wish.kind is Kind.INLAY:
        return _inlay_volume(draft, wish, bench)
    if wish.kind is Kind.ALL_SOUND and wish.when and wish.level == 0:
        return _silent_stretch(draft, wish, bench)
    if wish.kind is not Kind.SOUND:
        if music_of(draft):
            return _music_volume(draft, wish, bench)
        if wish.kind is Kind.MUSIC or not has_speech(draft, bench.media):
            return refused(
                bench.say(
                    "There is no music on the timeline yet: say which style you'd like.",
                    "时间线上还没有音乐，告诉我您想要什么风格。",
                )
            )
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    shots, found = stretch_of(draft, wish.when, shots, found)
    sounding = [index for index in found if shots[index].is_clip and _audible(shots[index].media, bench)]
    if not sounding:
        return refused(bench.say("These clips have no sound of their own.", "这些片段没有自己的声音。"))
    row, level = list(shots), 1.0
    for index in sounding:
        now = row[index].meta.get("volume", 1.0)
        level = _level(wish, float(now) if isinstance(now, int | float) else 1.0)
        row[index] = row[index].with_meta(volume=level)
    share = f"{round(level * 100)}%"
    return done(
        with_shots(draft, row, bench.media),
        bench.say(f"set the clips' sound to {share}", f"原声音量设为 {share}"),
        "set_volume",
        volume=level,
    )


def _inlay_volume(draft: Draft, wish: SetVolume, bench: Bench) -> Result:
    """How loud the clips that lie over the film are."""
    there = {part.id for part in inlays_of(draft) if _audible(str(part.meta.get("media")), bench)}
    if not there:
        return refused(bench.say("Nothing that lies over the film has a sound.", "叠加的画面没有声音。"))
    made = map_segments(draft, TrackType.VIDEO, lambda part: _with_level(part, wish) if part.id in there else part)
    level = next(_with_level(part, wish).meta["volume"] for part in inlays_of(draft) if part.id in there)
    share = f"{round(level * 100)}%"
    return done(
        made, bench.say(f"set the small clip's sound to {share}", f"小画面音量设为 {share}"), "set_volume", volume=level
    )


def _silent_stretch(draft: Draft, wish: SetVolume, bench: Bench) -> Result:
    """Neither the clips nor the music are heard for a while."""
    clips = set_volume(draft, replace(wish, kind=Kind.SOUND), bench) if has_speech(draft, bench.media) else None
    made = clips.draft if clips and clips.draft else draft
    tune = without_music(made, spans(made, wish.when, wish.which), bench) if music_of(made) else None
    made = tune.draft if tune and tune.draft else made
    if made == draft:
        return refused(bench.say("There is no sound at that time.", "这段时间没有声音。"))
    low, high = moments(wish.when, draft.duration)
    time = f"{round(low / 1000, 1):g}–{round(high / 1000, 1):g} s"
    return done(made, bench.say(f"made it silent at {time}", f"{time} 已静音"), "mute_audio", start=low, end=high)


def _audible(identity: str | None, bench: Bench) -> bool:
    item = bench.media.get(identity or "")
    return item is None or item.has_audio


def _level(wish: SetVolume, now: float) -> float:
    return round(min(max(wish.level if wish.level is not None else now * wish.factor, 0.0), 2.0), 3)


def _music_volume(draft: Draft, wish: SetVolume, bench: Bench) -> Result:
    stretches = spans(draft, wish.when, wish.which)
    if not stretches:
        return no_such_shot(bench, draft)
    part = bool(wish.when or wish.which)
    if part and wish.level == 0:
        return without_music(draft, stretches, bench)
    made = changed(draft, stretches, lambda piece: _with_level(piece, wish))
    first = next(piece for piece in music_of(draft) if piece.end > stretches[0][0]) if part else music_of(draft)[0]
    level = _with_level(first, wish).meta["volume"]
    share = f"{round(level * 100)}%"
    time = ", ".join(f"{round(low / 1000, 1):g}–{round(high / 1000, 1):g} s" for low, high in stretches) if part else ""
    said = bench.say(
        f"set the music to {share}{time and f' at {time}'}", f"{time and f'{time} 的'}音乐音量设为 {share}"
    )
    return done(made, said, "set_volume", volume=level)


def _with_level(piece: Segment, wish: SetVolume) -> Segment:
    now = piece.meta.get("volume", 1.0)
    level = _level(wish, float(now) if isinstance(now, int | float) and not isinstance(now, bool) else 1.0)
    return replace(piece, meta={**piece.meta, "volume": level})


def duck(draft: Draft, wish: Duck, bench: Bench) -> Result:
    """Music quieter under speech, or as loud as it is."""
    if not music_of(draft):
        return refused(bench.say("There is no music on the timeline yet.", "时间线上还没有音乐。"))
    made = map_segments(draft, TrackType.AUDIO, lambda part: replace(part, meta={**part.meta, "duck": wish.on}))
    said = bench.say(
        "the music gets quieter under speech" if wish.on else "the music stays at its level",
        "人声出现时音乐会变小" if wish.on else "音乐保持原音量",
    )
    return done(made, said, "duck_audio", on=wish.on)
