"""What falls, rises or shines over a scene, and the colours that a picture shall have."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar.lettering import COLOURS
from studio.director.grammar.scenes import FALLING, SCENE_WORDS, UNWANTED, first_near, mood, scene
from studio.director.grammar.words import QUOTED, mentions, words
from studio.director.request import Beat

EFFECT_WORDS = {
    "fireworks": words("fireworks?", "feuerwerk\\w*", "fuegos artificiales", "feux? d'artifice", "fogos(?: de artifício)?",
        "фейерверк\\w*", "салют\\w*", cjk="烟花|烟火|焰火|花火|🎆|🎇"),
    "aurora": words("northern lights", "aurora(?: borealis)?", "polarlicht\\w*", "aurores? boréales?", "aurora boreal",
        "северно\\w+ сияни\\w+", cjk="极光|オーロラ"),
    "rainbow": words("rainbows?(?! colou?r)", "regenbogen", "arco ?íris", "arco ?iris", "arc-en-ciel", "радуг\\w+",
        cjk="彩虹|虹|🌈"),
    "lightning": words("lightning", "thunder(?:storms?)?", "blitze?", "gewitter", "relámpagos?", "éclairs", "orages?",
    "relâmpagos?",
        "молни\\w+", "гроз[аоуы]\\w*", cjk="闪电|雷电|雷雨|打雷|稲妻|⛈|🌩"),
    "fog": words("fog(?:gy)?", "mist(?:y)?", "haz[ey]", "nebel", "neblig\\w*", "niebla", "brum[ae]", "brouillard", "neblina",
        "névoa", "туман\\w*", cjk="雾|霧"),
    "leaves": words("(?:falling|fallen|autumn|fall|drifting|flying|swirling|floating|red|golden|yellow|orange|colou?rful|"
    "maple) leaves",
        "leaves (?:are )?(?:fall|drift|swirl|fly|float|blow)\\w*", "leaf fall", "herbstlaub",
    "(?:fallende[ns]?|bunte[ns]?) blätter",
        "hojas (?:secas|de otoño|que caen|cayendo|caídas)", "feuilles (?:mortes|d'automne|qui tombent)",
        "folhas (?:secas|de outono|caindo|caídas)", "листопад\\w*", "(?:опавш|пада|осенн)\\w+ лист\\w+",
        cjk="落叶|枫叶|红叶|飘叶|落ち葉|紅葉|🍁|🍂"),
    "petals": words("petals?", "cherry blossoms?", "sakura", "blossoms?", "(?:flor|pétalos|pétalas) de cerezo", "pétalos?",
        "pétales?", "pétalas?", "kirschblüten?", "blütenblätter", "лепестк\\w+", "сакур\\w+",
    cjk="樱花|花瓣|花びら|桜|梅花|🌸"),
    "confetti": words("confetti", "konfetti", "streamers", "confettis", "confete[si]?", "coriandoli", "конфетти",
    cjk="彩带|彩纸|五彩纸屑|紙吹雪|🎊"),
    "balloons": words("(?<!air )balloons?", "(?<!heißluft)luftballons?", "globos?", "ballons", "balões", "шарик\\w*",
    "воздушны\\w+ шар\\w*",
        cjk="气球|風船|🎈"),
    "hearts": words("hearts?(?! of| and soul|break|felt)", "corazones", "herzen", "herzchen", "cœurs", "corações",
    "сердечк\\w+", "сердца",
        cjk="爱心|心形|ハート|💕|💖|💗"),
    "bubbles": words("bubbles?", "seifenblasen", "burbujas", "bulles", "bolhas", "пузыр\\w+", cjk="气泡|泡泡|シャボン玉|🫧"),
    "lanterns": words("lanterns?", "laternen", "linternas", "lampions", "lanternas", "фонарик\\w*",
    cjk="灯笼|孔明灯|天灯|ランタン|提灯|🏮"),
    "sparkles": words("sparkl\\w+", "glitter\\w*", "glitz\\w*", "twinkl\\w+", "(?:magic|fairy|gold|star) ?dust",
    "shimmer\\w*", "fireflies",
        "glitzer\\w*", "paillettes", "destellos", "purpurina", "brilhos", "бл[её]стк\\w+", "искр\\w+",
        cjk="闪光|闪烁|星光闪闪|亮片|萤火虫|キラキラ"),
}  # fmt: skip
EFFECT_NAMES = {"rain": ("rain", "雨"), "snow": ("falling snow", "飘雪"), "fog": ("fog", "雾"), "lightning": ("lightning",
    "闪电"),
    "rainbow": ("a rainbow", "彩虹"), "aurora": ("northern lights", "极光"), "fireworks": ("fireworks",
    "烟花"), "sparkles": ("sparkles",
    "闪光"), "leaves": ("falling leaves", "落叶"), "petals": ("petals", "花瓣"), "confetti": ("confetti",
    "彩纸"), "balloons": ("balloons",
    "气球"), "hearts": ("hearts", "爱心"), "bubbles": ("bubbles", "气泡"), "lanterns": ("lanterns", "灯笼")}  # fmt: skip
_BACKDROPS = {"fireworks": ("city", "night"), "aurora": ("mountains", "night"), "rainbow": ("meadow",
    "day"), "lightning": ("ocean",
    "night"), "fog": ("forest", "sunrise"), "leaves": ("forest", "sunset"), "petals": ("meadow",
    "sunrise"), "lanterns": ("city", "night"),
    "bubbles": ("abstract", "day"), "confetti": ("abstract", "sunset"), "balloons": ("abstract",
    "sunrise"), "hearts": ("abstract",
    "sunset"), "sparkles": ("abstract", "night")}  # fmt: skip
_UNWANTED = re.compile(
    r"(?<![a-z])(?:no|not|without|except|minus|ohne|sin|sans|sem|без)(?: any| the| an?)? (?:\w+ (?:or|"
    r"and) )?\w+|(?:不要|没有|无)\S{1,3}"
)
_SOUND = re.compile(
    r"(?:sounds?|music|song|noise|bgm) (?:of|with|like) \w+|\w+ (?:sounds?|music|song|noise)(?![a-z])|(?:雨|雷)声"
)
_STORM = words("storm(?:y|s)?", "thunderstorms?", "tempest", "hurricane", "sturm", "tormenta", "orage", "tempestade",
    "шторм\\w*",
    cjk="暴风|风暴|暴雨|嵐")  # fmt: skip
_AUTUMN = words("autumn(?:al)?", "fall (?:forest|colou?rs|season|vibes|day)", "herbst\\w*", "otoño", "automne", "outono",
    "осен\\w+",
    cjk="秋天|秋日|秋季|深秋|秋")  # fmt: skip
_SHEDS = ("forest", "city", "homes", "meadow")
MOST = 3


def effects(text: str, view: str | None) -> tuple[str, ...]:
    """What is over the scene `view` of a lower-case text, in the order in which it is named."""
    plain = _SOUND.sub(" ", _UNWANTED.sub(" ", re.sub(f"{QUOTED}+", " ", text)))
    found = [name for _, name in mentions(EFFECT_WORDS, plain)]
    if view not in (None, "rain") and SCENE_WORDS["rain"].search(plain):
        found.append("rain")
        if _STORM.search(plain):
            found.append("lightning")
    if view not in (None, "snow", "mountains") and SCENE_WORDS["snow"].search(plain):
        found.append("snow")
    if view == "mountains" and FALLING.search(plain):
        found.append("snow")
    if view in _SHEDS and _AUTUMN.search(plain) and view == scene(plain):
        found.append("leaves")
    if view == "underwater":
        found.append("bubbles")
    return tuple(dict.fromkeys(found))[:MOST]


def backdrop(text: str) -> tuple[str, str] | None:
    """The scene and light for an effect that is named without a scene."""
    found = effects(text, None)
    return _BACKDROPS[found[0]] if found else None


def near(text: str) -> tuple[str, str] | None:
    """The scene and mood nearest to what a text names and no scene shows: by its effects, else by its subjects."""
    return backdrop(text) or first_near(_SOUND.sub(" ", text))


_PALE = (
    ("#ffd1dc", "#c9e4ff", "#d9f7d4"),
    words("pastell?\\w*", "pastel(?:es)?", "пастел\\w+", cjk="粉彩|马卡龙|パステル"),
)
_ANY = "|".join(f"(?:{pattern.pattern})" for pattern in COLOURS.values())
_SEEN = (
    r"(?:abstract\w*|shapes?|backgrounds?|backdrops?|gradients?|particles?|bokeh|colou?rs?|colou?r scheme|palette|"
    r"theme[ds]?|tones?|"
    r"hues?|vibes?|aesthetics?|lights?|waves|lines|skies|sky|sunset|clouds?|screens?|flowers?|roses?|tulips?|fields?|"
    r"petals|confetti|"
    r"hintergr\w+|fondos?|fonds?|fundos?|cielo|himmel|ciel|céu|фон\w*|неб[оае]\w*|цвет\w*|farben|colores|couleurs|cores)"
)
_BETWEEN = r"(?:\s|-|/|&|\band\b|\by\b|\bund\b|\bet\b|\be\b|\bи\b)+"
_BEFORE = re.compile(rf"(?:(?:{_ANY}){_BETWEEN}(?:[a-zа-яà-ÿ]+ )??){{1,3}}{_SEEN}(?![a-z])")
_AFTER = re.compile(
    rf"(?:colou?rs?|colou?r scheme|palette|theme|tones?|background|backdrop|hintergrund|fondo|fond|fundo|фон)(?: is| in|"
    rf" of|:)? "
    rf"(?:(?:light|dark|soft|bright|solid|plain|pure|deep) )*(?:{_ANY})(?:{_BETWEEN}(?:{_ANY}))*|#[0-9a-f]{{6}}(?![0-9a-f])"
)
_CJK = re.compile(r"(?P<hue>[粉紫红橙黄绿金黑蓝白青灰]+)色?(?:系|调|的)?(?:色调|背景|渐变|抽象|粒子|天空|主题|底)")
_WRITTEN = re.compile(
    r"(?<![a-z])(?:text|titles?|captions?|letters?|lettering|fonts?|words|headline|subtitles?|in)(?: is| in)?\s+$"
)
_ONLY_COLOURS = re.compile(
    rf"\s*(?:in |all )?(?:(?:neon|bright|deep|soft|electric|royal|hot|pale|light|"
    rf"dark) )?(?:{_ANY})(?:{_BETWEEN}(?:{_ANY}))*\s*"
)
_LETTERING = words("text", "titles?", "captions?", "letters", "font", "words", "headline", "subtitles?", "say(?:s|ing)", "big",
    "large", "bold", cjk="标题|字幕|文字|字")  # fmt: skip
_LETTERS = re.compile(r"\s*(?:text|title|caption|letter|font|word|headline|subtitle)")


_ON = re.compile(
    rf"(?P<text>{_ANY})(?: text| letters| words)? on (?:an? )?(?P<ground>white|black|{_ANY})(?! (?:text|letters))"
)


def ink(text: str) -> str | None:
    """The colour of the words in "black on white"."""
    match = _ON.search(text)
    return _named(match["text"])[0] if match else None


def paints(text: str) -> tuple[str, ...]:
    """The colours (#rrggbb) that the picture of a lower-case text shall have; those of its words are none."""
    plain = re.sub(f"{QUOTED}+", " ", text)
    if ground := _ON.search(plain):
        return tuple(_named(ground["ground"])[:1])
    found: list[str] = _alone(text)
    for pattern in (_BEFORE, _AFTER, _CJK):
        for match in pattern.finditer(plain):
            if not (
                _LETTERS.match(plain, match.end())
                or (_WRITTEN.search(plain[: match.start()]) and pattern is not _AFTER)
            ):
                hues = match.groupdict().get("hue")
                found += _named("、".join(f"{hue}色" for hue in hues) if hues else match[0])
    if not found and _PALE[1].search(plain):
        found += _PALE[0]
    return tuple(dict.fromkeys(found))[:MOST]


def _alone(text: str) -> list[str]:
    """Colours that stand between commas by themselves, and not behind words for the screen: "a baby reveal, pink and blue"."""
    found: list[str] = []
    texted = False
    for piece in re.split(r"[,;.\n，。；、]", text):
        bare = _ONLY_COLOURS.fullmatch(piece)
        if bare and not texted:
            found += _named(piece)
        texted = not bare and (QUOTED in piece or _LETTERING.search(piece) is not None)
    return found


def is_colour_alone(low: str) -> bool:
    """Whether a clause is nothing but colours."""
    return _ONLY_COLOURS.fullmatch(low) is not None


def _named(text: str) -> list[str]:
    """The colours of a text in its order; of overlapping names ("light blue", "blue") the longer counts."""
    spans = sorted(
        (
            (match.start(), -match.end(), value)
            for value, pattern in COLOURS.items()
            for match in pattern.finditer(text)
        ),
    )
    spans += [(match.start(), -match.end(), match[0]) for match in re.finditer(r"#[0-9a-f]{6}", text)]
    kept: list[str] = []
    until = -1
    for start, end, value in sorted(spans):
        if start >= until:
            kept.append(value)
            until = -end
    return kept


_GROUND = "(?:backgrounds?|backdrops?|screens?|studio|theme|tones?|colou?rs|look|design|hintergrund)"
_BRIGHT = words("bright(?! text)", "airy", "pastel\\w*", f"(?:white|light|clean|soft) {_GROUND}", "heller? hintergrund",
    "(?:fondo|fundo) claro", "fond clair", "светл\\w+ фон\\w*", cjk="明亮|白色背景|白底|浅色|清新|明るい背景")  # fmt: skip
_DARK = words("dark(?! text)", "moody", f"black {_GROUND}", "dunkle[rns]? \\w+", "(?:fondo|fundo) (?:oscuro|negro|escuro|"
    "preto)",
    "fond (?:sombre|noir)", "т[её]мн\\w+ фон\\w*", cjk="黑色背景|黑底|暗色|深色")  # fmt: skip


def dressed(beat: Beat, text: str) -> Beat:
    """The scene with what its words want over it, in the colours that they name; a backdrop is as bright as they say."""
    light = beat.mood
    if mood(text) is None and beat.scene in (None, "abstract", "plain", "product"):
        light = "day" if _BRIGHT.search(text) else "night" if _DARK.search(text) else light
    over = effects(text, beat.scene)
    if light is None and {"fireworks", "aurora", "lanterns"} & set(over):
        light = "night"
    return replace(beat, mood=light, over=over, colours=paints(text))


def without(text: str, over: Sequence[str]) -> bool:
    """Whether a text forbids one of the effects: "no confetti, please"."""
    refused = " ".join(match[0] for match in _UNWANTED.finditer(text))
    return any(EFFECT_WORDS[word].search(refused) for word in over if word in EFFECT_WORDS)


def drawable(text: str) -> str:
    """A text without what stands for an effect or a scene, which is drawn."""
    drawn = ("meadow", "homes", "underwater", "fire", "clouds")
    text = re.sub(r"(?<![a-z])(?:open |ware)?houses?(?![a-z])", " ", UNWANTED.sub(" ", text))
    for pattern in (*EFFECT_WORDS.values(), *(SCENE_WORDS[name] for name in drawn)):
        text = pattern.sub(" ", text)
    return text
