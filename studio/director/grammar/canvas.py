"""The picture's form: aspect, size, frame rate, how footage fits."""

import re

from studio.director.grammar.durations import ASPECT
from studio.director.grammar.words import words
from studio.director.wishes import SetCanvas

_NAMED = {"9:16": words("vertical", "portrait", r"tik ?tok",
    r"(?<!highlight )(?<!highlights )(?<!sizzle )(?<!show )reels?", r"(?:youtube )?shorts", "(?:you ?tube|yt) short", "stories",
    "whatsapp status",
    "story format", "insta(?:gram)? story", "snapchat", "for (?:my )?phone", "phone format", "hochformat", "hochkant",
    "senkrecht", "vertikal\\w*", "vertical(?:es)?", "verticale", "вертикальн\\w*", cjk =
    "竖屏|竖版|竖的|抖音|快手|视频号|小红书|豎屏|縦型|縦長|縦",), "1:1": words(r"square(?! foot| feet| meter| mile)",
    "cuadrad[oa]", "quadratisch\\w*", "carrée?", "quadrad[oa]", "квадратн\\w*", cjk="方形|正方|方图|正方形|四角",),
    "4:5": words("instagram (?:feed|post)", "feed post", "insta post"), "16:9": words(
    "landscape (?:video|format|mode|orientation|version)", "in landscape", "to landscape", "wide ?screen",
    "horizontal(?:e|ly)?", "youtube(?! shorts)", "querformat", "paysage", "apaisado", "paisagem", "горизонтальн\\w*",
    cjk="横屏|横版|宽屏|橫屏|横型|横長|b站",),
    "21:9": words("ultra-?wide", "anamorphic", "cinema ?scope", "letterbox format", cjk="超宽|电影宽银幕"),}  # fmt: skip
_OFFERED = {"16:9", "9:16", "1:1", "4:5", "5:4", "4:3", "3:4", "2:3", "3:2", "21:9"}
_SIZE = re.compile(r"(?<![\d.])(\d{3,4})\s?[x×*]\s?(\d{3,4})(?!\d)")
_LINES = re.compile(
    r"(?<![\d.])(480|540|720|1080|1440|2160)\s?[pi](?![a-z])|(?<![a-z0-9])(4k|uhd|2k|full ?hd|fhd|hd)(?![a-z])"
)
_FPS = re.compile(r"(?<![\d.])(\d{2,3})\s?(?:fps|frames (?:per|a) second|帧)")
_BLUR = words(
    r"blur(?:red|ry)? (?:the )?(?:sides|background|backdrop|bars|edges|borders|sides)",
    "letter ?box(?:ed)?",
    "fit (?:it |everything |the whole picture )?in(?:side)?",
    "(?:no|without|don't) crop(?:ping)?",
    "show the (?:whole|full|entire) (?:picture|photo|frame|image)",
    cjk="模糊背景|背景模糊|不要裁剪|不裁剪|完整显示",
)
_COVER = words("fill the (?:screen|frame|canvas)",
    "crop(?:ped|ping)?(?: (?:it|this|that|the video|the clip|everything|them))?(?: to|"
    " into)?(?: an?)? (?:\\d{1,2} ?[:x] ?\\d{1,2}|" "square|vertical|portrait|landscape)",
    "(?:keep|crop to|focus on|cent(?:er|re) on) the (?:middle|cent(?:er|re)) of the (?:picture|"
    "frame|image|video|shot)", "crop (?:it )?(?:in|to) the (?:middle|cent(?:er|re))", "crop to fill",
    "full ?bleed", "no (?:black )?bars",
    cjk="铺满|填满|裁剪填充|不要黑边|裁成(?=竖|方|\\d+[:：])|裁剪成(?=竖|方|\\d+[:：])", )  # fmt: skip
_NAMED_LINES = {"4k": 2160, "uhd": 2160, "2k": 1440, "hd": 1080}


_CINEMA = re.compile(r"(?<![\d.:])(1\.85|2(?:\.\d{1,2})?)\s?[:x]\s?1(?![\d:])")


_FORM_TO_FORM = re.compile(r"\d ?: ?\d{1,2} (?:to|into|->|→|in) \d|\d[:：]\d{1,2}(?:变|改|转)")


def _aspect(text: str) -> str | None:
    cinema = _CINEMA.search(text)
    if cinema:
        return f"{round(float(cinema[1]) * 100)}:100"
    found = list(ASPECT.finditer(text))
    match = found[-1 if len(found) > 1 and _FORM_TO_FORM.search(text) else 0] if found else None
    if match and f"{match[1]}:{match[2]}" in _OFFERED:
        return f"{match[1]}:{match[2]}"
    return next((name for name, pattern in _NAMED.items() if pattern.search(text)), None)


def _lines(text: str) -> int | None:
    match = _LINES.search(text)
    if match is None:
        return None
    return int(match[1]) if match[1] else _NAMED_LINES.get(match[2], 1080)


_BY_FORM = re.compile(
    r"(?<![a-z])the (?:vertical|portrait|upright|horizontal|landscape|wide|square) (?:one|clip|vid|"
    r"shot|photo|pic|picture)s?(?![a-z])|" r"[竖横](?:屏|版|的)?那(?:个|段|张)")  # fmt: skip
_NO_BLUR = words("(?:no|without|remove|get rid of|lose|drop)(?: the| any| those| these)? (?:blur(?:red|ry)?|"
    "black) (?:sides|background|bars|edges|borders|backdrop)",
    "zoom(?:ed)? (?:it |in )?(?:so (?:that )?(?:it )?|to |until it )?fills?",
    "fill(?:s|ing)? (?:the )?(?:whole |entire |full )?(?:screen|frame|picture)", cjk=
    "不要(?:模糊|黑边)|去掉(?:模糊|黑边)", )  # fmt: skip


def canvas(text: str) -> SetCanvas | None:
    """The form that the text asks for, or None."""
    text = _BY_FORM.sub(" ", text)
    fps = _FPS.search(text)
    fit = (
        "cover" if _NO_BLUR.search(text) else "blur" if _BLUR.search(text) else "cover" if _COVER.search(text) else None
    )
    size = _SIZE.search(text)
    if size:
        asked = SetCanvas(f"{size[1]}:{size[2]}", min(int(size[1]), int(size[2])), int(fps[1]) if fps else None, fit)
    else:
        asked = SetCanvas(_aspect(text), _lines(text), int(fps[1]) if fps else None, fit)
    return asked if asked != SetCanvas() else None


def form(text: str) -> tuple[SetCanvas, ...]:
    """The form that the text asks for as a row of wishes: one or none."""
    found = canvas(text)
    return (found,) if found else ()
