"""How the shots stand in the picture: turned, mirrored, closer, slowly moving."""

from collections.abc import Sequence
from dataclasses import replace

from studio.director.metadata import factor, whole
from studio.director.model import MediaItem
from studio.director.operations.adding import fit_of
from studio.director.operations.bench import Bench, Result, chosen, done, no_such_shot, refused
from studio.director.operations.playing import stretch_of
from studio.director.picture_wishes import Drift, Flip, Rotate, Zoom
from studio.director.timeline import Shot, shots_of, with_shots
from studio.director.wishes import Remove
from studio.draft import Draft

MOST_ZOOM = 8.0
_CLOSER = 1.3
_EDGES = {"left": "左边", "right": "右边", "top": "上边", "bottom": "下边"}
_DRIFTS = {
    "in": ("zooms in slowly", "缓慢推近"),
    "out": ("zooms out slowly", "缓慢拉远"),
    "left": ("moves slowly to the left", "缓慢向左移动"),
    "right": ("moves slowly to the right", "缓慢向右移动"),
    "up": ("moves slowly upwards", "缓慢向上移动"),
    "down": ("moves slowly downwards", "缓慢向下移动"),
}


_WAYS = {
    90: ("90° clockwise", "顺时针旋转了 90°"),
    180: ("180°", "旋转了 180°"),
    270: ("90° counterclockwise", "逆时针旋转了 90°"),
}


def rotate(draft: Draft, wish: Rotate, bench: Bench) -> Result:
    """The shots meant turned; the film's own form turns with them when all of them lie on their side after it."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    degrees = wish.degrees % 360
    if not degrees:
        return _as_filmed(draft, shots, found, bench)
    if degrees % 90 or not degrees:
        return refused(bench.say("I turn pictures by 90, 180 or 270 degrees only.", "画面只能旋转 90、180 或 270 度。"))
    row = [_turned(shot, degrees) if index in found else shot for index, shot in enumerate(shots)]
    made = _form_turned(draft, shots, found, bench) if degrees != 180 else draft
    row = _fitted(row, found, made, bench)
    way = _WAYS[degrees]
    said = bench.say(f"turned {_them(found, shots)} {way[0]}", way[1])
    if made.meta != draft.meta:
        form = f"{made.meta['width']}x{made.meta['height']}"
        said += bench.say(f" (the picture is {form} now)", f"（画面现在是 {form}）")
    return done(with_shots(made, row, bench.media), said, "rotate_clip", degrees=degrees)


def _as_filmed(draft: Draft, shots: tuple[Shot, ...], found: Sequence[int], bench: Bench) -> Result:
    """Neither turned nor mirrored any more."""
    row = [shot.with_meta(turn=None, flip=None) if index in found else shot for index, shot in enumerate(shots)]
    if row == list(shots):
        return refused(bench.say("It stands as it was filmed already.", "画面本来就没有旋转或镜像。"))
    lay = [index for index in found if whole(shots[index].meta.get("turn")) in (90, 270)]
    made = _form_turned(draft, shots, lay, bench) if lay else draft
    return done(
        with_shots(made, _fitted(row, found, made, bench), bench.media),
        bench.say("it stands as it was filmed again", "恢复了原来的方向"),
        "rotate_clip",
        degrees=0,
    )


def _turned(shot: Shot, degrees: int) -> Shot:
    """Turned as it is seen; a mirrored picture is mirrored after it was turned, so it turns the other way."""
    now = whole(shot.meta.get("turn"))
    degrees = (now - degrees if shot.meta.get("flip") else now + degrees) % 360
    return shot.with_meta(turn=degrees or None)


def _them(found: Sequence[int], shots: Sequence[Shot]) -> str:
    if len(found) == len(shots):
        return "it"
    return f"clip {found[0] + 1}" if len(found) == 1 else f"{len(found)} clips"


def _shape(shot: Shot, item: MediaItem) -> MediaItem:
    """The file as it is seen when it is turned."""
    lies = whole(shot.meta.get("turn")) in (90, 270)
    return replace(item, width=item.height, height=item.width) if lies else item


def _form(draft: Draft) -> tuple[int, int]:
    return whole(draft.meta.get("width"), 1920) or 1920, whole(draft.meta.get("height"), 1080) or 1080


def _form_turned(draft: Draft, shots: Sequence[Shot], found: Sequence[int], bench: Bench) -> Draft:
    """The film's form on its side, where all of the film is turned and stood in its own form before."""
    width, height = _form(draft)
    items = [_shape(shot, item) for shot in shots if (item := bench.media.get(shot.media or ""))]
    upright = [item.height > item.width for item in items if item.width and item.height]
    if len(found) < len(shots) or not upright or any(stands != (height > width) for stands in upright):
        return draft
    return replace(draft, meta={**draft.meta, "width": height, "height": width})


def _fitted(row: Sequence[Shot], found: Sequence[int], draft: Draft, bench: Bench) -> list[Shot]:
    return [
        shot.with_meta(fit=fit_of(_shape(shot, item), *_form(draft)))
        if index in found and (item := bench.media.get(shot.media or ""))
        else shot
        for index, shot in enumerate(row)
    ]


def flip(draft: Draft, wish: Flip, bench: Bench) -> Result:
    """The shots meant mirrored; those that are so already stand as they were."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    if not found:
        return no_such_shot(bench, draft)
    row = [_mirrored(shot, wish.axis) if index in found else shot for index, shot in enumerate(shots)]
    them = _them(found, shots)
    said = (
        bench.say(f"mirrored {them} left to right", "左右镜像")
        if wish.axis == "h"
        else bench.say(f"mirrored {them} top to bottom", "上下翻转")
    )
    return done(with_shots(draft, row, bench.media), said, "flip_clip", axis=wish.axis)


def _mirrored(shot: Shot, axis: str) -> Shot:
    now = shot.meta.get("flip")
    if now == axis:
        return shot.with_meta(flip=None)
    if now in ("h", "v"):  # mirrored both ways it is turned upside down
        return _turned(shot.with_meta(flip=None), 180)
    return shot.with_meta(flip=axis)


def zoom(draft: Draft, wish: Zoom, bench: Bench) -> Result:
    """The shots meant, or a stretch of them, closer or further away."""
    shots, found = stretch_of(draft, wish.when, shots_of(draft), chosen(draft, wish.which))
    if not found:
        return no_such_shot(bench, draft)
    row, before = list(shots), [factor(shots[index].meta.get("zoom")) for index in found]
    after = [round(min(max(now * wish.factor, 1.0), MOST_ZOOM), 3) for now in before]
    if wish.factor == 1 and wish.focus:
        return _shifted(draft, row, found, wish.focus, bench)
    if before == after and wish.focus is None:
        return refused(
            bench.say("It shows the whole picture already.", "已经是完整画面了。")
            if wish.factor < 1
            else bench.say("It cannot come any closer.", "已经放到最大了。")
        )
    for index, size in zip(found, after, strict=True):
        where = wish.focus or row[index].meta.get("focus")
        row[index] = row[index].with_meta(zoom=size if size > 1 else None, focus=where if size > 1 else None)
    closer = bench.say(f"zoomed to {round(after[0], 2):g}x", f"画面放大到 {round(after[0], 2):g} 倍")
    part = bench.say(f" onto the {_part(wish.focus)[0]}", f"（{_part(wish.focus)[1]}）") if wish.focus else ""
    time = bench.say(" for that part", "（指定部分）") if wish.when or wish.which else ""
    whole_again = bench.say("it shows the whole picture again", "恢复完整画面")
    if wish.edge:
        closer, part = bench.say(f"cropped the {wish.edge} away", f"裁掉了{_EDGES[wish.edge]}"), ""
    said = whole_again + time if after[0] == 1 else closer + part + time
    return done(with_shots(draft, row, bench.media), said, "crop_clip", zoom=after[0])


def _shifted(draft: Draft, row: list[Shot], found: Sequence[int], focus: tuple[float, float], bench: Bench) -> Result:
    """Another part of pictures that are cut to the film's form, or that came closer; others come closer for it."""
    width, height = _form(draft)
    for index in found:
        item = bench.media.get(row[index].media or "")
        ratio = _shape(row[index], item).width / max(1, _shape(row[index], item).height) if item and item.width else 0
        cut = row[index].meta.get("fit") == "cover" and abs(ratio * height / width - 1) > 0.02
        closer = row[index].meta.get("zoom") or (None if cut else _CLOSER)
        row[index] = row[index].with_meta(focus=focus, zoom=closer)
    said = bench.say(f"the picture shows the {_part(focus)[0]} now", f"画面现在显示{_part(focus)[1]}")
    return done(with_shots(draft, row, bench.media), said, "crop_clip", focus=focus)


def _part(focus: tuple[float, float]) -> tuple[str, str]:
    across = {0.0: ("left", "左"), 1.0: ("right", "右")}.get(focus[0], ("", ""))
    down = {0.0: ("top", "上"), 1.0: ("bottom", "下")}.get(focus[1], ("", ""))
    english = " ".join(word for word in (down[0], across[0]) if word)
    return english or "middle", (across[1] + down[1] or "中间") + "部"


def drift(draft: Draft, wish: Drift, bench: Bench) -> Result:
    """The shots meant, or a stretch of them, in slow movement; or at rest."""
    shots, found = stretch_of(draft, wish.when, shots_of(draft), chosen(draft, wish.which))
    if not found:
        return no_such_shot(bench, draft)
    row = [shot.with_meta(drift=_way(shot, wish.way)) if index in found else shot for index, shot in enumerate(shots)]
    made = with_shots(draft, row, bench.media)
    if wish.way == "none":
        return done(made, bench.say("the picture keeps still", "画面不再移动"), "animate_clip", motion="none")
    said = bench.say(f"{_them(found, shots)} {_DRIFTS[wish.way][0]} now", f"画面{_DRIFTS[wish.way][1]}")
    if len(found) > 1 and len(found) < len(shots):
        said = said.replace(" zooms", " zoom", 1).replace(" moves", " move", 1)
    return done(made, said, "animate_clip", motion=wish.way)


def _way(shot: Shot, way: str) -> str | None:
    """Only photos move by themselves: nothing else needs to be told to keep still."""
    return None if way == "none" and shot.meta.get("source") != "image" else way


def remove_zoom(draft: Draft, wish: Remove, bench: Bench) -> Result:
    """The shots meant whole again and at rest."""
    shots, found = shots_of(draft), chosen(draft, wish.which)
    row = [
        shot.with_meta(zoom=None, focus=None, drift=_way(shot, "none")) if index in found else shot
        for index, shot in enumerate(shots)
    ]
    if row == list(shots):
        return refused(bench.say("There is no zoom to remove.", "没有可以去掉的缩放。"))
    return done(with_shots(draft, row, bench.media), bench.say("took the zoom out", "去掉了缩放"), "remove_zoom")
