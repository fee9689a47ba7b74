"""What is named to be seen and is in none of the sceneries: people, animals, machines, buildings, weather, things."""

import re

from studio.director.grammar.overlays import drawable
from studio.director.grammar.scenes import LIVING, SCENE_WORDS, SKY, UNWANTED
from studio.director.grammar.words import QUOTED, words

_THINGS = words("fog(?:gy)?", "mist(?:y)?", "lightning", "fireworks?", "rainbows?", "waterfalls?", "flowers?", "roses?",
    "tulips?",
    "sunflowers?", "cherry blossoms?", "sakura", "castles?", "bridges?", "lighthouses?", "boats?", "ships?",
    "sail(?:ing)? ?boats?", "yachts?",
    "eiffel tower", "big ben", "statue of liberty", "pyramids?", "temples?", "church(?:es)?", "cathedrals?", "mosques?",
    "houses?", "cabins?",
    "villages?", "huts?", "barns?", "camp ?fires?", "bonfires?", "fireplaces?", "flames?", "hot air balloons?", "balloons?",
    "kites?",
    "umbrellas?", "wind ?mills?", "tents?", "aurora(?: borealis)?", "northern lights", "volcano(?:es)?", "lava",
    "tornado(?:es)?",
    "hurricanes?", "snow ?m[ae]n", "christmas trees?", "falling leaves", "autumn leaves",
    "(?:red|golden|orange|yellow|colou?rful|falling) leaves",
    "leaves", "autumn colou?rs", "candles?", "coral(?: reef)?s?", "jellyfish", "hearts?", "coffee",
    "cups?", "cakes?",
    "pizza", "burgers?", "food", "headphones", "ear ?(?:buds|phones)", "smart ?watch(?:es)?", "watch(?:es)?(?= (?:ad|promo|"
    "commercial|video))",
    "perfumes?", "lipsticks?", "jewel(?:le)?ry", "sunglasses", "handbags?", "backpacks?", "laptops?", "computers?",
    "phones?", "shoes?", "sneakers?", "books?", "vineyards?",
    "lavender", "wheat(?: fields?)?",
    "rice (?:fields?|terraces)", "cactus(?:es)?", "cacti", "oasis", "icebergs?", "glaciers?", "caves?", "black holes?",
    "satellites?",
    "space ?stations?", "ufos?", "aliens?", "ghosts?", "pumpkins?", "santa(?: claus)?", "reindeer", "angels?",
    "swimming pools?", "ferris wheel",
    "markets?", "caf[eé]s?", "restaurants?", "trams?", "bicycles?", "bikes?", "motorcycles?", "traffic", "crowds?",
    "hik(?:ers?|ing)",
    "swimmers?", "skiers?", "football", "soccer", "basketball", cjk=
    "雾|闪电|烟花|彩虹|瀑布|花朵|鲜花|花海|樱花|玫瑰|向日葵|油菜花|荷花|梅花|城堡|大桥|桥|灯塔|小船|帆船|轮船|铁塔|金字塔|"
    "寺庙|教堂|小屋|房子|"
    "村庄|村落|古镇|篝火|气球|风筝|雨伞|极光|火山|龙卷风|雪人|圣诞树|落叶|红叶|枫叶|灯笼|蜡烛|珊瑚|梯田|麦田|稻田|冰川|冰山|"
    "黑洞|外星人|"
    "咖啡|蛋糕|美食|自行车|人群|长城|故宫|竹子|月饼|鞭炮|行人|车流",)  # fmt: skip
_FOR_WHOM = re.compile(
    r"(?<![a-z])baby shower|(?<![a-z])(?:for|to) (?:kids|children|toddlers|babies|students|families|people|everyone|men|"
    r"women|girls|boys)(?![a-z])|"
    r"(?<![a-z])(?:kids|children)(?:'s|’s)? (?:stor(?:y|ies)|song|video|book|channel|party|show|rhyme|tale|"
    r"birthday|invit\w+|event|camp|club|menu)|"
    r"(?<![a-z])(?:from|to|for) the \w+ family(?![a-z])|"
    r"(?<![a-z])(?:for|to|from|with love to) (?:my |our |the |a |all |your |his |her )+(?:\w+ ){0,2}?\w+|"
    r"(?<![a-z])(?:coffee|tea|book|flower|pet|toy|shoe|pizza|burger|cake|food|phone|computer|bike|car) "
    r"(?:shops?|stores?|brands?|compan(?:y|ies)|business|truck|stand|blog|channel|app|bar)|给(?:我的?)?[^，。,]{1,6}"
)
_NOT_SEEN = re.compile(
    r"(?<![a-z])(?:no|without(?: any)?|not|like an?) \w+|(?:music|song|soundtrack|style|sounds?|tune) (?:of|with|like) \w+|"
    r"(?<![a-z])(?:piano|guitar|jazz|christmas|party|heart(?:felt)?) (?:music|song|tune|beats?|melody|track|bgm)|"
    r"(?<![a-z])(?:soft|calm|gentle|sad|slow|solo|acoustic|quiet|relaxing|happy) (?:piano|guitar)|"
    r"(?:钢琴|吉他)(?:音乐|曲|配乐|伴奏|声)?(?![家手])"
)
MOST = 3
# What a scenery has beside what gives it its name.
_ALSO_THERE = {"beach": {"ocean"}, "city": {"ocean"}, "mountains": {"snow"}, "snow": {"mountains",
    "forest"}, "ocean": {"beach"},
    "space": set(), "rain": {"city"}, "meadow": {"forest"}, "homes": {"meadow",
    "city"}, "underwater": {"ocean"}, "forest": {"meadow"}}  # fmt: skip


def undrawn(low: str) -> tuple[str, ...]:
    """What a prompt names to be seen and no scenery shows, in the words of the prompt, at most MOST."""
    plain = drawable(_NOT_SEEN.sub(" ", _FOR_WHOM.sub(" ", re.sub(f"{QUOTED}+", " ", low))))
    found = sorted((match.start(), match[0]) for pattern in (LIVING, _THINGS) for match in pattern.finditer(plain))
    named = list(dict.fromkeys(name for _, name in found))
    return tuple(name for name in named if not any(name != other and name in other for other in named))[:MOST]


def left_out(low: str, shown: set[str]) -> tuple[str, ...]:
    """Sceneries that a prompt names and the film does not show, in the words of the prompt."""
    there = (
        shown
        | {more for name in shown for more in _ALSO_THERE.get(name, set())}
        | {"product", "abstract", "plain", "clouds"}
    )
    plain = SKY.sub(" ", UNWANTED.sub(" ", re.sub(f"{QUOTED}+", " ", low)))
    found = [(match.start(), match[0]) for name, pattern in SCENE_WORDS.items() if name not in there
        for match in pattern.finditer(plain)]  # fmt: skip
    return tuple(dict.fromkeys(name for _, name in sorted(found)))[:MOST]
