"""The picture in its frame: turned, mirrored, closer, slowly moving, stopped."""

import re

from studio.director.grammar.durations import durations
from studio.director.grammar.music import NEGATION
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import LATIN_NUMBER, number
from studio.director.grammar.times import edge_length, moment, share, stretch
from studio.director.grammar.words import words
from studio.director.meaning import Kind, When, Which
from studio.director.picture_wishes import Drift, Flip, Freeze, Rotate, Zoom
from studio.director.wishes import Remove, Wish

_SEEN = (
    r"(?:it|this|that|them|everything|(?:the |my )?(?:\w+ )?(?:\w+ )?(?:video|clip|picture|image|"
    r"photo|film|shot|scene|one|footage)s?(?: \d+)?)"
)
_TURN = words("rotat(?:e|es|ed|ing|ion)", f"turn {_SEEN} (?:to the (?:left|right)|(?:counter|anti)?-?clockwise|upright|sideways|"
    "around (?:by )?\\d+|\\d+ ?(?:°|deg\\w*))",
    "(?:is|it'?s|was|filmed|shot|recorded|playing|shows?(?: up)?) (?:side ?ways|on its side|the wrong way (?:up|round|around))",
    "quarter turn", "(?:flip|turn) .{0,24}(?:upright|right way (?:up|round)|right side up|sideways)",
    cjk="旋转|转(?=\\d|九十|一百八)|横过来|竖过来|転|回転")  # fmt: skip
_UPSIDE_DOWN = words(
    "upside[- ]?down", "on its head", "the wrong way up", cjk="上下颠倒|倒过来(?!播放|放)|颠倒(?!顺序)|上下倒"
)
_DEGREES = re.compile(
    r"(?<!\d)(\d{2,3})\s?(?:°|deg\w*|grad|度|graus|grados|градус\w*)|by (\d{2,3})(?!\d|\s?%)|"
    r"(?<!\d)(90|180|270)(?!\d|:|\s?(?:s|sec)\w*\b)")  # fmt: skip
_LEFTWARD = words(
    "(?:counter|anti)[- ]?clock ?wise", "(?:to the )?left(?! (?:corner|side|half))", "ccw", cjk="逆时针|向左|左转|往左"
)
_FLIP = words(
    "mirror(?:ed|s|ing)?(?: image)?",
    "flip(?:ped|s|ping)?(?! through)",
    "flop",
    "reversed? left (?:and|to) right",
    cjk="镜像|翻转|左右颠倒|反转画面|反転",
)
_UPRIGHT_AXIS = words("vertical(?:ly)?", "top (?:to|and) bottom", "up and down", cjk="垂直|上下")

_FREEZE = words("freez(?:e|es|ing)(?:[- ]?frames?)?", "frozen", "still frame",
    "pause (?:the |it |this |on )?(?:video|picture|clip|film|image|frame|at|on|for)?",
    "(?:hold|hang) (?:on )?(?:the )?(?:very )?(?:last|first|final|end)(?:ing)? (?:frame|picture|"
    "image|shot)?", "stop the (?:picture|motion) (?:at|for|on)",
    cjk="定格|静止画面|画面静止|停帧|冻结|暂停|画面停|停止画面|静止")  # fmt: skip
_THE_FRAME = words("frames?", "pictures?", "images?", "moment", cjk="一?帧|画面")
_OPENS = words("first", "start", "beginning", "opening", cjk="第一帧|开头|开始")

_DRIFT_NOUN = words("ken[- ]?burns", "zoom(?:s|ed|ing)?(?: (?:effects?|motion|animation))?",
    "push(?:es|ed|ing)?[- ](?:in|out)", "pull(?:s|ed|ing)?[- ](?:out|back)", "pan(?:s|ned|ning)?",
    "drift(?:s|ing)?", cjk= "推近|拉远|推进|推镜|拉镜|缩放|平移|肯伯恩斯|ズーム")  # fmt: skip
_SLOWLY = words("(?:an?|some|nice|cool|little|the usual) (?:\\w+ )?zooms?(?! (?:in|out)? ?(?:on|to|by|"
    "of) )(?= *$|[,.]| effects?| on (?:the |each |every |all ))", "slow(?:ly)?", "gentl[ye]", "gradual(?:ly)?",
    "subtl[ye]", "smooth(?:ly)?", "soft(?:ly)?", "continuous(?:ly)?", "over time", "ken[- ]?burns",
    "zoom(?:ing)? effects?", "(?:zoom(?:ing)?|slow) (?:motion|animation) effect", "pan(?:s|ned|ning)?",
    "drift(?:s|ing)?", "push(?:es|ed|ing)?[- ]in",
    cjk="慢慢|缓慢|缓缓|逐渐|平移|推近|推进|推镜|拉远|拉镜|肯伯恩斯|ゆっくり")  # fmt: skip
_STILL = words("(?:stop|without|no|remove|disable) (?:the |any |that |all )?(?:zoom(?:ing)?|mov(?:ing|ement)|"
    "motion|panning|ken burns)(?: effects?)?(?: (?:on|of|from|in) .*)?",
    "(?:keep|hold|make|leave|show) (?:the |my |all )?(?:photos?|pictures?|images?|it|"
    "them) (?:completely |perfectly )?(?:still|static|steady|fixed)",
    "(?:photos?|pictures?|images?) (?:should|must|shall) (?:not|n'?t) move",
    "(?:don'?t|do not|not?) (?:want )?(?:the (?:photos|pictures|images) (?:to )?)?(?:move|zoom|"
    "pan)(?:ing)?(?: (?:in|out))?", "static (?:photos|pictures|images)", cjk=
    "(?:照片|图片|画面)(?:不要|别)(?:动|移动|缩放)|不要(?:缩放|推拉|移动)|取消缩放|去掉缩放|静态照片")  # fmt: skip

_ZOOM = words("zoom(?:s|ed|ing)?(?! (?:call|meeting|recording|session|lecture|class|interview))",
    "crop(?:s|ped|ping)?", "punch(?:ed)?[- ]in", "close[- ]?up",
    "(?:get|go|move|come|bring (?:it|us))(?: \\w+)? closer", "closer(?: (?:in|up))?",
    "(?:make|blow) the (?:picture|image|video|clip) (?:up|bigger|larger)", "blow it up",
    "enlarge (?:the )?(?:picture|image|video|clip|frame)", cjk=
    "放大(?!字|标题|文字|字幕|声)|拉近|裁剪|裁掉|裁切|缩小(?=画面)|クローズアップ|拡大")  # fmt: skip
_AWAY = words("zoom(?:s|ed|ing)?(?: \\w+)?[- ]out",
    "(?:pull|go|move)(?:s|ed|ing)?(?: further)? (?:out|back|away)", "pull[- ]out", "un-?zoom", "wider",
    "less zoom(?:ed)?", "further away", cjk= "拉远|缩小|拉镜")  # fmt: skip
_CROP = words("crop(?:s|ped|ping)?", "cut off", "trim(?: off)?", cjk="裁剪|裁掉|裁切")
_SIDES = {
    "left": ((0.0, None), words("left(?: (?:side|half|part|edge|third|hand))*", cjk="左")),
    "right": ((1.0, None), words("right(?: (?:side|half|part|edge|third|hand))*", cjk="右")),
    "top": ((None, 0.0), words("(?:top|upper)(?: (?:half|part|edge|third))?", "sky", cjk="上|顶")),
    "bottom": ((None, 1.0), words("(?:bottom|lower)(?: (?:half|part|edge|third))?", cjk="下|底")),
}
_MIDDLE = words("middle", "cent(?:er|re)", cjk="中间|中央|中心")
_PERCENT = re.compile(r"(?P<to>(?:to|at) )?(?P<n>\d{1,3})\s?(?:%|percent)")
_TIMES = re.compile(rf"(?<![\d.:])(?P<n>\d(?:\.\d+)?)\s?(?:x|×|倍)(?![a-z\d])|x\s?(?P<x>\d(?:\.\d+)?)(?!\d)|"
    rf"(?P<w>{LATIN_NUMBER}) times|(?P<twice>twice|double)")  # fmt: skip
_MUCH = words("a lot", "much", "way", "tight(?:er|ly)?", "far", cjk="很多|大幅")
_LITTLE = words("a (?:little|bit|touch|tad)", "slight(?:ly)?", "bit", "little", cjk="一点|稍|略")
_OBJECT = re.compile(
    r"(?:zoom(?:s|ed|ing)?|closer|close[- ]?up|punch(?:ed)?|crop)(?:[ -]in)?(?: \w+)? ?(?:(?:in)?to|"
    r"on|onto|of|at|around) (?P<what>(?:(?:the|my|his|her|their|your|our|a) )?(?!the\b|my\b|middle|"
    r"cent|left|right|top|bottom|upper|lower|clip|photo|video|picture|image|scene|shot|it\b|this|"
    r"that|end|start|beginning|last|first|second|third|\d)[a-z][\w'-]*(?: [\w'-]+)?)")  # fmt: skip


_OTHERWISE = re.compile(
    r"transition|between (?:the |all |every )?(?:clips|shots|scenes|photos)|\b(?:fill|fit)s?\b|"
    r"(?:blur\w*|black) (?:sides|bars|edges|borders)|转场|铺满|填满")  # fmt: skip


def read_framing(clause: Source, meant: Which) -> tuple[Wish, ...]:
    """What a clause wants of the picture in its frame; () when it is about something else."""
    low = clause.low
    if _OTHERWISE.search(low):
        return ()
    for reader in (_stopped, _frozen, _turned, _moving, _closer):
        if found := reader(low, meant):
            return found
    return ()


def read_drifting(clause: Source) -> tuple[Wish, ...]:
    """The one thing of these that is said of a film still to be drawn: "with a slow zoom"."""
    return () if _OTHERWISE.search(clause.low) else _moving(clause.low, Which())


def _stopped(low: str, meant: Which) -> tuple[Wish, ...]:
    """ "No zoom on the photos"."""
    if not _STILL.search(low):
        return ()
    return (Remove(Kind.ZOOM, meant),)


_AS_FILMED = words("(?:un-?rotate|un-?flip|un-?mirror)",
    "(?:rotate|turn|flip|mirror)(?:ed|s)? .{0,20}(?:back|to normal|to (?:the )?original|how it was)",
    "(?:no|without|remove the|undo the) (?:rotation|mirror(?:ing)?|flip)", cjk=
    "(?:转|翻)回(?:来|去)|取消(?:旋转|镜像|翻转)")  # fmt: skip


def _turned(low: str, meant: Which) -> tuple[Wish, ...]:
    """Turned, mirrored, or the right way up."""
    upside, told = _UPSIDE_DOWN.search(low) is not None, _degrees(low)
    if _AS_FILMED.search(low):
        return (Rotate(0, meant),)
    flipped = _FLIP.search(low) is not None and not re.search(r"\b(?:order|sequence)\b|顺序", low)
    if upside or _TURN.search(low) or (flipped and told):
        degrees = told or (180 if upside else 90)
        return (Rotate(-degrees if _LEFTWARD.search(low) else degrees, meant),)
    return (Flip("v" if _UPRIGHT_AXIS.search(low) else "h", meant),) if flipped else ()


def _degrees(low: str) -> int:
    match = _DEGREES.search(low)
    return int(next(group for group in match.groups() if group)) if match else 0


def _frozen(low: str, meant: Which) -> tuple[Wish, ...]:
    """The picture held at a moment, at an edge, or for a stretch."""
    if not _FREEZE.search(low) or re.search(r"\b(?:music|song|sound|audio)\b|音乐", low):
        return ()
    spans = durations(low)
    at = moment(low)
    if at is None and spans and re.search(r"\bto (?:the )?$", low[: spans[0].start]):
        at = spans[0].ms  # "à 5 secondes"
    long = [span.ms for span in spans if span.ms != at or re.search(r"\bfor (?:about |around )?$", low[: span.start])]
    edge = "start" if _OPENS.search(low) else "end"
    if at is not None:
        return (Freeze(long[-1] if long else 2_000, at, which=meant),)
    over = stretch(low)
    if over is not None:
        return (Freeze(over=When(start=over.start, end=over.end), which=meant),)
    edges = edge_length(low)
    if edges and not _THE_FRAME.search(low[: spans[0].start] if spans else low):
        return (Freeze(over=edges, which=meant),)
    return (Freeze(long[-1] if long else 2_000, None, edge, meant),)


def _moving(low: str, meant: Which) -> tuple[Wish, ...]:
    """A slow zoom or a pan."""
    if not (_DRIFT_NOUN.search(low) and _SLOWLY.search(low)):
        return ()
    if NEGATION.search(low):
        return (Remove(Kind.ZOOM, meant),)
    wanders = re.search(r"\bpan(?:s|ned|ning)?\b|\bdrift|平移", low)
    side = next((name for name, (_, pattern) in _SIDES.items() if pattern.search(low)), None)
    way = {"top": "up", "bottom": "down"}.get(side or "", side) if wanders else None
    way = way or (
        "up"
        if re.search(r"\bup\b|向上", low) and wanders
        else "down"
        if re.search(r"\bdown\b|向下", low) and wanders
        else None
    )
    way = way or ("right" if wanders else "out" if _AWAY.search(low) else "in")
    return (Drift(way, meant, _time(low)),)


def _time(low: str) -> When:
    """The stretch in which it moves or is closer."""
    if part := share(low):
        return When(share=part)
    if found := stretch(low):
        return When(start=found.start, end=found.end)
    if edge := edge_length(low):
        return edge
    at, spans = moment(low), durations(low)
    if at is not None:
        long = [span.ms for span in spans if span.ms != at]
        return When(start=at, length=long[0] if long else None)
    if re.search(r"(?:at|towards?|near|in) the end\b|结尾|最后", low):
        return When(edge="end")
    return When(edge="start") if re.search(r"(?:at|in) the (?:start|beginning)\b|开头", low) else When()


_SHIFTED = words("(?:shift|move|slide|push) the (?:crop|frame|picture|video|image|view|shot)",
    "(?:show|keep|see) (?:more of )?the (?:left|right|top|bottom|upper|lower)(?: (?:side|part|half|"
    "edge))(?: of (?:it|the \\w+))?",
    "(?:focus|cent(?:er|re)|frame)(?:ed|s)? (?:it |the (?:crop|picture|video) )?(?:more )?(?:on|to|"
    "towards?) the (?:left|right|top|bottom|middle|cent(?:er|re))", cjk= "画面(?:往|向)(?:左|右|上|下)(?:移|挪)")  # fmt: skip


def _closer(low: str, meant: Which) -> tuple[Wish, ...]:
    """Closer, or a part cut off at an edge."""
    if not _ZOOM.search(low) and not _AWAY.search(low) and not _SHIFTED.search(low):
        return ()
    if (
        _CROP.search(low)
        and (sides := _sides(low)) is not None
        and re.search(r"\b(?:out|off|away)\b|\bcrop (?:the |\d|a )|裁掉|去掉", low)
        and not re.search(r"\bto the\b|\binto\b", low)
    ):
        part = _PERCENT.search(low)
        gone = min(int(part["n"]), 80) / 100 if part else 0.15
        keep = tuple({0.0: 1.0, 1.0: 0.0}.get(value, 0.5) for value in sides)
        edge = next(name for name, (_, pattern) in _SIDES.items() if pattern.search(low))
        return (Zoom(round(1 / (1 - gone), 3), (keep[0], keep[1]), meant, _time(low), edge),)
    if _CROP.search(low) and not (
        _sides(low)
        or _MIDDLE.search(low)
        or _PERCENT.search(low)
        or _TIMES.search(low)
        or re.search(r"\bin\b|closer|tight", low)
    ):
        return ()
    if _SHIFTED.search(low) and (sides := _sides(low) or ((0.5, 0.5) if _MIDDLE.search(low) else None)):
        return (Zoom(1.0, sides, meant, _time(low)),)
    sides = _sides(low)
    focus = sides or ((0.5, 0.5) if _MIDDLE.search(low) else None)
    return (Zoom(_factor(low), focus, meant, _time(low)),)


def _factor(low: str) -> float:
    times, part = _TIMES.search(low), _PERCENT.search(low)
    if times:
        value = 2.0 if times["twice"] else number(times["n"] or times["x"] or times["w"]) or 2.0
    elif part:
        value = int(part["n"]) / 100 if part["to"] and int(part["n"]) > 100 else 1 + int(part["n"]) / 100
    else:
        value = 1.8 if _MUCH.search(low) else 1.15 if _LITTLE.search(low) else 1.4
    away = _AWAY.search(low) is not None
    whole = away and re.search(r"\b(?:all the way|completely|fully|again)\b|完全", low)
    return 0.1 if whole else round(1 / value, 3) if away else value


def _sides(low: str) -> tuple[float, float] | None:
    """The part of the picture that is named: 0-1 across and down."""
    across, down = 0.5, 0.5
    found = False
    for (x, y), pattern in _SIDES.values():
        if pattern.search(low):
            across, down, found = across if x is None else x, down if y is None else y, True
    return (across, down) if found else None


def named_object(low: str) -> str:
    """What in the picture a zoom shall find, "" when it is no more than a side of it."""
    match = _OBJECT.search(low)
    return match["what"].strip() if match else ""
