"""How words in the picture look: place, colour, size."""

import re

from studio.director.grammar.words import first_mention, words

_PLACES = {"lower-third": words("lower[- ]?third", "(?:bottom|lower)[- ]left(?: corner)?", "unten links",
    "abajo a la izquierda", "en bas à gauche", cjk= "左下"), "top": words(
    "(?:move|shift|put|bring|push) .{0,20}up(?! to)", "(?:at|on|to|along|near) (?:the )?(?:very )?top",
    "top(?=\\s*$)", "(?:top|upper)[- ](?:left|right)", "top of the (?:screen|frame|picture|video)", "upper",
    "top (?:left|right|corner)", "oben", "arriba", "en haut", "no topo", "сверху", cjk= "顶部|上方|上面|顶端|上部|左上|右上", ),
    "bottom": words("(?:at|on|to|along|near) the (?:very )?bottom",
    "bottom of the (?:screen|frame|picture|video)", "underneath", "below",
    "(?:title|text|captions?|subtitles?) (?:further |a bit |a little )?down(?! to)", "lower", "unten", "abajo",
    "en bas", "embaixo", "снизу", "bottom", cjk= "底部|下方|下面|底端|下部|右下", ), "center": words(
    "(?:in|at|to) the (?:center|centre|middle)(?: of the (?:screen|frame|picture))?", "cent(?:er|re)(?:e?d)?",
    "middle of the (?:screen|frame|picture)", "mittig", "centrado", "au centre", "по центру", "top(?= center)",
    cjk= "居中|中央|正中|中间", ), }  # fmt: skip
COLOURS = {
    "#81d4fa": words("(?:light|sky|baby|pale|pastel)[- ]blue", "hellblau\\w*", "celeste", "bleu clair", "azul[- ]claro",
    "голуб\\w*",
        cjk="浅蓝|天蓝|淡蓝|水色"),
    "#0d2b5e": words("(?:dark|navy|deep|midnight)[- ]blue", "navy", "dunkelblau\\w*", "azul (?:marino|oscuro)",
    cjk="深蓝|藏青|紺"),
    "#a5d6a7": words("(?:light|mint|pale|pastel)[- ]green", "mint", "hellgrün\\w*", cjk="浅绿|薄荷"),
    "#1b5e20": words("(?:dark|forest|deep)[- ]green", "dunkelgrün\\w*", cjk="深绿|墨绿"),
    "#f8bbd0": words("(?:light|baby|pale|pastel|soft)[- ]pink", "blush", cjk="浅粉|淡粉"),
    "#ff2d95": words("(?:hot|neon|bright)[- ]pink", "magenta", "fuchsia", cjk="玫红|品红"),
    "#b39ddb": words("lavender", "lavande", "lavanda", "lavendel\\w*", "лаванд\\w+", "lilac", "(?:light|pastel)[- ]purple",
    cjk="淡紫|薰衣草紫"),
    "#b76e79": words("rose[- ]gold", cjk="玫瑰金"),
    "#ffffff": words("(?<!on )(?<!on a )white", "blanc[oa]", "weiß\\w*", "blanche?", "branc[oa]", "бел\\w*", cjk="白色"),
    "#111111": words("(?<!on )(?<!on a )black", "negr[oa]", "schwarz\\w*", "noire?", "pret[oa]", "ч[её]рн\\w*", cjk="黑色"),
    "#e53935": words("red", "roj[oa]", "rot(?:e|en|er|es)?", "rouge", "vermelh[oa]", "красн\\w*", cjk="红色|大红"),
    "#fdd835": words("yellow", "amarill[oa]", "gelb\\w*", "jaune", "amarel[oa]", "ж[её]лт\\w*", cjk="黄色"),
    "#ffb300": words("gold(?:en)?(?! hour)", "dorad[oa]", "doré(?:e)?", "dourad[oa]", "золот\\w*", cjk="金色"),
    "#fb8c00": words("orange", "naranja", "laranja", "оранжев\\w*", "coral", "peach", cjk="橙色|橘色|橘红"),
    "#43a047": words("green", "verde", "grün\\w*", "verte?", "зел[её]н\\w*", "emerald", cjk="绿色|緑色"),
    "#1e88e5": words("blue", "azul", "blau\\w*", "bleue?", "син\\w*", cjk="蓝色|青い"),
    "#8e24aa": words("purple", "violett?", "morad[oa]", "lila", "rox[oa]", "фиолетов\\w*", cjk="紫色"),
    "#ec407a": words("pink", "rosa", "rose", "розов\\w*", cjk="粉色|粉红|ピンク"),
    "#00acc1": words("cyan", "teal", "turquoise", "türkis\\w*", "turquesa", "бирюзов\\w*", cjk="青色"),
    "#9e9e9e": words("gr[ae]y", "silver", "grau\\w*", "gris", "cinza", "сер(?:ый|ого|ом|ая)", cjk="灰色|银色"),
    "#6d4c41": words("brown", "braun\\w*", "marrón", "marrom", "коричнев\\w*", cjk="棕色|咖啡色|茶色"),
    "#f5e6c8": words("beige", "cream", "ivory", "creme", "бежев\\w*", cjk="米色|奶油色"),
}  # fmt: skip
"""Colours by their names; the longer names come first."""
_HEX = re.compile(r"#[0-9a-f]{6}(?![0-9a-f])")
_SIZES = ((2.0, words("twice as (?:big|large)", "double (?:the |in )?size", cjk= "放大一倍|两倍大")), (0.5, words(
    "half (?:as big|the size)", cjk= "缩小一半")), (1.3, words("too (?:small|tiny|little)", cjk= "太小")), (0.75,
    words("too (?:big|large|huge)", cjk= "太大")), (1.6, words("huge", "giant", "massive", "énorme", "enorme",
    "riesig\\w*", "gigant\\w*", "огромн\\w*",
    "much (?:bigger|larger)", cjk= "巨大|大很多|特大")), (1.3, words("pop(?: out)?(?: more)?", "stand out(?: more)?",
    "bigger", "larger", "big", "large", "gros(?:se)?", "grandes?", "groß\\w*", "крупн\\w*", "bold(?:er)?", "más grande",
    "größer", "plus grand", "maior", "больше",
    cjk= "大一点|大一些|更大|放大|大字|加大|变大", ), ), (0.6, words("tiny", "much smaller", cjk= "很小|特小")), (0.75, words(
    "smaller", "small", "discreet", "subtle", "más pequeño", "kleiner", "plus petit", "menor", "меньше", cjk=
    "小一点|小一些|更小|缩小|小字|变小", ), ), )  # fmt: skip


def place(text: str) -> str | None:
    """Where a text shall stand."""
    return first_mention(_PLACES, text)


def colour(text: str) -> str | None:
    """The colour named, as #rrggbb."""
    match = _HEX.search(text)
    return match[0] if match else first_mention(COLOURS, text)


def size(text: str) -> float | None:
    """The size named, as a factor."""
    return next((factor for factor, pattern in _SIZES if pattern.search(text)), None)


def without(text: str) -> str:
    """The text without the words for colours, sizes and places in it."""
    for pattern in (*COLOURS.values(), *(row for _, row in _SIZES), *_PLACES.values()):
        text = pattern.sub(" ", text)
    return text
