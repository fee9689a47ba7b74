"""Numbered captions, and facts or tips after a colon."""

import re

from studio.director.grammar.lettering import colour, place
from studio.director.grammar.normal import Source, unquote
from studio.director.grammar.numbers import number
from studio.director.grammar.words import QUOTED, words
from studio.director.wishes import AddLines, Wish

EACH = words("each", "every", "per", "one by one", cjk="每|依次|分别")


Found = tuple[list[Wish], list[tuple[int, int]]]


def row_of(said: tuple[str, ...], each: bool, head: str) -> list[Wish]:
    return [AddLines(said[:60], each, place(head), colour(head))]


_NUMBERED = re.compile(
    r"(?<![a-z])(?:captions?|titles?|texts?|lines?|slides?|字幕|标题|文字)\s?(?:no\.? ?|#)?(?P<n>\d{1,2})\s?(?:[:.)：、-]\s?|"
    r"(?=\ue000))"
)
_FACTS = re.compile(r"(?:(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s|(?:with|these|some|and|"
    r"the)\s)(?:\w+ ){0,2}?(?:facts?|tips?|reasons?|"
    r"steps?|quotes?|rules?|ideas?|benefits?|"
    r"things|lessons|points?|questions?|words|sentences?|lines?|messages?)\b[^:：\n\ue000]{0,60}[:：]\s*(?P<rest>[^\ue000]+)$|"
    r"(?P<cn>[二两三四五六七八九十\d]+)(?:个|条|句)(?:事实|技巧|理由|步骤|建议|知识|要点|话|小贴士|"
    r"好处)[^:：\n\ue000]{0,30}[:：]\s*(?P<crest>[^\ue000]+)$", re.DOTALL)  # fmt: skip


def numbered(prompt: Source, _: bool) -> Found:
    """ "Caption 1: Hello. Caption 2: Goodbye"."""
    marks = list(_NUMBERED.finditer(prompt.low))
    if len(marks) < 2:
        return [], []
    ends = [*(mark.start() for mark in marks[1:]), len(prompt.low)]
    said = [_item_of(prompt, mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    if not all(text for text, _ in said):
        return [], []
    return row_of(tuple(text for text, _ in said), bool(EACH.search(prompt.low)), ""), [(marks[0].start(), said[-1][1])]


def _item_of(prompt: Source, start: int, end: int) -> tuple[str, int]:
    """The words of one item, quoted or up to the end of the sentence, and where they end."""
    quoted = re.match(rf"\s*(?P<quote>{QUOTED}+)", prompt.low[start:end])
    if quoted:
        at = start + quoted.start("quote")
        return unquote(prompt.raw[at : start + quoted.end()]), start + quoted.end()
    first = re.split(r"[\n;；。]|\.\s|\.$", prompt.raw[start:end])[0]
    return _sentence(first), start + len(first)


def _sentence(text: str) -> str:
    """The first sentence, without what joins it to the next."""
    first = re.split(r"[\n;；。]|\.\s|\.$", text.strip())[0]
    return re.sub(r"[\s,，、;]+(?:and|then|和|然后)?$", "", first).strip(" \"“”'")[:160]


_VERSES = words("lyrics?", "song", "poem", "verses?", "lines?", "rhyme", "haiku", "letra", "liedtext", "paroles", "стих\\w*",
    cjk="歌词|诗|歌詞")  # fmt: skip


def verses(prompt: Source, _: bool) -> Found:
    """ "“We were stars / burning in the dark”": lines of a song in one quotation."""
    for run in re.finditer(f"{QUOTED}+", prompt.low):
        said = [part.strip() for part in re.split(r"\s/+\s|\s*\|\s*", unquote(prompt.raw[run.start() : run.end()]))]
        if len(said) > 2 or (len(said) == 2 and _VERSES.search(prompt.low)):
            return row_of(tuple(part for part in said if part), False, ""), [run.span()]
    return [], []


def facts(prompt: Source, _: bool) -> Found:
    """ "3 facts about space: The sun is a star. Mars is red. Saturn has rings."."""
    match = _FACTS.search(prompt.low)
    if match is None:
        return [], []
    group = "rest" if match["rest"] else "crest"
    said_count = match["n"] or match["cn"]
    count = int(number(said_count) or 0) if said_count else 0
    raw = prompt.raw[match.start(group) : match.end(group)]
    for divider in (r"\n+|[。！？]\s*|(?<=[.!?])\s+", r"\s*[;；/|]\s*", r"\s*[,，、]\s*(?:and )?"):
        pieces = [
            re.sub(r"^(?:\d{1,2}[.)、]|[-*•–])\s*", "", piece).strip(" .") for piece in re.split(divider, raw.strip())
        ]
        said = tuple(piece for piece in pieces if piece)
        enough = len(said) >= count > 1 if count else len(said) > 1
        shown = said[:count] if count else said
        if enough and all(len(piece) <= 120 for piece in shown):
            return [AddLines(shown, each=True)], [(match.start(group), match.end(group))]
    return [], []
