"""Whom a greeting is for, and who sends it."""

import re
from collections.abc import Callable

from studio.director.grammar.normal import Source
from studio.director.grammar.scenes import scenes
from studio.director.grammar.words import titled, words

_NAME = re.compile(r"(?<![a-z])(?:for|to|of|wish(?:ing)?|für|para|pour|для|thanking|congratulating|welcoming|name is|named|"
    r"de|von|"
    r"called)\s(?:all )?(?:my |our |the |dear |mein\w* |mi |ma |mon |minha |meu |el |la |le |a |o |à |al |die |der |das |den )?"
    r"(?:(?:best|dear|lovely|little|big|baby|older|younger|twin|old|good|beautiful) )*"
    r"(?:(?:girlfriend|boyfriend|fianc[ée]e?|uncle|aunt(?:ie)?|cousin|grand(?:ma|pa|mother|father|daughter|son)|mom|mum|"
    r"mother|dad|"
    r"father|boss|colleague|teacher|coach|neighbou?r|bestie|bff|niece|nephew|hij[oa]|sohn|tochter|fils|"
    r"fille|filh[oa]|son|daughter|friend|brother|sister|wife|husband) "
    r"(?=(?!with\b|in\b|on\b|at\b|and\b|video\b|who\b|she\b|he\b|birthday\b|turn|from\b|by\b|please\b|using\b|"
    r"that\b)[^\W\d_]))?"
    r"(?P<name>(?:(?:mr|mrs|ms|miss|dr|prof|sir|coach|grandma|grandpa|uncle|aunt)\.? )?[^\W\d_][\w'’-]*(?:(?: and | & |"
    r" )(?!with\b|in\b|at\b|on\b|and\b|de\b|von\b|of\b|from\b|video\b|by\b|"
    r"that\b|birthday\b|who\b|"
    r"please\b|without\b|no\b|an?\b|the\b|for\b|to\b|happy\b|this\b|party\b|today\b|tomorrow\b|"
    r"next\b|class\b)[^\W\d_][\w'’-]*)?)")  # fmt: skip
_OWNER = re.compile(
    r"(?:my |our )?(?P<name>[^\W\d_][\w-]*)['’]s (?:(?P<years>\d{1,3})(?:st|nd|rd|th) )?(?:big )?birthday"
)
_CJK_NAME = re.compile(r"(?:给|为|祝)(?:我的?)?(?P<name>[^\W\d_]{1,6}?)(?:的|过|生日|做|的一|，|,|$)")
PLATFORM = words("tik ?tok", "insta(?:gram)?", "youtube", "facebook", "linked ?in", "twitter", "x", "snapchat", "whatsapp",
    "reels?", "stories", "story", "shorts", "social(?: media)?", "(?:my )?(?:channel|website|page|profile|blog|feed|phone|tv)",
    "famil(?:ia|ie|le|y)", "família", "me", "us", "it", "him", "her", "them", "free", "fun", "seconds?", "kids",
    "everyone", "work", "school", "this",
    "jan(?:uary)?", "feb(?:ruary)?", "march", "april", "june?", "july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?",
    "nov(?:ember)?", "dec(?:ember)?", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "octubre",
    "noviembre", "diciembre", "janeiro", "fevereiro", "maio", "junho", "julho", "setembro", "outubro", "juin", "juillet",
    "août",
    "these", "that", "those", "the", "you", "yours?", "sale", "rent", "each", "all", "both")  # fmt: skip
_MORE_OF_NAME = re.compile(
    r"(?: (?!(?:Birthday|Video|Instagram|Tik|You|With|In|On|At|And|From|For|Who|She|He|Please|Make|Use|"
    r"Add)\b)[A-ZÀ-Þ][\w'’.-]+){1,2}"
)
_TURNING = re.compile(
    r"(?<![a-z])(?P<name>(?!she\b|he\b|who\b|it\b|and\b|they\b)[a-zà-ÿ][\w'’-]+) (?:is turning|turns|wird|"
    r"cumple|fête ses|faz) \d"
)
_CALLED = re.compile(r"(?:name is|named|call(?:s|ed) (?:her|him)?) (?P<name>[^\W\d_]+)")
_LABELLED = re.compile(r"(?<![a-z])names?(?: are| is)?\s?[:：]\s?(?P<name>[^\W\d_]+(?:\s?(?:&|and|和)\s?[^\W\d_]+)?)")


_PARENT = "(?:mom|mum|dad|mama|papa|grandma|grandpa|granny|sis|bro)"
_PARENTS = re.compile(
    rf"(?:anniversary|birthday|congrat\w*|congratulations|day|christmas),? (?P<name>{_PARENT}(?: (?:and|"
    rf"&) {_PARENT})?)(?![a-z])"
)


def who(prompt: Source, is_occasion: Callable[[str], bool]) -> str:
    """Whom a greeting is for: "Priya", "Tom & Eva"; "" when nobody is named. `is_occasion`: words that are no names."""
    for pattern in (_CALLED, _LABELLED, _OWNER):
        if match := pattern.search(prompt.low):
            said = prompt.raw[match.start("name") : match.end("name")].strip()
            return said if pattern is _LABELLED else titled(said)
    if turning := _TURNING.search(prompt.low):
        return titled(prompt.raw[turning.start("name") : turning.end("name")])
    for match in _NAME.finditer(prompt.low):
        said = match["name"]
        if not (PLATFORM.match(said) or scenes(said) or is_occasion(said)):
            more = _MORE_OF_NAME.match(prompt.raw, match.end("name"))
            return titled(prompt.raw[match.start("name") : more.end() if more else match.end("name")])
    if parents := _PARENTS.search(prompt.low):
        return titled(parents["name"])
    cjk = _CJK_NAME.search(prompt.low)
    return cjk["name"] if cjk and cjk["name"] not in ("我", "我们", "这", "视频") else ""


_SIGNED = re.compile(
    r"(?<![A-Za-z])(?P<said>(?:With love|Love|Yours|Hugs|XOXO|xoxo|Best wishes|Cheers|Regards),? (?:from )?[A-Z][\w'’-]*"
    r"(?:(?:,| and| &|, and) [A-Z][\w'’-]*){0,4})"
)
_SENDER = re.compile(
    r"(?<![a-z])(?P<said>from (?:our|my) (?:family|team|house|home|crew)(?= to yours)|(?:with love )?from (?:(?:all of us|"
    r"everyone|us all)(?: at [\w '&]{2,30})?|(?:the |your )"
    r"(?:[\w'’&]+ ){0,3}(?:family|team|crew|staff|class|friends|office|kids)|mom|dad|grandma|grandpa))(?![a-z])"
)
_SENDER_ABROAD = re.compile(
    r"(?P<said>(?:[Vv]on (?:(?:der|eurer|deiner) )?[Ff]amilie|[Dd]e la familia|[Dd]e la famille|[Dd]a família|"
    r"[Оо]т семьи) [A-ZÀ-ÞА-Я][\w'’-]+)"
)
_SENDER_NAMED = re.compile(
    r"(?<![A-Za-z])(?P<said>(?:[Ww]ith love )?[Ff]rom (?:(?:all of us|(?:the |our )?(?:whole |entire )?team|"
    r"everyone) at )?(?:the )?[A-Z][\w'’&.-]*"
    r"(?: (?:& |and )?[A-Z][\w'’&-]*){0,3})"
)


def from_whom(prompt: Source) -> str:
    """ "From the Khan family": who a greeting comes from."""
    match = _SENDER.search(prompt.low)
    said = prompt.raw[match.start("said") : match.end("said")] if match else ""
    if signed := _SIGNED.search(prompt.raw) or _SENDER_ABROAD.search(prompt.raw):
        return signed["said"][:1].upper() + signed["said"][1:]
    if named := _SENDER_NAMED.search(prompt.raw):
        said = max(said, named["said"], key=len)
    return said[:1].upper() + said[1:]
