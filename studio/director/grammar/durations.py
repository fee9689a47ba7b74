"""Lengths of time in a text: "10-second", "half a minute", "1m30s", "一分半", "00:30"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.grammar.words import LETTER

ASPECT = re.compile(
    r"(?<![\d:.])(16|9|1|4|5|3|2|21)\s?[:x×/]\s?(9|16|1|5|4|3|2|21)(?!\d|[:.]\d)(?!\s*(?:speed|faster|am|pm))"
)

_HOUR = r"hours?|hrs?|h|heures?|horas?|stunden?|час\w{0,3}"
_MINUTE = r"minutes?|mins?|m|minutos?|minuten?|minütig\w*|минут\w{0,3}|мин"
_SECOND = r"seconds?|secs?|s|segundos?|segs?|secondes?|sekunden?|sek|sekündig\w*|секунд\w{0,8}|сек"
_MILLI = r"milliseconds?|ms"
_LATIN_UNIT = rf"(?:{_MILLI}|{_HOUR}|{_MINUTE}|{_SECOND})(?![{LETTER}])"
_CJK_UNIT = r"(?:小时|小時|時間|分钟|分鐘|分间|分間|分(?!别|享|割|辨|段|成|镜)|毫秒|秒钟|秒鐘|秒間|秒)"

CLOCK = r"(?<![\d:])(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\.\d{1,3})?(?![\d:])"

_TIME = re.compile(rf"(?P<clock>{CLOCK})"
    r"|(?<![a-z])(?:(?P<quarters>three[ -]quarters? of|(?:a )?quarter of|half(?: of)?|"
    r"medio|media|halbe|eine halbe|une demi|meio|meia|пол)"
    r"[ -]?(?:an? )?(?P<part>hour|hora|heure|stunde|minute|minuto|min|minuten|second|"
    rf"segundo|минуты)(?![{LETTER}]))" rf"|(?<![\w.:$€£¥₽])(?P<n>{LATIN_NUMBER})(?:\s{{0,2}}|[ -])(?P<u>{_LATIN_UNIT})"
    r"(?P<half> and a half| y media?o?| et demie?| e meia?)?"
    rf"(?:(?: and |, ?| und | et | y | e | )?(?P<n2>{LATIN_NUMBER})[ -]?(?P<u2>(?:{_MINUTE}|"
    rf"{_SECOND})(?![{LETTER}])))?" rf"|(?<!第)(?P<cn>{CJK_NUMBER})(?:个|個)?\s?(?P<chalf1>半)?(?P<cu>{_CJK_UNIT})"
    r"(?P<chalf>半)?钟?(?:零|又|加)?" rf"(?:\s?(?P<cn2>{CJK_NUMBER})\s?(?:秒钟?|秒鐘))?"
    r"|(?<![a-z])(?P<andhalf>minute and a half|hour and a half)")  # fmt: skip
_ORDINAL_SECOND = re.compile(
    r"\s*(?:clip|video|photo|picture|image|scene|shot|one|part|segment|title|line|half|track|song|file|time|version)"
)
_DECADE = re.compile(r"(?:the |in |from |of |like )?(?:19|20)?[1-9]0s\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in ms, and where in the text it is written."""

    start: int
    end: int
    ms: int


def _unit_ms(unit: str) -> int:
    if unit.startswith(("ms", "milli", "毫")):
        return 1
    if unit.startswith(("h", "st", "ч", "小", "時")):
        return 3_600_000
    return 60_000 if unit.startswith(("m", "м", "分")) else 1_000


def clock_ms(text: str) -> int:
    """ "1:05" -> 65,000; "1:02:03.5" -> 3,723,500."""
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return round(total * 1000)


def point_ms(text: str) -> int:
    """A moment as a clock or in bare seconds: "1:05" -> 65,000; "2.5" -> 2,500."""
    return clock_ms(text) if ":" in text else round(float(text) * 1000)


def in_a_row(ranges: Sequence[re.Match[str]]) -> bool:
    """Whether each stretch from `a` to `b` begins where the one before ends, or later: bare figures are seconds then."""
    return all(point_ms(first["b"]) <= point_ms(second["a"]) for first, second in pairwise(ranges))


def _is_compound(match: re.Match[str]) -> bool:
    """ "1 minute, 30 seconds" is one length; "at 3 s, 2 s long" are two."""
    return bool(match["n2"]) and _unit_ms(match["u"]) > _unit_ms(match["u2"])


def _latin(match: re.Match[str], text: str) -> float | None:
    count, unit = number(match["n"]), match["u"]
    if count is None or (not match["n"][0].isdigit() and match.end("n") == match.start("u")):
        return None  # "as" is no "a s"
    singular = unit in ("second", "s", "segundo", "seconde") and match["n"] in ("a", "an", "one", "un", "une", "um")
    if singular and _ORDINAL_SECOND.match(text, match.end()):
        return None
    if (
        unit == "s"
        and _DECADE.match(text, match.start())
        and re.search(r"(?:the|style|early|late) $", text[: match.start()])
    ):
        return None
    total = count * _unit_ms(unit) + (_unit_ms(unit) / 2 if match["half"] else 0)
    if _is_compound(match):
        total += (number(match["n2"]) or 0) * _unit_ms(match["u2"])
    return total


def _cjk(match: re.Match[str]) -> float | None:
    count = number(match["cn"])
    if count is None:
        return None
    unit = _unit_ms(match["cu"])
    total = count * unit + (unit / 2 if match["chalf"] or match["chalf1"] else 0)
    if match["cn2"]:
        total += (number(match["cn2"]) or 0) * 1000
    return total


_PARTS = {"three": 0.75, "a qua": 0.25, "quart": 0.25}


def _length(match: re.Match[str], text: str) -> float | None:
    if match["clock"]:
        return clock_ms(match["clock"])
    if match["quarters"]:
        return _PARTS.get(match["quarters"][:5], 0.5) * _unit_ms(match["part"])
    if match["n"]:
        return _latin(match, text)
    if match["andhalf"]:
        return 1.5 * _unit_ms(match["andhalf"])
    return _cjk(match)


def durations(text: str) -> tuple[Span, ...]:
    """The lengths of time written in a lower-case text, in order. Aspect ratios and decades are none."""
    masked = ASPECT.sub(lambda match: "#" * len(match[0]), text)
    found: list[Span] = []
    at = 0
    while match := _TIME.search(masked, at):
        length = _length(match, masked)
        at = match.end() if _is_compound(match) or not match["n2"] else match.end("u")
        if length is not None and 0 < length < 86_400_000:
            found.append(Span(match.start(), at, round(length)))
    return tuple(found)
