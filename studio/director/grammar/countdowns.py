"""Countdowns: one figure a second, from the start of the film on."""

import re
from dataclasses import replace

from studio.director.grammar.lists import Found
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.meaning import When
from studio.director.wishes import AddText, Countdown, Wish

FIGURE_LENGTH, FIGURE_SIZE = 1_000, 1.6
_MOST = 30
_WORD = (
    r"(?:count ?down|count ?downs|cuenta (?:atrás|regresiva)|contagem regressiva|compte à rebours|обратн\w+ отсч[её]т|"
    r"отсч[её]т|倒计时|倒数|カウントダウン)"
)
_ROW = r"\d{1,2}(?:(?:\s?[-–,./、.…]+\s?|\s)\d{1,2})+"
_FIRST = rf"(?:{LATIN_NUMBER}|{CJK_NUMBER})"
_COUNTDOWN = re.compile(
    r"(?:(?:add|put|with|insert|mach(?:e)?|make|create|erstelle|haz|crea|fais|faça|crie|сделай|加(?:上|个|一个)?)\s?)?"
    rf"(?:(?:an?|the|ein(?:en)?|una?|un|uma) )?(?:(?P<before>{_FIRST})[ -]?(?:seconds?|secs?|s|秒钟?|秒の?)?[ -]?(?:的)?)?"
    rf"(?:numbers? )?(?P<noun>{_WORD})(?: timer| clock| video| from| of|:|：|从| von| desde| de| от| с|视频)*\s?,?\s?"
    rf"(?:(?P<row>{_ROW})(?!\s?(?:s|sec\w*|秒))|(?P<a>\d{{1,2}})(?:\s?(?:-|–|to|bis|until|a|à|até|до|到)\s?(?P<z>\d)(?!\d))?"
    r"(?!\s?(?:am|pm|%|:\d|[x×]))|(?P<word>three|five|ten|[三五十])(?![a-z]))?"
    r"(?:\s?(?:seconds?|s|秒)(?![a-z]))?(?:\s?(?:at|in|to|before) the (?:very )?(?:start|beginning))?"
)
_SHOUT = re.compile(
    r"\s*(?:and |then |,|-|…|\.{2,3})*\s*(?P<said>(?:let'?s )?go|action|start|lift ?off|blast ?off|"
    r"boom|fire|los|ya|vai)(?![a-z])!*")  # fmt: skip
_AHEAD = re.compile(rf"(?P<row>{_ROW})\s$")


_UP = re.compile(
    r"(?:count(?:s|ing)?|numbers?)(?: up)?(?: video| song| clip)?(?: from)? (?P<a>\d{1,2}) (?:to|through|-|"
    r"–) (?P<z>\d{1,2})(?!\d)|"
    r"数数?从?(?P<ca>\d{1,2})到(?P<cz>\d{1,2})"
)
_PACE = re.compile(
    r"(?:one (?:number )?)?(?:every|each) (?P<n>\d{1,2}) ?s(?:ec\w*)?|(?P<m>\d{1,2}) ?s(?:ec\w*)? (?:each|"
    r"per number|apiece)"
)


def counting_up(prompt: Source, _: bool) -> Found:
    """ "A counting video 1 to 5, one number every 2 seconds"."""
    match = _UP.search(prompt.low)
    if match is None:
        return [], []
    first, last = int(match["a"] or match["ca"]), int(match["z"] or match["cz"])
    if not first < last <= first + _MOST:
        return [], []
    pace = _PACE.search(prompt.low, match.end())
    each = int(pace["n"] or pace["m"]) * 1_000 if pace else FIGURE_LENGTH
    spans = [match.span(), *([pace.span()] if pace else [])]
    return [Countdown(tuple(range(first, last + 1)), each)], spans


def countdown(prompt: Source, _: bool) -> Found:
    """ "A 3-2-1 countdown", "countdown from 10 to 1", "a 5-second countdown"."""
    match = _COUNTDOWN.search(prompt.low)
    if match is None:
        return [], []
    ahead = _AHEAD.search(prompt.low[: match.start()])
    told = match["row"] or (ahead["row"] if ahead and not match["before"] else None)
    figures = [int(part) for part in re.findall(r"\d+", told)] if told else _figures(match)
    if not figures:
        return [], []
    shout = _SHOUT.match(prompt.low, match.end())
    if shout:
        said = prompt.raw[shout.start("said") : shout.end("said")].strip()
        at = FIGURE_LENGTH * len(figures[:_MOST])
        last = AddText(said.upper(), when=When(at, at + 2_000), size=FIGURE_SIZE, another=True)
        start = _start(match, ahead if told else None)
        return [Countdown(tuple(figures[:_MOST])), last], [(start, shout.end())]
    wish = Countdown(tuple(figures[:_MOST]))
    return [wish], [(_start(match, ahead if told else None), match.end())]


def _figures(match: re.Match[str]) -> list[int]:
    """The figures between the first and the last one named; of "a countdown" alone 3, 2, 1."""
    named = match["a"] or match["word"] or match["before"]
    if named is None and re.search(r"video\s?,?\s?$|视频\s?,?\s?$", match[0]):
        return []
    top = int(number(named) or 3) if named else 3
    last = int(match["z"]) if match["z"] else 1
    return list(range(min(top, _MOST), last - 1, -1)) if top >= last else []


def _start(match: re.Match[str], ahead: re.Match[str] | None) -> int:
    """Where the countdown's own words begin; a number before them is the film's length when the figures are named too."""
    if ahead and not match["row"]:
        return ahead.start()
    own = match["row"] or match["a"] or match["word"]
    return match.start("noun") if own and match["before"] else match.start()


def after_countdown(*wishes: Wish) -> tuple[Wish, ...]:
    """The wishes with the title after the countdown, if there is one."""
    count = next((wish for wish in wishes if isinstance(wish, Countdown)), None)
    if count is None:
        return wishes
    last = count.each * len(count.figures)
    return tuple(
        replace(wish, when=When(last, last + 3_000))
        if isinstance(wish, AddText) and wish.role == "title" and not wish.when
        else wish
        for wish in wishes
    )
