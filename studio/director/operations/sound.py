"""Music and sound on the timeline."""

from collections.abc import Mapping
from dataclasses import replace

from studio.director.grammar.music import STYLE_NAMES, STYLES
from studio.director.meaning import Kind, When
from studio.director.model import MediaItem, MediaKind
from studio.director.operations.bench import Bench, Result, chosen, done, namer, no_such_shot, refused, seconds
from studio.director.operations.playing import moments
from studio.director.slicing import cut_at
from studio.director.timeline import Shot, factor, length, map_segments, shots_of, starts, with_shots
from studio.director.wishes import Duck, Remove, SetMusic, SetVolume
from studio.draft import Draft, Segment, Track, TrackType

BGM_VOLUME = 0.35
SHORTEST_MUSIC = 500
_BY_SCENE = {"city": "lofi", "ocean": "ambient", "beach": "upbeat", "mountains": "cinematic", "desert": "cinematic",
    "forest": "ambient", "rain": "lofi", "snow": "ambient", "space": "cinematic", "abstract": "electronic",
    "product": "upbeat"}  # fmt: skip


def music_of(draft: Draft) -> tuple[Segment, ...]:
    """All music on the timeline."""
    return tuple(
        segment
        for track in draft.of_type(TrackType.AUDIO)
        for segment in track.segments
        if track.meta.get("name") != "Voice"
    )


def fitting_style(draft: Draft, bench: Bench) -> str:
    """The style that suits the film: what the prompt's words suggest, quick for promos, else by its scenes."""
    if bench.request.tune in STYLES:
        return str(bench.request.tune)
    if bench.request.style == "promo" or bench.request.lively:
        return "upbeat"
    first = next((shot.meta.get("scene") for shot in shots_of(draft) if shot.meta.get("scene")), None)
    return _BY_SCENE.get(str(first), "acoustic" if bench.request.style == "slideshow" else "upbeat")


def _other_style(draft: Draft) -> str:
    now = next((str(segment.meta.get("style")) for segment in music_of(draft)), "")
    names = list(STYLES)
    return names[(names.index(now) + 1) % len(names)] if now in names else names[0]


def _own_music(wish: SetMusic, bench: Bench) -> MediaItem | None:
    tunes = [item for item in bench.media.values() if item.kind is MediaKind.AUDIO and item.duration > 0]
    named = [item for item in tunes if item.id in wish.files]
    return named[0] if named else tunes[-1] if tunes else None


def has_speech(draft: Draft, media: Mapping[str, MediaItem]) -> bool:
    """Whether any clip on the timeline has sound of its own that is not silenced."""
    shots = shots_of(draft)
    return any(
        item.has_audio and factor(shot.meta.get("volume", 1.0), 0.0) > 0
        for shot in shots
        if (item := media.get(shot.media or ""))
    )


def set_music(draft: Draft, wish: SetMusic, bench: Bench) -> Result:
    """Music over the whole film (or the time asked for), in place of what there was."""
    total = draft.duration
    if not total:
        return refused(bench.say("There is no film yet to put music under.", "还没有影片，无法配乐。"))
    if wish.style == "same":
        return _moved(draft, wish, bench)
    if wish.voice:
        return _set_voice(draft, wish, bench)
    item = _own_music(wish, bench) if wish.own else None
    if wish.own and item is None:
        return refused(
            bench.say(
                "I have no audio file of yours yet: send it here and I'll put it under the film.",
                "还没有收到您的音频文件，发给我就可以用作配乐。",
            )
        )
    volume = _volume(draft, wish, item, bench)
    segments, style = _music_segments(draft, wish, item, volume, bench)
    had = bool(music_of(draft))
    made = _replace_music(draft, segments)
    name = item.filename if item else STYLE_NAMES[style][0]
    name_zh = item.filename if item else STYLE_NAMES[style][1]
    share = f"{round(volume * 100)}%"
    said = bench.say(
        f"{'changed the music to' if had else 'added'} {name}{'' if item else ' music'} at {share}",
        f"{'配乐换成' if had else '加上'}{name_zh}{'' if item else '音乐'}（音量 {share}）",
    )
    return done(made, said, "add_bgm", style=None if item else style, media=item.id if item else None, volume=volume)


def _set_voice(draft: Draft, wish: SetMusic, bench: Bench) -> Result:
    """A recorded voice on a track of its own; music gets quieter under it."""
    item = _own_music(wish, bench)
    if item is None:
        return refused(bench.say("I have no recording of yours yet: send it here.", "还没有收到您的录音，请发给我。"))
    low, high = moments(wish.when, draft.duration) if wish.when else (0, draft.duration)
    volume = 1.0 if wish.volume is None else wish.volume
    meta = {"name": item.filename, "media": item.id, "volume": volume}
    voice = Track(
        TrackType.AUDIO, (Segment(namer(draft, "au")(), low, min(item.duration, high - low), meta),), {"name": "Voice"}
    )
    others = tuple(track for track in draft.tracks if track.meta.get("name") != "Voice")
    made = map_segments(
        replace(draft, tracks=others), TrackType.AUDIO, lambda part: replace(part, meta={**part.meta, "duck": True})
    )
    video = sum(track.type == TrackType.VIDEO for track in made.tracks)
    made = replace(made, tracks=(*made.tracks[:video], voice, *made.tracks[video:]))
    share = f"{round(volume * 100)}%"
    said = bench.say(f"put {item.filename} over it at {share}", f"加上了{item.filename}（音量 {share}）")
    if item.duration > high - low:
        room = seconds(high - low)
        said += bench.say(f" (the film has room for {room} of it)", f"（影片只够放 {room}）")
    return done(made, said, "add_voice", media=item.id)


def _moved(draft: Draft, wish: SetMusic, bench: Bench) -> Result:
    """The music that is there, at another time."""
    there = music_of(draft)
    if not there:
        return set_music(draft, replace(wish, style="auto"), bench)
    low, high = moments(wish.when, draft.duration)
    if high - low < SHORTEST_MUSIC:
        total = seconds(draft.duration)
        return refused(
            bench.say(f"That lies outside the film, which is {total} long.", f"这个范围不在影片内，影片长 {total}。")
        )
    item = bench.media.get(str(there[0].meta.get("media")))
    level = factor(there[0].meta.get("volume"), BGM_VOLUME)
    segments, _ = _music_segments(draft, replace(wish, style=str(there[0].meta.get("style"))), item, level, bench)
    kept = {key: value for key, value in there[0].meta.items() if key in ("duck", "fade_in")}
    made = _replace_music(draft, tuple(replace(part, meta={**part.meta, **kept}) for part in segments))
    span = f"{round(low / 1000, 1):g}–{round(high / 1000, 1):g} s"
    return done(
        made, bench.say(f"the music plays at {span} now", f"音乐现在在 {span} 播放"), "move_bgm", start=low, end=high
    )


def _volume(draft: Draft, wish: SetMusic, item: MediaItem | None, bench: Bench) -> float:
    if wish.volume is not None:
        return wish.volume
    before = music_of(draft)
    if before:
        return factor(before[0].meta.get("volume"), BGM_VOLUME)
    return 0.8 if item and not has_speech(draft, bench.media) else BGM_VOLUME


def _music_segments(
    draft: Draft, wish: SetMusic, item: MediaItem | None, volume: float, bench: Bench
) -> tuple[tuple[Segment, ...], str]:
    total, new_id = draft.duration, namer(draft, "au")
    low, high = moments(wish.when, total) if wish.when else (0, total)
    if high - low < SHORTEST_MUSIC:
        low, high = 0, total
    style = _other_style(draft) if wish.style == "other" else wish.style
    if style not in STYLES:
        style = fitting_style(draft, bench)
    out = min(2_000, (high - low) // 4)
    meta = {"volume": volume, "duck": has_speech(draft, bench.media), "fade_out": out}
    if item is None:
        name = f"{STYLE_NAMES[style][0].capitalize()}"
        return (Segment(new_id(), low, high - low, {"name": name, "style": style, **meta}),), style
    segments: list[Segment] = []
    at = low
    while at < high and len(segments) < 100:
        part = min(item.duration, high - at)
        segments.append(
            Segment(
                new_id(),
                at,
                part,
                {"name": item.filename, "media": item.id, **meta, "fade_out": out if at + part >= high else 0},
            )
        )
        at += part
    return tuple(segments), style


def _replace_music(draft: Draft, segments: tuple[Segment, ...]) -> Draft:
    """On the place of the music there was, its first segment's id kept."""
    old = next((track for track in draft.of_type(TrackType.AUDIO) if track.meta.get("name") != "Voice"), None)
    if old is None:
        audio = Track(TrackType.AUDIO, segments, {"name": "BGM"})
        video = [track for track in draft.tracks if track.type == TrackType.VIDEO]
        return replace(
            draft, tracks=(*video, audio, *(track for track in draft.tracks if track.type != TrackType.VIDEO))
        )
    first = replace(segments[0], id=old.segments[0].id) if old.segments else segments[0]
    new = replace(old, segments=(first, *segments[1:]))
    keep = [
        track
        for track in draft.tracks
        if track is old or track.type != TrackType.AUDIO or track.meta.get("name") == "Voice"
    ]
    return replace(draft, tracks=tuple(new if track is old else track for track in keep))


def remove_music(draft: Draft, bench: Bench) -> Result:
    """All music goes."""
    if not music_of(draft):
        return refused(bench.say("There is no music on the timeline.", "时间线上没有音乐。"))
    kept = tuple(track for track in draft.tracks if track.type != TrackType.AUDIO or track.meta.get("name") == "Voice")
    return done(replace(draft, tracks=kept), bench.say("removed the music", "去掉了音乐"), "remove_bgm")


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
    if wish.when:
        shots, found = _stretch_of(draft, wish.when, shots, found)
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


def _stretch_of(
    draft: Draft, time: When, shots: tuple[Shot, ...], found: tuple[int, ...]
) -> tuple[tuple[Shot, ...], tuple[int, ...]]:
    """The shots cut so that a stretch of those meant stands alone, and the places of that stretch."""
    begin, whole_ = starts(shots), len(found) == len(shots)
    first, last = (0, length(shots)) if whole_ else (begin[found[0]], begin[found[-1]] + shots[found[-1]].own)
    low, high = (first + moment for moment in moments(time, last - first))
    new_id = namer(draft)
    pieces = cut_at(cut_at(shots, low, new_id), high, new_id)
    return pieces, tuple(index for index, at in enumerate(starts(pieces)) if low <= at < high)


def _audible(identity: str | None, bench: Bench) -> bool:
    item = bench.media.get(identity or "")
    return item is None or item.has_audio


def _level(wish: SetVolume, now: float) -> float:
    return round(min(max(wish.level if wish.level is not None else now * wish.factor, 0.0), 2.0), 3)


def _music_volume(draft: Draft, wish: SetVolume, bench: Bench) -> Result:
    now = music_of(draft)[0].meta.get("volume", 1.0)
    level = _level(wish, float(now) if isinstance(now, int | float) and not isinstance(now, bool) else 1.0)
    meant = {segment.id for segment in music_of(draft)}
    made = map_segments(
        draft,
        TrackType.AUDIO,
        lambda part: replace(part, meta={**part.meta, "volume": level}) if part.id in meant else part,
    )
    share = f"{round(level * 100)}%"
    return done(made, bench.say(f"set the music to {share}", f"音乐音量设为 {share}"), "set_volume", volume=level)


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
