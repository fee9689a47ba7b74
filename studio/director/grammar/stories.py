"""Prompts that tell several scenes one by one: storyboards, numbered and bulleted lists, briefs of several paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.grammar.overlays import dressed, paints
from studio.director.grammar.overlays import near as near_to
from studio.director.grammar.scenes import mood, scene
from studio.director.grammar.times import stretch
from studio.director.grammar.words import QUOTED
from studio.director.request import Beat

MOST_BEATS = 24
_LONGEST_CAPTION = 64
_MARK = re.compile(
    r"(?:^|[\n.;!?。；]\s*|\s[-–—]\s|\s)(?:\*\*|#+\s*)?(?:scene|shot|slide|frame|panel|part|"
    rf"szene|escena|scène|cena|сцена)\s?#?(?:\d{{1,2}}|one|two|three|four|five|six|seven|"
    rf"eight)(?:\*\*)?\s?(?:\((?P<paren>[^)\n]{{1,40}})\))?\s?(?:[:.)\-–—]|(?=\n))"
    r"|(?:^|[\n,:;]\s*)(?:scene|shot|slide|frame|panel) (?:\d{1,2})(?=\s[^\W\d])(?! (?:and|with|to|or|is|should|for|by)\b)"
    rf"|(?:^|[\n。；;，,\s])第?(?:镜头|场景|画面|分镜)\s?(?:{CJK_NUMBER})\s?[:、.\s]|(?:^|"
    rf"[\n。；;，,\s])第(?:{CJK_NUMBER})(?:幕|镜|场|个镜头|个场景|个画面)\s?[:、.,，是]"
)
_NUMBERED = re.compile(
    r"(?:^|\n)[ \t]*(?:\d{1,2}[.)、:]|[-*•–])[ \t]+(?=\S)|(?:^|[\s,;:：])\(?\d{1,2}[)）][ \t]?(?=[^\W\d])"
    r"|(?:^|[\n。；;，,])\s?[①②③④⑤⑥⑦⑧⑨]\s?"
)
_ONE_LINE = re.compile(r"(?:^|(?<=[\s,;:.]))(?P<n>\d{1,2})[.)]\s+(?=[^\W\d])")
_COUNT = re.compile(
    rf"(?P<n>{LATIN_NUMBER}|{CJK_NUMBER})\s?(?:个)?\s?(?:different |short |separate |quick )"
    r"?(?:shots?|scenes?|parts?|slides?|screens?|镜头|场景|画面|段)(?![a-z])"
)
_CLIPS_OF = re.compile(rf"(?P<n>{LATIN_NUMBER}) (?:short |separate |different |little )?(?:clips|pieces|videos|snippets|"
    rf"teasers) (?:of|with|at) "
    rf"(?:about |around |exactly )?{LATIN_NUMBER}[ -]?(?:s|sec\w*|seconds?)\b")  # fmt: skip
_INLINE = re.compile(r"[.;,]?\s*(?:music|title|format|duration|style|length|soundtrack|音乐|标题)\s?:")
_LABEL = re.compile(
    r"^\s*(?:\*\*)?(?:visuals?|video|image|shot|action|description|画面|视频|内容|voice "
    r"?over|vo|narration|narrator|旁白|解说|audio|music|sound|音乐|配乐|duration|length|"
    r"时长|text|on[- ]screen text|caption|title|super|文字|字幕|标题)(?:\*\*)?\s?:\s*",
)
_CAPTION_LABEL = re.compile(
    r"(?:^|\n|[.;,。；，(]\s*)(?:\*\*)?(?:on[- ]?screen text|text overlay|text|caption|"
    r"super|subtitle|voice ?over|vo|narration|文字|字幕|旁白|文案)(?:\*\*)"
    r"?\s?[:：]\s*(?P<text>[^\n;；)]{1,160})"
)
SETTING = re.compile(
    r"^\s*(?:[-*•]\s*)?(?:\*\*)?(?:duration|length|format|aspect(?: ratio)?|ratio|"
    r"resolution|music|soundtrack|style|mood|tone|look|colou?rs?|transitions?|audience|"
    r"target|platform|goal|objective|call to action|cta|tagline|slogan|title|headline|"
    r"product(?: name)?|brand(?: name)?|client|project|notes?|font|voice|deadline|background|backdrop|setting|size|"
    r"时长|长度|比例|格式|音乐|配乐|风格|色调|转场|受众|平台|标题|片名|标语|口号|"
    r"产品(?:名称?)?|品牌|备注|目标)(?:\*\*)?\s?:"
)


def shot_count(low: str) -> int | None:
    """How many scenes the prompt asks for."""
    match = _COUNT.search(low)
    match = match or _CLIPS_OF.search(low)
    value = number(match["n"]) if match else None
    if value is None or not match or match["n"] in ("a", "an", "one", "一", "1", "half", "半"):
        return None
    return max(1, min(int(value), MOST_BEATS))


def shorten(text: str, longest: int = _LONGEST_CAPTION) -> str:
    """The first words of a sentence, cut where a phrase ends."""
    text = " ".join(text.split()).strip(' .,;:-–—*#•，。；：、"“”')
    if len(text) <= longest:
        return text
    phrase = re.match(rf"^.{{12,{longest}}}?(?=[,;:.!?，。；：！？–—])", text)
    if phrase:
        return phrase[0].strip()
    return (
        text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…" if " " in text[:longest] else text[: longest - 1] + "…"
    )


def _marks(source: Source) -> list[re.Match[str]]:
    marked = list(_MARK.finditer(source.low))
    if len(marked) >= 2:
        return marked
    numbered = list(_NUMBERED.finditer(source.low))
    return numbered if len(numbered) >= 2 else _counted_up(source.low)


def _counted_up(low: str) -> list[re.Match[str]]:
    """ "1. mash 2. mix 3. fry" on one line: only figures that count up from one are marks."""
    found: list[re.Match[str]] = []
    for match in _ONE_LINE.finditer(low):
        if int(match["n"]) == len(found) + 1:
            found.append(match)
    return found


def storyboard(source: Source) -> tuple[Beat, ...]:
    """The scenes of a numbered or bulleted storyboard; () when it is none."""
    marks = _marks(source)
    if len(marks) < 2:
        return ()
    ends = [mark.start() for mark in marks[1:]] + [_end_of_row(source, marks)]
    beats = []
    around = _around(source, marks[0].start()) + f"\n{source.low[ends[-1] :]}"
    for mark, end in zip(marks, ends, strict=True):
        piece = source.part(mark.end(), min(end, mark.end() + 600))
        if "\n\n" in piece.low.lstrip("\n"):
            piece = piece.part(0, piece.low.index("\n\n", len(piece.low) - len(piece.low.lstrip("\n"))))
        extra = mark.groupdict().get("paren") or ""
        piece = piece.part(0, _INLINE.search(piece.low + " music:").start()) if "\n" not in piece.low.strip() else piece  # type: ignore[union-attr]
        piece = piece.part(0, _setting_line(piece.low))
        if piece.low.strip() and not SETTING.match(piece.low):
            beats.append(_before_backdrop(beat(piece, extra), piece.low, around))
    return tuple(beats[:MOST_BEATS]) if len(beats) >= 2 else ()


_WORDED = re.compile(
    r"\s[-–—]\s(?=\d{1,2} ?s)|,\s*(?=[a-z]+ (?:background|backdrop))|"
    r",\s*(?:with |and )*(?:an? |the )?(?:[a-z]+ ){0,2}(?:titles?|text|captions?|music|soundtrack)(?![a-z])"
)


def _end_of_row(source: Source, marks: Sequence[re.Match[str]]) -> int:
    """Where the last of several scenes in one line ends: before the words that are the whole film's."""
    last = marks[-1].end()
    own = QUOTED in source.low[marks[0].end() : last] or "\n" in source.low.strip()
    more = None if own else _WORDED.search(source.low, last)
    return more.start() if more else len(source.low)


def _setting_line(low: str) -> int:
    """Where the first line begins that sets something of the film, after the first line of an item."""
    at = low.find("\n", len(low) - len(low.lstrip("\n")))
    while at >= 0:
        if SETTING.match(low, at + 1) or SETTING.match(low[at + 1 :]):
            return at
        at = low.find("\n", at + 1)
    return len(low)


def _around(source: Source, start: int) -> str:
    """What is said of the film as a whole: before its items, and in lines like "Style: calm night"."""
    lines = source.low[start:].splitlines()
    return "\n".join([source.low[:start], *(line for line in lines if SETTING.match(line))])


def _before_backdrop(found: Beat, low: str, around: str) -> Beat:
    """An item that names no scenery stands before the one that the film has."""
    near = near_to(around)
    view, light = scene(around) or (near[0] if near and not found.scene else None), mood(around)
    if scene(low) is None and (view or light):
        colours = found.colours or paints(around)
        return replace(found, scene=view or found.scene, mood=mood(low) or light, colours=colours)
    return found if mood(low) or not light else replace(found, mood=light)


def items(source: Source, beats: Sequence[Beat]) -> tuple[str, ...]:
    """What a list writes on its scenes: not what they show, unlike the descriptions of numbered scenes."""
    told = len(list(_MARK.finditer(source.low))) >= 2
    return () if told else tuple(found.caption for found in beats if found.caption and not scene(found.caption.lower()))


def beat(piece: Source, extra: str = "", caption: bool = True) -> Beat:
    """One scene from its description."""
    spans = durations(piece.low) or durations(extra)
    span = stretch(piece.low)
    length = span.end - span.start if span and span.end else spans[0].ms if spans else None
    near = near_to(piece.low)
    view = scene(piece.low) or (near[0] if near else None)
    light = mood(piece.low) or (near[1] if near else None)
    found = Beat(shorten(piece.raw, 120), view, light, length, _caption(piece) if caption else "")
    return dressed(found, piece.low)


def _caption(piece: Source) -> str:
    labelled = _CAPTION_LABEL.search(piece.low)
    if labelled:
        return shorten(piece.raw[labelled.start("text") : labelled.end("text")])
    quoted = piece.quotations()
    if quoted:
        return shorten(quoted[0])
    lines = [line for line in piece.raw.strip().splitlines() if line.strip()]
    text = _LABEL.sub("", lines[0].lower()) if lines else ""
    start = lines[0][len(lines[0]) - len(text) :] if lines else ""
    if len(lines) == 1 and scene(piece.low) and len(start.split()) <= 8:
        return ""  # it says what is to be seen, not what is to be read
    start = re.sub(r"\s?[(\[（][^)\]）]{0,40}[)\]）]", "", start)
    return shorten(re.sub(rf"^\s*[-–—,:]*\s*|{QUOTED}", "", start))


def is_long(source: Source) -> bool:
    """Whether the prompt is a text rather than a request."""
    return len(source.low) > 240 or source.low.strip().count("\n") >= 3
