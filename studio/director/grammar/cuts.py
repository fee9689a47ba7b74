"""Trims, ranges, lengths."""

import re

from studio.director.grammar.durations import Span, durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.grammar.times import edge_length, moment, share, stretch, stretches
from studio.director.grammar.words import words
from studio.director.meaning import Which
from studio.director.wishes import ChangeLength, Cut, SetLength, Wish

DROP = words("trim(?:med)?(?: off| away)?", "cut(?: off| out| away)?", "remove", "delete", "drop", "skip",
    "chop(?: off)?", "shave(?: off)?", "lop off", "lose", "snip(?: off)?", "get rid of", "take (?:off|out|away)",
    "erase", "clip(?: off)?(?= the (?:first|last)| \\d)", "crop(?: out)?(?= the (?:first|last))", "without",
    "cort[ae]\\w*", "recorta\\w*", "quita\\w*", "elimina\\w*", "schneide", "entferne", "kürze", "coupe[rz]?",
    "supprime[rz]?", "enlève", "retire", "remov\\w+", "удали\\w*", "обреж\\w*", "выреж\\w*", "убер\\w*", "discard",
    "throw (?:out|away)", cjk="去掉|剪掉|删除|删掉|裁掉|切掉|剪去|裁剪|移除|去除|砍掉|剪切|不要|カット|削除",)  # fmt: skip
KEEP = words("keep(?: only| just)?", "only (?:use|keep|show|want|need|the)", "use(?: only| just)?",
    "just (?:use|keep|the|want)", "retain", "leave only", "extract", "save only",
    "take(?: only| just)?(?!.*\\b(?:out|off|away)\\b)", "solo", "behalte", "nur", "garde[rz]?", "mantén", "manter",
    "mantenha", "оставь\\w*", "(?:trim|cut|crop|shorten)(?: \\w+){0,3} to(?= (?:(?:the|its) )?(?:first|last))", cjk=
    "保留|只留|只要|留下|只用|截取|提取|取(?=前|中间|最后|后|开头|结尾)|仅保留|只保留|残して",)  # fmt: skip
_TRIM = words("trim(?:med)?", "crop", "裁剪", "剪辑", "截取")
_EDGE_OFF = re.compile(r"\b(?:off|from) (?:the |its )?(?:front|start|beginning|end|back|top|tail)")
_BOTH_ENDS = words(
    "(?:first and (?:the )?last|start and (?:the )?end|beginning and (?:the )?end|(?:off|"
    "from|at) (?:both|each) (?:ends?|sides?)|both ends)",
    cjk="头尾各?|首尾各?|前后各|开头和结尾各?",
)
_STARTS = re.compile(r"(?:start|begin)s?(?:ing)? (?:the (?:video|clip|film) |it )?(?:at|from)\s")
_ENDS = re.compile(r"(?:end|stop|finish)s?(?:ing)? (?:the (?:video|clip|film) |it )?(?:at|after)\s")
_TO_LENGTH = re.compile(
    r"(?:down |back )?(?:\bto\b|to be|into|auf|à|para|a|до|到|成|至|为)\s?(?:about |around "
    r"|roughly |exactly |a |an |just |only |约|大约)*$"
)
_SHORTER = words("shorter", "shorten", "more concise", "tighter", "tighten", "condense", "más corto", "kürzer",
    "plus court", "mais curto", "короче", "too long", "cut it down", "trim it down", cjk=
    "短一点|缩短|短一些|更短|剪短|太长|变短|短く",)  # fmt: skip
_LONGER = words("longer", "lengthen", "extend", "prolong", "stretch", "más largo", "länger", "plus long",
    "mais longo", "длиннее", "too short", "expand", cjk="长一点|延长|加长|长一些|更长|太短|变长|拉长|長く",)  # fmt: skip
_BY = re.compile(
    r"(?:by|um|de|на|再|多|延长|加长|缩短)\s?(?:another |about |了)?$|(?:another|more|extra|additional)\s$"
)
MUCH = words("much", "a lot", "way", "far", cjk="很多|多一些|大幅")
_TWICE = re.compile(r"(?:twice|double|two times|2x) (?:as long|the (?:length|duration))|两倍长")
_HALF = re.compile(
    r"half (?:as long|(?:the |its |of its )(?:length|duration|size|time))|(?:to|by) half(?! (?:speed|volume))|一半长|"
    r"长度减半|缩短一半|减半"
)
_NOT_LENGTH = words("add", "put", "show", "insert", "zoom", "blur", "freeze", "write", "place", "play", "pause", "stop",
    "start", "begin",
    "hold", "fade", "appear\\w*", "hide", "reveal", "sparkle\\w*", "flash", "drop",
    cjk="放大|出现|显示|暂停|停|插入|加上")  # fmt: skip
_PER_SHOT = re.compile(
    r"(?:\b(?:each|every|per|apiece)\b|\d[- ]?(?:second|sec|s) (?:photos|pictures|images|slides|shots|clips)\b|每(?:张|个|"
    r"段|幅)?|各(?=\d|[一二三四五六七八九十两])|一张(?=照片|图片|图|\s?\d)|一个?(?:片段|镜头|场景)(?=\d))"
)


_CJK_BOTH = re.compile(rf"(?:前|开头)(?P<a>{CJK_NUMBER})秒?(?:和|与|跟)(?:后|最后|结尾|末尾)(?P<b>{CJK_NUMBER})秒")
_FIRST_AND_LAST = re.compile(
    rf"first (?P<a>{LATIN_NUMBER})(?:\s?(?:seconds?|secs?|s))? and (?:the )?last (?P<b>{LATIN_NUMBER})\s?(?P<u>seconds?|secs?|"
    rf"s\b|minutes?)"
)
_MIDDLE = re.compile(rf"middle (?P<n>{LATIN_NUMBER}) (?:seconds?|secs?|s\b)|中间(?:的)?(?P<cn>{CJK_NUMBER})秒")
_EACH_SHOT = re.compile(r"\b(?:each|every|all)(?: of)?(?: the)? (?:clips?|shots?|scenes?|videos?)|每(?:个|段)")


_ONLY = re.compile(r"(?:first|last|final) \d+(?:\.\d+)? ?(?:s|secs?|seconds?|minutes?|mins?) only\s*$")
_EDGE_ALONE = re.compile(r"\s*(?:and |also |plus |then |but )*(?:the )?(?:very )?(?:first|last|final|opening|"
    r"closing) \d+(?:\.\d+)? ?(?:s|secs?|seconds?)" r"(?: too| as well)?\s*")  # fmt: skip


def read_cut(clause: Source, which: Which) -> tuple[Wish, ...]:
    """What a clause wants cut away or kept."""
    low = clause.low
    keep, drop = KEEP.search(low) is not None or _ONLY.search(low) is not None, DROP.search(low) is not None
    if not (keep or drop or _STARTS.search(low) or _ENDS.search(low) or _EDGE_OFF.search(low)):
        return ()
    spans = durations(low)
    if not which and _EACH_SHOT.search(low):
        which = Which(tuple(range(1, 100)))
    if _BOTH_ENDS.search(low) and spans and not keep:
        return (Cut(head=spans[0].ms, tail=spans[-1].ms, which=which),)
    return _named_stretch(low, which, keep=keep) or _at_an_edge(low, which, keep=keep)


def _named_stretch(low: str, which: Which, *, keep: bool) -> tuple[Wish, ...]:
    """A share, or what lies between moments."""
    if both := _CJK_BOTH.search(low):
        head, tail = (round((number(both[name]) or 0) * 1_000) for name in ("a", "b"))
        return (Cut(keep, head=head, tail=tail, which=which),) if not keep else ()
    if both := _FIRST_AND_LAST.search(low):
        unit = 60_000 if both["u"].startswith("m") else 1_000
        head, tail = (round((number(both[name]) or 0) * unit) for name in ("a", "b"))
        return (Cut(keep, head=head, tail=tail, which=which),) if not keep else ()
    if middle := _MIDDLE.search(low):
        keep = keep or re.search(r"\bto (?:the |its )?middle", low) is not None
        return (Cut(keep, middle=round((number(middle["n"] or middle["cn"]) or 0) * 1_000), which=which),)
    if part := share(low):
        return (Cut(keep, which=which, share=part),)
    if _ends_at(low):
        return ()
    several = stretches(low)
    keep = keep or (
        len(several) > 1 and _TRIM.search(low) is not None and not re.search(r"trim (?:off|away|out)|out\b", low)
    )
    if len(several) > 1 and keep:
        return (Cut(True, *several[0], which=which, more=several[1:]),)
    if len(several) > 1:
        return tuple(Cut(False, *pair, which=which) for pair in several)
    found = stretch(low)
    if found is None:
        return ()
    keep = keep or (_TRIM.search(low) is not None and not re.search(r"trim (?:off|away|out)|out\b", low))
    return (Cut(keep, found.start, found.end, which=which),)


def _at_an_edge(low: str, which: Which, *, keep: bool) -> tuple[Wish, ...]:
    """The first or the last so many seconds."""
    spans, edge = durations(low), edge_length(low)
    if edge and edge.edge in ("start", "end"):
        head, tail = (edge.length, None) if edge.edge == "start" else (None, edge.length)
        return (Cut(keep and not re.match(r".*\bwithout\b", low), head=head, tail=tail, which=which),)
    if spans and _STARTS.search(low):
        return (Cut(False, 0, spans[0].ms, which=which),)
    if spans and _ends_at(low):
        return (Cut(False, spans[0].ms, None, which=which),)
    return ()


def _ends_at(low: str) -> bool:
    return _ENDS.search(low) is not None


_NAMES_LENGTH = words("duration", "length", "long", cjk="时长|长度|总长|控制在|以内|全长")


def each_shot(low: str) -> bool:
    """Whether every shot is meant, one by one."""
    return _PER_SHOT.search(low) is not None


def lasts_a_while(low: str) -> bool:
    """Whether its time says how long something in the film lasts ("snow for 4 seconds"), not the film."""
    spans = durations(low)
    return (
        bool(spans)
        and re.search(r"(?:for|during)\s(?:the )?$", low[: spans[0].start]) is not None
        and not _WHOLE.search(low)
    )


_OF_ANOTHER = words("transitions?", "cross-?fades?", "fades?", "dissolves?", "wipes?", "volume", "loudness",
    cjk="转场|过渡|淡入|淡出|音量")  # fmt: skip
"""What can be shorter or halved as well, without the film being so."""

_WHOLE = words("it", "videos?", "films?", "clips?")


_MEASURED = re.compile(r"\bthe (?:longer|shorter) (?:one|clip|video|vid|file|recording)\b")


def read_length(clause: Source, which: Which, *, creates: bool = False) -> tuple[Wish, ...]:
    """What a clause says of the length: "make it 20 seconds", "a bit shorter", "20 to 30 seconds" (`creates`: of a new film)."""
    low = _MEASURED.sub(" ", clause.low)
    spans = durations(low) if creates or _speaks_of_length(low) else ()
    if spans and (delta := _by_so_much(low, spans[0])):
        return (ChangeLength(delta=delta, which=which),)
    if creates and not which and (between := _between(low)):
        return (SetLength(between),)
    if spans and _PER_SHOT.search(low):
        return (SetLength(spans[0].ms, which or Which(tuple(range(1, 100)))),)
    if spans:
        return (SetLength(spans[0].ms, which),)
    factor = 0.0 if _OF_ANOTHER.search(low) else _times_as_long(low)
    return (ChangeLength(factor=factor, which=which),) if factor else ()


def _speaks_of_length(low: str) -> bool:
    """Whether a time in an edit is a length at all, and no moment or the time of something else."""
    if _PER_SHOT.search(low) or _NAMES_LENGTH.search(low):
        return True
    if _EDGE_ALONE.fullmatch(low):
        return False
    found = stretch(low)
    if found is not None and (found.end is None or ":" in low[found.at : found.until]):
        return False
    return moment(low) is None and _NOT_LENGTH.search(low) is None


def _by_so_much(low: str, span: Span) -> int:
    """ "5 seconds longer", "shorten it by 2 s": the difference in ms, 0 when none is meant."""
    longer, shorter = _LONGER.search(low), _SHORTER.search(low)
    if not (longer or shorter) or _TO_LENGTH.search(low[: span.start]):
        return 0
    after = re.match(r"\s?(?:longer|shorter|more|less|más|länger|kürzer)", low[span.end :])
    if not (longer or after or _BY.search(low[: span.start])):
        return 0
    return span.ms if longer else -span.ms


def _times_as_long(low: str) -> float:
    """ "Twice as long", "a bit shorter": the factor, 0 when none is meant."""
    longer, shorter = _LONGER.search(low), _SHORTER.search(low)
    if _TWICE.search(low):
        return 2.0
    if longer and re.search(r"\bby (?:a )?half\b|一半", low):
        return 1.5
    if _HALF.search(low):
        return 0.5
    much = MUCH.search(low) is not None
    if longer:
        return 1.6 if much else 1.25
    return (0.5 if much else 0.75) if shorter else 0.0


_AROUND = words(
    "between",
    "about",
    "around",
    "roughly",
    "circa",
    "approximately",
    "something like",
    "zwischen",
    "entre",
    "от",
    cjk="大约|大概|左右",
)


def _between(low: str) -> int | None:
    """ "20 to 30 seconds": the middle of what a film may last."""
    found = stretch(low)
    if found is None or found.end is None or ":" in low[found.at : found.until]:
        return None
    around = _AROUND.search(low[: found.at + 8]) or re.match(
        r"[ -]?(?:long|videos?|films?|clips?|reels?|的?视频|长)", low[found.until :]
    )
    if not (around or not re.search(r"\w", low[: found.at] + low[found.until :])) or re.search(r"\bfrom\b|从", low):
        return None
    return round((found.start + found.end) / 2_000) * 1_000


_FILM = words("videos?", "films?", "clips?", "promos?", "teasers?", "trailers?", "montages?", "gifs?", "intros?",
    "slide ?shows?", "reels?", "ads?", "movies?", cjk=
    "视频|短片|影片|宣传片|幻灯片|广告",)  # fmt: skip


def is_of_the_film(low: str) -> bool:
    """Whether a clause names the film itself, so that a length in it is the film's."""
    return _FILM.search(low) is not None
