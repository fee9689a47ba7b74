"""What drawn shots show."""

from dataclasses import replace

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
