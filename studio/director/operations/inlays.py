"""Pictures and clips that lie small over the film, and shots that share the picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.director.following import inlays_of, main_track
from studio.director.meaning import Which
from studio.director.metadata import factor, whole
from studio.director.model import MediaItem, MediaKind
from studio.director.operations.bench import Bench, Result, chosen, done, indices, namer, no_such_shot, refused, seconds
from studio.director.operations.playing import moments
from studio.director.picture_wishes import Inlay, SideBySide
from studio.director.timeline import Shot, map_track, shots_of, with_shots
from studio.director.wishes import Remove
from studio.draft import Draft, Segment, Track, TrackType

CLIP_SHARE, PICTURE_SHARE = 0.3, 0.14
_HIGHEST = 0.4  # of the picture's height
_MARGIN = 0.04  # of the shorter side
EMPTY = Draft()
_USUAL_SPOT = "top-right"
_SPOTS = {"top-left": "左上角", "top-right": "右上角", "bottom-left": "左下角", "bottom-right": "右下角", "top": "上方",
    "bottom": "下方", "left": "左侧", "right": "右侧", "center": "中间"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Small:
    """What is to lie over the film: its metadata, how long it lasts at most (ms), its name, and whether it is a picture."""

    meta: dict[str, object]
    own: int
    name: str
    picture: bool


def lay(draft: Draft, wish: Inlay, bench: Bench) -> Result:
    """A shot, or an upload, small over the film; or what lies there already at another spot or in another size."""
    there = inlays_of(draft)
    fresh = upload(wish, tuple(bench.media.values()), draft)
    if fresh is None and not wish.which and there:
        return _changed(draft, wish, there, bench)
    if not wish.which and fresh is None and not wish.known and wish.media != "image" and len(shots_of(draft)) > 1:
        wish = replace(wish, which=Which((-1,)))
    if wish.which:
        return _from_the_row(draft, wish, bench)
    if fresh is None and wish.opacity is not None and wish.known:
        return refused(
            bench.say("Only what lies small over the film can be seen through.", "只有叠加在画面上的内容可以半透明。")
        )
    if fresh is None:
        return refused(
            bench.say(
                "I don't see such a picture or clip here yet: send it and I'll lay it over the film.",
                "还没有收到这样的图片或视频，发给我就可以叠加在画面上。",
            )
        )
    picture = fresh.kind is MediaKind.IMAGE
    meta: dict[str, object] = {"title": fresh.filename, "source": "image" if picture else "clip", "media": fresh.id}
    small = _Small(meta, 86_400_000 if picture else fresh.duration, f"“{fresh.filename}”", picture)
    return _laid(_without(draft, fresh, bench), wish, small, None, bench)


def upload(wish: Inlay, media: Sequence[MediaItem], draft: Draft = EMPTY) -> MediaItem | None:
    """The file meant: the one named, else one that is not on the timeline yet; of pictures rather the one called a logo."""
    laid = {part.meta.get("media") for part in inlays_of(draft)}
    named = [item for item in media if item.id in wish.files and item.id not in laid]
    if named or not wish.media or wish.known:
        return named[0] if named else None
    kind = MediaKind.IMAGE if wish.media == "image" else MediaKind.VIDEO
    used = {shot.media for shot in shots_of(draft)}
    fitting = [item for item in media if item.kind is kind and item.id not in laid]
    called = [item for item in fitting if "logo" in item.filename.lower()]
    fresh = [item for item in fitting if item.id not in used]
    found = called or fresh or (fitting if len(fitting) == 1 else [])
    return found[-1] if found else None


def _without(draft: Draft, item: MediaItem, bench: Bench) -> Draft:
    """The draft without the shots of a file that now lies over it, as long as any other is left."""
    shots = shots_of(draft)
    kept = [shot for shot in shots if shot.media != item.id]
    return with_shots(draft, kept, bench.media) if kept and len(kept) < len(shots) else draft


def _from_the_row(draft: Draft, wish: Inlay, bench: Bench) -> Result:
    """A shot leaves the row and lies over another one."""
    shots = shots_of(draft)
    found = indices(shots, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    if len(shots) < 2 or len(found) > 1:
        return refused(
            bench.say(
                "Tell me which one clip shall lie small over which other one.", "请告诉我把哪个片段叠加到哪个片段上。"
            )
        )
    shot = shots[found[0]]
    below = [index for index in indices(shots, wish.over) if index != found[0]] if wish.over else []
    index = below[0] if below else found[0] - 1 if found[0] else 1
    base = shots[index]
    rest = [other for other in shots if other.id != shot.id]
    meta = {key: value for key, value in shot.meta.items() if key not in ("transition", "fit", "motion", "box")}
    item = bench.media.get(shot.media or "")
    picture = item is not None and item.kind is MediaKind.IMAGE
    small = _Small(dict(meta), shot.own if not picture else 86_400_000, f"clip {found[0] + 1}", picture)
    return _laid(with_shots(draft, rest, bench.media), wish, small, base, bench)


def _laid(draft: Draft, wish: Inlay, small: _Small, base: Shot | None, bench: Bench) -> Result:
    low, high = _time(draft, wish, base)
    spot = wish.spot or _USUAL_SPOT
    share = wish.size or (PICTURE_SHARE if small.picture and base is None else CLIP_SHARE) * wish.factor
    meta = {**small.meta, "spot": spot, "share": share, "fit": "blur" if small.picture else "cover"}
    if base is not None:
        meta["shot"] = base.id
    if wish.opacity is not None:
        meta["opacity"] = wish.opacity
    segment = Segment(namer(draft, "ov")(), low, min(small.own, high - low), meta)
    segment = _boxed(segment, draft, bench)
    made = _put(draft, segment)
    time = f"{round(low / 1000, 1):g}–{round(segment.end / 1000, 1):g} s"
    said = bench.say(
        f"put {small.name} small {_where(spot)} of the picture ({time})",
        f"把{small.name}缩小放在画面{_SPOTS[spot]}（{time}）",
    )
    return done(made, said, "add_overlay", place=spot, size=round(share, 3))


def _where(spot: str) -> str:
    return (
        "in the middle"
        if spot == "center"
        else f"at the {spot}"
        if "-" not in spot
        else f"in the {spot.replace('-', ' ')} corner"
    )


def _time(draft: Draft, wish: Inlay, base: Shot | None) -> tuple[int, int]:
    if base is not None:
        part = next(part for part in main_track(draft).segments if part.id == base.id)
        return part.start, part.end
    over = chosen(draft, wish.over) if wish.over else ()
    if over:
        parts = main_track(draft).segments
        return parts[over[0]].start, parts[over[-1]].end
    low, high = moments(wish.when, draft.duration) if wish.when else (0, draft.duration)
    return (low, high) if high - low >= 100 else (0, draft.duration)


def _put(draft: Draft, segment: Segment) -> Draft:
    """On a track of its own, right after the other pictures."""
    track = Track(TrackType.VIDEO, (segment,), {"name": "Overlay"})
    video = max(index for index, other in enumerate(draft.tracks) if other.type == TrackType.VIDEO) + 1
    return replace(draft, tracks=(*draft.tracks[:video], track, *draft.tracks[video:]))


def _boxed(segment: Segment, draft: Draft, bench: Bench) -> Segment:
    """Its box on the picture as that is now, from the spot and the share it is to have."""
    wide, high = whole(draft.meta.get("width"), 1920) or 1920, whole(draft.meta.get("height"), 1080) or 1080
    item = bench.media.get(str(segment.meta.get("media")))
    ratio = item.width / item.height if item and item.width > 0 and item.height > 0 else wide / high
    ratio = 1 / ratio if whole(segment.meta.get("turn")) in (90, 270) else ratio
    width = min(max(factor(segment.meta.get("share"), CLIP_SHARE), 0.04), 0.9) * wide
    width = min(width, _HIGHEST * high * ratio) if width < 0.5 * wide else min(width, 0.9 * high * ratio)
    height, gap = width / ratio, _MARGIN * min(wide, high)
    spot = str(segment.meta.get("spot"))
    left = gap if "left" in spot else wide - width - gap if "right" in spot else (wide - width) / 2
    top = gap if "top" in spot else high - height - gap if "bottom" in spot else (high - height) / 2
    box = [round(left / wide, 4), round(top / high, 4), round(width / wide, 4), round(height / high, 4)]
    return replace(segment, meta={**segment.meta, "box": box})


def placed_anew(draft: Draft, bench: Bench) -> Draft:
    """The draft with its inlays where they belong on a picture of another form."""
    laid = {part.id: _boxed(part, draft, bench) for part in inlays_of(draft) if isinstance(part.meta.get("spot"), str)}
    return _exchanged(draft, laid)


def _exchanged(draft: Draft, parts: dict[str, Segment]) -> Draft:
    def over(track: Track) -> Track:
        return replace(track, segments=tuple(parts.get(part.id, part) for part in track.segments))

    return map_track(draft, TrackType.VIDEO, over)


def _changed(draft: Draft, wish: Inlay, there: Sequence[Segment], bench: Bench) -> Result:
    """What lies over the film elsewhere, larger, smaller, or at another time."""
    part = next((part for part in there if part.meta.get("media") in wish.files), there[-1])
    share = wish.size or factor(part.meta.get("share"), CLIP_SHARE) * wish.factor
    spot = _spot(wish.spot, str(part.meta.get("spot", _USUAL_SPOT)))
    seen = {} if wish.opacity is None else {"opacity": wish.opacity}
    new = replace(part, meta={**part.meta, "share": round(share, 4), "spot": spot, **seen})
    if wish.when:
        low, high = moments(wish.when, draft.duration)
        new = replace(
            new, start=low, duration=max(300, high - low), meta={k: v for k, v in new.meta.items() if k != "shot"}
        )
    new = _boxed(new, draft, bench)
    if new == part:
        return refused(bench.say("It lies like that already.", "已经是这样了。"))
    name = str(part.meta.get("title", "it"))
    if wish == Inlay(files=wish.files, media=wish.media, known=wish.known, opacity=wish.opacity):
        share_ = f"{round((wish.opacity or 0) * 100)}%"
        faded = bench.say(f"“{name}” hides {share_} of what lies below it now", f"“{name}”的不透明度设为 {share_}")
        return done(_exchanged(draft, {part.id: new}), faded, "update_overlay", opacity=wish.opacity)
    time = f" ({round(new.start / 1000, 1):g}–{round(new.end / 1000, 1):g} s)" if wish.when else ""
    wide = round(new.meta["box"][2] * 100)
    said = bench.say(
        f"“{name}” is {_where(spot)} of the picture now, {wide}% wide{time}",
        f"“{name}”现在在画面{_SPOTS.get(spot, '')}，宽 {wide}%{time}",
    )
    return done(_exchanged(draft, {part.id: new}), said, "update_overlay", place=spot)


def _spot(wanted: str | None, now: str) -> str:
    """Another spot; where only a side or an edge is named, the other of the two stays."""
    if wanted is None:
        return now
    if wanted in ("left", "right"):
        return next((f"{edge}-{wanted}" for edge in ("top", "bottom") if edge in now), wanted)
    if wanted in ("top", "bottom"):
        return next((f"{wanted}-{side}" for side in ("left", "right") if side in now), wanted)
    return wanted


def beside(draft: Draft, wish: SideBySide, bench: Bench) -> Result:
    """Two shots at once, each in its half of the picture, as long as the shorter one lasts."""
    shots = shots_of(draft)
    found = indices(shots, wish.which) if wish.which else tuple(range(len(shots)))
    if len(wish.which.files) == 2:  # the one that is named first stands first
        found = tuple(sorted(found, key=lambda index: wish.which.files.index(shots[index].media or "")))
    if len(found) != 2:
        return refused(
            bench.say("Tell me which two clips shall be seen at once.", "请告诉我把哪两个片段放在一起。")
            if len(shots) > 1
            else bench.say("That needs two clips, and there is only one.", "这需要两个片段，目前只有一个。")
        )
    high, wide = whole(draft.meta.get("height"), 1080), whole(draft.meta.get("width"), 1920)
    stacked = high > wide if wish.stacked is None else wish.stacked
    boxes = ([0, 0, 1, 0.5], [0, 0.5, 1, 0.5]) if stacked else ([0, 0, 0.5, 1], [0.5, 0, 0.5, 1])
    first, second = shots[found[0]], shots[found[1]]
    own = min(first.own, second.own)
    photos = {"drift": "none"} if "image" in (first.meta.get("source"), second.meta.get("source")) else {}
    base = replace(first.with_meta(box=boxes[0], fit="cover", transition=None, **photos), own=own, lap=0)
    row = [base if shot.id == first.id else shot for shot in shots if shot.id != second.id]
    made = with_shots(draft, row, bench.media)
    part = next(part for part in main_track(made).segments if part.id == base.id)
    meta = second.with_meta(box=boxes[1], fit="cover", transition=None, motion=None, shot=base.id, **photos).meta
    made = _put(made, Segment(second.id, part.start, own, meta))
    way = ("one above the other", "上下分屏") if stacked else ("side by side", "左右分屏")
    said = bench.say(
        f"clips {found[0] + 1} and {found[1] + 1} play {way[0]} for {seconds(own)}, the film is {seconds(made.duration)} now",
        f"片段 {found[0] + 1} 和 {found[1] + 1} {way[1]}播放 {seconds(own)}，现在全长 {seconds(made.duration)}",
    )
    return done(made, said, "split_screen", stacked=stacked)


def remove_inlays(draft: Draft, _: Remove, bench: Bench) -> Result:
    """Nothing lies over the film any more, and every shot has the whole picture."""
    gone = {part.id for part in inlays_of(draft)}
    shots = shots_of(draft)
    row = [shot.with_meta(box=None) for shot in shots]
    if not gone and row == list(shots):
        return refused(bench.say("There is nothing laid over the film.", "画面上没有叠加的内容。"))
    tracks = tuple(
        replace(track, segments=tuple(part for part in track.segments if part.id not in gone)) for track in draft.tracks
    )
    kept = tuple(
        track for track, before in zip(tracks, draft.tracks, strict=True) if track.segments or not before.segments
    )
    made = with_shots(replace(draft, tracks=kept), row, bench.media)
    return done(made, bench.say("took away what lay over the film", "去掉了叠加的画面"), "remove_overlay")
