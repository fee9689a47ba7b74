"""The picture's form."""

from dataclasses import replace

from studio.director.following import is_inlay
from studio.director.metadata import merged, whole
from studio.director.operations.bench import Bench, Result, done
from studio.director.operations.inlays import placed_anew
from studio.director.wishes import SetCanvas
from studio.draft import Draft

LINES, FPS = 1080, 30
LARGEST, LONGEST_SIDE = 1080, 1920


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def size(aspect: str, lines: int = LINES) -> tuple[int, int]:
    """Width and height in pixels for an aspect and a short side: ("9:16", 1080) -> (1080, 1920)."""
    wide, high = (max(1, int(part)) for part in aspect.split(":"))
    ratio = min(max(wide / high, 0.4), 2.5)
    lines = min(lines, round(LONGEST_SIDE / max(ratio, 1 / ratio)))
    return (_even(lines * ratio), _even(lines)) if ratio >= 1 else (_even(lines), _even(lines / ratio))


def set_canvas(draft: Draft, wish: SetCanvas, bench: Bench) -> Result:
    """Another aspect, size, frame rate or fit; sizes above 1080 lines are brought down, and that is said."""
    width, height = whole(draft.meta.get("width"), 1920) or 1920, whole(draft.meta.get("height"), 1080) or 1080
    usual = LINES if max(width, height) >= LONGEST_SIDE else min(width, height)
    lines = min(max(wish.lines or usual, 240), LARGEST)
    width, height = size(wish.aspect or f"{width}:{height}", lines)
    fps = min(max(wish.fps, 10), 60) if wish.fps else None
    changed = replace(
        draft, meta=merged({**draft.meta, "width": width, "height": height}, **({"fps": fps} if fps else {}))
    )
    if wish.fit:
        changed = _fit(changed, wish.fit)
    changed = placed_anew(changed, bench)
    said = _words(wish, width, height, fps, bench)
    return done(changed, said, "set_canvas", width=width, height=height, fps=fps, fit=wish.fit)


def _fit(draft: Draft, fit: str) -> Draft:
    tracks = []
    for track in draft.tracks:
        segments = tuple(
            replace(part, meta={**part.meta, "fit": fit})
            if part.meta.get("media") and track.type == 0 and not is_inlay(part)
            else part
            for part in track.segments
        )
        tracks.append(replace(track, segments=segments))
    return replace(draft, tracks=tuple(tracks))


def _words(wish: SetCanvas, width: int, height: int, fps: int | None, bench: Bench) -> str:
    form = f"{width}x{height}" + (f" @ {fps} fps" if fps else "")
    said = bench.say(f"set the picture to {form}", f"画面设为 {form}")
    if wish.fit:
        said += bench.say(
            " with a blurred backdrop" if wish.fit == "blur" else ", filling the frame",
            "，背景模糊填充" if wish.fit == "blur" else "，铺满画面",
        )
    if wish.lines and wish.lines > LARGEST:
        said += bench.say(" (1080p is the most I render)", "（目前最高 1080p）")
    return said
