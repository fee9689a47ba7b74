"""More shots on the timeline: drawn scenes and uploaded media."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from studio.director.metadata import merged
from studio.director.model import MediaItem, MediaKind, Step
from studio.director.operations.bench import Bench, Result, namer, refused, seconds
from studio.director.operations.scenery import BARE, Dress, shot_title, words_zh
from studio.director.operations.transitions import TRANSITION
from studio.director.timeline import Shot, shots_of, with_shots
from studio.director.wishes import AddShot
from studio.draft import Draft

PHOTO, SCENE = 3_500, 5_000


def scene_shot(name: str, scene: str, mood: str, seed: int, own: int, dress: Dress = BARE) -> Shot:
    """A drawn shot."""
    meta = {"title": shot_title(scene, mood, dress.over), "source": "scene", "scene": scene, "mood": mood, "seed": seed}
    return Shot(name, own, 0, merged(meta, over=list(dress.over) or None, colors=list(dress.colours) or None))


def photo_shot(name: str, item: MediaItem, own: int, motion: int) -> Shot:
    """A photo that zooms slowly, whole before a blurred backdrop when its form is far from the picture's."""
    return Shot(name, own, 0, {"title": item.filename, "source": "image", "media": item.id, "motion": motion % 4})


def clip_shot(name: str, item: MediaItem, begin: int, own: int) -> Shot:
    """A stretch of footage from `begin` ms on."""
    return Shot(name, own, 0, {"title": item.filename, "source": "clip", "media": item.id, "in": begin})


def whole_media(items: Sequence[MediaItem], new_id: Callable[[], str]) -> list[Shot]:
    """Each item once and whole, photos for PHOTO ms."""
    shots = []
    for number, item in enumerate(items):
        if item.kind is MediaKind.IMAGE:
            shots.append(photo_shot(new_id(), item, PHOTO, number))
        elif item.kind is MediaKind.VIDEO and item.duration > 0:
            shots.append(clip_shot(new_id(), item, 0, item.duration))
    return shots


def fit_of(item: MediaItem, width: int, height: int) -> str:
    """ "blur" when filling the picture would crop away more than about a third, else "cover"."""
    if item.width <= 0 or item.height <= 0 or width <= 0 or height <= 0:
        return "cover"
    ratio = (item.width / item.height) / (width / height)
    return "cover" if 0.65 <= ratio <= 1.55 else "blur"


def fitted_media(shots: Sequence[Shot], bench: Bench, width: int, height: int) -> list[Shot]:
    """The shots with the fit that their media needs on this canvas."""
    return [
        shot.with_meta(fit=fit_of(item, width, height)) if (item := bench.media.get(shot.media or "")) else shot
        for shot in shots
    ]


def _wanted(draft: Draft, wish: AddShot, bench: Bench) -> list[MediaItem]:
    if wish.files:
        return [bench.media[name] for name in wish.files if name in bench.media]
    used = {shot.media for shot in shots_of(draft)}
    kinds = {"image": (MediaKind.IMAGE,), "video": (MediaKind.VIDEO,)}.get(
        wish.media or "", (MediaKind.IMAGE, MediaKind.VIDEO)
    )
    fresh = [item for item in bench.media.values() if item.kind in kinds and item.id not in used]
    return fresh or [item for item in bench.media.values() if item.kind in kinds][-1:]


def add_shot(draft: Draft, wish: AddShot, bench: Bench) -> Result:
    """A scene or uploaded media more, at the start or the end."""
    new_id, shots = namer(draft), shots_of(draft)
    if wish.media or wish.files:
        new = whole_media(_wanted(draft, wish, bench), new_id)
        if not new:
            return refused(
                bench.say(
                    "I don't see such a file here yet: send it and I'll add it.",
                    "还没有收到这个文件，发给我就可以加上。",
                )
            )
        new = fitted_media(new, bench, int(draft.meta.get("width") or 1920), int(draft.meta.get("height") or 1080))
        tool, names = "add_clip", ", ".join(str(shot.meta["title"]) for shot in new)
        names_zh = names
    else:
        scene = wish.scene or "abstract"
        mood = (
            wish.mood
            or ("night" if scene == "space" else None)
            or next((str(shot.meta["mood"]) for shot in shots if shot.meta.get("mood")), "day")
        )
        new = [scene_shot(new_id(), scene, mood, bench.seed, SCENE)]
        tool, names, names_zh = "generate_video", str(new[0].meta["title"]), words_zh(scene, mood)
    return _put(draft, wish, new, (tool, names, names_zh), bench)


def _put(draft: Draft, wish: AddShot, new: list[Shot], words: tuple[str, str, str], bench: Bench) -> Result:
    shots = list(shots_of(draft))
    if wish.ms:
        new = [replace(shot, own=min(wish.ms, shot.own) if shot.is_clip else wish.ms) for shot in new]
    laps = next((shot for shot in shots if shot.lap), None)
    at = min(wish.to - 1, len(shots)) if wish.to > 0 else len(shots)
    shown = [shot.meta.get("scene") for shot in shots]
    if wish.before and wish.before in shown:
        at = shown.index(wish.before)
    elif wish.after and wish.after in shown:
        at = shown.index(wish.after) + 1
    row = [*shots[:at], *new, *shots[at:]]
    if laps is not None:
        known = laps.meta.get("transition")
        row = [
            replace(shot.with_meta(transition=shot.meta.get("transition") or known), lap=shot.lap or TRANSITION)
            if index
            else shot
            for index, shot in enumerate(row)
        ]
    made = with_shots(draft, row, bench.media)
    place, place_zh = ("at the start", "开头") if at == 0 else ("at the end", "结尾")
    if 0 < at < len(shots):
        place, place_zh = f"after clip {at}", f"第 {at} 个片段之后"
    said = bench.say(
        f"added {words[1]} {place}, the film is {seconds(made.duration)} now",
        f"在{place_zh}加入了{words[2]}，现在全长 {seconds(made.duration)}",
    )
    return Result(said, made, (Step(words[0], {"clips": len(new), "position": wish.to}, {"status": "success"}),))
