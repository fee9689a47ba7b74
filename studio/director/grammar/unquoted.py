"""What a text says when no quotation marks hold it."""

import re

from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.text_nouns import CAPTION, PLAIN_TEXT, TAGLINE, TITLE
from studio.director.grammar.words import QUOTED

CAPITALS = (
    r"[A-ZÀ-ÞА-Я0-9][\w'’!?&.-]*(?: (?:(?:and|of|the|in|to|for|a|at|on|by|my|your|is|&|de|"
    r"la|der|die|das|und|et|-) )*(?:[-+$€£#]\d[\d.,]*%?|[A-ZÀ-ÞА-Я&][\w'’!?&-]*)| (?!\d+ ?(?:s|sec\w*|min\w*)\b)\d[\w%.-]*)*"
)
_CAPITAL_RUN = re.compile(rf"\s*({CAPITALS})")
_LEAD = re.compile(
    rf"(?:(?:{TITLE.pattern}|{CAPTION.pattern}|{TAGLINE.pattern}|{PLAIN_TEXT.pattern})"
    r"(?:\s(?:overlay|card|text|track|line|video|reel|film|clip|post))?"
    r"\s*(?:[:：=]|(?:that |which )?(?:saying|says?|reading|reads?)(?![a-z])|called|named|to (?:say|"
    r"read|be)?|to|into|should (?:say|read|be)|is|as|with|是|为|叫做|叫|写着|写上|写|改成|"
    r"改为|换成|内容是|内容为)"
    r"|(?:titled|entitled|saying|reading|that says|which says|that reads|(?:^|\s)(?:and )?(?:it )?(?:should )?(?:says?|"
    r"reads?)(?= )|called|named|写着|写上|"
    r"名为|叫做|que diga|llamado|intitulé))\s*[:：]?\s*"
)
NAME = re.compile(
    r"(?:^\s*(?=(?i:my|our) )|(?<![a-z])(?i:with|shows?|showing|add|write|put|featuring|displaying) )(?i:my|our|his|her|"
    r"the) (?i:name)(?i: is|s|,|:)?,? (?P<said>[A-ZÀ-ÞА-Я][\w'’-]+(?: [A-ZÀ-ÞА-Я][\w'’.-]+)*)"
)
_BARE_RUN = re.compile(
    rf"(?:[Tt]itled?|[Cc]aption|[Tt]agline|[Ss]logan|[Hh]eadline|[Tt]ext|[Ww]ords|"
    rf"[Ww]atermark|(?:[Cc]hannel|[Bb]rand|[Cc]ompany|[Ss]hop|[Ss]tore|[Bb]and|[Pp]odcast|[Bb]usiness) name)\s({CAPITALS}|"
    rf"[@#]\w+)"
)
_CJK_RUN = re.compile(
    r"(?:加上?|添加|配上|放上)(?:一?个)?(?:标题|片名)(?!动画|字体|样式|效果|文字|和|与|到|在|的|吧|"
    r"要)([\u4e00-\u9fff]{2,12})\s*$"
)
_TRAILING = re.compile(
    r"\s*(?:(?:,|，|-|–)?\s?(?:(?:at|in|on|near|from|for|over|during|to|until|after|"
    r"between) (?:the )?(?:very )?(?:start|beginning|end|ending|top|bottom|center|centre|"
    r"middle|screen|video|film|clip|intro|outro|\d.*|first .*|last .*|red|white|yellow|"
    r"blue|green|gold|black|pink|orange|purple).*"
    r"|throughout.*|(?<!^)please.*|(?<!^)thanks.*|in the (?:background|foreground).*|(?:放)?在(?:开头|"
    r"结尾|片头|片尾|顶部|底部|中间).*))$",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:too .*|wrong.*|bad|ugly|annoying|nice|good|boring|fine|missing|not .*|[红黄蓝绿白黑金橙紫粉灰青]色?$|大一点|"
    r"小一点|更?[大小]$|底部|顶部|中间|a|an|the|it|this|that|my|me|some|"
    r"something.*|text|title|music|"
    r"one|red|white|blue|"
    r"big(?:ger)?|small(?:er)?|longer|shorter|video|top|bottom|center|the (?:top|bottom|"
    r"center|end|start|beginning).*|in .*|on .*|at .*|be|of .*|for .*)$"
)
_PLAIN_WORD = re.compile(r"(?:text|title|caption|words?)\s(?P<said>(?!in\b|at\b|on\b|over\b|to\b|is\b|size|colou?r|"
    r"font|from|and|that|card|"
    r"overlay|track|saying|says|should|with|for|of|be|bigger|smaller|red|blue|white|gold|yellow|green|"
    r"black)\w+(?: \w+){0,4}?)\s"
    r"(?:in|at|on|over|across) (?:the|it|my|screen|cent)")  # fmt: skip
_PLACED_LEAD = re.compile(
    rf"(?:{TITLE.pattern}|{CAPTION.pattern}|{PLAIN_TEXT.pattern})\s(?:(?:at|in|on|for|"
    rf"from)\s|there|here)[^:：\n\ue000]{{0,30}}[:：]\s*(?P<said>[^\n\ue000]{{1,100}})$"
)
_WHICH_SAYS = re.compile(r"(?i:that|which) (?i:says|reads|say|read):? (?P<said>[^\ue000]{1,120})$")
_TAIL = re.compile(
    r"(?: (?!(?:over|with|in|on|at|for|and|to|from|by|as|of|during|using|while|then|until|when|that|"
    r"which|under|above|below|into|through|"
    r"throughout|between|after|before|across|instead|please|pls|appear\w*|show\w*|should|must|big|"
    r"bigger|small|smaller|bold|large|red|white|"
    r"black|yellow|blue|green|pink|gold|golden|orange|purple|slowly|top|bottom|center|centered|music|video)"
    r"\b)[a-zà-ÿ'’]+){1,5}(?=\s*(?:[,.;!?]|$)|\s(?:at|in|on|for|from|over|during)\b)")  # fmt: skip


def _with_its_tail(raw: str, run: re.Match[str]) -> str:
    """Words that begin with a capital and go on without: "add the text Best day ever"."""
    tail = _TAIL.match(raw, run.end(1))
    return f"{run[1]}{tail[0]}" if tail else run[1]


def unquoted(clause: Source) -> str | None:
    """Text given without quotation marks: "title: Fish & Chips", "a caption saying Hello"."""
    placed = _PLACED_LEAD.search(clause.low)
    if placed:
        return clause.raw[placed.start("said") : placed.end("said")].strip(" .")
    said = _WHICH_SAYS.search(clause.raw)
    if said:
        return _TRAILING.sub("", said["said"]).strip(" .,;") or None
    match = _LEAD.search(clause.low)
    plain = _PLAIN_WORD.search(clause.low) if match is None else None
    if plain:
        return clause.raw[plain.start("said") : plain.end("said")]
    if match is None:
        named = NAME.search(clause.raw)
        bare = _BARE_RUN.search(clause.raw) or _CJK_RUN.search(clause.raw)
        return named["said"] if named else _with_its_tail(clause.raw, bare) if bare else None
    rest = clause.raw[match.end() :]
    run = _CAPITAL_RUN.match(rest)
    text = _TRAILING.sub("", rest).strip(" \t.,;:：，。-–—*_\"'“”")
    if run and len(run[1]) < len(text) and not re.search(r"[\u3040-\u9fff]", text) and len(run[1].split()) > 1:
        text = run[1].strip(" .,-")
    if re.search(r"\b(?:backgrounds?|backdrops?)$", text.lower()):
        return None
    if not text or QUOTED in clause.low[match.end() :] or _DANGLING.match(text.lower()) or _is_a_length(text.lower()):
        return None
    return text[:200]


def _is_a_length(low: str) -> bool:
    """Whether words are no more than a length of time: "end screen: 12s"."""
    spans = durations(low)
    return len(spans) == 1 and not low[: spans[0].start].strip() and not low[spans[0].end :].strip(" .!")
