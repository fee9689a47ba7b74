"""A prompt in pieces that each ask for one thing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.times import stretch
from studio.director.grammar.words import LETTER, QUOTED

_LATIN_LINKS = ("and then|and also|then|and|but|plus|also|with|featuring|including|set to|as well as|"
    "followed by|y|con|und|mit|et|avec|e|com|и|с")  # fmt: skip
_CJK_LINKS = "然后|并且|并|同时|接着|再(?=加|把|给|配)|以及|和(?!.{0,3}(?:第|白))|还要|(?<=.)(?=给它|把)"
_CJK_VERBS = "(?<![尾头后部前上下中里面处候秒间画给并再来])(?=加上|配上|带上)"
_BREAK = re.compile(rf"[;\n。！？；!?]+|,(?!\d)|(?<!\d),|，|、|"
    rf"(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bprof)(?<!\bst)(?<!\bvs)\.(?=\s|$)"
    r"(?!\s(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)(?![a-z]))|"
    rf"(?<![{LETTER}.@])(?:{_LATIN_LINKS})" rf"(?![{LETTER}])|{_CJK_LINKS}|{_CJK_VERBS}|"
    rf"(?<=[\u4e00-\u9fff])(?<!标题)(?<!字幕)(?<!文字)(?<!第)\s+(?=[\u4e00-\u9fff\d])(?!\d+\s?%)|"
    rf"(?<=[\s])(?=(?:ending|ends|starting|beginning) with |without |"
    rf"(?:and )?no (?:music|sound|audio|text|captions?|titles?|subtitles?|transitions?|voice)(?![a-z]))")  # fmt: skip
_TOGETHER = re.compile(
    r"black (?:and|&) white|blanco y negro|noir et blanc|preto e branco|picture and sound|"
    r"fade in and (?:fade )?out|in and out|drum and bass"
    r"|(?:first|start|beginning) and (?:the )?(?:last|end)|rock and roll|rhythm and blues|"
    r"plus (?:fort|lent|vite|rapide|court|long|grand|petit|clair|sombre|doux|calme)\w*|ends? with|starts? with|"
    r"back and forth|forwards? (?:and |and then |then )?backwards?|backwards? (?:and |and then |then )?forwards?|"
    r"on the left(?: side)?,? (?:and |with |then )?.{2,30}? on the right|"
    r"(?:have|has|need|needs|get|gets|with) no \w+|more and more|,\s*(?:to |at |like |about |around |"
    r"down to |up to )?\d{1,3}\s?(?:%|percent)(?!\s?(?:off|discount|rabatt|sale))"
    rf"|between .{{1,24}}? and .{{1,16}}?(?:seconds?|secs?|s|minutes?|秒)(?![{LETTER}])"
    r"|between (?:\w+ ){0,3}?\d{1,2} and (?:\w+ ){0,2}?\d{1,2}(?!\d)"
    r"|(?:clips?|scenes?|shots?|photos?|images?|pictures?|slides?|videos?|parts?) "
    rf"\d{{1,2}}(?:\s?(?:,|and|&|with)\s?(?:the )?(?:clip |scene |shot |photo )?\d{{1,2}})+"
    r"|(?:first|second|third|fourth|fifth|last)(?: \w+)? (?:and|with|y|und|et) (?:the )"
    r"?(?:first|second|third|fourth|fifth|last)"
    rf"|第.{{1,3}}?(?:个|段|张|条|幕)?(?:片段|镜头|视频|照片|场景)?(?:和|与|跟)(?:第|最后|最前|末)"
    r"|前\S{1,3}秒?(?:和|与)(?:后|最后|结尾)\S{1,3}秒"
    r"|first \w+(?: (?:seconds?|secs?|s))? and (?:the )?last (?:\w+ (?:seconds?|secs?|s\b)|\d+s\b)"
    r"|(?:my|our|his|her|the) names?(?: is|,|:)? [a-z]+(?: [a-z]+)?|from this and"
    r"|(?:orders?|sequence|arrange|顺序|按)[^.;\n，。]{0,28}?\d{1,2}(?:\s?(?:,|、|-|then|and|,\s?and|"
    r",\s?then)\s?\d{1,2})+(?!\s?s(?:ec\w*)?\b)"
    r"|(?:scene|shot|view|clip|segment|start|begin|open|lead|end|finish|close) with|(?:start|end)ing with|intercambia "
    rf".*|replace .{{1,60}}? with|(?:swap|switch|exchange) .{{1,40}}? (?:and|with) \S+|tausche .*"
    rf"|{QUOTED}+ (?:with|y|und|and|et) {QUOTED}+|quieter (?:when|while|under)|with (?:a |"
    r"an )?(?:subtitle|sub-title|tagline|blurred|fade|the text|the title|text)?(?= ?$)"
)
_TITLE_RUN = re.compile(
    r"(?:[Tt]itled?|[Cc]alled|[Ss]aying|[Ss]ays|[Rr]eads|[Tt]agline|[Cc]aption)(?: card)"
    r"?[:：]? (?:to |is )?((?:[A-ZÀ-Þ0-9][\w'’!?&-]*)(?: (?:(?:and|of|the|in|to|for|a|with|"
    r"at|on|by|&|my|your|de|la) )*[A-ZÀ-Þ0-9][\w'’!?&-]*)*)"
)
MOST_CLAUSES = 60
_WORDED = re.compile(
    r"(?<![a-z])(?:say(?:s|ing)?|reads?|reading|titled?|caption|text|headline|write|words?)(?![a-z])|[写字标显]"
)


_TWO_NAMES = re.compile(
    r"(?:(?<=[:,] )|(?<=for )|(?<=of )|(?<=para )|(?<=de )|(?<=von )|(?<=für )|(?<=pour ))"
    r"[A-ZÀ-ÞА-Я][\w'’-]+ (?:and|y|e|und|et|и|&) [A-ZÀ-ÞА-Я][\w'’-]+"
)


_CJK_NAMES = re.compile(r"(?<=[：:])[\u4e00-\u9fff]{2,4}[和与&][\u4e00-\u9fff]{2,4}(?=[，,。；\s]|$)")


def _protected(source: Source) -> list[tuple[int, int]]:
    spans = [(span.start, span.end) for span in durations(source.low)]
    spans += [match.span() for match in _TOGETHER.finditer(source.low)]
    spans += [match.span() for match in _TITLE_RUN.finditer(source.raw)]
    spans += [match.span() for match in re.finditer(f"{QUOTED}+", source.low)]
    spans += [match.span() for pattern in (_TWO_NAMES, _CJK_NAMES) for match in pattern.finditer(source.raw)]
    found = stretch(source.low)
    return [*spans, *_joint_ranges(source.low), *([(found.at, found.until)] if found else [])]


_RANGE = (r"(?:(?:\d{1,2}:)?\d{1,2}:\d{2}|\d{1,4}(?:\.\d+)?)\s?(?:s|sec\w*|秒)?\s?(?:-|–|to|until|bis|a|à|до|到|至)\s?"
    r"(?:(?:\d{1,2}:)?\d{1,2}:\d{2}|\d{1,4}(?:\.\d+)?)\s?(?:s(?![a-z])|sec\w*|秒)?")  # fmt: skip
_JOINT = re.compile(rf"{_RANGE}(?:\s?(?:,|and|&|y|und|et|e|и|和|、)+\s?(?:from |von |de |с |从)?{_RANGE})+")


def _joint_ranges(low: str) -> list[tuple[int, int]]:
    """ "0:03-0:09 and 0:15-0:20": stretches of one cut."""
    return [match.span() for match in _JOINT.finditer(low)]


def _whole(spans: list[tuple[int, int]], size: int) -> tuple[bytes, dict[int, int]]:
    """What stays whole: a mark for each character inside a span, and where the longest span from a place ends."""
    inside = bytearray(size)
    begins: dict[int, int] = {}
    for low, high in spans:
        if high - low > 1:
            inside[low + 1 : high] = b"\x01" * (high - low - 1)
        begins[low] = max(high, begins.get(low, 0))
    return bytes(inside), begins


def clauses(source: Source) -> Iterator[Source]:
    """The prompt's clauses in order; quotations, titles, lengths and word pairs stay whole."""
    start, count, link = 0, 0, ""
    inside, begins = _whole(_protected(source), len(source.low))
    for match in _BREAK.finditer(source.low):
        at = match.start()
        if inside[at : at + 1] == b"\x01" or at < match.end() <= begins.get(at, 0):
            continue
        if source.low[start:at].strip():
            count += 1
            # Words for the screen keep their exclamation mark.
            loud = match[0][:1] in ("!", "?", "！", "？") and _WORDED.search(source.low[start:at]) is not None
            yield replace(source.part(start, at + loud), link=link)
        link = match[0].strip() or link if source.low[start:at].strip() else f"{link} {match[0].strip()}"
        start = match.end()
        if count >= MOST_CLAUSES:
            return
    if source.low[start:].strip():
        yield replace(source.part(start, len(source.low)), link=link)
