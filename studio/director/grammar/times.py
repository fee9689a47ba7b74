"""When: stretches ("from 2 to 5 seconds"), moments ("at 0:05"), edges ("at the end", "the last 3 seconds")."""

import re
from dataclasses import dataclass

from studio.director.grammar.durations import ASPECT, CLOCK, Span, clock_ms, durations
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, ORDINAL, number
from studio.director.grammar.words import words
from studio.director.meaning import When

FOREVER = 86_400_000  # "until the end", whenever that is
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|min|m|segundos?|sekunden?|secondes?|секунд\w*|сек|秒钟?|秒鐘|分钟|分)"
_POINT = rf"(?:{CLOCK}|(?:the |second |第)?(?:{LATIN_NUMBER}|{CJK_NUMBER})(?:st|nd|rd|th)?)"
_TO = r"\s?(?:-|–|—|~|to|until|till|through|and|up to|bis|hasta|à|a|até|до|到|至|から)\s?(?:the )?"
_RANGE = re.compile(rf"(?P<open>from |between |seconds |minutes |von |de |desde |с |从|在)?(?<![\d:.a-z])(?P<a>{_POINT})"
    rf"[ -]?(?P<ua>{_UNIT})?{_TO}(?P<b>{_POINT})[ -]?(?P<ub>{_UNIT}(?![a-z]))?")  # fmt: skip
_AFTER = re.compile(
    r"(?:after|beyond|past|(?:starting|start|beginning|begin|from)(?: (?:at|from|on))?|从|from)\s?(?:the )?(?:第)?$"
)
_BEFORE = re.compile(r"(?:before|until|till|up to|stop(?:ping)? at|end(?:ing|s)? at|直到|到|截止)\s?(?:the )?(?:第)?$")
_AT = re.compile(r"(?:(?<![a-z])at|@|around|第|在第?)\s?(?:the )?(?:第)?$")
_CJK_AFTER = re.compile(r"\s?(?:之后|以后|后|开始|起|onwards?|on(?= |$)|in$)")
_CJK_BEFORE = re.compile(r"\s?(?:之前|以前)")
_CJK_AT = re.compile(r"\s?(?:处|的时候|的地方|时)")

HEAD = words("first", "opening", "initial", "start", "beginning", "front", "intro", "head", "primer[oa]s?", "inicio",
    "ersten", "anfang", "premi[èe]re?s", "début", "primeir[oa]s", "início", "comienzo", "перв\\w*", "начал\\w*",
    "top(?= of the (?:video|clip|film))", cjk="开头|片头|最前|前面|最开始|一开始|开始|最初|前|冒頭",)  # fmt: skip
TAIL = words("last", "final", "closing", "end(?:ing)?", "outro", "back(?= of the)", "tail", "últim[oa]s?",
    "letzten?", "ende", "derni[èe]re?s", "fin", "últimos", "final", "последн\\w*", "кон[ец]\\w*", cjk=
    "最后|结尾|末尾|片尾|最末|后面|后|最後|末",)  # fmt: skip
_MIDDLE = words("middle(?! of the (?:screen|frame|picture|image))", "halfway(?: through)?",
    "center of the (?:video|film|clip)", "mitte", "milieu", "medio", cjk=
    "中段|中间部分|中间(?=加|插|出现)|一半的?时候", )  # fmt: skip
_WHOLE = words("throughout", "(?:the )?(?:whole|entire|full)(?: \\w+)?(?: (?:video|film|clip|time|thing|length))",
    "all (?:the time|the way through|along)", "permanently", "always", "start to finish", "beginning to end", cjk=
    "全程|一直|自始至终|整个|全片|始终",)  # fmt: skip
_AT_START = words("(?:start|begin|open)(?:s|ing)? (?:with|on)(?= *(?:\ue000|$|  ))", "(?:start|begin|open)(?:s|ing)? with",
    "(?:at|in|on|near|for|over|during) the (?:very )?(?:start|beginning|opening|intro|front)", "at (?:start|beginning)",
    "(?:as an? )?(?:intro|opening)(?: title| card| text)?", "to (?:start|begin|open)",
    "al (?:inicio|principio|comienzo)", "am anfang", "au début", "no (?:início|começo)", "в начале", "up front", cjk
    ="开头|片头|一开始|最开始|开始处|开始的时候|冒頭|最初に",)  # fmt: skip
_AT_END = words("(?:end|finish|close)(?:s|es|ing)? (?:with|on)(?= *(?:\ue000|$|  ))", "end(?:s|ing)? with",
    "(?:at|in|on|near|for|over|during|to) the (?:very )?(?:end|ending|close|outro|finish)", "at end(?:ing)?(?= *$)",
    "^\\s*(?:end|ending|outro|closing)(?: text| card)?\\s*(?=[:：])",
    "(?:as an? )?(?:outro|closing|end)(?: title| card| text| screen)", "to (?:finish|close|end)(?: with)?",
    "al final", "am ende", "à la fin", "no final", "no fim", "в конце", "outro", cjk=
    "结尾|片尾|末尾|最后|結尾|最後に",)  # fmt: skip
_SHARES = (((0.0, 0.5), words("first half(?! (?:a |of a )?(?:minute|second|hour))", "primera mitad", "erste[nr]? hälfte",
    "première moitié",
    "primeira metade", "перв\\w+ половин\\w+",
    cjk="前面?一?半(?:段|部分|截)?|上半段")), ((0.5, 1.0), words("(?:second|other|last|latter) half",
    "segunda mitad", "zweite[nr]? hälfte", "(?:deuxième|seconde) moitié", "segunda metade", "втор\\w+ половин\\w+", cjk=
    "后面?一?半(?:段|部分|截)?|下半段|後半")), ((0.0, 1 / 3), words("first third", cjk="前三分之一")), ((1 / 3, 2 / 3), words(
    "(?:middle|second) third", cjk="中间三分之一")), ((2 / 3, 1.0), words("(?:last|final) third",
    cjk="[后最]后?三分之一")), ((0.0, 0.25), words(
    "first quarter", cjk="前四分之一")), ((0.75, 1.0), words("(?:last|final) quarter", cjk="[后最]后?四分之一")))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch named by both ends (`end` None: to the film's end), and where that is written."""

    start: int
    end: int | None
    at: int
    until: int


def _point_ms(text: str, unit: str | None) -> int | None:
    text = re.sub(r"^(?:the |second |第)", "", text)
    if ":" in text:
        return clock_ms(text)
    value = number(re.sub(r"(?:st|nd|rd|th)$", "", text))
    if value is None:
        return None
    minutes = (unit is not None and unit[0] in "m分") or unit == "мин"
    return round(value * (60_000 if minutes else 1_000))


_NUMBERED_SHOT = re.compile(
    rf"(?<![a-z\d])(?:{ORDINAL}) (?:ones?|clips?|scenes?|shots?|photos?|pics?|parts?|pieces?|videos?)(?= (?:down )?to )|"
    r"(?<![a-z])(?:clips?|scenes?|shots?|photos?|parts?|segments?|videos?|images?) \d{1,2}(?= to \d)"
)


def stretch(text: str) -> Stretch | None:
    """The first stretch "from a to b" in a lower-case text. Needs a unit, a clock time or "seconds" to be one."""
    masked = ASPECT.sub(lambda match: "#" * len(match[0]), text)
    masked = _NUMBERED_SHOT.sub(lambda match: "#" * len(match[0]), masked)
    for match in _RANGE.finditer(masked):
        clocks = ":" in match["a"] and ":" in match["b"]
        if not (
            clocks
            or match["ub"]
            or (match["ua"] and match["open"])
            or (match["open"] or "").startswith(("seconds", "minutes"))
            or (match["a"].startswith("second ") and match["b"].startswith("second "))
        ):
            continue
        told = "min" if (match["open"] or "").startswith("minutes") else None
        start = _point_ms(match["a"], match["ua"] or match["ub"] or told)
        end = _point_ms(match["b"], match["ub"] or match["ua"] or told)
        if start is not None and end is not None and start < end < 86_400_000:
            return Stretch(start, end, match.start(), match.end())
    return _open_stretch(masked)


def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """All stretches with both ends: "0:03-0:09 and 0:15-0:20", "seconds 4 to 6 and 12 to 15" (the unit said once)."""
    masked = _NUMBERED_SHOT.sub(lambda match: "#" * len(match[0]), ASPECT.sub(lambda match: "#" * len(match[0]), text))
    found = list(_RANGE.finditer(masked))
    unit = next((match["ub"] or match["ua"] for match in found if match["ub"] or match["ua"]), None)
    timed = unit or any(":" in match["a"] or (match["open"] or "").startswith("seconds") for match in found)
    if not timed:
        return ()
    pairs = []
    for match in found:
        own = match["ub"] or match["ua"] or unit
        pairs.append((_point_ms(match["a"], match["ua"] or own), _point_ms(match["b"], own)))
    return tuple((a, b) for a, b in pairs if a is not None and b is not None and a < b < 86_400_000)


def _open_stretch(text: str) -> Stretch | None:
    for span in durations(text):
        before, after = text[: span.start], text[span.end :]
        to_end = re.match(rf"{_TO}(?:the )?(?:very )?(?:end|结尾|最后|结束|片尾)", after)
        if re.search(r"(?:from|starting (?:at|from)|after|beyond|past|从第?)\s?(?:the )?$", before) and (
            to_end or not after.strip(" .!")
        ):
            return Stretch(span.ms, None, span.start, span.end + (to_end.end() if to_end else 0))
        if to_end:
            return Stretch(span.ms, None, span.start, span.end + to_end.end())
        if re.search(r"(?:before|until|till|up to|to|直到)\s?(?:the )?$", before) and re.search(
            r"from the (?:very )?(?:start|beginning)|before|everything|从头", before
        ):
            return Stretch(0, span.ms, span.start, span.end)
        if _CJK_AFTER.match(after) and re.match(r"\s?(?:之后|以后)", after):
            return Stretch(span.ms, None, span.start, span.end)
        if _CJK_BEFORE.match(after):
            return Stretch(0, span.ms, span.start, span.end)
    return None


def edge_length(text: str) -> When | None:
    """ "the first 3 seconds", "3 seconds from the end", "最后两秒": an edge and a length."""
    for span in durations(text):
        before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 40]
        edge = _edge_before(before) or _edge_after(after)
        if edge:
            return When(edge=edge, length=span.ms)
    return None


_BEFORE_EDGE = r"(?:\s|by |the |about |roughly |的|の|那|约|各|都|剪掉|去掉|删掉|裁掉|切掉|减掉|剪|减|面|部分)*$"


def _edge_before(before: str) -> str | None:
    for edge, pattern in (("end", TAIL), ("start", HEAD)):
        for match in pattern.finditer(before):
            if re.match(_BEFORE_EDGE, before[match.end() :]):
                return edge
    return None


def _edge_after(after: str) -> str | None:
    linked = re.match(
        r"\s?(?:from|off(?: of)?|at|of|on|in|am|vom|del?|du|do|с)?\s?(?:[\w ]{1,16}'s |the |"
        r"the very |its |each )?(?=\w)",
        after,
    )
    rest = after[linked.end() :] if linked else after
    if not re.match(r"\s?(?:from|off|at|am|vom|del|du|do|с)\s", after) and not re.match(
        r"\s?(?:的)?(?:开头|结尾|片头|片尾)", after
    ):
        return None
    rest = rest.lstrip("的 ")
    if TAIL.match(rest):
        return "end"
    return "start" if HEAD.match(rest) else None


def _edge(text: str) -> str | None:
    if _WHOLE.search(text):
        return "all"
    if _AT_START.search(text):
        return "start"
    if _AT_END.search(text):
        return "end"
    return "middle" if _MIDDLE.search(text) else None


_PLAIN_RANGE = re.compile(
    r"\bfrom (?P<a>\d{1,3}(?:\.\d)?) (?:to|until|till) (?P<b>\d{1,3}(?:\.\d)?)(?![\d:.%]| ?(?:percent|clips?|photos?|x\b))"
)


def share(text: str) -> tuple[float, float] | None:
    """A share of the film: "the first half" is (0.0, 0.5)."""
    return next((part for part, pattern in _SHARES if pattern.search(text)), None)


def when(text: str) -> When:
    """When a text or an effect shall be there, from the words of its clause."""
    if part := share(text):
        return When(share=part)
    if found := stretch(text):
        return When(start=found.start, end=FOREVER if found.end is None else found.end)
    if found_edge := edge_length(text):
        return found_edge
    if plain := _PLAIN_RANGE.search(text):
        return When(start=round(float(plain["a"]) * 1_000), end=round(float(plain["b"]) * 1_000))
    start = end = length = None
    for span in durations(text):
        start, end, length = _place(span, text, start, end, length)
    if start is None and end is None and length is None and (point := moment(text)) is not None:
        start, end = (None, point) if _CLOSES.search(text) else (point, None)
    return When(start=start, end=end, edge=_edge(text) if start is None else None, length=length)


def _place(
    span: Span, text: str, start: int | None, end: int | None, length: int | None
) -> tuple[int | None, int | None, int | None]:
    before, after = text[: span.start], text[span.end :]
    if (
        _AFTER.search(before)
        or _AT.search(before)
        or _CJK_AT.match(after)
        or re.match(r"\s?(?:之后|以后|开始|in$|in[ ,.])", after)
    ):
        return span.ms, end, length
    if _BEFORE.search(before):
        return start, span.ms, length
    return start, end, span.ms


_ORDINAL_MOMENT = re.compile(
    rf"第\s?(?P<n>{CJK_NUMBER})\s?(?P<unit>秒|分)|(?<![a-z])second (?P<plain>\d{{1,3}})(?![\d:])"
)
_CLOSES = words("ends?", "stops?", "until", "till", "up to", cjk="结束|为止|停|之前")


def moment(text: str) -> int | None:
    """A single moment: "at 0:05", "at 5 seconds", "第5秒"."""
    match = _ORDINAL_MOMENT.search(text)
    if match:
        value = number(match["n"] or match["plain"])
        return None if value is None else round(value * (60_000 if match["unit"] == "分" else 1000))
    for span in durations(text):
        if _AT.search(text[: span.start]) or _AFTER.search(text[: span.start]) or _CJK_AT.match(text[span.end :]):
            return span.ms
    return None
