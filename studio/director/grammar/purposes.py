"""What a whole prompt is for: a new film, from what, in which style."""

import re

from studio.director.grammar.words import words

_MAKE = r"(?:make|create|generate|produce|build|design|craft|edit|cut|do|give|render)"
_FILM = (
    r"(?:videos?|films?|clips?|movies?|promos?|promotional|slide ?shows?|montages?|reels?|"
    r"trailers?|teasers?|gifs?|vids?|ads?|adverts?|advertisements?|commercials?|stor(?:y|ies)|"
    r"animations?|intros?|outros?|openers?|loops?|vlogs?|invitations?|greetings?|"
    r"loopable|bumpers?|explainers?|tutorials?|invites?|tributes?|flyers?|invitaci[oó]n(?:es)?|einladung\w*|convite|"
    r"приглашени\w+|pub|publicités?|anuncios?|comercia(?:l|is)|werbe\w+|werbung|реклам\w+|spots?|countdowns?|"
    r"shorts?|tik ?toks?|recaps?|highlights?|compilations?|timelapses?|scenes?|shots?|"
    r"footage|mp4|vídeos?|película|filme|vidéos?|ролик\w*|видео\w*|фильм\w*|слайд-?шоу)"
)
_STRONG = (
    r"(?:make|creat(?:e|ing)|generat(?:e|ing)|produce|producing|build|design|craft|compose|"
    r"assemble|animate|imagine|put together|crea(?:r|te)?|haz|genera|erstelle?|mache?|"
    r"generiere|crée[rz]?|fais|génère|cri[ea]r?|faça|gere|создай|сделай|сгенерируй)"
)
_WEAK = r"(?:want|need|like|give|get|do|cut|edit|render|prepare|draw|quiero|quero|veux|möchte|хочу)"
_ONE = r"(?:a|an|another|one|some|new|two|three|four|\d+|un|una|ein|eine|einen|une|um|uma|short|quick|brand new)"
_NO_LINK = (
    r"(?:(?!\b(?:on|in|to|at|over|for|with|onto|under|of|into|from|between|the|el|das|den|le|la|o)\b)[^.\n]){0,70}?"
)
_NEW = re.compile(
    rf"(?<![a-z])(?:{_STRONG}\s(?:me |us )*(?:{_ONE}[ -])?|{_WEAK}\s(?:me |us |to have )"
    r"*(?:a|an|another|one|some|new|un|una|ein|eine|einen|une|um|uma)[ -])"
    rf"{_NO_LINK}(?<![a-z]){_FILM}(?![a-z])"
)
_GENERATE = re.compile(r"\bgenerat(?:e|es|ing)\b(?!.{0,24}(?:captions?|subtitles?|titles?|music|soundtrack|bgm))")
_DEFINITE = re.compile(rf"(?<![a-z]){_MAKE}\s(?:the|this|that|it|my|our|these|those|each|every|all|clip|scene|shot)\b")
_BARE = re.compile(
    rf"^\s*(?:an?|un|una|ein|eine|einen|une|um|uma|\d+|{{n}})[ -]{_NO_LINK}(?<![a-z]){_FILM}(?![a-z])".replace(
        "{n}", "two|three|ten|fifteen|twenty|thirty|sixty|half a minute|new"
    )
)
_INTO = re.compile(
    r"(?<![a-z])(?!.{0,60}?\binto\s(?:\S+ ){0,3}?(?:\S+ )?(?:pieces|parts|halves|chunks|segments|sections|bits|"
    r"blocks)\b)(?:turn|make|transform|convert|cut|edit|shape|remix|change|combine|put|"
    r"merge|stitch|join|assemble|arrange|compile|repurpose)\b.{0,60}?\b(?:in ?to|as|out "
    r"of)\b\s*(?:something |an? |one |some |\d|new|short|my |the )"
)
_FROM_MINE = re.compile(
    r"(?:from|with|(?<!order )(?<!middle )(?<!center )(?<!part )(?<!end )(?<!half )(?<!start )(?<!beginning )(?<!seconds )of|"
    r"using|"
    r"out of|con|mit|avec|com|"
    r"de|aus|из)\s(?:all )?(?:my|our|the|both|"
    r"these|those|this|mis|meinen?|mes|minhas?|meus|моих?|uploaded|attached)"
    r"\b.{0,40}?(?:photos?|pictures?|images?|pics|clips?|videos?|footage|files?|uploads?|"
    r"material|fotos?|imágenes|bildern?|aufnahmen|imagens|фото\w*|видео\w*)"
)
_CJK_NEW = re.compile(
    r"(?:生成|制作|做|创建|创作|来|剪|剪辑|剪成|做成|变成|合成|拍|弄|要|想要|制作成|拼成|"
    r"给我)(?:一下|出|成|为|一|个|段|条|部|支|张|新的|新|我|些)*.{0,40}?(?:视频|短片|影片|"
    r"片子|宣传片|幻灯片|广告|动画|片头|短视频|相册|vlog|集锦|大片|预告片|混剪|动画片|動画|"
    r"ビデオ)"
    r"|^\s*(?:一个|一段|一条|一部|[零一二三四五六七八九十两半\d]+(?:秒|分钟|分)钟?(?:半)"
    r"?(?:的|长)?).{0,30}?(?:视频|短片|影片|宣传片|幻灯片|广告|动画|動画)|(?:動画|ビデオ)"
    r".{0,6}(?:作|生成)|生成.{2,}"
)
_CJK_EDIT = re.compile(
    r"(?:把|将|给)(?:这个|这段|视频|它|片子|影片|标题|音乐|整个)?.{0,16}(?:改|换|调|加|删|"
    r"去掉|变成(?!.{0,12}(?:宣传片|短片|广告|视频)))|(?:视频|片子|影片)(?:变|改|调|剪短|"
    r"太)"
)
_START_OVER = words(
    "start (?:over|again|from scratch|fresh|new)",
    "from scratch",
    "new (?:video|film|project|one)",
    "brand new",
    "(?:do|make) (?:it )?(?:all )?over",
    cjk="重新(?:做|生成|开始|来|制作)|从头(?:开始|来)|新的视频|重来",
)
_GENERATE_MINE = re.compile(
    r"\b(?:generate|make|create|use|edit|combine|merge|join|stitch|assemble|compile|put "
    r"together|string together)\s(?:a video (?:from|with|of)\s)?(?:all (?:of )?)?(?:my|the|"
    r"these|those|our|this)\s(?:\w+ )?(?:existing |uploaded |own )?(?:text or images|"
    r"clips?|videos?|footage|photos?|images?|pictures?|files?|material)\b(?! (?:\d|last|be |black|bw|"
    r"warm|vertical|square|faster|slower|shorter|longer|louder|into|with|and|to|look|"
    r"bright|dark|play|in|up|go))"
)

_PROMO = words("promo(?:s|tional)?", "ads?", "adverts?", "advertisement", "commercial", "trailer", "teaser",
    "highlights?(?: reel)?", "recap", "montage", "sizzle(?: reel)?", "hype", "best (?:bits|parts|moments|of)",
    "best \\d+ ?(?:s|secs?|seconds)",
    "summary", "compilation", "short form", "short clip", "supercut", "anuncio", "werbe\\w*", "werbung", "publicité",
    "реклам\\w*", "промо\\w*", cjk="宣传|广告|促销|预告|集锦|精彩|混剪|高光|推广|プロモ|推介",)  # fmt: skip
_SHOW = words("slide ?shows?", "photo (?:album|video|montage|film)", "album", "memories", "diashow", "diaporama",
    "presentación", "слайд-?шоу", cjk="幻灯片|相册|影集|轮播|照片视频|スライドショー|电子相册",)  # fmt: skip
_LIVELY = words("fast[- ]?paced", "snappy", "quick cuts", "fast cuts", "hype", "punchy", "rapid", "high[- ]energy",
    "dynamic", cjk="快节奏|快剪|卡点|节奏快",)  # fmt: skip

_MINE = {"image": words("(?:my|our|the|these|those|uploaded|attached|product|brand|mis|meine[nr]?|mes|minhas|"
    "two|three|four|five|six|\\d+)(?: \\w+){0,3} (?:photos?|pictures?|images?|pics|fotos?|"
    "imágenes|bildern?|imagens|snapshots?)", "(?:из )?(?:моих |мои )?фото\\w*", "from photos?", "photos?",
    "pictures(?! of)", "images(?! of)", "my (?:text or )?images?", cjk=
    "照片|图片|相片|产品图|写真|图(?=做|制作|生成)|截图",), "video": words(
    "(?:my|our|the|these|those|this|that|both|uploaded|attached|existing|mis|meine[nr]?|"
    "mes|meus)(?: \\w+){0,3} (?:clips?|footage|recordings?|videos)",
    "(?:two|three|four|\\d+)(?: (?!seconds?|secs?|s|min\\w*)\\w+){0,3} (?:clips|recordings|videos)",
    "(?:this|my|uploaded|attached|that|the|our|este|mi|dieses|mein|cette|ma|ce|este|meu|"
    "это)(?: existing| raw| new)? (?:video|clip|movie|film|vídeo|vidéo|видео|recording)",
    "from (?:my |the |existing )?(?:footage|clips|videos)", "footage", "clips together", cjk=
    "这个视频|这段视频|我的视频|这些视频|素材|录像|片段|上传的视频|原视频|这条视频|视频素材",), "audio": words(
    "(?:my|this|the uploaded|the attached) (?:song|track|audio|mp3|music|voice ?over)", cjk=
    "我的(?:歌|音乐|音频)|这首歌",), "any": words(
    "(?:my|these|those|the|uploaded|attached|this)(?: \\w+)? (?:files?|uploads?|media|"
    "material|stuff|content|assets)", "turn (?:this|these|it|them)", "what i (?:sent|uploaded)", cjk=
    "我上传的|这些文件|我发的|上传的(?:文件|内容)|这些",),}  # fmt: skip
_PLURAL_OF = re.compile(
    r"\b(?:video|clip|film|movie|shot|scene|animation|footage|vídeo|vidéo)s? (?:of|about|"
    r"showing|with|where|de|von|über)\b"
)


_JOIN = words("merge",
    "put (?:it|this|them|these|those|everything|(?:(?:the|my|our|all|both|these|those|two|three|\\d) )+"
    "(?:clips|videos|photos|pictures|files|ones))(?: all)? together", "join", "combine(?= *(?:$|[,.;&]))",
    "stitch", "(?:stick|glue|splice|combine|" "tape) .{0,30}together", "concatenate", "string together",
    "one after (?:the other|another)", cjk=
    "合并|拼接|拼在?一起|连起来|拼起来|接起来|接在一起|连在一起|合在一起|合起来|剪到一起|つなげて|" "繋げて")  # fmt: skip


def creates(low: str) -> bool:
    """Whether a new film is asked for, rather than a change of the one there is."""
    if _START_OVER.search(low):
        return True
    if _CJK_NEW.search(low) and not _CJK_EDIT.search(low):
        return True
    if _BARE.search(low) and not re.match(r"\s*(?:a|an) (?:bit|little|lot|few)\b", low):
        return True
    if _GENERATE_MINE.search(low) or _GENERATE.search(low):
        return True
    made = _NEW.search(low)
    definite = _DEFINITE.search(low)
    return made is not None and not (
        definite and definite.start() <= made.start() and not _FROM_MINE.search(low) and not recuts(low)
    )


def names_film(low: str) -> bool:
    """Whether a kind of film is named at all."""
    return re.search(rf"(?<![a-z]){_FILM}(?![a-z])|视频|短片|影片|动画|動画", low) is not None


def recuts(low: str) -> bool:
    """Whether footage shall become something new: "turn this into a promo", "做成宣传片"."""
    if _INTO.search(low) and not re.search(r"into (?:a )?(?:black|bw|b&w|sepia|slow)", low):
        return True
    return (
        re.search(
            r"(?:做成|剪成|变成|制作成|剪辑成|合成|拼成)(?:一|个|段|条|部|支)*.{0,20}(?:宣传片|"
            r"短片|广告|集锦|视频|预告|混剪|相册|幻灯片|vlog)",
            low,
        )
        is not None
    )


def from_mine(low: str) -> bool:
    """Whether the film shall be made from the person's own material."""
    return _FROM_MINE.search(low) is not None or _GENERATE_MINE.search(low) is not None or "我的" in low


def film_style(low: str) -> str | None:
    """ "slideshow" or "promo" when the prompt names such a film."""
    if _SHOW.search(low):
        return "slideshow"
    if _PROMO.search(low):
        return "promo"
    return "joined" if _JOIN.search(low) else None


def is_lively(low: str) -> bool:
    """Whether quick cuts are wanted."""
    return _LIVELY.search(low) is not None


def says_media(low: str) -> str | None:
    """What of their own the person speaks of: "image", "video", "audio", "any", or None."""
    has_photo, has_clip = _MINE["image"].search(low), _MINE["video"].search(low)
    if has_photo and has_clip:
        return "any"
    return next((kind for kind, pattern in _MINE.items() if pattern.search(low)), None)


def describes(low: str) -> bool:
    """Whether it says what the film shows: "a video of …"."""
    return _PLURAL_OF.search(low) is not None or re.search(r"的(?:视频|短片|影片|动画|镜头)", low) is not None


_FIRST_KIND = re.compile(r"(?<!shortest )(?<!longest )(?<!second )(?<!third )(?<!last )(?P<kind>clips?|videos?|footage|"
    r"photos?|pictures?|images?|视频|照片|图片)s? (?:goes |go |"
    r"comes? )?first(?! \d)|"
    r"(?:start|begin|open) with the (?P<begin>clips?|video|photos|pictures|images)\b|(?P<cjk>视频|照片|图片)(?:放在?)?(?:最前|"
    r"开头|在前)")  # fmt: skip


_CHANGES_ONE = re.compile(
    r"\s*(?:make|edit|cut|use|let|turn) (?:the|this|that|my) (?:\w+ )?(?:video|clip|film|movie|shot|scene|photo|picture|image)"
    r"(?:'s)?(?= )(?! (?:into|from|of|out of|about))"
)


def changes_one(low: str) -> bool:
    """ "Make the second clip …": a change of what is there, not a new film."""
    return _CHANGES_ONE.match(low) is not None


_TO_SONG = re.compile(r"(?:as long as|sync\w* (?:it )?(?:to|with)|length of|match(?:es|ing)? (?:the length of )?|"
    r"until the end of|fit(?:s|"
    r"ting)? (?:to )?) ?(?:the|my|this) "
    r"(?:whole )?(?:song|music|track|audio|mp3|voice ?over|recording|narration)|(?:fit|match)\w* (?:its|"
    r"the) (?:whole )?(?:length|duration)|(?:whole|entire|full) (?:song|track)|(?:和|跟|与)(?:音乐|歌曲?)一样长|"
    r"整首歌")  # fmt: skip


def to_song(low: str) -> bool:
    """Whether the film shall be as long as the person's song."""
    return _TO_SONG.search(low) is not None


def first_kind(low: str) -> str | None:
    """Which kind of material comes first: "image", "video", or None."""
    match = _FIRST_KIND.search(low)
    if match is None:
        return None
    named = match["kind"] or match["begin"] or match["cjk"]
    return "image" if named[0] in "pi照图" else "video"
