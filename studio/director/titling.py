"""Titles for films that are to have one and were given none."""

import re
from collections.abc import Sequence

from studio.director.model import MediaItem
from studio.director.request import Beat, Request

_BY_SCENE = {("city", "sunset"): ("Golden City", "城市黄昏"), ("city", "night"): ("City Lights", "都市之夜"), (
    "city", "sunrise"): ("The City Wakes", "城市苏醒"), ("city", "day"): ("Urban Day", "城市日常"), ("ocean",
    "sunset"): ("Endless Horizon", "海上落日"), ("ocean", "night"): ("Night Tide", "夜海"), ("ocean", "sunrise"): (
    "First Light at Sea", "海上日出"), ("ocean", "day"): ("Deep Blue", "蔚蓝大海"), ("beach", "sunset"): (
    "Sunset Shore", "海滩落日"), ("beach", "day"): ("Summer Days", "夏日海滩"), ("mountains", "sunrise"): (
    "Above the Clouds", "云端之上"), ("mountains", "sunset"): ("Quiet Peaks", "山间暮色"), ("forest", "day"): (
    "Into the Woods", "走进森林"), ("space", "night"): ("Among the Stars", "星辰之间"), ("rain", "night"): (
    "Midnight Rain", "雨夜"), ("snow", "day"): ("First Snow", "初雪"), ("desert", "sunset"): ("Desert Glow",
    "大漠余晖"), ("product", "day"): ("Made for You", "为你而生"), ("abstract", "night"): ("In Motion", "流动"),
    ("meadow", "day"): ("In Full Bloom", "花开时节"), ("homes", "day"): ("Coming Home", "回家"), ("underwater",
    "day"): ("Beneath the Waves",
    "海底世界"),}  # fmt: skip
_SMALL = {"a", "an", "the", "of", "over", "at", "in", "on", "and", "by", "with", "for", "to", "from"}
_DULL = re.compile(r"^(?:img|dsc|vid|mov|pxl|mvi|gopr|screen|whatsapp|image|video|photo|clip|file|"
    r"untitled|download|document|sample|test|final|output|upload|media|[a-f0-9-]{8,}|"
    r"[\W\d_]+|.{1,2})(?=$|[\W\d_])", re.IGNORECASE,)  # fmt: skip


def title_case(text: str) -> str:
    """ "sunset over a city skyline" -> "Sunset over a City Skyline"."""
    words = text.split()
    return " ".join(
        word if index and word.lower() in _SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )


def thought_up(request: Request, beats: Sequence[Beat], items: Sequence[MediaItem]) -> str:
    """A short title from the subject, a file's name, or the scene."""
    zh = request.language.startswith("zh")
    subject = re.sub(r"^(?:an?|the|my|our)\s", "", request.subject.strip(), flags=re.IGNORECASE)
    if subject and 3 <= len(subject) <= 40 and len(subject.split()) <= 6 and not items:
        return subject if zh else title_case(subject)
    named = [name for name in (_from_file(item) for item in items) if name]
    if named and len(items) <= 2:
        return named[0]
    scene, mood = (beats[0].scene, beats[0].mood) if beats else (None, None)
    pair = _BY_SCENE.get((scene or "", mood or "")) or next(
        (pair for key, pair in _BY_SCENE.items() if key[0] == scene), None
    )
    if items or pair is None:
        pair = ("Moments", "精彩瞬间") if request.style != "promo" else ("Take a Look", "先睹为快")
    return pair[1] if zh else pair[0]


def _from_file(item: MediaItem) -> str:
    stem = re.sub(r"[_\-.]+", " ", item.filename.rsplit(".", 1)[0]).strip()
    if _DULL.match(stem) or len(stem) > 30 or sum(char.isdigit() for char in stem) > 4:
        return ""
    return title_case(stem)
