"""Trims, ranges, lengths, speed."""

import re

from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.grammar.times import edge_length, stretch
from studio.director.grammar.words import words
from studio.director.meaning import When, Which
from studio.director.wishes import Backwards, ChangeLength, Cut, Repeat, SetLength, SetSpeed, Split, Wish

DROP = words("trim(?:med)?(?: off| away)?", "cut(?: off| out| away)?", "remove", "delete", "drop", "skip",
    "chop(?: off)?", "shave(?: off)?", "lop off", "lose", "snip(?: off)?", "get rid of", "take (?:off|out|away)",
    "erase", "clip(?: off)?(?= the (?:first|last)| \\d)", "crop(?: out)?(?= the (?:first|last))", "without",
    "cort[ae]\\w*", "recorta\\w*", "quita\\w*", "elimina\\w*", "schneide", "entferne", "kürze", "coupe[rz]?",
    "supprime[rz]?", "enlève", "retire", "remov\\w+", "удали\\w*", "обреж\\w*", "выреж\\w*", "убер\\w*", "discard",
    "throw (?:out|away)", cjk="去掉|剪掉|删除|删掉|裁掉|切掉|剪去|裁剪|移除|去除|砍掉|剪切|不要|カット|削除",)  # fmt: skip
KEEP = words("keep(?: only| just)?", "only (?:use|keep|show|want|need|the)", "use(?: only| just)?",
    "just (?:use|keep|the|want)", "retain", "leave only", "extract", "save only",
    "take(?: only| just)?(?! (?:out|off|away))", "solo", "behalte", "nur", "garde[rz]?", "mantén", "manter",
    "mantenha", "оставь\\w*", "trim(?: \\w+){0,3} to(?= the (?:first|last))", cjk=
    "保留|只留|只要|留下|只用|截取|提取|仅保留|只保留|残して",)  # fmt: skip
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
_MUCH = words("much", "a lot", "way", "far", cjk="很多|多一些|大幅")
_TWICE = re.compile(r"(?:twice|double|two times|2x) (?:as long|the (?:length|duration))|两倍长")
_HALF = re.compile(r"half (?:as long|the (?:length|duration))|一半长|长度减半")
_PER_SHOT = re.compile(r"(?:\b(?:each|every|per|apiece)\b|每(?:张|个|段|幅)?)")


def read_cut(clause: Source, which: Which) -> tuple[Wish, ...]:
    """What a clause wants cut away or kept."""
    low = clause.low
    keep, drop = KEEP.search(low) is not None, DROP.search(low) is not None
    if not (keep or drop or _STARTS.search(low) or _ENDS.search(low) or _EDGE_OFF.search(low)):
        return ()
    spans = durations(low)
    if not which and re.search(
        r"\b(?:each|every|all)(?: of)?(?: the)? (?:clips?|shots?|scenes?|videos?)|每(?:个|段)", low
    ):
        which = Which(tuple(range(1, 100)))
    if _BOTH_ENDS.search(low) and spans and not keep:
        return (Cut(head=spans[0].ms, tail=spans[-1].ms, which=which),)
    found = stretch(low)
    if found and not _ends_at(low):
        keep = keep or (_TRIM.search(low) is not None and not re.search(r"trim (?:off|away|out)|out\b", low))
        return (Cut(keep, found.start, found.end, which=which),)
    edge = edge_length(low)
    if edge and edge.edge in ("start", "end"):
        cut = Cut(
            keep and not re.match(r".*\bwithout\b", low),
            which=which,
            **{"head" if edge.edge == "start" else "tail": edge.length},
        )
        return (cut,)
    if spans and _STARTS.search(low):
        return (Cut(False, 0, spans[0].ms, which=which),)
    if spans and _ends_at(low):
        return (Cut(False, spans[0].ms, None, which=which),)
    return ()


def _ends_at(low: str) -> bool:
    return _ENDS.search(low) is not None


def lasts_a_while(low: str) -> bool:
    """Whether its time says how long something in the film lasts ("snow for 4 seconds"), not the film."""
    spans = durations(low)
    return (
        bool(spans)
        and re.search(r"(?:for|during)\s(?:the )?$", low[: spans[0].start]) is not None
        and not _WHOLE.search(low)
    )


_WHOLE = words("it", "videos?", "films?", "clips?")


def read_length(clause: Source, which: Which) -> tuple[Wish, ...]:
    """What a clause says of the length: "make it 20 seconds", "a bit shorter", "10 seconds longer"."""
    low, spans = clause.low, durations(clause.low)
    longer, shorter = _LONGER.search(low), _SHORTER.search(low)
    if spans and (longer or shorter) and not _TO_LENGTH.search(low[: spans[0].start]):
        by_word = _BY.search(low[: spans[0].start]) or re.match(
            r"\s?(?:longer|shorter|more|less|más|länger|kürzer)", low[spans[0].end :]
        )
        if by_word or longer:
            return (ChangeLength(delta=spans[0].ms if longer else -spans[0].ms, which=which),)
    if spans and _PER_SHOT.search(low):
        return (SetLength(spans[0].ms, which or Which(tuple(range(1, 100)))),)
    if spans:
        return (SetLength(spans[0].ms, which),)
    if _TWICE.search(low):
        return (ChangeLength(factor=2.0, which=which),)
    if _HALF.search(low):
        return (ChangeLength(factor=0.5, which=which),)
    if longer or shorter:
        much = _MUCH.search(low) is not None
        return (ChangeLength(factor=(1.6 if much else 1.25) if longer else (0.5 if much else 0.75), which=which),)
    return ()


_FACTOR = re.compile(
    r"(?<![\d:.])(\d+(?:[.,]\d+)?)\s?(?:x|×|倍|times|-fach|fach|fois|veces|раза?)(?![a-z])|"
    r"(?<![a-z0-9])x\s?(\d+(?:\.\d+)?)(?![a-z0-9])"
)
_FAST = words("speed(?:ed|ing)? (?:it |this |that |the .{1,30} |everything |them )?up", "sped up", "speed[- ]?up",
    "fast(?:er)?(?! food|-paced| paced)", "quick(?:er|ly)", "fast[- ]?forward", "accelerate", "hyper-?lapse",
    "double[- ]speed", "acelera\\w*", "más rápido", "schneller", "beschleunig\\w*", "accélère\\w*", "plus vite",
    "plus rapide", "mais rápido", "быстрее", "ускор\\w*", "pick up the pace", cjk=
    "加速|加快|快一点|快一些|快放|更快|太慢|快进|倍速|速度快|速く|早く",)  # fmt: skip
_SLOW = words("slow(?:er|ed|ing)? ?(?:(?:it |this |that |the .{1,30} |everything |them )?down)?",
    "slow[- ]?mo(?:tion)?", "decelerate", "half[- ]speed", "ralent\\w*", "más lento", "cámara lenta", "langsamer",
    "zeitlupe", "verlangsam\\w*", "plus lent\\w*", "mais lento", "câmera lenta", "медленнее", "замедл\\w*",
    "too fast", cjk="减速|放慢|慢动作|慢一点|慢一些|慢放|更慢|太快|慢镜头|升格|遅く|スロー",)  # fmt: skip
SPEED = words("speed", "velocidad", "geschwindigkeit", "tempo", "vitesse", "velocidade", "скорост\\w*",
    "playback rate", cjk="速度|倍速|播放速度",)  # fmt: skip
_WORDED = ((2.0, words("double", "twice(?: as fast)?", "two times", "doppelt\\w*", "doble", cjk=
    "两倍|双倍|二倍|快一倍")), (3.0, words("triple", "three times", cjk="三倍")), (0.5, words(
    "half(?: the)?(?: speed)?", "half as fast", "mitad", "halbe\\w*", cjk="一半|半速|零点五倍|慢一倍")), (0.25,
    words("quarter", cjk="四分之一")))  # fmt: skip
_NORMAL = words(
    "(?:normal|regular|original|natural|real) speed", "real[- ]?time", cjk="正常速度|原速|恢复速度|原来的速度"
)
_PERCENT = re.compile(r"(\d{1,3})\s?%\s?(?P<kind>faster|slower|speed)?|by (\d{1,3})\s?%")
_SLIGHT = words("slightly", "a (?:little|bit|touch|tad)", "somewhat", cjk="一点|稍微|略微|一些")
_NOT_SPEED = words(
    "slow(?:ly)? (?:zoom|fade|pan|motion background|music|song|jazz|piano)",
    "(?:slow|fast)[- ]paced",
    "slow(?:er)? (?:music|song|track|beat)",
    "fast(?:er)? (?:music|song|track|beat|cuts)",
    cjk="慢歌|快歌",
)


def _factor(low: str) -> float | None:
    plain = re.search(
        r"speed(?: to| of| at| ?=)? (\d+(?:\.\d+)?)(?!\s?%|[\d.])|速度(?:改成|设为|为)?(\d+(?:\.\d+)?)(?!%)", low
    )
    if plain:
        return number(plain[1] or plain[2])
    match = _FACTOR.search(low)
    if match and (match[1] or match[2]):
        value = number((match[1] or match[2]).replace(",", ".")) or 1.0
        slowing = _SLOW.search(low) and not _FAST.search(low)
        return 1 / value if slowing and value > 1 else value
    share = _PERCENT.search(low)
    if share and (share[1] or share[3]):
        value = int(share[1] or share[3]) / 100
        if share["kind"] == "speed" or (share["kind"] is None and re.search(r"(?:to|at)\s?\d{1,3}\s?%", low)):
            return value
        return 1 + value if _FAST.search(low) else max(0.1, 1 - value)
    return next((factor for factor, pattern in _WORDED if pattern.search(low)), None)


def read_speed(clause: Source, which: Which) -> tuple[Wish, ...]:
    """What a clause wants played faster or slower, and when."""
    low = clause.low
    fast, slow, named = _FAST.search(low), _SLOW.search(low), SPEED.search(low)
    bare = re.fullmatch(r"\s*(?:at |in |make it |play (?:it|the [\w ]{2,16}|everything) at )?\d(?:\.\d+)?\s?x\s*", low)
    if _NOT_SPEED.search(low) or not (fast or slow or named or bare):
        return ()
    if _NORMAL.search(low):
        return (SetSpeed(1.0, _speed_when(low), which, relative=False),)
    factor = _factor(low)
    if factor is None and not (fast or slow):
        return ()
    if factor is None:
        slow_motion = slow is not None and re.search(r"mo\b|motion|慢动作|慢镜头|升格|zeitlupe|lenta|スロー", low)
        factor = (
            0.5
            if slow_motion
            else (0.75 if slow else 1.25)
            if _SLIGHT.search(low) or _MUCH.search(low) is None
            else (0.5 if slow else 2.0)
        )
        if not slow_motion and not _SLIGHT.search(low) and not _MUCH.search(low):
            factor = 0.67 if slow else 1.5
    return (SetSpeed(min(max(factor, 0.1), 16.0), _speed_when(low), which),)


def _speed_when(low: str) -> When:
    found = stretch(low)
    if found:
        return When(start=found.start, end=found.end)
    edge = edge_length(low)
    if edge:
        return edge
    if re.search(r"\bmiddle\b|中间", low):
        return When(edge="middle")
    if re.search(r"the (?:ending|end|last part|final part)\b|结尾|最后部分", low):
        return When(edge="end")
    if re.search(r"the (?:beginning|start|opening|first part|intro)\b|开头|前半", low):
        return When(edge="start")
    return When()


_BACKWARDS = words("backwards?", "in reverse(?! order)",
    "reverse (?:it|the (?:video|clip|footage|film|playback)|this|(?:the )?(?:first|second|"
    "third|last) \\w+|clip \\d+)(?! order)", "rewind", "play(?:ed)? in reverse",
    "reversed?(?= playback| video| clip| motion|$)", "al revés", "rückwärts", "à l'envers", "de trás para frente",
    "задом наперед", cjk="倒放|倒着放|反向播放|倒播|逆再生|回放",)  # fmt: skip
_REPEAT = words(
    "loop(?:ed|ing)?",
    "repeat(?:ed|ing)?",
    "duplicate(?:d)?",
    "play (?:it )?(?:twice|again)",
    "boomerang",
    cjk="循环|重复|再放一遍|复制|播放两遍|ループ",
)
_TIMES = re.compile(
    rf"(?P<n>{LATIN_NUMBER})\s?(?:times|x|раза?)|(?P<twice>twice|double|两次|两遍)|"
    r"(?P<thrice>three times|thrice|三次|三遍)"
)
_HALVES = words("in (?:half|two|2)(?! the)", "into (?:two|2) (?:halves|parts|pieces)", cjk="两半|两段|二等分|对半")
_PARTS = re.compile(
    rf"(?P<n>{LATIN_NUMBER}) (?:equal |even )?(?:parts?|pieces?|clips?|segments?|sections?)|(?:分成|切成|"
    rf"拆成)(?P<cn>{CJK_NUMBER})"
)
_SPLIT = words(
    "split",
    "divide",
    "cut (?:it |the (?:clip|video|scene|shot) )?(?:in two|in half|in 2)",
    "dividir",
    "teile",
    cjk="分割|切开|拆分|分成两|剪开",
)


def read_playing(clause: Source, which: Which) -> tuple[Wish, ...]:
    """Backwards, repeated, split."""
    low = clause.low
    if _BACKWARDS.search(low):
        return (Backwards(which),)
    if _REPEAT.search(low) and not re.search(r"background loop|music|bgm|音乐|song", low):
        match = _TIMES.search(low)
        times = 3 if match and match["thrice"] else int(number(match["n"]) or 2) if match and match["n"] else 2
        return (Repeat(max(2, min(times, 10)), which),)
    spans = durations(low)
    if _SPLIT.search(low) and spans:
        return (Split(spans[0].ms),)
    if _SPLIT.search(low) or _HALVES.search(low):
        match = _PARTS.search(low)
        parts = int(number(match["n"] or match["cn"]) or 2) if match else 2
        return (Split(None, max(2, min(parts, 20)), which),)
    return ()
