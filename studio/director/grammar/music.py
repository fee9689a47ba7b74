"""Music: style, volume, ducking, mute."""

import re
from dataclasses import dataclass

from studio.director.grammar.numbers import number
from studio.director.grammar.words import first_mention, words

MUSIC = words(r"(?:background )?music(?! video)", "bgm", "soundtracks?", "songs?", "background track", "audio track",
    "tunes?", "beats?(?! up)", "melody", "música", "musica", "musik", "hintergrundmusik", "musique",
    "trilha(?: sonora)?", r"музык\w*", "jingle", "score(?! ?\\d)", cjk=
    "背景音乐|音乐|配乐|背景乐|(?<=[子士滚典])乐|歌曲|音樂|配樂|音楽|伴奏|曲",
)  # fmt: skip
STYLES = {"lofi": words("lo-?fi", "lo fi", "chill(?:ed|out)?", "laid[- ]?back", "mellow", "jazz(?:y)?",
    "hip ?hop", "study", "relaxed", "entspannt\\w*", "relajad[ao]", "détendu\\w*", "расслабл\\w*", cjk=
    "低保真|ローファイ|轻松|慵懒|爵士|嘻哈|リラックス|おしゃれ"), "upbeat": words("upbeat", "energetic", "happy", "pop",
    "dynami(?:que|sch\\w*)", "dinámica", "dinâmica", "cheerful", "lively", "fun", "bouncy", "joyful", "alegre",
    "animad[ao]", "fröhlich\\w*", "entraînante", "joyeu(?:x|se)", "mitreißend\\w*", "schwungvoll\\w*",
    "вес[её]л\\w*", "бодр\\w*", "энергичн\\w*", "rock", "party", "positive", "feel[- ]good", "peppy",
    "playful", "childish", "funny", "dynamic", "danceable", cjk=
    "欢快|动感|活泼|快乐|节奏感|热闹|开心|流行|摇滚|明るい|楽しい|元気|にぎやか|賑やか|ポップ|"
    "アップテンポ|欢乐|" "喜庆|激情|轻快", ), "cinematic": words("cinematic", "epic", "dramatic",
    "orchestral?", "orchestra", "trailer", "heroic", "grand", "film score", "inspiring", "inspirational",
    "motivational", "emotional", "épica", "épique", "episch\\w*", "cinematográfica", "dramatisch\\w*",
    "dramatique", "dramátic[ao]", "эпич\\w*", "драматич\\w*", "торжественн\\w*", "suspense(?:ful)?", "scary",
    "horror", "spooky", "creepy", "eerie", "mysterious", "haunting", "ominous", "dark", "tense", "intense",
    cjk= "史诗|大气|震撼|电影感|管弦|激昂|宏大|感人|励志|紧张|壮大|感動|ドラマチック|迫力", ), "ambient":
    words("ambient", "sad(?:der)?", "melanchol\\w*", "slow(?:er)?", "calm(?:ing|er)?", "peaceful", "soft",
    "soothing", "dreamy", "meditati(?:ve|on)", "relaxing", "gentle", "quiet", "atmospheric", "tranquil[ao]",
    "suave", "relaxante", "relajante", "triste", "calma", "calme", "douce?", "apaisante", "ruhig\\w*",
    "sanft\\w*", "traurig\\w*", "спокойн\\w*", "грустн\\w*", "тих(?:ая|ую|ой)", "нежн\\w*", "медленн(?:ая|ую)",
    "spa", "sleepy", "ethereal", cjk=
    "悲伤|伤感|舒缓|安静|平静|氛围|柔和|轻柔|宁静|冥想|治愈|轻音乐|安静|忧伤|静か|落ち着|癒|悲しい|"
    "穏やか|優しい", ), "corporate": words("corporate", "business", "professional", "clean", cjk=
    "商务|企业|专业"), "acoustic": words("acoustic", "heart-?warming", "tender", "sentimental", "sweet",
    "classy", "elegant", "sophisticated", "luxur(?:y|ious)", "chic", "romantic", "romántic[ao]s?",
    "romantisch\\w*", "romantique", "романтич\\w*", "heartfelt", "guitar", "folk", "country", "piano",
    "classical", "ukulele", "music ?box", cjk= "吉他|民谣|原声|钢琴|古典|浪漫|温馨|ロマンチック"),
    "electronic": words("electronic", "elektronisch\\w*", "electrónica", "électronique", "eletrônica",
    "электрон\\w*", "edm", "techno", "synth(?:wave)?", "house", "dubstep", "8-?bit", "retrowave", "trance",
    cjk= "电子|电音|合成器|科技感|未来感"), }  # fmt: skip
OWN_SOUND = words("original (?:sound|audio)", "volume of the (?:original|clips?|video|footage)",
    "(?:clip|video|footage|source)(?:'?s)? (?:own )?(?:sound|audio)", "volume (?:of|on|in) the (?:clips?|videos?|footage)",
    "sounds?", "audio", "voices?", "speech", "noise", "sonido", "ton", "son(?= |$)", "som", "звук\\w*", cjk=
    "原声|原音|声音|人声|音频|噪音",
)  # fmt: skip
NEGATION = words("no", "without(?: any)?", "w/o", "zero", "remove", "delete", "drop", "mute", "kill", "turn off",
    "take (?:out|away|off)", "take (?:the |my |that |this )?\\w+(?: \\w+)? (?:out|away|off)", "get rid of", "don't want",
    "(?:don'?t|do not) like", "hate", "cut(?: out)?", "strip",
    "silence", "lose", "sin", "ohne",
    "sans", "sem", "без", "quita", "quitar", "elimina", "entferne", "supprime", "удали\\w*", "enlève", "remova", "убери",
    "erase",
    "clear", "not any", "skip", cjk="不要|去掉|删除|删掉|移除|取消|关掉|去除|没有|无需|不需要|静音|なし|消して|削除|"
    "无(?=字幕|文字|音乐|配乐|标题|声)",
)  # fmt: skip
MUTE = words("mute(?:d)?", "silent", "silence(?: it| everything)?", "sin sonido", "ohne ton", "stumm", "muet",
    "sem som", "без звука", cjk="静音|无声|消音",)  # fmt: skip
DUCK = words("duck(?:ing|s|ed)?",
    "(?:quieter|softer|lower) than (?:the |my )?(?:voices?|speech|talking|dialog\\w*|people)",
    "(?:don'?t|do not|not|never|without) .{0,12}(?:drown|cover|overpower|bury|"
    "hide)\\w*(?: out)? .{0,10}(?:voices?|speech|talking|speakers?|words|him|her|me)",
    r"(?:lower|quieter|softer|dip).{0,20}(?:under|when|while|during).{0,20}(?:speech|"
    r"speak\w*|talk\w*|voices?|dialogue)", cjk= "闪避|说话时.{0,8}(?:降低|小)|人声时.{0,8}(?:降低|小)|避让", )  # fmt: skip
VOICE = words("voice\\w*", "narration", "recording", "memo", cjk="人声|录音|旁白|配音")
OWN_FILE = words(r"my (?:own )?(?:\w+ )?(?:music|song|track|audio|mp3|soundtrack|sound ?file|beats?|tune|jam|mix|instrumental)",
    r"(?:the |this |that )?(?:uploaded|attached) (?:\w+ )?(?:music|song|track|audio|mp3|file)",
    "this (?:song|track|audio|mp3|music)",
    "the (?:song|track|audio|mp3|music) (?:i|that i) (?:sent|uploaded|gave|attached)",
    "the (?:mp3|wav|m4a|audio file)",
    "(?:my|this|the) (?:own )?(?:voice[- ]?over|voice (?:recording|memo|note|message)|narration|recording|memo)", "mi canción",
    "meine musik", "ma musique", "minha música", cjk=
    "我的(?:音乐|歌|配乐|音频)|这首(?:歌|音乐|曲)|上传的(?:音乐|歌|音频)|我上传的音|" "这个(?:音乐|音频)",
)  # fmt: skip

LOUDER = words("louder", "volume (?:a (?:bit|little) )?(?:up|higher)", "too quiet",
    "can'?t hear (?:it|the \\w+)", "turn (?:it |the \\w+ |the background \\w+ )?up",
    "(?:turn|crank|bring|raise|increase|boost) (?:up )?(?:the )?.{0,24}(?:volume|music|"
    "sound|audio|bgm)(?: up)?", "more volume", "más alt[oa]", "lauter", "plus fort", "mais alt[oa]", "громче",
    cjk= "大声|调大|音量大|响一点|加大|调高|大一点")  # fmt: skip
QUIETER = words("quieter", "softer", "turn (?:it |the \\w+ |the background \\w+ )?down",
    "(?:turn down|lower|reduce|decrease|bring down|dial down) (?:the )?.{0,24}(?:volume|music|sound|"
    "audio|bgm)", "(?:turn|bring|dial) (?:the )?.{0,24}(?:volume|music|sound|audio|bgm)(?: (?:of|on|"
    "in) .{1,24}?)? down", "less loud", "volume (?:a (?:bit|little) )?(?:down|lower)",
    "lower(?: (?:it|that|this|them))?", "too loud", "keep (?:it|that|the \\w+) (?:low|quiet|down|soft)",
    "más baj[oa]", "leiser", "moins fort", "mais baix[oa]", "тише", cjk=
    "小声|调小|音量小|轻一点|降低|调低|太吵|太大|小一点")  # fmt: skip
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3})(?:\.\d+)?\s?(?:%|percent|per cent|prozent|por ciento|pour ?cent|"
    r"por cento|процент\w*)|百分之([零一二三四五六七八九十百\d]+)")  # fmt: skip
_HALF_VOLUME = words("half (?:the |its )?(?:volume|as loud)", "(?:at|to) half(?: (?:the )?volume)?", "(?:by )?half as loud",
    "volume (?:in|by) half",
    cjk="一半音量|音量减半|音量一半|音量.{0,4}一半")  # fmt: skip


_QUIET = words("not (?:too|so|very|that) loud", "isn't too loud", "(?:very |really |super )?(?:quietly|softly|faintly)",
    "(?:very |really )?(?:quiet|low|faint|soft)(?: \\w+)? in the background",
    "(?:at )?(?:a )?low(?:er)? volume", "(?:quiet|soft|faint|low)(?: \\w+)? background music", "quiet music",
    "music,? (?:very |really )?(?:quiet|low|soft)(?=\\s*$)", "barely audible", "subtle background", "leise", "en sourdine",
    "bajito", "baixinho",
    "тихо\\w*", cjk=
    "小声|轻轻|低音量|音量低|音量小|小さ[めく]")  # fmt: skip
_LOUD = words(
    "loudly",
    "loud(?= music| and| song| beat|$)",
    "(?:at )?high volume",
    "laut",
    "à fond",
    cjk="大声|大音量",
)
_FULL = words(
    "(?:at )?(?:full|max(?:imum)?) volume",
    "all the way up",
    "a todo volumen",
    "volle lautstärke",
    cjk="最大音量|音量最大|音量开到最大",
)
_FAINT, _STRONG = 0.2, 0.7

STYLE_NAMES = {"lofi": ("lo-fi", "轻松"), "upbeat": ("upbeat", "欢快"), "cinematic": ("cinematic", "大气"),
    "ambient": ("ambient", "舒缓"), "corporate": ("corporate", "商务"), "acoustic": ("acoustic", "民谣"),
    "electronic": ("electronic", "电子")}  # fmt: skip
GENRES = {"acoustic": words("music ?box", "piano", "klavier\\w*", "пиан\\w+", "фортепиано", "classical",
    "klassi(?:k|sche[rn]?)(?: musik)?", "classique",
    "clásica", "clássica", "country", "ukulele", "harp", "flute", "celtic", "harmonica", "banjo", cjk=
    "钢琴|古典|古风|古筝|二胡|笛子|国风|中国风|ピアノ|クラシック"), "lofi": words("jazz(?:y)?", "джаз\\w*", "hip[- ]?hop",
    "rap",
    "trap", "r&b", "rnb", "blues", "soul", "bossa nova", "saxophone", "sax", cjk="爵士|嘻哈|说唱|布鲁斯|萨克斯|ジャズ"),
    "upbeat": words("rock",
    "рок", "metal", "punk", "reggae", "latin", "salsa", "samba", "funk(?:y)?", "disco", "k-?pop", "indie", "swing", "bollywood",
    "christmas (?:music|song|carols?)", cjk="摇滚|金属乐|雷鬼|拉丁|迪斯科|ロック"), "cinematic": words("violins?", "cello",
    "strings",
    "symphon\\w+", "opera", "choir", "drums?", "percussion", cjk="交响|小提琴|大提琴|歌剧|合唱|鼓点"),
    "ambient": words("lullab(?:y|ies)",
    "new age", "zen(?= (?:music|garden music|sounds?|vibes))", cjk="摇篮曲|禅")}  # fmt: skip
_SINGLE = words("guitar", "gitarre", "guitare", "guitarra", "гитар\\w*", "folk", cjk="吉他|民谣|ギター")
# What a kind of music is called, which says more than how it shall sound: "gentle acoustic", "soft electronic".
_BY_NAME = {"acoustic": words("acoustic", cjk="原声|民谣"), "electronic": words("electronic", "synth(?:wave)?", "techno", "edm",
    cjk="电子|电音"), "corporate": words("corporate", cjk="商务"), "lofi": words("lo-?fi", "lo fi", cjk="低保真|ローファイ"),
    "cinematic": words("cinematic", "orchestral?", "orchestra", cjk="管弦|交响"), "ambient": words("ambient")}  # fmt: skip
_PLAYED_BY = words(
    "(?:playing|plays?|learning|spielt|joue|toca(?:ndo)?|играет(?: на)?)(?: the| my| her| his)? \\w+",
    cjk="弹(?:钢琴|吉他)",
)


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of music that is named, and the style that comes nearest."""

    said: str
    style: str


def genre(text: str) -> Genre | None:
    """The kind of music named that is no style of ours; an instrument that somebody plays in the picture is none."""
    heard = _PLAYED_BY.sub(" ", text)
    for style_, pattern in GENRES.items():
        if match := pattern.search(heard):
            return Genre(match[0], style_)
    return None


def percent(text: str) -> float | None:
    """The share that the text names: "35 %" -> 0.35, at most 2."""
    match = _PERCENT.search(text)
    if match is None:
        return 0.5 if _HALF_VOLUME.search(text) else None
    value = number(match[1] or match[2])
    return None if value is None else min(value, 200.0) / 100


def style(text: str) -> str | None:
    """The style of music that the text names; an instrument or a genre says more than how it shall sound."""
    if named := genre(text):
        return named.style
    if _SINGLE.search(_PLAYED_BY.sub(" ", text)):
        return "acoustic"
    return first_mention(_BY_NAME, text) or first_mention(STYLES, text)


def names_instrument(text: str) -> bool:
    """Whether an instrument or a genre is named: that alone asks for music."""
    return genre(text) is not None or _SINGLE.search(_PLAYED_BY.sub(" ", text)) is not None


def level(text: str) -> float | None:
    """How loud, in figures or in words: "at 35 %", "quietly in the background"."""
    share = percent(text)
    if share is not None:
        return share
    if _FULL.search(text):
        return 1.0
    return _FAINT if _QUIET.search(text) else _STRONG if _LOUD.search(text) else None


_TUNES = {"cinematic": words("cinematic", "epic", "dramatic", "trailer", "heroic", "inspir\\w+",
    "motivation\\w*", "emotional", "majestic", "suspense\\w*", "thriller", "horror", "spooky", "mysterious",
    "blockbuster", "movie[- ]style", "épic[oa]", "episch\\w*", "épique", "cinematográfic[oa]", "эпическ\\w*",
    cjk= "史诗|大气|震撼|电影感|激昂|宏大|感人|预告|励志|大片"), "ambient": words("calm(?:ing|er)?",
    "peaceful", "soothing", "dreamy", "meditat\\w*", "relax\\w*", "gentle", "serene", "tranquil\\w*",
    "mindful\\w*", "sleepy?", "yoga", "ruhig\\w*", "calme", "calmo", "спокойн\\w*", cjk=
    "舒缓|安静|平静|宁静|冥想|治愈|静谧|睡眠"), "upbeat": words("upbeat", "energetic", "happy", "cheerful",
    "lively", "funny?", "joyful", "hype", "exciting", "festive", "playful", "alegre", "fröhlich\\w*",
    "joyeu\\w+", "вес[её]л\\w*", cjk= "欢快|动感|活泼|快乐|热闹|开心|搞笑"), "lofi": words("lo-?fi", "cozy",
    "cosy", "chill(?:ed)?", "laid[- ]?back", cjk= "慵懒|轻松"), "electronic": words("cyberpunk", "techno",
    "synthwave", "edm", "electronic", "futuristic", "sci-?fi", cjk= "赛博|科幻|科技感|未来感|电音"), "acoustic": words(
    "love(?= (?:video|story|song|message|letter|card|clip|reel))", "romantic", "romántic[ao]s?", "romantisch\\w*",
    "romantique", "романтич\\w*", "acoustic", "heartfelt",
    "nostalgic", "folk", cjk= "浪漫|温馨|怀旧|民谣"), "corporate": words("corporate", "business",
    "professional", cjk= "商务|企业")}  # fmt: skip


def tune(text: str) -> str | None:
    """The style of music that the words of a whole prompt suggest ("a calm video of …")."""
    if named := genre(text):
        return named.style
    return "acoustic" if _SINGLE.search(_PLAYED_BY.sub(" ", text)) else first_mention(_TUNES, text)


VOLUME = words("volume", "vol", "volumen", "lautstärke", "loudness", "громкость", cjk="音量")
_CLIPS_OWN = words("original", "clips?", "video", "videos", "footage", "source", "own", "voices?", "speech", cjk=
    "原声|原音|视频|片段|人声|素材",)  # fmt: skip


def first_own(text: str) -> bool:
    """Whether sound means that of the footage alone."""
    return _CLIPS_OWN.search(text) is not None
