"""Several scenes in one sentence: "three shots: …", "first … then …", "from day to night", "forest and ocean"."""

import re
from dataclasses import replace

from studio.director.grammar.music import tune
from studio.director.grammar.normal import Source
from studio.director.grammar.overlays import dressed, effects
from studio.director.grammar.scenes import SCENE_WORDS, mood, scene, scenes
from studio.director.grammar.stories import MOST_BEATS, beat, is_long, shorten, shot_count
from studio.director.request import Beat

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
    several = bool(shot_count(source.low) or _SEVERAL.search(source.low))
    for match in [*separator.finditer(source.low), None]:
        whole = source.part(at, match.start() if match else len(source.low))
        piece = _shown_of(whole)
        if piece is not None:
            lit = bool(beats) and not (next_shot or several)
            found = _shown(piece, whole, lit=lit, any_subject=listed or bool(at and next_shot))
            anew = (next_shot and found.mood) or (found.scene and found.ms and beats and beats[-1].ms)
            anew = anew or (listed and usual and found.mood and not found.scene)
            if beats and found.scene in (None, beats[-1].scene) and not anew:
                beats[-1] = _joined(beats[-1], found)
            elif found.scene or (found.mood and (beats or usual)):
                beats.append(replace(found, scene=found.scene or usual))
        if match:
            at, next_shot = match.end(), _SEQUENCE.search(match[0]) is not None
    worded = sum(bool(beat.caption) for beat in beats) > 1  # a single one is the film's
    return tuple(found if worded else replace(found, caption="") for found in beats[:MOST_BEATS])


def _shown_of(piece: Source) -> Source | None:
    """What of a piece is to be seen: without the music or the text beside it; None when it is about those alone."""
    if _NO_PICTURE.search(piece.low) and (more := _BESIDE.search(piece.low)):
        piece = piece.part(0, more.start())
    return None if _NO_PICTURE.search(piece.low) else piece


def _shown(piece: Source, whole: Source, *, lit: bool, any_subject: bool) -> Beat:
    """The scene of a piece, with the words quoted in the `whole` of it.

    `lit`: an effect alone falls over the scene before. `any_subject`: it may be of something that is no scene.
    """
    found = beat(piece, caption=False)
    unnamed = scene(piece.low) is None
    if unnamed and ((lit and effects(piece.low, None)) or tune(piece.low) or not any_subject):
        found = replace(found, scene=None, mood=mood(piece.low))
    if found.scene and (quoted := whole.quotations()):
        found = replace(found, caption=shorten(quoted[0]))
    return found


def _joined(last: Beat, more: Beat) -> Beat:
    """The scene before, in the light and with the effects that were said of it later."""
    over = tuple(dict.fromkeys((*last.over, *more.over)))
    return replace(last, mood=more.mood or last.mood, over=over)
