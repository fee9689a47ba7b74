"""Prompts that tell several scenes: storyboards, "three shots: …", briefs of several paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar.durations import durations
from studio.director.grammar.music import tune
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import CJK_NUMBER, LATIN_NUMBER, number
from studio.director.grammar.overlays import dressed, effects, paints
from studio.director.grammar.overlays import near as near_to
from studio.director.grammar.scenes import SCENE_WORDS, mood, scene, scenes
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
_LISTED = re.compile(r"(?:shots?|scenes?|parts?(?: of (?:equal|the same) length)?|videos?|vids?|films?|reels?|clips?|"
    r"slides?|trailers?|teasers?|intros?|"
    r"montage|预告片?|宣传片|视频|短片|镜头|场景|"
    r"画面|landscapes|places|locations|seasons|settings)(?: (?:of|showing|with))?"
    r"(?: (?!titles?|texts?|captions?|music|formats?|length|style|duration|voice|names?|sub|size|ideas?|scripts?|words)"
    r"(?:in |from |about )?[a-z]+(?: [a-z]+)?(?=:))?(?:,? (?:\d+|\w+) ?(?:s|sec\w*|"
    r"seconds?)(?: (?:each|per \w+))?)?(?: (?:with|and|using|by) [^:,.;\n\ue000]{1,30})?\s?[:—–]\s?|"
    r"(?:into|in) (?:\d|two|three|four|five|six)(?: (?:parts?|scenes?|quarters|sections?|shots?))?\s?[:—–]\s|"
    r"(?:make it|in|for|total(?: of)?|length) \d{1,3} ?(?:s|secs?|seconds?)\s?:\s|"
    r"(?:shots|scenes|views|clips) of |from (?=.* to )|(?:first|首先|先)[, ]?(?=.*(?:then|"
    r"next|finally|followed|然后|再|接着))")  # fmt: skip
_SEQUENCE = re.compile(r",? ?(?:and )?(?:(?:ends?|ending|finish(?:es|ing)?|clos(?:es|ing)) (?:with|on|in)|(?:starts?|"
    r"starting|begins?|opens?) (?:with|on|in)|then|next|after that|followed by|finally|luego|después|al final|dann|danach|"
    r"zum schluss|puis|ensuite|enfin|depois|em seguida|por fim|потом|затем|наконец|cut(?:ting)? to|dissolv\w+ "
    r"(?:in)?to|fad\w+ (?:in)?to|transition\w* to|turning into|becoming)\b,?|"
    r"(?:^|(?<=[\s.,;]))(?:opening|middle|end(?:ing)?|start|beginning|closing|intro|outro|first|second|third|"
    r"fourth)(?: shot| scene| part)?\s?[:：]|第[二三四五六]个?(?:镜头|场景|画面)是?|次に|その後|それから|最後に|→|->|"
    r">|⇒|➡|然后|" r"接着|随后|"
    r"最后|(?<![然最之以秒分钟])后(?!面|来|期|半|段|淡)|再到|再是|转到|切到")  # fmt: skip
_SEPARATOR = re.compile(r"(?:,|;|、|，| and | & | to |和|\n|\.(?=\s)|。)+\s*(?:and |then |finally )?")
_PIECE = re.compile(
    r"\sand\s(?=(?:an?|the) )|"
    r"(?<=[\u3040-\u9fff])(?:\s+|\s?[-–—~～]+\s?)(?=[\u3040-\u9fff])|"
    rf"(?:{_SEQUENCE.pattern})|[,;、，。\n]\s*(?:and |then |finally )?|\.\s|(?<=\s)(?:/|\||\+)(?=\s)"
)
_NO_PICTURE = re.compile(
    r"(?<![a-z])(?:music|soundtrack|song|titles?|captions?|sub-?titles?|text|lo-?fi|beats|sounds?|called|titled|"
    r"fonts?|voice|channel|transitions?|cross-?fades?|guitar|piano|acoustic|violin|drums|volume|fade (?:in|out)|"
    r"called)(?![a-z])|%|音乐|配乐|标题|字幕|文字|转场|タイトル"
)
_LIGHTS = ("sunrise", "day", "sunset", "night")
_LIGHT = (
    r"(?:early )?morning|day|night|sunrise|dawn|daybreak|noon|midday|afternoon|sunset|dusk|twilight|golden hour|"
    r"evening|midnight"
)
_DAYTIME = re.compile(rf"(?:from )?(?P<a>{_LIGHT})(?:time)? (?:to|into|till|until) (?P<b>{_LIGHT})|"
    r"从(?P<c>早|清晨|早晨|白天|日出)到(?P<d>晚上?|夜晚?|日落|黄昏)")  # fmt: skip
_FIRST_AND_LAST = re.compile(
    rf"(?:start|beginn?|open)(?:s|ing)? (?:at|in|with|by|on|during) (?:the |a |an )?(?P<a>{_LIGHT})(?:time)?"
    r"(?:\s*,)?(?: and| then| but)* "
    r"(?:end|finish|clos)(?:e?s|ing|e)? (?:at|in|with|by|on|during) (?:the |a |an )?"
    rf"(?P<b>{_LIGHT})(?![a-z])"
)
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


_SEASONS = re.compile(
    r"(?<![a-z])(?:all |the )?(?:four|4) seasons|vier jahreszeiten|quatre saisons|cuatro estaciones|quatro estações|"
    r"четыр\w+ времен\w+ года|времена года|四季|四个季节|春夏秋冬"
)
_YEAR = (
    ("meadow", "day", "Spring"),
    ("beach", "day", "Summer"),
    ("forest", "sunset", "Autumn"),
    ("snow", "day", "Winter"),
)


def seasons(source: Source) -> tuple[Beat, ...]:
    """The year as four scenes, when a prompt names "the four seasons" and no scenery; () else."""
    if not _SEASONS.search(source.low) or scenes(source.low):
        return ()
    return tuple(dressed(Beat(name, view, light), f"{name.lower()} {view}") for view, light, name in _YEAR)


_ALL_LIT = re.compile(
    rf"[,;.]?\s*(?:and )?(?<![a-z])(?:all|each|every (?:one|scene|shot))(?: of (?:them|it))? (?:at|in|by|during) (?:the )?"
    rf"(?P<light>{_LIGHT})(?![a-z])"
)


def slashed(source: Source) -> tuple[Beat, ...]:
    """Scenes with a dash between them, each with its words: "city “Wake up” / beach “Chill out”"."""
    marks = list(re.finditer(r"\s/\s", source.low))
    begins = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(source.low)]
    if after := re.compile(r"[;\n]|\.\s").search(source.low, begins[-1]):
        ends[-1] = after.start()
    begins[0] = max(source.low.rfind(end, 0, ends[0]) for end in (": ", ";", "\n", ". ")) + 1
    pieces = [source.part(start, end) for start, end in zip(begins, ends, strict=True)]
    if len(pieces) < 2 or not all(piece.quotations() for piece in pieces):
        return ()
    return tuple(beat(piece) for piece in pieces[:MOST_BEATS]) if any(scene(piece.low) for piece in pieces) else ()


def listed(source: Source) -> tuple[Beat, ...]:
    """The scenes of a sentence that lists several: "three shots: …", "first … then …", "from … to …", "a → b → c"."""
    if _FIRST_AND_LAST.search(source.low) and len(scenes(source.low)) <= 1:
        return _passing_day(source)
    if every := _ALL_LIT.search(source.low):
        beats = listed(source.without(*every.span()))
        return tuple(replace(found, mood=mood(every["light"]) or found.mood) for found in beats)
    start = _LISTED.search(source.low)
    body = source.part(start.end(), len(source.low)) if start else source
    if _SEQUENCE.search(body.low) or _SEQUENCE.search(source.low):
        usual = scene(source.low[: start.start()]) if start else None
        beats = _untotalled(_pieces(body, _PIECE, usual, listed=start is not None))
        if (
            len(beats) > 2
            and not scene(beats[0].words.lower())
            and all(scene(beat.words.lower()) for beat in beats[1:3])
        ):
            beats = beats[1:]  # the first piece was about the film
        if len(beats) >= 2:
            return beats
    if start:
        beats = _untotalled(_pieces(body, _SEPARATOR, scene(source.low[: start.start()]), listed=True))
        if len(beats) >= 2:
            return beats
    return () if is_long(source) else _bare_list(source) or _passing_day(source)


def _passing_day(source: Source) -> tuple[Beat, ...]:
    """ "A city from day to night", "starting at dawn and ending at dusk": one scene as the light changes."""
    match = _FIRST_AND_LAST.search(source.low) or _DAYTIME.search(source.low)
    said = match.groupdict() if match else {}
    named = [said["a"] or said.get("c"), said["b"] or said.get("d")] if said else []
    lights = [mood({"早": "早晨", "晚": "夜晚", "晚上": "夜晚"}.get(name, name)) for name in named if name]
    if not match or None in lights or lights[0] == lights[1]:
        return ()
    first, last = (_LIGHTS.index(str(light)) for light in lights)
    view = scene(source.low) or "city"
    passing = [_LIGHTS[at % 4] for at in range(first, (last if last > first else last + 4) + 1)]
    return tuple(dressed(Beat(shorten(source.raw, 120), view, light), source.low) for light in passing)


def _bare_list(source: Source) -> tuple[Beat, ...]:
    """Scenes between commas: each with its time, or three places in a row."""
    beats = _untotalled(_pieces(source, _PIECE))
    timed = len(beats) >= 2 and all(beat.ms for beat in beats)
    if (
        len(beats) == 2
        and _PAIRED.search(source.low)
        and all(beat.scene not in ("rain", "snow", None) for beat in beats)
    ):
        return beats
    if pair := _pair(source):
        return pair
    places = [beat.scene for beat in beats if beat.scene not in ("rain", "snow")]
    return beats if timed or len(set(places)) >= 3 else ()


def _pair(source: Source) -> tuple[Beat, ...]:
    """ "Forest and ocean": two sceneries of which no picture shows both."""
    match = _PAIRED.search(source.low)
    if match is None or len(scenes(source.low)) != 2:
        return ()
    beats = _pieces(source.part(*match.span()), _AND, listed=True)
    two = len(beats) == 2 and {found.scene for found in beats} in _NEVER_TOGETHER
    return tuple(replace(found, mood=found.mood or mood(source.low)) for found in beats) if two else ()


_AND = re.compile(r"\s(?:and|&|plus|y|und|et|e|и)\s|和|与|、|と")
_NEVER_TOGETHER = tuple({a, b} for a, b in (("forest", "ocean"), ("forest", "desert"), ("forest", "beach"), ("forest", "city"),
    ("forest", "space"), ("desert", "ocean"), ("desert", "city"), ("desert", "snow"), ("mountains", "ocean"),
    ("mountains", "beach"), ("mountains", "city"), ("mountains", "desert"), ("meadow", "ocean"), ("meadow", "city"),
    ("underwater", "forest"), ("underwater", "space"), ("ocean", "space"), ("beach", "snow")))  # fmt: skip
_NAMES = "|".join(f"(?:{pattern.pattern})" for pattern in SCENE_WORDS.values())
_PAIRED = re.compile(rf"(?:{_NAMES})(?: (?:sunset|sunrise|at night|by day|at \w+))?\s?(?:and|&|plus|y|und|et|e|и|和|与|、|"
    rf"と)\s?(?:then |the |a |an |some |die |el |la |le |los |o |das )?"
    rf"(?:\w+ )?(?:{_NAMES})")  # fmt: skip


def _untotalled(beats: tuple[Beat, ...]) -> tuple[Beat, ...]:
    """A length that only one of several scenes names is the film's."""
    if sum(beat.ms is not None for beat in beats) == 1:
        return tuple(replace(beat, ms=None) for beat in beats)
    return beats


_SEVERAL = re.compile(r"scenes|shots|镜头|场景|画面")
_BESIDE = re.compile(r"\s(?:[-–—]|with|and with|plus)\s")


def _pieces(
    source: Source, separator: re.Pattern[str], usual: str | None = None, *, listed: bool = False
) -> tuple[Beat, ...]:
    """The pieces that show something. One that names but a time of day, or the same scene again, adds to the last.

    `usual`: what all of them show, when it was said before: "the city, first by day, then at night". Only in a list of
    scenes (`listed`) and after "then" may a piece name a subject that is no scene.
    """
    beats: list[Beat] = []
    at, next_shot = 0, True
    several = shot_count(source.low) or _SEVERAL.search(source.low)
    for match in [*separator.finditer(source.low), None]:
        piece = source.part(at, match.start() if match else len(source.low))
        whole = piece
        if _NO_PICTURE.search(piece.low) and (more := _BESIDE.search(piece.low)):
            piece = piece.part(0, more.start())
        if not _NO_PICTURE.search(piece.low):
            found = beat(piece, caption=False)
            lit = beats and not (next_shot or several) and scene(piece.low) is None and effects(piece.low, None)
            if lit or (scene(piece.low) is None and (tune(piece.low) or not (listed or (at and next_shot)))):
                found = replace(found, scene=None, mood=mood(piece.low))
            if found.scene and (words_ := whole.quotations()):
                found = replace(found, caption=shorten(words_[0]))
            anew = (next_shot and found.mood) or (found.scene and found.ms and beats and beats[-1].ms)
            anew = anew or (listed and usual and found.mood and not found.scene)
            same = bool(beats) and found.scene in (None, beats[-1].scene) and not anew
            if same:
                over = tuple(dict.fromkeys((*beats[-1].over, *found.over)))
                beats[-1] = replace(beats[-1], mood=found.mood or beats[-1].mood, over=over)
            elif found.scene or (found.mood and (beats or usual)):
                beats.append(replace(found, scene=found.scene or usual))
        if match:
            at, next_shot = match.end(), _SEQUENCE.search(match[0]) is not None
    worded = sum(bool(beat.caption) for beat in beats) > 1  # a single one is the film's
    return tuple(found if worded else replace(found, caption="") for found in beats[:MOST_BEATS])


def is_long(source: Source) -> bool:
    """Whether the prompt is a text rather than a request."""
    return len(source.low) > 240 or source.low.strip().count("\n") >= 3
