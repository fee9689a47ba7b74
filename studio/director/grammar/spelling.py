"""Slips of the keys in the words that matter most: "vidoe", "sunest", "moutains"."""

import re
from functools import cache

_WORDS = re.findall(
    r"\S+",
    """
    video videos sunset sunrise mountain mountains ocean beach forest desert winter galaxy space night morning
    evening music upbeat cinematic ambient acoustic electronic title caption captions subtitle subtitles
    transition transitions crossfade crossfades slideshow vertical square landscape portrait second seconds
    minute minutes remove delete duplicate photos pictures skyline trailer duration volume background
    """,
)
_KNOWN = frozenset(_WORDS) | frozenset(
    re.findall(
        r"\S+",
        """
    picture deserts dessert desserts forests forest oceans beaches beach mountainous nights titled titles captioned
    squared squares removed removes removal deleted deletes musical cinematics minutes minuted secondly
    seconded video's volumes trailers portraits spaces spaced might light right breach bleach belch batch
    bench reach teach peach spade spice splice spacer titan tile tiles tilted sunsets sunrises winters wither
    winner waiter tender mooring mourning warning evenings leaving evening's muscle mosaic forces forested
    forester squire squeak pictured picturesque transit transmission acoustics ambiance ambience ambulance
    upbeats upset galaxies skylines vertically verticals vertices durations backgrounds photo photon removing
    deleting trailed trainer tailor minus volumetric mountaineer mountaineers mountain's fountain fountains
    """,
    )
)
_USUAL = {"vidio": "video", "vedio": "video", "vidios": "videos", "vedios": "videos", "tittle": "title"}
_WORD = re.compile(r"(?<![\w.@/-])[a-z]{5,14}(?![\w.@/-])")
_COUNT_FIRST = re.compile(
    r"\b(?P<n>\d{1,3}) (?P<which>premi[eè]re?s|derni[eè]re?s|primer[oa]s|últim[oa]s|"
    r"primeir[oa]s|ersten|letzten|первые|последние)(?= )"
)
_OPPOSITES = {"slow": "faster", "fast": "slower", "loud": "quieter", "quiet": "louder", "big": "smaller", "small": "bigger",
    "long": "shorter", "short": "longer", "dark": "brighter", "bright": "darker"}  # fmt: skip
_NOT_SO = re.compile(rf"^(?P<lead>\s*(?:(?:no|nah|hmm+|ok|but|well|it's|its|hey|please)[\s,]*)*)(?:not|"
    rf"less) (?:(?:that|so|quite so|quite that|as|quite as) )?"
    rf"(?P<what>{'|'.join(_OPPOSITES)})(?= *(?:please|pls|though|tho)? *[.!,]|\s*$)", re.IGNORECASE)  # fmt: skip
"""A word back after too much of something: "not that slow"."""
_ONE_UNIT = re.compile(
    r"\b(?P<edge>first|last|final|opening|closing) (?P<unit>minute|half[- ]minute|second)\b(?= of |"
    r"\s*$|[,.!]| and\b| off| away)", re.IGNORECASE)  # fmt: skip
_SHORTHAND = re.compile(r"(?<![\w/])(?:w/(?!o\b)\s?|(?P<u>(?<=can )u(?= )))", re.IGNORECASE)
_QUOTATION = re.compile(r"“[^”\n]{0,500}”|\"[^\"\n]{0,500}\"|«[^»\n]{0,500}»|(?<!\w)['‘][^'’\n]{0,500}['’](?!\w)")


def _shorter(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


@cache
def _slips() -> dict[str, str]:
    """Every word with one letter left out (never the first), and the word meant."""
    return {slip: word for word in _WORDS for slip in _shorter(word)} | _USUAL


def _righted(word: str) -> str:
    if word in _KNOWN:
        return word
    slips = _slips()
    if word in slips:
        return slips[word]  # a letter is missing
    for less in _shorter(word):
        if less in _KNOWN and less in _WORDS and abs(len(less) - len(word)) == 1 and not word.endswith(("s", "ed")):
            return less  # a letter too many
        meant = slips.get(less)
        if meant and len(meant) == len(word) and (sorted(meant) == sorted(word) or len(word) >= 7):
            return meant  # two letters changed places, or another letter in a long word
    return word


_SAID_FIRST = re.compile(
    r"\b(?P<edge>(?:the )?(?:first|last) \d+ ?(?:s|secs?|seconds?)) (?:is|are|was|were|looks?|"
    r"feels?) [\w' ]{2,30}[,;.] ?(?:so |please |just |can you )*"
    r"(?P<verb>cut|remove|delete|trim|drop|mute|speed up|slow down|reverse) (?:it|them|that|"
    r"those)(?: out| off| away)?", re.IGNORECASE)  # fmt: skip
"""A stretch of which something is said before what shall become of it: "the last 8 seconds are boring, cut them"."""
_LABELLED = re.compile(r"\blabel (?:them|both|each|(?:the |my )?(?:clips|photos|pics|pictures|videos|images|"
    r"sides))(?: as|:| with)? (?P<list>[^.;:\n]{3,120})$", re.IGNORECASE)  # fmt: skip


def _as_captions(match: re.Match[str]) -> str:
    """ "Label them Before and After": a caption on each."""
    return "caption each: " + re.sub(r"\s+(?:and|&)\s+", ", ", match["list"])


def righted(text: str, *, english: bool = True) -> str:
    """The text with such words as they were meant; quotations and capitalised words stay as they are.

    In another language than `english` only the commonest slips are: its "deserto" is no slip.
    """
    text = _SAID_FIRST.sub(r"\g<verb> \g<edge>", text)
    text = _LABELLED.sub(_as_captions, text)
    text = _NOT_SO.sub(lambda match: f"{match['lead']}a bit {_OPPOSITES[match['what'].lower()]}", text)
    text = _ONE_UNIT.sub(r"\g<edge> 1 \g<unit>", text)
    text = _SHORTHAND.sub(lambda match: "you" if match["u"] else "with ", text)
    text = _COUNT_FIRST.sub(r"\g<which> \g<n>", text)
    quoted = [match.span() for match in _QUOTATION.finditer(text)]

    def fix(match: re.Match[str]) -> str:
        inside = any(low <= match.start() < high for low, high in quoted)
        if inside:
            return match[0]
        return _righted(match[0]) if english else _USUAL.get(match[0], match[0])

    return _WORD.sub(fix, text)
