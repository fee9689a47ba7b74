"""Speed, playing backwards or again, splitting."""

import re

from studio.director.grammar.cuts import MUCH
from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.grammar.times import edge_length, moment, share, stretch
from studio.director.grammar.words import words
from studio.director.meaning import When, Which
from studio.director.wishes import Backwards, Repeat, SetSpeed, Split, Wish

_FACTOR = re.compile(
    r"(?<![\d:.])(\d+(?:[.,]\d+)?)\s?(?:x|×|倍|times|-fach|fach|fois|veces|раза?)(?![a-z])|"
    r"(?<![a-z0-9])x\s?(\d+(?:\.\d+)?)(?![a-z0-9])"
)
_FAST = words("speed(?:ed|ing)? (?:it |this |that |the .{1,30} |everything |them )?up", "sped up",
    "speed[- ]?up", "speed[- ]?ramp(?:s|ed|ing)?", "fast(?:er)?(?! food|-paced| paced)", "quick(?:er|ly)",
    "fast[- ]?forward", "accelerate", "hyper-?lapse", "double[- ]speed", "acelera\\w*", "más rápido",
    "schneller", "beschleunig\\w*", "accélère\\w*", "plus vite", "plus rapide", "mais rápido", "быстрее",
    "ускор\\w*", "pick up the pace", cjk= "加速|加快|快一点|快一些|快放|更快|太慢|快进|倍速|速度快|速く|早く", )  # fmt: skip
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
    "speed (?:was|is) (?:fine|ok|okay|good|better|right)(?: before)?",
    "speed .{0,12}(?:back )?(?:to |at )?normal",
    "(?:normal|regular|original|natural|real) speed",
    "real[- ]?time",
    cjk="正常速度|原速|恢复速度|原来的速度",
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


_BARE_FACTOR = re.compile(
    r"(?:speed(?:ed)?(?: \w+){0,3} up|speed up|sped up)(?: by| to)? (?P<n>\d\.\d{1,2})(?! ?(?:s|"
    r"sec\w*|seconds?|%|x)\b)")  # fmt: skip


def _factor(low: str) -> float | None:
    plain = re.search(
        r"speed(?: to| of| at| ?=)? (\d+(?:\.\d+)?)(?!\s?%|[\d.])|速度(?:改成|设为|为)?(\d+(?:\.\d+)?)(?!%)", low
    )
    if plain:
        return number(plain[1] or plain[2])
    bare = _BARE_FACTOR.search(low)
    if bare:
        return number(bare["n"])
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


_SO_LONG = re.compile(
    r"\b(?:so (?:that )?it|to fit|until it|to make it|to be|to last|such that)\b|\bto \d+ ?(?:s|sec\w*|seconds?)\b|(?:到|成|"
    r"至)\d+秒"
)


_NO_MORE = re.compile(r"\b(?:remove|no|without|cancel|take out|get rid of|stop|drop|lose)(?: the| any|"
    r" that)? (?:slow[- ]?mo(?:tion)?|speed[- ]?ups?|fast[- ]forward|"
    r"time-?lapse|speed(?: change)?s?)\b|(?:去掉|取消|不要)(?:慢动作|慢放|加速|快放)")  # fmt: skip


def read_speed(clause: Source, which: Which) -> tuple[Wish, ...]:
    """What a clause wants played faster or slower, and when."""
    low = clause.low
    fast, slow, named = _FAST.search(low), _SLOW.search(low), SPEED.search(low)
    bare = re.fullmatch(r"\s*(?:at |in |make it |play (?:it|the [\w ]{2,16}|everything) at )?\d(?:\.\d+)?\s?x\s*", low)
    if _NOT_SPEED.search(low) or not (fast or slow or named or bare):
        return ()
    if _NORMAL.search(low) or _NO_MORE.search(low):
        return (SetSpeed(1.0, _speed_when(low), which, relative=False),)
    spans = durations(low)
    if (fast or slow) and spans and not stretch(low) and _SO_LONG.search(low):
        return (SetSpeed(1.0, which=which, to=spans[0].ms),)
    factor = _factor(low)
    if factor is None and not (fast or slow):
        return ()
    if factor is None:
        slow_motion = slow is not None and re.search(r"mo\b|motion|慢动作|慢镜头|升格|zeitlupe|lenta|スロー", low)
        factor = (
            0.5
            if slow_motion
            else (0.75 if slow else 1.25)
            if _SLIGHT.search(low) or MUCH.search(low) is None
            else (0.5 if slow else 2.0)
        )
        if not slow_motion and not _SLIGHT.search(low) and not MUCH.search(low):
            factor = 0.67 if slow else 1.5
    return (SetSpeed(min(max(factor, 0.1), 16.0), _speed_when(low), which),)


def _speed_when(low: str) -> When:
    if part := share(low):
        return When(share=part)
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
    "reverse (?:everything|all of it|the (?:whole|entire|full) (?:thing|video|clip|film|movie)|it|"
    "the (?:video|clip|footage|film|playback)|this|(?:the )?(?:first|second|"
    "third|last) \\w+|clip \\d+)(?! order)", "rewind", "play(?:ed)? in reverse",
    "reversed?(?= playback| video| clip| motion|$)", "al revés", "rückwärts", "à l'envers",
    "de trás para frente", "задом наперед", cjk= "倒放|倒着放|反向播放|倒播|逆再生|回放", )  # fmt: skip
_BACK_AND_FORWARD = words(
    "(?:backwards?|in reverse|reversed?) (?:and |and then |then )?(?:forwards?|normal(?:ly)?)", cjk="倒放.{0,4}正放"
)
_MIRRORED = words(
    "boomerang",
    "forwards? (?:and |and then |then )?(?:back(?:wards?)?|in reverse)",
    "back and forth",
    "ping[- ]?pong",
    cjk="正放.{0,4}倒放|来回",
)
_REPEAT = words(
    "forwards? (?:and |and then |then )?(?:back(?:wards?)?|in reverse)",
    "back and forth",
    "(?<!first )(?<!second )(?<!third )(?<!last )(?<!middle )loop(?:ed|ing)?",
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
_HALVES = words(
    "in (?:half|two|2)(?! the)", "into (?:two|2) (?:halves|parts|pieces)", cjk="两半|(?<=[分切剪成为])两段|二等分|对半"
)
_PARTS = re.compile(
    rf"(?:in|into) (?P<bare>\d)(?!\d| ?(?:s|sec\w*|seconds?)\b)(?= |$|,)(?! (?:equal|even|parts?|pieces))|"
    rf"(?P<n>{LATIN_NUMBER}) (?:equal |even )?(?:parts?|pieces?|clips?|segments?|sections?)|(?:分成|切成|"
    rf"拆成)(?P<cn>{CJK_NUMBER})"
)
_BIT = (r"[ -]?(?:long |langen? |gleiche |sekündige )?(?:each|pieces|parts|chunks|segments|clips|bits|sections|blocks|stücke|"
    r"teile|trozos|partes|morceaux|"
    r"parties|pedaços|част\w*|кус\w*|的?(?:一|小)?(?:段|份|片段)|ごと|ずつ)")  # fmt: skip
_EVERY = (r"(?:every|each|alle|cada|toutes les|кажд\w+|(?:pieces|parts|chunks|segments|clips|stücke|trozos|morceaux|pedaços|"
    r"части|куски) (?:of|de|à|zu|по|von)|每)\s?$")  # fmt: skip
_CUT_AT = re.compile(
    r"\b(?:cut|slice|chop|break) (?:it |this |the (?:video|clip|film|scene) )?(?:in two |apart )?at (?:the )?$"
)
_CHOP = words("cut", "chop", "slice", "break", "corta\\w*", "schneide", "zerteile", "coupe[rz]?", "découpe[rz]?", "corte",
    "разре\\w+", "раздел\\w+",
    "нареж\\w+", cjk="切|剪|分|カット")  # fmt: skip
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
    if _BACK_AND_FORWARD.search(low):
        return (Backwards(which), Repeat(2, True, which))
    if _BACKWARDS.search(low) and not _MIRRORED.search(low):
        return (Backwards(which),)
    if _REPEAT.search(low) and not re.search(r"background loop|music|bgm|音乐|song", low):
        match = _TIMES.search(low)
        times = 3 if match and match["thrice"] else int(number(match["n"]) or 2) if match and match["n"] else 2
        return (Repeat(max(2, min(times, 10)), _MIRRORED.search(low) is not None, which),)
    spans = durations(low)
    bits = re.match(_BIT, low[spans[0].end :]) or re.search(_EVERY, low[: spans[0].start]) if spans else None
    if bits and (_SPLIT.search(low) or _CHOP.search(low)) and not edge_length(low):
        return (Split(every=spans[0].ms, which=which),)
    if spans and _CHOP.search(low) and _CUT_AT.search(low[: spans[0].start]):
        return (Split(spans[0].ms),)
    if _SPLIT.search(low) and (at := moment(low)) is not None:
        return (Split(at),)
    if _SPLIT.search(low) and spans:
        return (Split(spans[0].ms),)
    if _SPLIT.search(low) or _HALVES.search(low):
        match = _PARTS.search(low)
        parts = int(number(match["bare"] or match["n"] or match["cn"]) or 2) if match else 2
        return (Split(parts=max(2, min(parts, 20)), which=which),)
    return ()
