"""Scene words, mood words, and what comes closest to what we cannot draw."""

import re

from studio.director.grammar import places
from studio.director.grammar.words import first_mention, mentions, words

_HUE = "(?:black|white|red|blue|green|yellow|orange|pink|purple|gr[ae]y|gold|beige|navy|teal)"
SCENE_WORDS = {"city": words(r"cit(?:y|ies)", r"cityscapes?", "skylines?", "urban", "downtown", "skyscrapers?",
    "metropolis", r"streets?", "rooftops?", "new york", "tokyo", "london", "manhattan", "ciudad", r"stadt\w*",
    "ville", "cidade", r"город\w*",
    "neon(?! (?:green|pink|blue|yellow|orange|purple|red|white|colou?rs?|letters|text|title))", *places.CITIES,
    cjk="🏙|🌃|🌆|🌇|城市|都市|街道|摩天|天际线|高楼|街景|街頭|街头|霓虹" + places.CITIES_CJK,), "beach":
    words(r"beach(?:es)?", "palm trees?", "palms?(?! (?:sunday|springs))", "shore(?:line)?", "sandy?", "playa", "strand",
    "plage", "praia",
    r"пляж\w*", "tropical", "island", "coast(?:line)?", "seashore",
    *places.BEACHES, cjk="🏖|🏝|🌴|海滩|沙滩|海边|海岸|海灘|ビーチ|海辺|海岛|椰树" + places.BEACHES_CJK,),
    "ocean": words("ocean", "seas?", "waves?", "seaside", "lakes?", "océano", "mar", "meer", "ozean",
    "mer", "océan", "oceano", r"мор(?:е|я|ю|ем|ей|ями?|ях)", r"океан\w*", "harbou?r", "river", "surf", "sail(?:ing|boat)?",
    "río", "fluss", "rivière",
    "rio(?! de)", r"озер\w+", r"рек[аиоу]\w*", "lago", "lac", "seen?ufer", *places.OCEANS, cjk=
    "🌊|大海|海洋|海浪|海面|湖|河(?!南|北)|(?<!上)海(?!报|鲜|外|关|量|南|淀)",), "mountains": words(
    r"mountains?", "mountain ?tops?", "summits?",
    "hills?", "valleys?", "peaks?", "alps",
    "alpine", "cliffs?", r"montañas?", "berge?", r"gebirge", "montagnes?", "montanhas?", r"гор(?:ы|а|у|е|ой|ах|ам|ами|н\w+)",
    "canyon",
    "himalayas?", "volcano(?:e?s)?", "montaña", "vulkane?", "volc[aá]n(?:es)?",
    *places.MOUNTAINS, cjk="🏔|⛰|🗻|🌋|高山|山脉|群山|雪山|山峰|山谷|山顶|山" + places.MOUNTAINS_CJK,), "forest": words(
    r"forests?", "woods?",
    "woodland", "jungle", "trees?", "bosque", "wald", "forêts?", "florestas?", "bosques?", r"лес(?:а|у|е|ом|ах|ной|ная|ные)?",
    *places.FORESTS, "rainforest", cjk="🌲|🌳|森林|树林|丛林|竹林|树木|森",), "desert": words("deserts?", "dunes?", "sahara",
    "desierto", "wüste", "désert", "deserto", r"пустын\w*", *places.DESERTS,
    cjk="🏜|沙漠|沙丘|戈壁|砂漠" + places.DESERTS_CJK), "rain": words(
    r"rain(?:y|ing|fall|drops?)?", "storm(?:y)?", "thunderstorm", "drizzle", "lluvia", "regen", "pluie", "chuva",
    r"дожд\w*", cjk="🌧|☔|下雨|雨天|雨夜|暴雨|雨",), "snow": words(r"snow(?:y|ing|fall|flakes?)?", "winter",
    "verschneit\\w*", "nevad[oa]s?", "enneigée?s?", r"заснеж\w*", "blizzard",
    "nieve", "schnee", "winterlandschaft", "neige", "neve", r"снег\w*", r"зим\w{1,3}", "christmas", cjk=
    "❄|☃|🎄|下雪|雪景|雪花|冬天|冬季|(?<!紙吹)雪",), "space": words("outer space", "space(?! for| between| around)",
    "galax(?:y|ies)", "stars", "(?:little|shooting|bright|lone(?:ly)?) star", "starry", "night ?sky", "nachthimmel",
    "cielo (?:nocturno|estrellado)", "céu (?:noturno|estrelado)", "ciel (?:nocturne|étoilé)", "sternenhimmel",
    "noche estrellada", "noite estrelada", "nuit étoilée", r"зв[её]здн\w+", r"ночно[ем]у? неб\w+", "夜空", "cosmos", "cosmic",
    "universe", "nebula", "planets?", "milky way", "mars",
    "moon(?! cake)", "saturn", "jupiter", "planet earth", "earth from (?:space|above)", "solar system",
    "espacio", "weltraum", "weltall", "espace", "espaço", r"космос\w*", "orbit", cjk=
    "🚀|🌌|🪐|宇宙|太空|星空|银河|星系|星球|繁星",), "meadow": words("meadows?", "grass ?lands?", "prairies?", "pastures?",
    "countryside",
    "farm(?:land|s)?", "gardens?", "parks?(?!ing)",
    "fields?(?! of (?:work|study|science|expertise|dreams))", "(?:flower|wheat|green|grass|corn|rice|open|golden|lavender|"
    "sunflower|poppy|tulip|daisy|barley) fields?",
    "flowers?(?! shops?| stores?)", "wild ?flowers?", "tulips?", "sunflowers?", "daisies", "poppies", "roses", "lavender",
    "vineyards?", "picnics?",
    "wiesen?", "blumen\\w*", "gärten|garten", "felder", "prad(?:o|era)s?", "flores", "jardín", "jardin", "jardim", "campo",
    "prairie", "champs?", "fleurs?", r"луг(?:а|у|ов|ах|ом)?", r"пол(?:е|я|ем|ей|ях)", r"цвет(?:ы|ов|ами|ах|очн\\w+)",
    r"сад(?:у|ы|ом)?",
    cjk="🌻|🌷|🌼|💐|草原|草地|田野|花园|花海|花朵|鲜花|花田|花丛|麦田|稻田|油菜花|向日葵|公园|乡村|田园|野原|花畑|お花|牧场"),
    "homes": words("houses(?! music)", "(?:my|our|the|dream|new|old|beautiful|family|cozy|modern|little) (?:house|"
    "home)(?! ?page| music| made)",
    "house (?:tour|for (?:sale|rent)|listing)", "villas?", "cottages?", "villages?", "suburb\\w*", "neighbou?rhoods?",
    "cabins?", "residential",
    "small towns?", "häuser", "haus", "dorf", "casas?", "pueblo", "aldeia", "vila", "maisons?", "quartier",
    r"дом(?:а|ов|ик\\w*|ами)", r"деревн\\w+", r"пос[её]л\\w+", cjk="🏠|🏡|🏘|房子|别墅|村庄|小镇|住宅|楼盘|小区|古镇|村落|"
    "村里|一軒家|街並み|家々"),
    "underwater": words("underwater", "under the (?:sea|water|ocean)", "corals?(?: reefs?)?", "reefs?", "aquarium",
    "fish tank", "deep sea",
    "sea ?bed", "scuba", "snorkel\\w*", "unterwasser\\w*", "bajo el (?:mar|agua)", "submarin[oa]s?", "sous l'eau",
    "sous-marin\\w*",
    "debaixo d'água", "subaquátic\\w+", r"под водой", r"подводн\\w+", cjk="海底|水下|水中|珊瑚|深海|海の中"),
    "fire": words("fire(?! ?(?:works?|sales?|drill|alarm|department|station|fighters?|safety|truck|flies|fly|ball|wall))",
    "fire ?places?", "camp ?fires?", "bon ?fires?", "flames?", "fire(?= (?:burning|crackling|at night))",
    "(?:burning|crackling|cozy|warm) fire",
    "embers", "hearth", "kamin(?:feuer)?", "lagerfeuer", "chimenea", "fogata", "hoguera", "cheminée",
    "feu de (?:camp|bois|cheminée)", "lareira",
    "fogueira", r"камин\w*", r"кост[её]?р\w*", cjk="壁炉|篝火|火焰|炉火|暖炉|焚き火|たき火"),
    "clouds": words("clouds?(?! ?(?:storage|computing|software|service|based|hosting|platform|native))", "cloudscapes?",
    "(?:blue|open|clear|evening|morning) sky",
    "sky(?= |$|[,.])", "skies", "wolken(?:meer)?", "himmel", "nubes", "cielo", "nuages?", "ciel", "nuvens", "céu",
    r"облак\w*", r"неб(?:о|а|е|ом|еса)",
    cjk="☁|云海|白云|云朵|蓝天|天空|雲海|青空|雲"),
    "plain": words(f"(?:plain|solid|simple|blank|empty|clean|minimal(?:ist)?|(?:light|dark|soft) )*(?:{_HUE}|plain|solid|"
    f"blank|dark|light) "
    "(?:colou?r(?:ed)? )?(?:backgrounds?|backdrops?|screens?)",
    f"(?:background|backdrop)(?: colou?r)?(?: is|:)? (?:(?:solid|plain|pure|deep|light|dark) )*{_HUE}",
    f"{_HUE}(?: text| letters| words)? on (?:an? )?(?:plain |solid )?{_HUE}", "text[- ]only(?: video)?", "(?:schwarzer|"
    "weißer|einfarbiger|schlichter) hintergrund",
    "fondo (?:blanco|negro|liso|oscuro)", "fond (?:blanc|noir|uni)", "fundo (?:branco|preto|liso|escuro)",
    r"(?:ч[её]рн|бел|однотонн)\\w+ фон\\w*", cjk="纯色|黑屏|白底|黑底|白色背景|黑色背景|[红蓝绿黄粉紫灰橙]色背景|黒背景|"
    "白背景"),
    "product": words(r"products?", "showcase", "producto", "produkt",
    "produit", "produto", "unboxing", "packaging", cjk="产品|商品|新品|製品"), "abstract": words("abstract",
    "gradients?", "bokeh", "particles?", "geometric", "shapes", "background loop", "abstracto", "abstrakt",
    "abstrait", r"абстракт\w*", cjk="抽象|渐变|粒子|光斑",),}  # fmt: skip

MOOD_WORDS = {"sunset": words("sunset", "dusk", "golden hour", "evening", "soir(?:ée)?", "anochecer", "anoitecer",
    "twilight", "sundown", "autumn",
    "fall (?:forest|colou?rs|season|vibes)", "herbst", "otoño", "automne", "outono", "осен\\w+", "setting sun",
    "sun (?:goes|going) down", "atardecer", "puesta de sol", "sonnenuntergang", "abend(?:s|rot)?", "coucher (?:de|du) soleil",
    "pôr do sol", "por do sol", r"закат\w*", r"вечер\w*",
    cjk="🌇|秋天|秋日|(?<!中)秋|日落|夕阳|黄昏|傍晚|晚霞|夕陽|夕日|夕暮れ|夕方",), "sunrise":
    words("sunrise", "dawn", "daybreak", "early morning", "morning", "sun (?:rises|rising)", "rising sun",
    "amanecer", "sonnenaufgang", "morgen", "lever (?:de|du) soleil", "aube", "nascer do sol", "amanhecer",
    r"рассвет\w*", "matin", "manhã", "por la mañana", "de mañana", "morgens", "früh\\w*morgens?", r"утр\w*",
    cjk="🌅|朝|🌄|日出|清晨|黎明|早晨|朝阳|拂晓|朝日|夜明け",), "night": words(r"nights?",
    "dark(?= (?:\\w+ )?(?:forest|woods|city|ocean|sea|sky|desert|mountains|streets?|space|clouds))", "nighttime",
    "midnight", "neon", "spooky", "haunted", "creepy", "scary", "halloween", "unheimlich\\w*", "moonlit", "moonlight",
    "after dark", "noche", "nacht", "nuit", "noite", r"ноч\w*",
    "nocturnal", "starry", "aurora", "northern lights", "fireworks?", "stars", "moon",
    cjk="🌃|烟花|星空|繁星|月亮|星星|🌙|夜晚|夜景|夜间|深夜|午夜|月光|雨夜|夜",),
    "day": words("daytime", "sun(?! ?(?:set|rise|day|down|flower|glass|wave|screen))", "daylight",
    "(?<!every )(?<!each )(?<!same )(?<!all )(?<!per )(?<!'s )(?<!’s )(?<!mothers )(?<!fathers )day(?! \\d)",
    "noon", "midday", "sunny", "afternoon", "blue sky", "clear sky", "día", "tagsüber", "jour", "por la tarde",
    r"дн[её]м", "spring", "springtime", "summer", "frühling\\w*", "sommer\\w*", "midi", "mediodía", "meio-dia", "mittags?",
    "полдень", "primavera", "verano", "verão", "printemps",
    "été",
    r"весн\w*", r"лет(?:о|ом|н\w+)", cjk="☀|春天|夏天|春日|夏日|春|夏|昼|白天|正午|中午|晴天|下午|阳光|蓝天",),}  # fmt: skip

LIVING = words("cats?", "kittens?", "dogs?", r"pupp(?:y|ies)", "horses?", "bees?", "fish",
    "whales?", "dolphins?",
    "lions?", "tigers?", "bears?", "elephants?", "animals?", "pandas?", "foxes", "fox", "wolf", "wolves", "rabbits?",
    "people", "persons?", "man", "men", "woman", "women", "girls?", "boys?", "child(?:ren)?", "kids?",
    "bab(?:y|ies)", "couples?", "dancers?", "dancing", "astronauts?", "runners?", "robots?", "dragons?", "unicorns?",
    "dinosaurs?", "cars?", "trains?", "planes?", "airplanes?", "spaceships?", "rockets?", "chefs?", "family",
    "gatos?", "perros?", "katzen?", "hunde?", "(?:mon|un|le|ma|mes|des|petit) chats?", "chiens?", "cachorros?",
    r"кот\w{0,2}", r"кошк\w+",
    r"собак\w+", "butterfl(?:y|ies)", "camels?", "penguins?", "monkeys?", "surfers?", "singers?", "knights?",
    "wizards?", "superhero(?:es)?", cjk=
    "小猫|猫咪|猫|小狗|狗|马儿|骏马|鱼|鲸鱼|狮子|老虎|熊猫|大象|动物|人物|男人|"
    "女人|女孩|男孩|孩子|小孩|婴儿|情侣|" "宇航员|机器人|恐龙|龙|汽车|火车|飞机|飞船|火箭|舞者|跳舞|家人|犬",)  # fmt: skip

_NEAR = {("forest", "night"): words("horror", "thrillers?", "mystery", "ghosts?", "witch(?:es)?", "vampires?", "zombies?",
    cjk="恐怖|鬼|悬疑"),
    ("homes", "day"): words("real estate", "realtors?", "listings?", "mortgages?", "airbnb",
    "home (?:decor|improvement|tour|sale)",
    "house", "immobilien\\w*", "inmobiliaria", "immobilier", "imobiliári[ao]", "недвижимост\\w*", "\\d bed(?:room)?s?",
    cjk="房产|房地产|二手房|租房|不動産"),
    ("meadow", "day"): words("spring(?:time)?", "flower(?:s| shops?| stores?)?", "florists?", "butterfl(?:y|ies)", "bees?",
    "lambs?", "sheep", "cows?",
    "blumenladen", "floristería", "fleuriste", "floricultura", cjk="(?<!烟)花|春|蝴蝶|羊|牛(?!仔)"), ("rain",
    "night"): words("sad",
    "lonely", "melanchol\\w+", "heartbreak\\w*", "breakup", "grief",
    cjk="悲伤|难过|伤感|失恋"), ("product",
    "day"): words("brand(?:s|ing)?", "launch", "coffee", "tea", "food", "restaurant", "burgers?", "pizza", "cake",
    "drinks?", "shoes?", "sneakers?", "watch(?:es)?", "perfume", "phones?", "gadgets?", "headphones",
    "jewel(?:le)?ry", "fashion", "makeup", "skincare", "sale", "offer", "discount", "baker(?:y|ies)", "caf[eé]s?",
    "shops?", "stores?", "salons?", "boutiques?", "gym", "cook(?:ing|book)?", "recipes?", "pasta", "wine", "beer",
    "bottles?", "webinars?", "workshops?", "bags?", "soap", "candles?", "serums?", "smoothies?", "juice", "lemonade",
    "book ?stores?", "bookshops?", "groom(?:ing|ers?)", "pizzeria", "trattoria", "bistro", "breakfast",
    "lunch", "dinner", "meals?", "snacks?", "fruits?", "vegetables?", "salads?", "soup", "mugs?",
    "dentist\\w*", "clinic", "lipstick", "sunglasses", "furniture", "toys?", "vegan", "bbq", "burritos?", "sushi",
    "pancakes?", "cookies", "desserts?", "chocolate", "ice ?cream", "barber(?:shop)?s?", "nails?", "spa", "t-?shirts?",
    "boulangeries?", "pâtisseries?", "restaurante?s?", "panader[íi]a", "pastelería", "cafetería", "tienda", "loja", "padaria",
    "confeitaria", "bäckerei", "konditorei", "laden", "geschäft", "friseur\\w*", "пекарн\\w+", "кофейн\\w+", "кафе",
    "ресторан\\w*",
    "магазин\\w*", "салон\\w*", "кондитерск\\w+", "скидк\\w+", "распродаж\\w+", "rabatt\\w*", "soldes", "rebajas", "promoção",
    "descuento", "desconto", "black friday", "cyber monday", "giveaway", "deals?", cjk=
    "品牌|发布|咖啡|茶|美食|餐厅|蛋糕|饮料|鞋|手表|香水|手机|耳机|珠宝|时尚|化妆|护肤|" "促销|打折|优惠|大促|五折|"
    "折扣|双十一|开业|店|面包|上新|包|烹饪|火锅|奶茶|"
    "カフェ|レストラン|パン屋|ショップ|セール|新発売|コーヒー|ラーメン|スイーツ",), ("space",
    "night"): words("astronauts?", "spaceships?", "rockets?", "aliens?", "ufo", "sci-?fi", cjk=
    "宇航员|飞船|火箭|外星|科幻"), ("underwater", "day"): words("fish", "mermaids?", "octopus", "turtles?", "jellyfish",
    "clownfish",
    cjk="美人鱼|水母|小丑鱼"), (
    "ocean", "day"): words("whales?", "dolphins?", "sharks?", "boats?",
    "ships?", "surfers?", cjk="鱼|鲸|海豚|鲨|船|帆"), ("beach", "sunset"): words("holidays?", "vacation", "couples?",
    "love", "romantic", "wedding", "summer", cjk="度假|情侣|爱情|浪漫|婚礼|夏天"), ("forest", "sunrise"): words(
    "birds?", "bears?", "pandas?", "cats?", "kittens?", "dogs?", r"pupp(?:y|ies)", "pets?", "animals?", "gatos?",
    "perros?", "katzen?", "hunde?", "chats?", "chiens?", r"кот\w{0,2}", r"кошк\w+", r"собак\w+", "camping", "picnic",
    "fairy ?tales?", "fox(?:es)?", "wol(?:f|ves)", "rabbits?", "tigers?", "monkeys?", "deer",
    "butterfl(?:y|ies)", "nature", "dragons?", "unicorns?", "wizards?", "dinosaurs?", cjk=
    "猫|狗|鸟|熊|狐|狼|兔|虎|猴|鹿|蝴蝶|自然|龙",), ("desert", "sunset"): words("camels?", "lions?", "elephants?",
    "cowboys?", "safari", "western", cjk="骆驼|狮|大象|牛仔"), ("snow", "day"): words("penguins?", "santa", "aurora",
    "northern lights",
    "ski(?:ing)?", "ice", "skating", cjk="企鹅|圣诞|滑雪|冰"), ("mountains", "sunrise"): words("hik(?:e|ing|ers?)",
    "adventure", "travel", "journey", "climb\\w*", "horses?", "eagle", "epic", "castles?", "knights?", "sky",
    "clouds?", "flying", "planes?", "airplanes?", "balloons?", "success", "motivation\\w*", "inspir\\w+",
    cjk="登山|冒险|旅行|旅程|马|云|飞机|天空|城堡|励志"), (
    "city", "night"): words("part(?:y|ies)", "cars?", "dancers?", "dancing", "night ?club", "concert", "fireworks?", "robots?",
    "cyberpunk", "superhero(?:es)?", "singers?", "driv(?:e|ing)", "traffic", cjk=
    "派对|烟花|汽车|赛车|跳舞|舞者|演唱会|机器人|赛博",), ("city", "day"): words("business", "compan(?:y|ies)", "office",

    "logistics", "insurance", "bank(?:ing)?", "law(?: firm|yers?)", "shop(?:ping)?", "people", "trains?", "school",
    cjk="公司|商务|办公|房产|购物|学校"), (
    "abstract", "night"): words("tech(?:nology)?", "ai", "software", "apps?", "startup", "data", "digital", "future",
    "futuristic", "gaming", "gamers?", "music(?:ians?)?", "piano", "guitar", "band", "podcast", "science", "physics",
    "chemistry", "biology", "trailers?", "teasers?", "hype", "sneak peek", "basketball", "football", "soccer", "sports?",
    "esports",
    "team", "typography", "text[- ]only", "quiz", "math(?:s|ematics)?", "lessons?", "explain\\w*", "party",
    cjk="科技|技术|软件|应用|数据|数字|未来|游戏"),}  # fmt: skip

UNWANTED = re.compile(r"(?<![a-z])(?:no|not|without|except|instead of|rather than|don'?t want)(?: an?| the|"
    r" any)? (?:\w+ )?(?:cit(?:y|ies)|"
    r"beach(?:es)?|oceans?|seas?|mountains?|forests?|trees?|deserts?|rain|snow|space|stars|streets?|products?)(?![a-z])|"
    r"(?:place|venue|where|location|address|ort|lugar|lieu|место|地点)\s?[:：]\s?[^.;\n]{2,40}|"
    r"\d{1,5} (?:[a-z]+ ){1,2}(?:streets?|st\.|avenue|ave|road|lane|drive|boulevard)(?![a-z])|"
    r"(?:不要|没有|不是|别用)(?:城市|海滩|大海|海|山|森林|沙漠|雨|雪|星空)")  # fmt: skip
SKY = words("stars", "starry(?: sky| night)?", "night ?sky", "(?:little|shooting|bright) star", "moon", "milky way",
    "nachthimmel",
    "cielo (?:nocturno|estrellado)", "céu (?:noturno|estrelado)", "ciel (?:nocturne|étoilé)", "sternenhimmel",
    "noche estrellada", "noite estrelada", "nuit étoilée", r"зв[её]здн\w+(?: неб\w+)?", r"ночно[ем]у? неб\w+",
    cjk="星空|繁星|银河|月亮|星星|夜空")  # fmt: skip
_WEATHER = ("rain", "snow")
_OWN_WEATHER = {"rain": ("city", "abstract", "space"), "snow": ("forest", "mountains", "abstract", "space")}
FALLING = words(
    "snow(?:ing|fall|storm|flakes?)", "snow (?:is )?falling", "falling snow", "blizzard", cjk="下雪|飘雪|大雪纷飞|雪花"
)
_INLAND = words("lakes?", "river", "lac", "lago", "see", cjk="湖|河")


def scenes(text: str) -> tuple[str, ...]:
    """The scenes that the text names, in order, each once. A product, a plain backdrop and the sky count only by themselves."""
    found = list(dict.fromkeys(name for _, name in mentions(SCENE_WORDS, UNWANTED.sub(" ", text))))
    if "beach" in found and "ocean" in found and len(found) > 1:
        found.remove("ocean")  # the beach has its sea
    for backdrop in ("plain", "product", "clouds"):
        if len(found) > 1 and backdrop in found:
            found.remove(backdrop)
    if len(found) > 1 and "space" in found and not SCENE_WORDS["space"].search(SKY.sub(" ", text)):
        found.remove("space")  # stars and a moon stand over every scenery by night
    if "underwater" in found and "ocean" in found:
        found.remove("ocean")
    if "homes" in found and "city" in found:
        found.remove("city")  # its street
    return tuple(found)


def scene(text: str) -> str | None:
    """The one scene that the text is about: rain and snow where they have no place of their own, else what comes first."""
    found = scenes(text)
    if "mountains" in found and "snow" in found:
        return "snow" if FALLING.search(text) else "mountains"
    if "mountains" in found and "ocean" in found and _INLAND.search(text):
        return "mountains"
    weather = next((name for name in found if name in _WEATHER), None)
    if weather is None:
        return found[0] if found else None
    places = [name for name in found if name not in _WEATHER]
    return places[0] if places and places[0] not in _OWN_WEATHER[weather] else weather


def mood(text: str) -> str | None:
    """The time of day that the text names."""
    return first_mention(MOOD_WORDS, text)


def living(text: str) -> str:
    """The first person, animal or machine named, which we cannot draw; "" when none."""
    match = LIVING.search(text)
    return match[0] if match else ""


def first_near(text: str) -> tuple[str, str] | None:
    """The first row whose words the text mentions."""
    return next((pair for pair, pattern in _NEAR.items() if pattern.search(text)), None)
