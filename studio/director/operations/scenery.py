"""What drawn shots show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from studio.director.grammar.overlays import EFFECT_NAMES
from studio.director.meaning import Which
from studio.director.metadata import merged
from studio.director.operations.bench import (
    Bench,
    Result,
    chosen,
    done,
    no_such_shot,
    refused,
)
from studio.director.timeline import Shot, shots_of, with_shots
from studio.director.wishes import Restyle
from studio.draft import Draft


@dataclass(frozen=True, slots=True)
class Dress:
    """What is over a scene, and the colours (#rrggbb) that it is painted in."""

    over: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


BARE = Dress()
DARK = "#1a1a1a"
_PALE = 175  # of 255, as bright as the eye sees it


def pale(meta: Mapping[str, object]) -> bool:
    """Whether a drawn backdrop is so bright that white words are lost on it."""
    found = meta.get("colors")
    colours = [colour for colour in found if isinstance(colour, str)] if isinstance(found, list | tuple) else []
    if meta.get("scene") == "plain" and not colours:
        return meta.get("mood") in ("day", "sunrise")
    return (
        meta.get("scene") in ("plain", "abstract", "product")
        and bool(colours)
        and min(_brightness(colour) for colour in colours) > _PALE
    )


def _brightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
    return replace(
        shot, meta={**meta, "source": "scene", "title": shot_title(meta.get("scene"), meta.get("mood"), over_of(meta))}
    )


SCENE_NAMES = {"city": ("city skyline", "城市"), "ocean": ("ocean", "大海"), "beach": ("beach", "海滩"), "mountains"
    : ("mountains", "群山"), "desert": ("desert", "沙漠"), "forest": ("forest", "森林"), "rain": ("rain", "雨景"),
    "snow": ("snow", "雪景"), "space": ("space", "星空"), "abstract": ("abstract colours", "抽象画面"), "product": (
    "product stage", "产品展示"), "meadow": ("flower meadow", "花草地"), "homes": ("street of houses", "住宅街"), "underwater":
    ("underwater world", "海底"), "plain": ("plain backdrop", "纯色背景"), "fire": ("fire", "炉火"), "clouds": ("clouds",
    "云海")}  # fmt: skip
MOOD_NAMES = {
    "sunset": ("at sunset", "日落"),
    "sunrise": ("at sunrise", "日出"),
    "day": ("by day", "白天"),
    "night": ("at night", "夜晚"),
}


def over_of(meta: Mapping[str, object]) -> tuple[str, ...]:
    """The effects over a drawn shot."""
    found = meta.get("over")
    return tuple(str(word) for word in found) if isinstance(found, list | tuple) else ()


def shot_title(scene: object, mood: object, over: Sequence[str] = ()) -> str:
    """The name of a drawn shot, as the timeline shows it: "city skyline at sunset with rain"."""
    names = [EFFECT_NAMES[word][0] for word in over if word in EFFECT_NAMES]
    light = "" if scene == "plain" else MOOD_NAMES.get(str(mood), ("", ""))[0]
    bare = f"{SCENE_NAMES.get(str(scene), (str(scene), ''))[0]} {light}".strip()
    return f"{bare} with {' and '.join(part for part in (', '.join(names[:-1]), names[-1]) if part)}" if names else bare


def words_zh(scene: object, mood: object, over: Sequence[str] = ()) -> str:
    """The same in Chinese: "城市日落"."""
    names = "和".join(EFFECT_NAMES[word][1] for word in over if word in EFFECT_NAMES)
    light = "" if scene == "plain" else MOOD_NAMES.get(str(mood), ("", ""))[1]
    return light + SCENE_NAMES.get(str(scene), ("", ""))[1] + (f"（有{names}）" if names else "")
