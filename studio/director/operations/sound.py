"""Music and sound on the timeline."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from studio.director.grammar.music import STYLE_NAMES, STYLES
from studio.director.meaning import When, Which
from studio.director.metadata import factor, whole
from studio.director.model import MediaItem, MediaKind
from studio.director.operations.bench import Bench, Result, chosen, done, namer, no_such_shot, refused, seconds
from studio.director.operations.playing import moments
from studio.director.operations.tunes import changed, spans
from studio.director.timeline import map_segments, shots_of
from studio.director.wishes import SetMusic
from studio.draft import Draft, Segment, Track, TrackType

BGM_VOLUME = 0.35
SHORTEST_MUSIC = 500
_BY_SCENE = {"fire": "acoustic", "clouds": "ambient", "meadow": "acoustic", "homes": "acoustic", "underwater": "ambient",
    "plain": "lofi", "city": "lofi",
    "ocean": "ambient", "beach": "upbeat", "mountains": "cinematic", "desert": "cinematic",
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
    if wish.style in ("auto", "other") and not wish.own and not music_of(draft) and _own_music(wish, bench):
        wish = replace(wish, own=True)  # who sent a song means that
    item = _own_music(wish, bench) if wish.own else None
    if wish.own and item is None:
        return refused(
            bench.say(
                "I have no audio file of yours yet: send it here and I'll put it under the film.",
                "还没有收到您的音频文件，发给我就可以用作配乐。",
            )
        )
    volume = _volume(draft, wish, item, bench)
    if wish.which.places and not chosen(draft, wish.which):
        return no_such_shot(bench, draft)
    segments, style = _music_segments(draft, wish, item, volume, bench)
    had = bool(music_of(draft))
    made = _replace_music(draft, segments)
    name = item.filename if item else STYLE_NAMES[style][0]
    name_zh = item.filename if item else STYLE_NAMES[style][1]
    share = f"{round(volume * 100)}%"
    part = [f"{round(low / 1000, 1):g}–{round(high / 1000, 1):g} s" for low, high in _times(draft, wish)]
    time = "" if part == [f"0–{round(total / 1000, 1):g} s"] else ", ".join(part)
    said = bench.say(
        f"{'changed the music to' if had else 'added'} {name}{'' if item else ' music'} at {share}{time and f' ({time})'}",
        f"{'配乐换成' if had else '加上'}{name_zh}{'' if item else '音乐'}（音量 {share}{time and f'，{time}'}）",
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


def _voice_of(draft: Draft) -> Segment | None:
    """The recorded voice on the timeline."""
    tracks = (track for track in draft.of_type(TrackType.AUDIO) if track.meta.get("name") == "Voice")
    return next((part for track in tracks for part in track.segments), None)


def _voice_moved(draft: Draft, wish: SetMusic, voice: Segment, bench: Bench) -> Result:
    """The recorded voice at another time."""
    low, high = moments(wish.when, draft.duration)
    item = bench.media.get(str(voice.meta.get("media")))
    most = item.duration - whole(voice.meta.get("in")) if item else voice.duration
    if high - low < SHORTEST_MUSIC:
        return refused(bench.say("That lies outside the film.", "这个时间不在影片内。"))
    new = replace(voice, start=low, duration=min(high - low, most))
    made = map_segments(draft, TrackType.AUDIO, lambda part: new if part.id == voice.id else part)
    said = bench.say(f"the recording starts at {seconds(low)} now", f"录音现在从 {seconds(low)} 开始")
    return done(made, said, "move_voice", start=low)


def _moved(draft: Draft, wish: SetMusic, bench: Bench) -> Result:
    """The music that is there, at another time."""
    there = music_of(draft)
    if not there and (voice := _voice_of(draft)):
        return _voice_moved(draft, wish, voice, bench)
    if not there:
        return set_music(draft, replace(wish, style="auto"), bench)
    if wish.begin:
        return _later_in_the_song(draft, wish.begin, there[0], bench)
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


def _later_in_the_song(draft: Draft, begin: int, first: Segment, bench: Bench) -> Result:
    """The same music from further into the song on."""
    item = bench.media.get(str(first.meta.get("media")))
    if item is not None and begin > item.duration - SHORTEST_MUSIC:
        return refused(
            bench.say(f"The song is only {seconds(item.duration)} long.", f"这首歌只有 {seconds(item.duration)}。")
        )
    last = music_of(draft)[-1]
    room = item.duration - begin if item else last.end - first.start
    part = replace(first, duration=min(room, last.end - first.start), meta={**first.meta, "in": begin})
    left = part.end < last.end
    again = _filled(part.end, last.end, item, {**first.meta, "in": 0}, namer(draft, "au")) if left else []
    out = last.meta.get("fade_out", 0)
    row = [replace(piece, meta={**piece.meta, "fade_out": 0}) for piece in (part, *again)]
    row[-1] = replace(row[-1], meta={**row[-1].meta, "fade_out": out})
    said = bench.say(
        f"the music begins {seconds(begin)} into the song now", f"音乐现在从歌曲的 {seconds(begin)} 处开始"
    )
    return done(_replace_music(draft, tuple(row)), said, "move_bgm", begin=begin)


def _volume(draft: Draft, wish: SetMusic, item: MediaItem | None, bench: Bench) -> float:
    if wish.volume is not None:
        return wish.volume
    before = music_of(draft)
    if before:
        return factor(before[0].meta.get("volume"), BGM_VOLUME)
    return 0.8 if item and not has_speech(draft, bench.media) else BGM_VOLUME


def _times(draft: Draft, wish: SetMusic) -> list[tuple[int, int]]:
    """When the music plays: all the time, at the time asked for, or while the shots named are seen."""
    found = spans(draft, wish.when, wish.which)
    return [pair for pair in found if pair[1] - pair[0] >= SHORTEST_MUSIC] or [(0, draft.duration)]


def _music_segments(
    draft: Draft, wish: SetMusic, item: MediaItem | None, volume: float, bench: Bench
) -> tuple[tuple[Segment, ...], str]:
    new_id = namer(draft, "au")
    style = _other_style(draft) if wish.style == "other" else wish.style
    if style not in STYLES:
        style = fitting_style(draft, bench)
    name = item.filename if item else STYLE_NAMES[style][0].capitalize()
    source = {"name": name, "media": item.id} if item else {"name": name, "style": style}
    segments: list[Segment] = []
    for low, high in _times(draft, wish):
        out = min(2_000, (high - low) // 4)
        meta = {
            **source,
            "volume": volume,
            "duck": has_speech(draft, bench.media) or _voice_of(draft) is not None,
            "fade_out": out,
        }
        segments += _filled(low, high, item, meta, new_id)
    return tuple(segments), style


def _filled(
    low: int, high: int, item: MediaItem | None, meta: dict[str, Any], new_id: Callable[[], str]
) -> list[Segment]:
    """A stretch full of music; a file that is shorter plays again."""
    if item is None:
        return [Segment(new_id(), low, high - low, meta)]
    segments: list[Segment] = []
    at = low
    while at < high and len(segments) < 100:
        part = min(item.duration, high - at)
        last = at + part >= high
        segments.append(Segment(new_id(), at, part, meta if last else {**meta, "fade_out": 0}))
        at += part
    return segments


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


def remove_music(draft: Draft, bench: Bench, which: Which | None = None) -> Result:
    """All music goes, or what plays while the shots named are seen."""
    if not music_of(draft):
        return refused(bench.say("There is no music on the timeline.", "时间线上没有音乐。"))
    if not which:
        kept = tuple(
            track for track in draft.tracks if track.type != TrackType.AUDIO or track.meta.get("name") == "Voice"
        )
        return done(replace(draft, tracks=kept), bench.say("removed the music", "去掉了音乐"), "remove_bgm")
    stretches = spans(draft, When(), which)
    if not stretches:
        return no_such_shot(bench, draft)
    return without_music(draft, stretches, bench)


def without_music(draft: Draft, stretches: Sequence[tuple[int, int]], bench: Bench) -> Result:
    """No music within these stretches."""
    made = changed(draft, stretches, lambda _: None)
    if made == draft:
        return refused(bench.say("There is no music at that time.", "这段时间没有音乐。"))
    time = ", ".join(f"{round(low / 1000, 1):g}–{round(high / 1000, 1):g} s" for low, high in stretches)
    return done(made, bench.say(f"took the music out at {time}", f"去掉了 {time} 的音乐"), "remove_bgm", time=time)
