"""Texts that come as lists: timed captions, subtitle lines, name tags, countdowns. Read before the clauses are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.director.grammar.countdowns import countdown, counting_up
from studio.director.grammar.durations import CLOCK, in_a_row, point_ms
from studio.director.grammar.lettering import colour, place
from studio.director.grammar.lists import EACH, Found, facts, numbered, row_of, verses
from studio.director.grammar.moments import at_moments
from studio.director.grammar.normal import Source, unquote
from studio.director.grammar.scenes import scenes
from studio.director.grammar.text_nouns import CAPTION, PLAIN_TEXT, TITLE
from studio.director.grammar.times import stretch, when
from studio.director.grammar.words import QUOTED, words
from studio.director.meaning import When
from studio.director.wishes import AddText, Wish

_UNIT = r"(?:seconds?|secs?|s|秒钟?)"
_POINT = rf"(?:{CLOCK}|\d{{1,4}}(?:\.\d+)?)"
_RANGE = re.compile(rf"(?<![\w.])\(?\[?(?:from |at |第|在|从)?(?P<a>{_POINT})\s?{_UNIT}?\s?(?:-|–|—|~|to|until|到|至|"
    rf"->|→)\s?(?:第)?"
    rf"(?P<b>{_POINT})\s?(?P<u>{_UNIT}(?![a-z]))?\)?\]?(?P<colon>\s?[:：=]|\s[-–—]\s)?\s*")  # fmt: skip
_ITEM_END = re.compile(rf"[;；\n|]|\s/\s|(?:,|，|、|\.)?\s?(?:and |then |和|"
    rf"然后)?(?={_RANGE.pattern.replace('?P<a>', '').replace('?P<b>', '').replace('?P<u>', '').replace('?P<colon>', '')})"
    r"|(?:,|\.)\s(?=(?:and |then )?(?:add|with|make|use|put|set|music|vertical|no )\b)|(?<=[.!?。！？])\s")  # fmt: skip
_LINE_NOUN = (
    r"(?<![a-z])(?:captions?|titles?|sub-?titles?|texts?(?: overlays?)?|lines?|bullets?(?: points)?|bullet points|labels?|"
    r"lyrics?(?: video)?|quotes?|phrases?|"
    r"sentences?|words?|messages?|subtítulos?|untertitel|"
    r"sous-titres?|legendas?|субтитры|字幕|文字|テロップ)"
)
_LISTED = re.compile(rf"{_LINE_NOUN}[^:：\n\ue000,.;]{{0,40}}[:：]\s*(?P<rest>[^\ue000]+)$", re.DOTALL)
_LISTED_INSIDE = re.compile(
    rf"(?:bullets?(?: points)?|{_LINE_NOUN})[^:：\n\ue000,.;]{{0,20}}[:：]\s*(?P<rest>[^\ue000\n]{{6,300}}?)(?=\.\s|\n|$)"
)
_LINK = r"(?:[\s,;/|&、，；.]|and|then|y|und|et|e|и|和|然后|再)+"
_QUOTED_LIST = re.compile(rf"(?:(?:add|put|show|write|with|insert)\s(?:the |"
    rf"some )?)?(?:{_LINE_NOUN}|(?<![a-z])(?:put|add|write|show|"
    rf"display)(?![a-z]))(?P<lead>[^\ue000\n]{{0,40}}?)(?P<list>{QUOTED}+(?:{_LINK}{QUOTED}+)+)"
    r"(?:\s(?:to|on|for|over) (?:them|the |each |every |my )?(?:clips?|scenes?|photos?|shots?|slides?|video|film))?")  # fmt: skip
_SEVERAL = words(
    "captions",
    "sub-?titles",
    "texts",
    "lines",
    "bullets",
    "bullet points",
    "labels",
    "lyrics",
    "untertitel",
    "sous-titres",
    cjk="字幕",
)
_SPLIT = re.compile(r"\s*(?:\n|\s/\s|\||;|；)\s*")
_TAG = re.compile(
    r"(?:name ?tags?|name ?plates?|lower[- ]?thirds?|姓名条|人名条|名牌)\s?(?:for|saying|with|that says|"
    r"of|:|：|reading)?"
    rf"\s?(?::|：)?\s?(?:the (?:name|text)\s)?(?:(?P<quote>{QUOTED}+)|(?P<name>(?:(?:dr|mr|mrs|ms|prof|"
    rf"st)\. )?[^\W\d_][^,，.;:：\n\ue000]{{0,40}}?)"
    r"(?:(?:,|，|\s[-–—]|\sas|\s\()\s?(?P<sub>[^,，.;\n)\ue000]{2,40})\)?)?\s*(?=[.;\n,，]|$))")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """The texts found, and the prompt without them (offsets unchanged)."""

    wishes: tuple[Wish, ...]
    rest: Source


def lines(prompt: Source, fresh: bool) -> Lines:
    """The lists of texts in a prompt. `fresh`: there is no film yet, so that timed scenes tell a story."""
    found: list[Wish] = []
    for reader in (countdown, counting_up, _tag, _timed, at_moments, numbered, facts, verses, _quoted_list, _listed):
        wishes, spans = reader(prompt, fresh)
        found += wishes
        prompt = _without(prompt, spans)
    return Lines(tuple(found), prompt)


def _without(prompt: Source, spans: list[tuple[int, int]]) -> Source:
    for start, end in spans:
        prompt = prompt.without(start, end)
    return prompt


def _timed(prompt: Source, fresh: bool) -> Found:
    """ "0-3s: Hello, 3-6s: World"."""
    ranges = _ranges(prompt.low)
    if not ranges:
        return [], []
    if found := _quoted_before(prompt, ranges):
        return found
    head = prompt.low[: ranges[0].start()]
    named = _names_text(head)
    ends = [*(match.start() for match in ranges[1:]), len(prompt.low)]
    items = [(match, *_item(prompt, match.end(), end)) for match, end in zip(ranges, ends, strict=True)]
    items = [item for item in items if item[1] and (named or _begins_a_text(prompt.low, item[0]))]
    if len(items) < 2 and not (items and named and items[0][0]["colon"]):
        return [], []
    if fresh and not named and all(scenes(item[1].lower()) for item in items):
        return [], []
    wishes: list[Wish] = [_at(match, text, head) for match, text, _ in items]
    return wishes, [(_verb_start(head), max(until for _, _, until in items))]


def _ranges(low: str) -> list[re.Match[str]]:
    """The stretches that texts may come with; bare figures are seconds when one follows the other under a heading."""
    every = list(_RANGE.finditer(low))
    ranges = [match for match in every if match["u"] or match["colon"] or ":" in match["a"]]
    if not ranges and len(every) > 1 and in_a_row(every) and _names_text(low[: every[0].start()]):
        ranges = every
    return [match for match in ranges if point_ms(match["a"]) < point_ms(match["b"])]


def _names_text(head: str) -> bool:
    return any(pattern.search(head) for pattern in (CAPTION, TITLE, PLAIN_TEXT))


def _begins_a_text(low: str, match: re.Match[str]) -> bool:
    """Whether a colon or a quotation mark stands after the stretch."""
    return bool(match["colon"]) or QUOTED in low[match.end() : match.end() + 2]


def _at(match: re.Match[str], text: str, head: str) -> AddText:
    """The text at its stretch, with the look that the heading gives to all of them."""
    role = "title" if TITLE.search(head) and not CAPTION.search(head) else "caption"
    time = When(point_ms(match["a"]), point_ms(match["b"]))
    return AddText(text, role=role, place=place(head), when=time, color=colour(head), another=True)


def _quoted_before(prompt: Source, ranges: Sequence[re.Match[str]]) -> Found | None:
    """ "“Something” 0-3s, “BIG” 3-6s": each text with its time behind it; None when they are not written so."""
    behind = rf"(?P<said>{QUOTED}+)[\s,(\[]*(?:from |at )?$"
    quotes = [quote for span in ranges if (quote := re.search(behind, prompt.low[: span.start("a")]))]
    if len(ranges) < 2 or len(quotes) < len(ranges):
        return None
    head = prompt.low[: quotes[0].start()]
    role = "caption" if CAPTION.search(head) and not TITLE.search(head) else "title"
    wishes: list[Wish] = [
        AddText(
            unquote(prompt.raw[quote.start("said") : quote.end("said")]),
            role=role,
            when=When(point_ms(span["a"]), point_ms(span["b"])),
            color=colour(_look_behind(prompt, span)),
            another=True,
        )
        for quote, span in zip(quotes, ranges, strict=True)
    ]
    starts = [_LABEL_BEFORE.search(prompt.low, 0, quote.start()) for quote in quotes]
    begins = [label.start() if label else quote.start() for label, quote in zip(starts, quotes, strict=True)]
    ends = [span.end() + len(_look_behind(prompt, span)) for span in ranges]
    return wishes, list(zip(begins, ends, strict=True))


def _look_behind(prompt: Source, span: re.Match[str]) -> str:
    """ " in red" right behind the time of a text."""
    match = re.match(r"\)?\s?in (?:\w+ )?\w+(?=\s*(?:[,;.\n]|$))", prompt.low[span.end() :])
    return match[0] if match and colour(match[0]) else ""


_LABEL_BEFORE = re.compile(r"(?:(?<![a-z])(?:cta|call to action|hook|text|title|caption|then|and|line \d+)[\s:：-]*)+$")


def _verb_start(head: str) -> int:
    """Where the clause that introduces the list begins."""
    match = re.search(r"[^,;.\n:，。；]*[:：]?\s*$", head)
    nouns = [found.start() for pattern in (CAPTION, TITLE, PLAIN_TEXT) for found in pattern.finditer(head)]
    begin = match.start() if match else len(head)
    if not nouns or nouns[-1] < begin:
        return len(head)
    verb = re.search(
        r"(?:(?:and |then )?(?:add|put|with|show|insert|include|and)\s(?:the |some )?|加上?|添加)$",
        head[begin : nouns[-1]],
    )
    return begin + verb.start() if verb else nouns[-1]


def _item(prompt: Source, start: int, end: int) -> tuple[str, int]:
    """The text from `start` on, and where it ends."""
    low = prompt.low[start:end]
    quoted = re.match(rf"{QUOTED}+", low)
    if quoted:
        return unquote(prompt.raw[start : start + quoted.end()]), start + quoted.end()
    stop = _ITEM_END.search(low)
    until = start + (stop.start() if stop else len(low))
    text = re.sub(r"(?:[\s,，、;；/]+(?:and|then|和|然后)?)+$", "", prompt.raw[start:until]).strip(" -–—*")
    return text[:160], until


_QUOTED_ROW = re.compile(rf"(?P<lead>)(?P<list>{QUOTED}+(?:{_LINK}{QUOTED}+){{2,}})")
_EACH_AFTER = re.compile(r"[^.;]{0,40}\beach\b|\s?(?:on|over|for) (?:them|the (?:clips|scenes|photos|shots))")


def _quoted_list(prompt: Source, _: bool) -> Found:
    """`add subtitles: "Hi" "there"`."""
    match = _QUOTED_LIST.search(prompt.low) or _QUOTED_ROW.search(prompt.low)
    if match is None:
        return [], []
    each = EACH.search(match["lead"]) is not None or _EACH_AFTER.match(prompt.low[match.end("list") :]) is not None
    if not each and not _SEVERAL.search(match[0]) and len(re.findall(f"{QUOTED}+", match["list"])) < 3:
        return [], []
    said = prompt.part(match.start("list"), match.end("list")).quotations()
    titles = TITLE.search(prompt.low[match.start() : match.start("list")]) and not _SEVERAL.search(match[0])
    return row_of(said, each, "centered" if titles and not match["lead"].strip() else match["lead"]), [match.span()]


def _listed(prompt: Source, _: bool) -> Found:
    """ "add subtitles: one / two / three", or one on each line."""
    match = _LISTED.search(prompt.low) or _LISTED_INSIDE.search(prompt.low)
    if match is None:
        return [], []
    head = prompt.low[max(0, match.start() - 8) : match.start("rest")]
    each = EACH.search(head) is not None
    if not (each or _SEVERAL.search(head)):
        return [], []
    rest = prompt.part(match.start("rest"), match.end("rest")).raw
    said, used = _lines_of(rest, each=each)
    if len(said) < 2 or any(len(piece) > 120 for piece in said):
        return [], []
    return row_of(tuple(said), each, head), [(match.start(), match.start("rest") + used)]


_BULLET = re.compile(r"^(?:\d{1,2}[.)、]|[-*•–])\s*")


def _lines_of(rest: str, *, each: bool) -> tuple[list[str], int]:
    """The lines in what follows a colon, and how many characters of it they take."""
    first = rest.partition(";")[0]
    if len(first) < len(rest) and _several_words(first):
        rest = first
    used = len(rest)
    pieces = _SPLIT.split(rest.strip())
    if len(pieces) < 2 and len(dashed := re.split(r"\s+[-•–]\s+", f" {rest.strip()}")) > 2:
        pieces = dashed
    if len(pieces) < 2 and (sentence := re.search(r"(?<=[^.])[.。!！](?=\s|$)", rest)):
        used = sentence.end()
        rest = rest[: sentence.start()]
    if len(pieces) < 2 and (each or _several_words(rest)):
        pieces = re.split(r"[,，、](?!\d{3})", rest)
    said = [_BULLET.sub("", piece.strip()).strip(" .") for piece in pieces]
    return [piece for piece in said if piece], used


def _several_words(rest: str) -> bool:
    """ "Paris, Rome, London": three or more short pieces between commas."""
    pieces = re.split(r"[,，、]", rest)
    return len(pieces) > 2 and all(0 < len(piece.split()) <= 4 and len(piece) <= 24 for piece in pieces)


def _tag(prompt: Source, _: bool) -> Found:
    """ "name tag Anna, CEO"."""
    match = _TAG.search(prompt.low)
    if match is None:
        return [], []
    if match["quote"]:
        name, _comma, sub = unquote(prompt.raw[match.start("quote") : match.end("quote")]).partition(",")
    else:
        name = prompt.raw[match.start("name") : match.end("name")]
        sub = prompt.raw[match.start("sub") : match.end("sub")] if match["sub"] else ""
    if not name.strip() or re.match(
        r"(?:text|title|in|at|to|on|and|bold|the|with|from|for|until|during|over)\b", name.lower()
    ):
        return [], []
    time = when(prompt.low[match.end() : match.end() + 40])
    told = stretch(prompt.low[match.end() : match.end() + 40]) if time else None
    until = match.end() + (told.until if told else 0)
    time = time or When(edge="start", length=5_000)
    wish = AddText(name.strip(), sub.strip(), "caption", "lower-third", time, another=True)
    return [wish], [(match.start(), until)]
