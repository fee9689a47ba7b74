"""What people ask for and this studio has no tool for, or only something near: it is named, never passed over."""

import re
from dataclasses import dataclass

from studio.director.grammar import framing, music
from studio.director.grammar.words import QUOTED, words


@dataclass(frozen=True, slots=True)
class Limit:
    """A wish met halfway, and what is said about that."""

    english: str
    chinese: str


_NO_TOOL = words("arrows?", "(?:draw|put) (?:a )?circle", "(?:rounded?|circular) (?:corners?|frame|shape|crop|mask)",
    "(?:make|crop|cut) (?:it|that|this|the \\w+(?: \\w+)?) (?:round|circular|into a circle)",
    r"stabili[sz]\w+", "voice[- ]?overs?", r"narrat\w+", "text to speech", "tts", "ai voice",
    "read (?:it|this|that|the \\w+) (?:out|aloud)", r"translat\w+", "green ?screen", "chroma ?key",
    "stickers?", "emojis?(?= (?:over|on|to|at|in)|$)", "graphics?", "logo", "(?:background )?noise",
    "(?:wind|hum|hiss)(?= noise)",
    "blur (?:out )?(?:the |my |his |her |their |all |every )?(?:background )?(?:faces?|people|"
    "plates?|background)", "pixelat\\w+", "censor\\w*", r"transcri\w+",
    "(?:captions?|subtitles?) automatically", "auto-?captions?",
    "(?:auto(?:matic(?:ally)?)?|ai)[- ](?:captions?|subtitles?|generated)",
    "(?:captions?|subtitles?) (?:of|for|from) (?:what|the (?:speech|dialog\\w*|voice|talking|words))",
    "lip[- ]?sync\\w*",
    "(?:remove|replace|change|swap|delete) (?:the |my |his |her )?background(?! (?:music|colou?r|"
    "track|song|noise|to))", "upscal\\w+", "sharpen\\w*", "avatars?", "animat(?:e|ed) (?:the |my |this |it)",
    "silences?", "pauses", "dead air", "filler words", "jump ?cuts?",
    "(?:black|blank|white|empty) (?:screen|frame|slate|card)s?", "sparkles?", "confetti",
    "glitch(?:es|y)?(?: effects?)?", "vhs(?: effects?)?", "lens flares?", "light leaks?", "film grain",
    "grain", "vignett\\w+", "particles? effects?",
    "(?:fire|smoke|snow|rain|heart|explosion) (?:effects?|overlays?)", "double exposure", "sound ?effects?",
    "sfx", "whoosh(?:es)?",
    "(?:rain|ocean|wave|thunder|bird|forest|nature|city|crowd|wind|fire) (?:sounds?|noises?)",
    "sounds? of (?:the )?(?:rain|ocean|waves?|sea|thunder|birds?|wind|fire|crowd|traffic|nature|" "applause)",
    "applause", "bird ?song", "echo(?: effect)?", "reverb", "auto-?tune", "equali[sz]er", "pitch(?:ed)?",
    "collage", "grid", "face ?swap", "deep ?fake", "(?:on|to|with) the beats?(?: drops?)?", "beat ?sync\\w*",
    "sync (?:it |the \\w+ )?(?:to|with) the (?:music|beats?)",
    "crop (?:out )?(?:the |that |a )?(?:person|people|man|woman|guy|watermark|object)",
    "(?:object|person|people|watermark) removal",
    "remove (?:the |that |a )?(?:person|people|man|woman|guy|object|car|tree|stain|tourists?)(?: \\w+)*",
    "camera (?:shake|movements?|pan\\w*|moves?)", "post (?:it|this) (?:to|on)",
    "upload (?:it|this|the video) to", "publish (?:it|this)?", "e-?mail (?:it|this|me)",
    "compress(?:ed)?(?: it)?", "(?:under|below|less than|max(?:imum)?) \\d+ ?(?:mb|kb|gb|megabytes?)",
    "subscribe button", "progress bar", "qr ?codes?",
    "(?:funniest|blurr(?:y|iest)|sharpest) (?:clip|one|video|photo|shot|scene|" "picture)s?",
    "(?<!on )(?<!to )(?<!of )(?:my|his|her|our|your|a|the) faces?",
    "(?:put|add|insert|show) (?:me|myself|him|her|us) (?:in|into|to|on)\\b", "font colou?r gradient",
    "spin(?:s|ning)?", "shak(?:e|ing) (?:the|effect)", "motion blur", "tilt[- ]shift", "fish-?eye",
    "time-?stamps?", "timer(?! )", "tradu\\w+", "estabili\\w+", "übersetze?\\w*", "stabilisier\\w*",
    "traduire", "traduis\\w*", "stabilise[rz]?", "перевед\\w*", "стабилиз\\w*", "озвуч\\w*", cjk=
    "防抖|稳定画面|配音|旁白|朗读|念出来|翻译|绿幕|贴纸|表情包|降噪|噪音|杂音|去背景|换背景|抠图|"
    "抠像|识别字幕|自动字幕|"
    "语音识别|音效|马赛克|打码|美颜|磨皮|瘦脸|换脸|卡点|粒子特效|闪光|故障效果|雨声|海浪声|鸟鸣|"
    "鸟叫|风声|雷声|掌声|环境音|" "白噪音|水声|露脸|我的脸|"
    "回声|混响|变声|二维码|発音|翻訳|ナレーション|効果音|モザイク|手ブレ", )  # fmt: skip
_OWN_LOGO = words("logo")
_OF_FOOTAGE = words(r"rotat(?:e|es|ed|ing)", "flip(?:ped|s)?", "mirror(?:ed|s)?(?! lake)", "upside down",
    "freeze(?:[- ]frames?| the| on| at)", "zoom (?:on|to)", "punch in", "picture[- ]in[- ]picture", "pip",
    "split[- ]?screens?", "side[- ]by[- ]side", "crop (?:out|the (?:top|bottom|left|right|sides?|edges?))",
    cjk= "旋转|翻转|镜像|特写放大|画中画|分屏|定格|回転")  # fmt: skip
"""What is done to pictures that are there, and has no meaning in a film still to be drawn."""

_CORNER = words("(?:top|upper)[- ](?:left|right)(?: corner)?", "(?:bottom|lower)[- ]right(?: corner)?",
    "(?:left|right) (?:side|edge)",
    "(?:in|to|at) (?:the |a )?corner", "on the (?:left|right)", cjk="右下|左上|右上|左边|右边|左侧|右侧|角落")  # fmt: skip
_FONT = words("fonts?", "typeface", "hand-?written", "handwriting", "cursive", "calligraphy", "italics?", "underlined?",
    "comic sans",
    "helvetica", "arial", "times new roman", "serif", "monospace", "schriftart\\w*", "police(?= d)", "шрифт\\w*",
    "tipo de letra", cjk="字体|手写体|楷体|宋体|黑体|书法|斜体|下划线|フォント")  # fmt: skip
_MOVING_TEXT = words("typewriter",
    "(?:animated?|moving|scrolling|bouncing|sliding|flying|rolling|flashing|blinking) (?:text|titles?|captions?|"
    "letters|words|subtitles?|credits)",
    "(?:text|title|caption|letters|words|credits)s? (?:that )?(?:scrolls?|bounces?|slides?|flies|fly|"
    "rolls?|flash(?:es)?|blinks?|types?|spins?|zooms?|pops?(?! (?:more|out|a bit)))(?: \\w+)?",
    "(?:text|title|caption|words|letters)s? (?:should |to |will |can )?(?:appear(?:ing)? )?fad(?:e|es|ing) (?:in|"
    "out)(?: \\w+)?", "(?:flying|sliding|bouncing|popping|spinning|rolling|scrolling|typing) (?:in|up|across|down)",
    "puls(?:e|es|ing|ate)", "word by word", "one word at a time", "letter by letter",
    "karaoke", "marquee", cjk="打字机|滚动字幕|文字动画|逐字|跑马灯|动态文字|弹出文字|闪烁")  # fmt: skip
_DRESSED_TEXT = words("outlined?(?= (?:text|title|letters|font|in))", "(?:with|black|white|an?) (?:outline|stroke|border)",
    "(?:text|title|caption|background) box",
    "(?:black|white|dark|colou?red|semi-?transparent) (?:box|background|bar)(?= (?:behind|under|for))",
    "behind the (?:text|title|captions?)", "drop shadow", "shadow", "neon (?:text|title|letters)",
    "glow(?:ing)? (?:text|title)",
    cjk="描边|文字背景|底色框|阴影|发光字|霓虹字")  # fmt: skip
_DRAWING_STYLE = words("anime", "cartoon\\w*", "pixar", "disney", "water ?colou?r", "oil painting", "pixel art",
    "8-?bit style", "3d",
    "photo-?realistic", "hyper-?realistic", "realistic", "claymation", "stop[- ]motion", "hand[- ]drawn",
    "comic(?: book)?(?! sans)",
    "wes anderson", "ghibli", "sketch(?: style)?", "low[- ]poly", "in the style of(?: \\w+){1,3}", cjk=
    "动漫|卡通|水彩|油画|像素风|写实|逼真|手绘|吉卜力|皮克斯|3d|漫画风|赛璐璐|アニメ風")  # fmt: skip
_CAMERA = words("drone(?: (?:shot|footage|view))?(?! (?:music|sounds?|ambient|bass))", "aerial(?: (?:shot|view|footage))?",
    "bird'?s[- ]eye(?: view)?",
    "close[- ]?ups?",
    "pov", "tracking shot", "dolly(?: \\w+)?", "fly[- ]?(?:over|through|ing over|ing through)", "slow pan", "wide angle",
    "handheld",
    "camera \\w+", "panning(?: shot)?", cjk="航拍|俯视|特写|镜头推进|运镜|第一人称|无人机")  # fmt: skip
_COLOUR = (
    "(?:pink|purple|violet|red|orange|yellow|green|golden|gold|black|white|teal|turquoise|neon|pastel|rainbow|blue)"
)
_SCENE_COLOUR = words(f"{_COLOUR} (?:ocean|sea|snow|forest|desert|mountains|city|planet|sand|trees?|water|river)",
    cjk="[粉紫红橙黄金黑]色?(?:的)?(?:大海|沙漠|雪|森林|山)")  # fmt: skip
_FILE_FORM = words("(?:make|as|be|want) (?:it )?an? gif(?: of (?:it|this))?",
    "(?:as|into|to) (?:an? )?(?:animated )?(?:gif|webm|mov|avi|mkv|prores|mp3)(?: (?:file|format))?",
    "transparent background",
    cjk="转成gif|动图|gif格式")  # fmt: skip
_REAL_SONG = words("by (?:taylor swift|ed sheeran|drake|beyonc[eé]|adele|coldplay|queen|abba|the beatles|eminem|rihanna|bts|"
    "jay chou|the weeknd|"
    "billie eilish|hans zimmer|mozart|beethoven|chopin|bach|vivaldi)", "hans zimmer", "shape of you", "bohemian rhapsody",
    "trending (?:song|sound|audio)"
    "|viral (?:song|sound)", "from (?:spotify|youtube|tiktok)", cjk="周杰伦|林俊杰|邓紫棋|热门歌曲|网红歌")  # fmt: skip

_BOLD = words("bold(?:er)?", "fett(?:er|gedruckt)?", "negrita", "gras", "negrito", "жирн\\w*", cjk="粗体|加粗|太字")
_NEAR: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (_CORNER, "I can't put text in that corner: it stands at the nearest edge.", "文字放不到那个角落，已放在最接近的边上。"),
    (_BOLD, "My titles are bold as they are.", "标题本来就是粗体。"),
    (_FONT, "I write in one font only.", "我只有一种字体。"),
    (_MOVING_TEXT, "My titles only fade in and out; they have no other animation.", "文字只能淡入淡出，没有其他动画。"),
    (_DRESSED_TEXT, "My titles have a soft shadow, but no boxes, outlines or glow.",
    "文字自带柔和阴影，没有边框、描边或发光效果。"),
    (_DRAWING_STYLE, "I draw in one style of my own: “{said}” is beyond me.", "我只有一种画风，做不了“{said}”。"),
    (_CAMERA, "My pictures have no camera that moves or changes its view, so “{said}” is left out.",
    "我的画面没有运镜，所以没有“{said}”。"),
    (_SCENE_COLOUR, "I can colour the sky of a scenery and plain or abstract backdrops, but not “{said}”.",
    "我可以改变天空、纯色和抽象背景的颜色，但做不到“{said}”。"),
    (_FILE_FORM, "I only make MP4 files.", "我只能输出 MP4。"),
    (_REAL_SONG, "I have no songs of others: I play music of my own, or an audio file that you send.",
    "我没有现成的歌曲：可以用自带的音乐，或您发来的音频。"),
)  # fmt: skip


_FACTS_ASKED = re.compile(
    r"(?<![a-z])(?:with|and|include|including|give|show|list|add|about|of)(?: me)? (?:\d{1,2}|two|three|four|five|some|a few|"
    r"interesting|fun)"
    r"(?: \w+){0,2} (?:facts?|tips?|reasons?|quotes?|jokes?|ideas?|examples?)(?![^,.;]*[:：])|"
    r"(?<![a-z])(?:\w+ ){0,3}(?:tips|facts|ideas|jokes) (?:video|reel|clip)(?![^,.;]*[:：])|[两三四五六七八九十\d]+(?:个|条)"
    r"(?:事实|技巧|知识点|冷知识|理由|建议)(?![^。]*[:：])"
)


def untold(low: str) -> tuple[Limit, ...]:
    """Facts or tips that a film is to tell and the prompt does not."""
    match = _FACTS_ASKED.search(low)
    if match is None:
        return ()
    return (
        Limit(
            f"I think up no words of my own, so “{match[0]}” are missing: send them and they stand on the screen.",
            f"我不会自己编写内容，所以没有“{match[0]}”：把文字发给我就能显示出来。",
        ),
    )


_DRAWN_OVER = words("sparkles?", "confetti", "(?:fire ?works?|snow|rain|heart|fog)(?: (?:effects?|overlays?))?",
    "(?:black|blank|white|empty) screens?", cjk="烟花|彩纸|爱心|飘雪|闪光|黑屏")  # fmt: skip


def no_tool(low: str, *, own_logo: bool = False, drawn: bool = False) -> str:
    """The thing asked for that there is no tool for; "" when none is named. `own_logo`: a picture of it was sent or can be;
    `drawn`: the prompt asks for a film out of words alone."""
    low = _DRAWN_OVER.sub(" ", low) if drawn else low
    match = _NO_TOOL.search(low) or (_OF_FOOTAGE.search(low) if drawn else None)
    if match is not None and own_logo and _OWN_LOGO.fullmatch(match[0]):
        return ""
    return match[0] if match else ""


def nearly(low: str, *, worded: bool = True, moving: bool = False) -> tuple[Limit, ...]:
    """The wishes of a prompt that are met only halfway. `worded`: it wants text somewhere; `moving`: its movements are met."""
    plain = low.replace(QUOTED, " ")
    met = (None if worded else _CORNER, _CAMERA if moving else None)
    found = (
        (match, english, chinese)
        for pattern, english, chinese in _NEAR
        if pattern not in met and (match := pattern.search(plain))
    )
    return tuple(
        Limit(english.format(said=match[0]), chinese.format(said=match[0])) for match, english, chinese in found
    )


def genre(low: str) -> Limit | None:
    """A kind of music that is named and has no sound of its own here; the nearest style plays instead."""
    found = music.genre(low)
    if found is None:
        return None
    english, chinese = music.STYLE_NAMES[found.style]
    return Limit(
        f"I play no {found.said}: {english} is the nearest music that I have.",
        f"我没有{found.said}音乐，用了最接近的{chinese}音乐。",
    )


def sought(low: str) -> Limit | None:
    """Something in the picture that a zoom is to find, which nobody here can see: it comes closer to the middle."""
    what = framing.named_object(low)
    if not what:
        return None
    return Limit(
        f"I can't see where “{what}” is in the picture: say left, right, top or bottom if the middle is wrong.",
        f"我认不出画面里的“{what}”在哪里，所以放大的是中间：需要的话请说左、右、上或下。",
    )
