"""Colour looks, transitions, fades."""

import re

from studio.director.grammar.words import first_mention, words

LOOKS = {"bw": words("black (?:and|&|n) white", "black-and-white", "b ?& ?w", "b/w", "bw", "monochrome",
    "gr[ae]y ?scale", "noir", "blanco y negro", "schwarz[- ]?wei(?:ß|ss)", "noir et blanc", "preto e branco",
    "ч[её]рно-бел\\w*", "desaturated?", cjk="黑白|单色|灰度|白黒|モノクロ",), "sepia": words("sepia", "vintage",
    "retro", "old[- ]?(?:film|time|timey|fashioned|school|movie)(?: look| film)?", "nostalgic", "сепия", cjk=
    "复古|怀旧|老电影|棕褐|泛黄|セピア|老照片",), "warm": words("warm(?:er|th)?", "golden tones?", "cozy", "cosy",
    "cálid[oa]", "warme[rsn]?", "chaleureux", "quente", "тепл\\w*", cjk="暖色|暖调|温暖|暖一点|暖",), "cool": words(
    "cooler", "cool(?: |-)?(?=tones?|colou?rs?|look|filter|palette|blue|grad|light)",
    "cold(?:er)? ?(?=tones?|colou?rs?|look|filter|palette|blue|grad|light|$)", "bluish", "blue tones?", "icy",
    "teal", "frí[oa]", "kühl\\w*", "kälter", "froid", "fri[oa]", "холодн\\w*", cjk="冷色|冷调|冷一点|清冷|偏冷",),
    "vivid": words("vivid", "vibrant", "(?<!less )saturated?",
    "(?:more|increase|boost|higher|raise|add)(?: some| more| a (?:bit|little)(?: of| more)?| the)?"
    " (?:colou?r(?:s|ful)?|saturation|contrast)", "(?:contrast|saturation) up",
    "colou?rful",
    "punchy", "colou?rs? pop", "pop more", "vívid[oa]", "lebhaft\\w*", "vif", "ярче", cjk="鲜艳|饱和|鲜明|色彩浓|艳丽|鮮やか",),
    "dark": words("too bright", "over-?exposed", "brightness (?:down|lower)",
    "(?:lower|reduce|less|decrease) (?:the )?(?:brightness|exposure)",
    "(?<!after )(?<!too )dark(?:er|en)?(?! blue| green| red)", "moody", "dimm?(?:er)?", "gloomy", "oscur[oa]",
    "dunkl?er", "dunkel", "plus sombre", "sombre", "escuro", "темнее", cjk="暗一点|调暗|变暗|暗调|昏暗|阴暗|暗く",),
    "bright": words("too dark", "under-?exposed", "(?<!too )bright(?:er|en)?",
    "brightness(?: (?:up|higher|more))?(?! (?:down|lower))", "up the brightness",
    "lighter", "more light", "more exposure", "brillante", "heller",
    "plus clair", "mais claro", "светлее", cjk="亮一点|调亮|变亮|明亮|更亮|提亮|明るく",),}  # fmt: skip
LOOK_NOUN = words("filters?", "looks?", "effects?", "colou?r (?:grade|grading|look|correction)", "tint", "grading",
    "tones?", "hues?",
    "palette", "(?:colou?rs?|colou?r palette|lighting|light)(?= *$)", "filtro", "farbfilter", "filtre",
    cjk="滤镜|色调|调色|特效|效果|濾鏡",)  # fmt: skip
BACK_TO_COLOUR = words(
    "back (?:to|in) colou?r",
    "in colou?r again",
    "(?:normal|original|natural|real) colou?rs?",
    "make it colou?r",
    cjk="恢复彩色|原色|恢复颜色|变回彩色|正常颜色",
)

TRANSITIONS = {"fadeblack": words(
    "fad(?:es?|ing) (?:(?:in|out) )?(?:to|through|from|via) black(?: between.*| transitions?)?", "dip to black",
    "black fades?", cjk="黑场过渡|闪黑|黑场"), "fade": words("cross-? ?fad(?:e|es|ing)", "cross-? ?dissolves?",
    "dissolves?", "dissolving", "fade transitions?", "fades? between", "fade (?:transitions?|effects?)", "fundidos?",
    "überblend\\w*", "fondus?(?: enchaînés?)?", "crossfades?", "blend(?:s|ed)? (?:into|together)",
    "soft transitions?", "smooth transitions?", cjk="叠化|交叉淡化|淡入淡出|渐变过渡|溶解|渐隐|クロスフェード"),
    "slide": words("(?<!\\d )(?<!two )(?<!three )(?<!four )(?<!five )(?<!each )(?<!every )(?<!per )slid(?:e|es|ing)(?! ?shows?)"
    "(?! \\d)(?: transitions?)?", "push(?:es)? (?:transitions?|left|right)",
    "swipes?(?: transitions?)?", "desliz\\w*", cjk="滑动|推移|滑入|滑动转场"), "wipe": words(
    "wip(?:e|es|ing)(?: transitions?)?", "barrido", cjk="擦除|划像|ワイプ"), "zoom": words(
    "zoom(?:ing)? transitions?", "zoom(?:s|ing)? (?:between|from .{1,12} to)", "zoom cuts?", cjk=
    "缩放转场|缩放过渡|推拉转场"),}  # fmt: skip
TRANSITION_NOUN = words("transitions?", "transiciones", "transición", "übergänge?", "transitions", "transições",
    "переход\\w*", cjk="转场|过渡效果|过渡|轉場|トランジション|切换效果",)  # fmt: skip
HARD_CUT = words("hard cuts?", "straight cuts?", "jump cuts?", "just cuts", "plain cuts", cjk="硬切|直接切")
_ZOOM_WORD = words("zooms?", cjk="缩放|变焦")

_FADE_IN = words("fad(?:e|es|ing)[- ]?in(?:to)?", "fade (?:\\w+ ){0,3}in",
    "(?:start|begin|open)s? (?:with|from) (?:a )?(?:fade|black)", "fade (?:up )?from black", "einblenden",
    "fondu d'ouverture", cjk="淡入|渐入|渐显",)  # fmt: skip
_FADE_OUT = words("fad(?:e|es|ing)[- ]?out", "fade (?:\\w+ ){0,3}out",
    "end(?:s|ing)? (?:with|in|on) (?:a )?(?:fade|black)", "fade (?:the end )?to black(?: at the end)?",
    "fade at the end", "ausblenden", "fondu de fermeture", cjk="淡出|渐出|渐隐|渐黑",)  # fmt: skip
_BETWEEN = words("between", "transitions?", "each", "every", cjk="之间|转场|过渡|每")


def look(text: str) -> str | None:
    """The colour look that the text names."""
    return first_mention(LOOKS, text)


def transition(text: str) -> str | None:
    """The transition that the text names; "auto" when it only says that it wants some."""
    if fades(text) == "both":
        return None
    if "淡入淡出" in text:
        return "fade"
    if _FADE_OUT.search(text) and not _BETWEEN.search(text) and "cross" not in text:
        return None
    named = first_mention(TRANSITIONS, text)
    if named:
        return named
    if TRANSITION_NOUN.search(text):
        if _ZOOM_WORD.search(text):
            return "zoom"
        return "fade" if re.search(r"fad|淡", text) else "auto"
    return None


def fades(text: str) -> str | None:
    """ "in", "out" or "both" when the film shall come from or go to black."""
    if _BETWEEN.search(text) or "crossfade" in text or "淡入淡出" in text:
        return None
    if re.search(r"(?:end|finish|close)s?(?: it)? with an? fade", text):
        return "out"
    if re.fullmatch(r"\s*(?:add )?(?:an? )?fades?(?: effect)?\s*", text) or re.search(r"with an? fade(?! in)", text):
        return "both"
    into, out = bool(_FADE_IN.search(text)), bool(_FADE_OUT.search(text))
    if re.search(r"fade[- ]in ?(?:and|&|/|\+) ?(?:fade[- ])?out|fade in and out", text):
        return "both"
    return "both" if into and out else "in" if into else "out" if out else None
