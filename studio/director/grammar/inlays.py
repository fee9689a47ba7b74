"""What shall lie small over the film, and shots seen at once: "clip 2 in the corner of clip 1", "my logo top right"."""

import re

from studio.director.grammar.music import LOUDER, MUTE, NEGATION, QUIETER, percent
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import ORDINAL
from studio.director.grammar.targets import NOUN, files, which
from studio.director.grammar.text_nouns import TITLE
from studio.director.grammar.times import when
from studio.director.grammar.words import words
from studio.director.meaning import Kind, When, Which
from studio.director.model import MediaItem, MediaKind
from studio.director.picture_wishes import Inlay, SideBySide
from studio.director.wishes import Remove, SetVolume, Wish

_BESIDE = words("on the left(?: side)?,? .{2,40}on the right", "side[- ](?:by|to)[- ]side",
    "split[- ]?screens?", "next to each other", "beside each other",
    "(?:one )?(?:above|over|on top of) (?:the other|each other)", "at the same time", "simultaneously",
    "before[ /-]and[ /-]after (?:split|screen|comparison|view)", cjk= "分屏|并排|左右对比|同屏|上下分|左右分|并列")  # fmt: skip
_STACKED = words(
    "(?:above|over|on top of) (?:the other|each other)", "stacked", "top and bottom", "vertical(?:ly)?", cjk="上下"
)
_PIP = words("picture[- ](?:in|on)[- ](?:the[- ])?picture", "pip", "insets?", "overlays?(?! text)", "overlaid",
    "over ?lay(?:ed|ing)?", "small(?:er)? window", "floating (?:window|video|clip)", "(?:on|over) top of",
    "superimpos\\w+", cjk= "画中画|叠加|悬浮|小窗|水印图")  # fmt: skip
_CORNERS = words(
    "corner",
    "(?:top|upper|bottom|lower)[- ](?:left|right)",
    "(?:left|right)[- ](?:top|bottom)",
    cjk="角落|角|左上|右上|左下|右下",
)
_SMALL = words("small", "tiny", "mini", "little", "shrunk(?:en)?", "shrink", "smaller", cjk="小|缩小")
_LOGO = words(
    "(?:the |my |our |a |his |her )?(?:\\w+ )?logo",
    "(?:brand|company) (?:mark|icon|sign)",
    "watermark(?: image| picture)?",
    "emblem",
    "badge",
    cjk="logo|标志|台标|商标|水印",
)
_PICTURE = words(
    "(?:photo|picture|image|pic|png|icon|selfie|screenshot|sticker)",
    "(?:the|my) (?:photo|picture|image|png)",
    cjk="照片|图片|图|头像",
)
_CLIP = words(
    "(?:other |second |new |webcam |facecam |reaction |selfie )?(?:video|clip|footage|recording|webcam|facecam|cam)",
    cjk="视频|片段|素材",
)
_THERE = words("overlays?", "pip", "picture[- ]in[- ]picture", "inset",
    "small(?:er)? (?:video|clip|window|picture|one|screen)", "little (?:video|clip|window|one)",
    "split[- ]?screen", "logo", "watermark", cjk= "画中画|小窗|小画面|叠加|logo|水印|台标|分屏")  # fmt: skip
_MOVED = words(
    "move",
    "put",
    "place",
    "shift",
    "make",
    "change",
    "bigger",
    "larger",
    "smaller",
    "size",
    "resize",
    "should be",
    "too (?:big|small|large)",
    cjk="移|放|改|换|大|小|挪",
)
_ADDED = words(
    "add",
    "put",
    "place",
    "insert",
    "include",
    "show",
    "overlay",
    "lay",
    "use",
    "with",
    "want",
    "need",
    "have",
    "stick",
    "slap",
    "watermark",
    "superimpose",
    cjk="加|放|添加|叠|打上|贴|显示",
)
_AS_A_SHOT = words(
    "(?:at|in|to|for|as) (?:the |an? )?(?:very )?(?:end(?:ing)?|start|beginning|intro|outro|opening|"
    "first|last)(?: (?:clip|shot|slide|screen|card|scene))?(?! corner)", "end(?:s|ing)? with",
    "start(?:s|ing)? with", "(?:before|after) ", "full ?screen", cjk= "开头|结尾|片头|片尾|最后(?!一个角)|全屏")  # fmt: skip
_ONLY_THEN = words("(?:only|just) (?:for|in|during|at|from|between|until|after)", cjk="只在|仅在")
_FRESH = words("add", "insert", "include", "overlay", "use", "superimpose", cjk="加|叠|贴")
_BIGGER, _SMALLER = (
    words("bigger", "larger", "enlarge", "too small", "grow", cjk="大一点|放大|更大|太小|大些"),
    words("smaller", "shrink", "tinier", "too (?:big|large)", "reduce", cjk="小一点|缩小|更小|太大|小些"),
)
_SHARE = re.compile(r"(?<!\d)(?P<n>\d{1,2})\s?(?:%|percent)")
_OVER = re.compile(
    r"(?:corner|left|right|top|bottom|middle|cent(?:er|re)|side|over|of|on|onto|inside|in)(?: of| on|"
    r" over)? (?P<base>(?:the )?(?:first|second|third|fourth|last|other|main|\d|clip|video|scene|"
    r"shot|photo|picture)[\w ]{0,16})$")  # fmt: skip
_NTH_FIRST = re.compile(rf"\s*(?:with |and )?(?:the )?(?:{ORDINAL}) (?:{NOUN})")
_OVER_IT = words("over", "on top of", "onto", "inside", cjk="叠在|放在.{1,8}上")
_ON_ANOTHER = re.compile(
    rf"\s*(?:with )?the (?:{ORDINAL})(?: {NOUN})? (?:small )?(?:over|on top of|on|inside) the (?:{ORDINAL})(?: {NOUN})?\s*$"
)
_CJK_OVER = re.compile(r"(?:到|在)(?P<base>第.{1,3}?(?:个|段)?(?:片段|视频|镜头|照片)?)的?(?:左|右|上|下|中|角)")
_WORDED = words(
    "texts?(?! ?me)",
    "captions?",
    "subtitles?",
    "titles?",
    "words",
    "headline",
    "hashtag",
    "website",
    "url",
    cjk="标题|字幕|文字",
)


def read_inlay(clause: Source, media: tuple[MediaItem, ...], meant: Which, *, removing: bool) -> tuple[Wish, ...]:
    """What a clause wants laid over the film; () when it is about something else."""
    low = clause.low
    if clause.quotations() or _WORDED.search(low) or TITLE.search(low):
        return ()
    if _THERE.search(low) and not _LOGO.search(low) and (loud := _loudness(low)):
        return (loud,)
    if removing or NEGATION.search(low):
        return (Remove(Kind.INLAY),) if _THERE.search(low) and not meant else ()
    if _BESIDE.search(low):
        stacked = True if _STACKED.search(low) else None if re.search(r"split|分屏", low) else False
        return (SideBySide(which(low, media), stacked),)
    return _laid(low, media, meant)


def _loudness(low: str) -> SetVolume | None:
    """How loud the small clip is to be: "mute the small one"."""
    if MUTE.search(low) or re.search(r"\bno (?:sound|audio)\b", low):
        return SetVolume(Kind.INLAY, 0.0)
    part = percent(low)
    if part is not None and re.search(r"volume|sound|loud|quiet|音量", low):
        return SetVolume(Kind.INLAY, part)
    if QUIETER.search(low):
        return SetVolume(Kind.INLAY, factor=0.6)
    return SetVolume(Kind.INLAY, factor=1.5) if LOUDER.search(low) else None


def _laid(low: str, media: tuple[MediaItem, ...], meant: Which) -> tuple[Wish, ...]:
    if there := _of_what_is_there(low):
        return (there,)
    if not _asks_to_lay(low):
        return ()
    base, subject = _parted(low, media)
    pictures = [item for item in media if item.kind is not MediaKind.AUDIO]
    named = (which(subject, pictures).files or files(subject, pictures))[:1]
    shot = Which() if named else which(subject, ())
    how = _spot(low), _size(low), _grown(low)
    over = which(base, media) if base else Which()
    if shot or (meant and not named and not _LOGO.search(low) and _is_small(low)):
        return (Inlay(which=shot or meant, spot=how[0], size=how[1], factor=how[2], over=over),)
    kind = "image" if _LOGO.search(low) or _PICTURE.search(subject) else "video" if _CLIP.search(subject) else ""
    there_ = _THERE.search(low) and not _LOGO.search(low)
    known = bool(there_ or not kind) and not named and bool(_MOVED.search(low)) and not _FRESH.search(low)
    return (Inlay(Which(), named, kind, *how, over, _time(low), known, opacity(low)),)


def _of_what_is_there(low: str) -> Inlay | None:
    """Another time for what lies over the film, or how much it hides."""
    about = _LOGO.search(low) or _THERE.search(low)
    if about and _ONLY_THEN.search(low) and (time := when(low)):
        return Inlay(known=True, when=time)
    seen = opacity(low)
    fresh = _FRESH.search(low) or _CORNERS.search(low)
    return Inlay(known=True, opacity=seen) if seen is not None and not fresh and (about or _is_small(low)) else None


def _is_small(low: str) -> bool:
    """Whether something is to be small over something else."""
    return _PIP.search(low) is not None or (_CORNERS.search(low) is not None and _SMALL.search(low) is not None)


def _asks_to_lay(low: str) -> bool:
    """Whether something is to lie over the film, and not to be a shot of its own."""
    logo, corner = _LOGO.search(low), _CORNERS.search(low)
    if logo and _AS_A_SHOT.search(low) and not corner:
        return False
    on_another = _ON_ANOTHER.match(low) or (_SMALL.search(low) and _OVER_IT.search(low))
    laid_on = bool(on_another or (corner and _NTH_FIRST.match(low)))
    told = _ADDED.search(low) or _MOVED.search(low) or _PIP.search(low) or (logo and corner) or laid_on
    return bool(told and (logo or corner or laid_on or _is_small(low) or _THERE.search(low)))


def _time(low: str) -> When:
    """When it lies there; nothing for all the time, and for a mere length."""
    time = when(low)
    placed = (time.start, time.end, time.edge, time.share) != (None, None, None, None)
    return time if placed and time.edge != "all" else When()


def _parted(low: str, media: tuple[MediaItem, ...]) -> tuple[str, str]:
    """What lies below, and the words without it: "clip 2 in the corner of clip 1", "the webcam over the game"."""
    match = _OVER.search(low.strip(" .!")) or _CJK_OVER.search(low)
    if match is not None and which(match["base"], ()):
        subject = low[: match.start("base")]
        if which(subject, ()) or _LOGO.search(subject) or _PICTURE.search(subject):
            return match["base"], subject
    over_it = _OVER_IT.search(low)
    if over_it and which(low[: over_it.start()], media):
        return low[over_it.end() :], low[: over_it.start()]
    return "", low


def _spot(low: str) -> str | None:
    high = re.search(r"\b(?:top|upper)\b|左上|右上|上方|顶部", low)
    deep = re.search(r"\b(?:bottom|lower)\b|左下|右下|下方|底部", low)
    left, right = re.search(r"\bleft\b|左", low), re.search(r"\bright\b|右", low)
    down = "top" if high else "bottom" if deep else ""
    across = "left" if left else "right" if right else ""
    if down or across:
        corner = _CORNERS.search(low)
        return "-".join(
            part for part in (down or ("bottom" if corner else ""), across or ("right" if corner else "")) if part
        )
    return (
        "center"
        if re.search(r"\b(?:middle|cent(?:er|re))\b|中间|中央", low)
        else "bottom-right"
        if _CORNERS.search(low)
        else None
    )


_SEEN_THROUGH = words("semi[- ]?transparent", "half[- ]?transparent", "translucent", "see[- ]?through",
    "transparen(?:t|cy)", "fainter", "faint", "subtle", "(?:less|not so) (?:visible|opaque)", cjk=
    "半透明|透明|淡一点")  # fmt: skip
_OPACITY = re.compile(r"(?P<n>\d{1,3}) ?(?:%|percent) (?:opacity|opaque|(?P<t>transparen\w+))|(?:opacity|"
    r"(?P<t2>transparency))(?: to| of| at|:)? (?P<m>\d{1,3})")  # fmt: skip
_OPAQUE = words("opaque", "solid", "fully visible", "not transparent", cjk="不透明")


def opacity(low: str) -> float | None:
    """How much of what lies below shall be hidden, 0-1; None when nothing is said of it."""
    if match := _OPACITY.search(low):
        share = min(int(match["n"] or match["m"]), 100) / 100
        return round(1 - share, 2) if match["t"] or match["t2"] else share
    if _OPAQUE.search(low):
        return 1.0
    return 0.5 if _SEEN_THROUGH.search(low) else None


def _size(low: str) -> float | None:
    part = _SHARE.search(low)
    if part and not re.search(r"(?:bigger|larger|smaller)", low):
        return max(0.04, int(part["n"]) / 100)
    if re.search(r"\b(?:quarter|1/4)\b|四分之一", low):
        return 0.25
    return (
        0.33
        if re.search(r"\b(?:a third|one third|1/3)\b|三分之一", low)
        else 0.5
        if re.search(r"half (?:the |of the )?(?:screen|width|picture)", low)
        else None
    )


def _grown(low: str) -> float:
    if _BIGGER.search(low):
        return 1.4
    tiny = re.search(r"\b(?:tiny|very small|really small)\b|很小", low)
    return 0.7 if _SMALLER.search(low) and not _PIP.search(low) and not _CORNERS.search(low) else 0.6 if tiny else 1.0
