"""What a prompt for a film shows: its subject, the scene it describes, and whether it is a prompt for a film at all."""

import re

from studio.director.grammar import talk
from studio.director.grammar.greetings import without_greeting
from studio.director.grammar.limits import no_tool
from studio.director.grammar.normal import Source
from studio.director.grammar.overlays import dressed, paints
from studio.director.grammar.overlays import near as near_to
from studio.director.grammar.purposes import names_film
from studio.director.grammar.scenes import living, mood, scene, scenes
from studio.director.grammar.undoing import undo_redo
from studio.director.grammar.words import QUOTED
from studio.director.request import Beat

_SUBJECT = re.compile(
    r"\b(?:of|about|showing|featuring|über|von|sobre|de)\s(?:an? |the |my |our )?(?P<what>[^,.;:\n\ue000]{3,60})"
)
_CJK_SUBJECT = re.compile(
    r"(?:关于|一个|一段|一条|一部|生成|制作|秒的?|分钟的?)(?:关于)?(?P<what>[^，。,.的\ue000]{2,14})"
    r"的?(?:视频|短片|影片|动画|宣传片|镜头|画面)"
)
_SUBJECT_END = re.compile(
    r"\s(?:with|for|in (?:9|16|1|4)|at \d|from|using|and (?:add|make|put)|that|which|"
    r"lasting|set to|plus|\d+[ -]?(?:s|sec)).*$"
)
_CHANGES_MINE = re.compile(r"\s*(?:make|turn|change|fix|edit|improve|enhance)\s(?:the|this|that|these|my|our|it|me)\b")
_LEAD = re.compile(r"^(?:please |can you |could you |i want |i need |we need |give me |show me |make |create |"
    r"generate |an? |the |"
    r"some |short |quick |nice |video |film |clip |about |of |for |me |us |my |our |\d+[- ]?(?:s|sec\w*|min\w*) |帮我|请|"
    r"我想要?|"
    r"生成|制作|做|来|一个|一段|个|关于|我家|我的)+")  # fmt: skip
_FOR = re.compile(r"\bfor (?:my |our |the |an? )?(?P<what>\w+(?: (?!with\b|in\b|on\b|at\b|and\b)\w+){0,3})")
_ANY_WORD = re.compile(r"[^\W\d_]{2,}|[\u3040-\u9fff]")


def subject(prompt: Source) -> str:
    """What a film is said to be of or about; "" when nothing is."""
    match = _SUBJECT.search(prompt.low) or _CJK_SUBJECT.search(prompt.low)
    if match is None:
        return ""
    low = _SUBJECT_END.sub("", match["what"])
    return prompt.raw[match.start("what") : match.start("what") + len(low)].strip()


def is_edit_talk(low: str) -> bool:
    """Whether a prompt begins as an edit does."""
    return (
        re.match(
            r"\s*(?:trim|cut|remove|delete|add|make it|change|speed|slow(?= (?:it|the|down|this|that|them|clip|everything|"
            r"motion)\b)|mute|crop|rotate|put|move|"
            r"swap|replace|duplicate|split|loop|reverse|fade|crossfade|keep|brighten|darken|unmute|undo|shorten|extend|"
            r"switch|zoom|blur|stabilize|translate|lower|raise|louder|quieter)\b|\s*(?:剪掉|删除|去掉|把|加)",
            low,
        )
        is not None
    )


def describes_scene(low: str) -> bool:
    """A prompt that is nothing but the picture of a scene: "a quiet beach at sunset"."""
    if (
        is_edit_talk(low)
        or len(low) > 160
        or re.match(r"\s*(?:more|less|fewer|bigger|brighter|darker|some|too)\b", low)
    ):
        return False
    return (
        bool(scenes(low))
        and re.match(r"\s*(?:an? |the )?(?:\w+ ){0,4}?(?:over|at|in|by|of|with|on)\b|\s*an? ", low) is not None
        and not re.search(r"\b(?:make|change|set|add|instead|turn|use|put|music|title|clip|shot|scene|move|it)\b", low)
    )


def single(low: str, wanted: bool) -> tuple[Beat, ...]:
    """The one scene of a prompt, or what comes nearest to it."""
    if not wanted:
        return ()
    near = near_to(low)
    view = scene(low) or (near[0] if near else None)
    light = mood(low) or (near[1] if near and not scene(low) else None)
    return (dressed(Beat(low[:120], view, light), low),) if view or light or paints(low) else ()


def asks_for_film(low: str) -> bool:
    """Whether words on an empty timeline ask for a film although no kind of film is named: "a dragon over a castle"."""
    plain = low.replace(QUOTED, " ")
    if is_edit_talk(plain) or talk.is_vague(plain) or talk.out_of_place(plain) or undo_redo(plain):
        return False
    if living(plain) or names_film(plain):
        return True
    latin = re.findall(r"[^\W\d_\u3040-\u9fff]{2,}", plain)
    return not (no_tool(plain) or talk.is_chatter(plain) or _CHANGES_MINE.match(plain)) and (
        len(latin) >= 2 or len(re.findall(r"[\u3040-\u9fff]", plain)) >= 4
    )


_JUST_A_FILM = re.compile(r"(?:(?:my|our|an?|the|new|short|quick|cool|nice|vertical|square|portrait|instagram|insta|tik ?tok|"
    r"youtube|facebook|whatsapp|"
    r"linkedin|social media|end|closing|title|opening|simple|breaking|news(?: style)?|quote|lyrics?|meme|recipe|thumbnail|"
    r"loopable|looping|school|product|event|kids?|bedtime|motivational|inspirational|"
    r"text|this|that|it|these|a \w+ of|love|romantic|little|animated|cinematic|fun|funny|good|seconds?|minutes?|sec|"
    r"min|\d+s?)[ -]?)*"
    r"(?:videos?|films?|screens?|cards?|projects?|style|slides?|invitations?|openers?|bumpers?|captions?|lines|clips?|"
    r"reels?|ads?|promos?|teasers?|trailers?|intros?|outros?|stor(?:y|ies)|post|status|shorts?|"
    r"tik ?toks?|vids?|thing|one|gif|\d+ (?:segundos|sekunden|secondes|секунд\w*|minutos?|minuten?)|)")  # fmt: skip
_NAMING = re.compile(
    r"(?:\s(?:is |that is )?(?:called|named|titled|entitled)(?![a-z]).*|\s(?:with|and|by|from|for|in))$"
)
_CHANNEL = re.compile(
    r"(?:[\w'’-]+ ){0,3}?(?:channels?|podcasts?|vlogs?|blogs?|pages?|accounts?|profiles?|websites?|compan(?:y|ies)|"
    r"business|brands?|start-?ups?)(?: [\w'’&-]+){0,3}"
)


def stand_in(prompt: Source) -> str:
    """What a film is about when nothing that we draw is named, in the person's words; "" when something is."""
    if scenes(prompt.low) or mood(prompt.low):
        return ""
    found = subject(prompt)
    if not found:
        first = re.split(r"[,.;!?:，。；！？：\n]", prompt.low)[0]
        first = re.sub(f"{QUOTED}+", " ", _SUBJECT_END.sub("", _LEAD.sub("", first)))
        at = prompt.low.find(first) if first.strip() else -1
        found = prompt.raw[at : at + len(first)].strip() if at >= 0 else ""
    if _JUST_A_FILM.fullmatch(found.lower()):
        whom = _FOR.search(prompt.low)
        found = prompt.raw[whom.start("what") : whom.end("what")] if whom else ""
        found = "" if found.istitle() and " " not in found else found  # a person
    found = _NAMING.sub("", found)
    return " ".join(found.split()[:8])[:60] if _ANY_WORD.search(found) and not _is_no_thing(found.lower()) else ""


def _is_no_thing(low: str) -> bool:
    """Whether words name an occasion, a channel or a kind of film, of which nothing is missing from a picture."""
    return (
        _CHANNEL.fullmatch(low) is not None or _JUST_A_FILM.fullmatch(without_greeting(low).strip(" '’s")) is not None
    )
