"""Clauses that name nothing: "bigger", "yellow", "on the left instead", "only show it for 5 seconds", "get rid of it"."""

import re

from studio.director.grammar import lettering
from studio.director.grammar.durations import durations
from studio.director.grammar.inlays import opacity
from studio.director.grammar.normal import Source
from studio.director.grammar.times import FOREVER, edge_length, stretch, when
from studio.director.grammar.words import words
from studio.director.meaning import When
from studio.director.topic_wishes import It
from studio.director.wishes import Wish

_LEAD = re.compile(
    r"\s*(?:(?:now|like|no|nah|hmm+|ok|okay|and|but|then|also|please|pls|just|actually|maybe|sorry|i want|"
    r"i'd like|let'?s|can (?:you|u)|"
    r"could you|(?:can|could) (?:it|that|this) be|(?:make|move|put|set|place|have|get|turn|"
    r"shift) (?:it|that|this|them)(?: be)?|"
    r"(?:it|that|this) (?:should|could|must|needs to) be|(?:it|that)'?s|(?:it|that|this) is|再|还是|还|要|"
    r"把它|它|放|移|改成|换成|改|请|那)" r"[\s,，]*)*")  # fmt: skip
_FILLER = re.compile(
    r"[\s,，.!。！]*(?:(?:a|an|the|bit|little|tad|lot|much|way|slightly|even|more|some|somewhat|"
    r"than that|in|on|at|to|of|over|side|corner|"
    r"hand|screen|picture|frame|and|instead|please|pls|now|again|too|then|tho|though|if possible|"
    r"color|colour|far|very|really|super|"
    r"it|that|up|down|字|文字|到|"
    r"在|的|一点|一些|点|些|吧|色|角|边|侧|方|去|了|啊|成|画面|屏幕|位置)[\s,，.!。！]*)*")  # fmt: skip
_HALF = words(
    "half (?:the |its |of the |that )?(?:size|width)", "half as (?:big|large|wide)", "(?:by )?half", cjk="一半(?:大)?"
)
_SIDE = words("left", "right", cjk="左|右")
_HIGH = words("top", "upper", cjk="上")
_LOW = words("bottom", "lower", cjk="下")
_MIDDLE = words("middle", "cent(?:er|re)(?:ed)?", cjk="中间|中央|居中")
_GONE = re.compile(r"\s*(?:(?:please|pls|just|now|ok|actually|no|nah|and|then|can you|"
    r"could you)[\s,]*)*(?:get rid of|remove|delete|drop|take (?:out|away|off)|"
    r"lose|scrap|ditch|erase)\s(?:it|that|this|them|those|that one|this one)(?: again| please| pls|"
    r" altogether| completely| out)*[\s.!]*|"
    r"\s*take (?:it|that|this|them) (?:out|off|away)(?: again| please| pls)*[\s.!]*|\s*(?:把)?(?:它|那个|"
    r"这个)?(?:去掉|删掉|删了|拿掉)(?:吧|它)?\s*")  # fmt: skip
_TIME = r"(?:in|for|during|from|at|until|on|over|between|after|near|towards?)"
_SHOWN = re.compile(
    r"\s*(?:(?:but|and|please|pls|actually|now|then)[\s,]*)*"
    rf"(?:(?:only|just) (?={_TIME}\b)|(?:only |just )?(?:show|display|have|leave|let|put) (?:it|that|this)"
    rf"(?: only| just| stay| appear| visible| up)* ){_TIME}\b"
)


_LATER = re.compile(
    r"(?:^|\b(?:it|that|this|text|title|caption|words?|logo)\b).{0,40}?\d+(?:\.\d+)? ?(?:s|secs?|"
    r"seconds?) (?P<side>later|earlier|sooner)\b|" r"(?P<cside>提前|推迟|延后)")  # fmt: skip
_TO_THE_END = re.compile(r"\s*(?:(?:and|then|but|it|that|should|shall|must|has to|to|let it|make it|please|"
    r"just)\s+)*(?:stays?|remains?|keep(?:s)?|lasts?|holds?|be (?:there|visible|shown))"
    r"(?: it)?(?: on| there| visible| up| on screen)* (?:until|till|to|"
    r"through(?: to)?) the (?:very )?end(?: of .*)?\s*")  # fmt: skip


_ONCE_MORE = re.compile(
    r"\s*(?:and|also|then|plus|same|do)\b.{0,12}?\b(?:another(?: one| part| bit| piece| cut)?|"
    r"the same|same|also|too|as well)?\b.{0,24}\d|"
    r"\s*(?:another|the same)(?: one| part| bit| piece| cut| thing)?\b.{0,24}\d|\s*(?:和|还有|再).{0,4}\d")  # fmt: skip
_EDGE_TOO = re.compile(
    r"\s*(?:and |also |plus |then |same (?:for|with) )+(?:the )?(?:first|last) \d+(?:\.\d+)? ?(?:s|"
    r"secs?|seconds?)(?: too| as well| also)?\s*")  # fmt: skip
_VERB = re.compile(
    r"\b(?:cut|keep|trim|remove|delete|speed|slow|mute|add|put|show|zoom|make|split|reverse|play|"
    r"freeze|music|text|title|caption)\b")  # fmt: skip


_HIDDEN = re.compile(
    r"\s*(?:(?:and|but|please|now)\s+)*(?:hide|don'?t show|do not show) (?:it|that|this|the logo|the overlay)\b"
)


def read_shown(clause: Source) -> tuple[Wish, ...]:
    """ "Only show it in the last 5 seconds"."""
    if clause.quotations():
        return ()
    if (shift := _LATER.search(clause.low)) and (spans := durations(clause.low)):
        sooner = shift["side"] in ("earlier", "sooner") or shift["cside"] == "提前"
        return (It(later=-spans[0].ms if sooner else spans[0].ms),)
    if (_ONCE_MORE.match(clause.low)) and (span := stretch(clause.low)) and not _VERB.search(clause.low):
        return (It(when=When(start=span.start, end=span.end), again=True),)
    if _EDGE_TOO.fullmatch(clause.low) and (edge := edge_length(clause.low)):
        return (It(when=edge, again=True),)
    if _TO_THE_END.fullmatch(clause.low):
        return (It(when=When(end=FOREVER)),)
    if _HIDDEN.match(clause.low) and (edge := edge_length(clause.low)) and edge.length:
        return (It(when=When(start=edge.length, end=FOREVER)),) if edge.edge == "start" else ()
    time = when(clause.low) if _SHOWN.match(clause.low) and not clause.quotations() else None
    return (It(when=time),) if time else ()


def read_bare(clause: Source) -> tuple[Wish, ...]:
    """Nothing but a size, a colour, a place, or that it shall go."""
    low = clause.low
    if clause.quotations() or len(low) > 60:
        return ()
    if _GONE.fullmatch(low):
        return (It(gone=True),)
    if (seen := opacity(low)) is not None and len(low.split()) <= 7:
        return (It(opacity=seen),)
    lead = _LEAD.match(low)
    said = low[lead.end() :] if lead else low
    found = It(_size(said), lettering.colour(said), lettering.place(said), _spot(said))
    return (found,) if found != It() and _FILLER.fullmatch(_without_words(said)) else ()


_SHARE = re.compile(r"(?P<n>\d{1,3}) ?(?:%|percent) (?:(?P<up>bigger|larger)|smaller)")


def _size(said: str) -> float | None:
    if share := _SHARE.search(said):
        part = int(share["n"]) / 100
        return round(1 + part if share["up"] else max(0.1, 1 - part), 3)
    return 0.5 if _HALF.search(said) else lettering.size(said)


def _spot(said: str) -> str | None:
    """A corner or a side of the picture, as what lies over the film has them."""
    side = _SIDE.search(said)
    across = "" if side is None else "left" if side[0] in ("left", "左") else "right"
    down = "top" if _HIGH.search(said) else "bottom" if _LOW.search(said) else ""
    return "-".join(part for part in (down, across) if part) or ("center" if _MIDDLE.search(said) else None)


def _without_words(said: str) -> str:
    """What is left beside the size, the colour and the place."""
    said = lettering.without(_SHARE.sub(" ", said))
    for pattern in (_HALF, _SIDE, _HIGH, _LOW, _MIDDLE):
        said = pattern.sub(" ", said)
    return said
