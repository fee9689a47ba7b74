"""The order of shots: "put the second clip first", "swap 1 and 3", "把第二段放到最前面"."""

import re
from dataclasses import replace

from studio.director.grammar.numbers import CJK_NUMBER, ORDINAL, number, ordinal
from studio.director.grammar.scenes import scene, scenes
from studio.director.grammar.targets import CJK_NOUN, NOUN, places
from studio.director.grammar.words import words
from studio.director.meaning import Which
from studio.director.wishes import Arrange, Move, Swap, TurnOrder, Wish

_MOVE = words("want", "put", "move", "place", "bring", "shift", "start with", "begin with", "open with", "lead with",
    "should (?:be|come|go)",
    "end with", "finish with", "close with", "first show", "show", "pon", "mueve", "setze?", "verschiebe", "mets",
    "déplace", "mova", "coloque", "поставь", "перемести", cjk="把|将|放到|放在|移到|移动|排在|挪到|先放|调到|换到")  # fmt: skip
_SWAP = words("swap", "switch", "exchange", "interchange", "trade places", "intercambia", "tausche", "échange",
    "troque", "поменяй", cjk="交换|对调|互换|调换|换位置|调换顺序",)  # fmt: skip
_TURN = words("reverse (?:the )?(?:order|sequence)(?: of .*)?", "(?:in|into) (?:the )?(?:reverse|opposite) order",
    "opposite order", "backwards order", cjk="颠倒顺序|倒序|反过来排|逆序|顺序反过来|顺序颠倒")  # fmt: skip
_FIRST = words("first(?! clip| scene| shot| photo| one)", "(?:to|at|in) the (?:very )?(?:front|start|beginning|top)",
    "al principio", "an den anfang", "au début", "no início", "в начало", "(?:start|begin|open|lead) with",
    "before everything(?: else)?", cjk="最前|开头|第一个$|第一位|首位|前面|最先|先放")  # fmt: skip
_LAST = words("last(?! clip| scene| shot| photo| one)", "(?:to|at|in) the (?:very )?(?:end|back|bottom)", "al final",
    "ans ende", "à la fin", "no final", "в конец", "(?:end|finish|close) with", "after everything(?: else)?", cjk=
    "最后$|最后面|末尾|结尾|最后一个$|后面|最后一位|放最后")  # fmt: skip
_RELATIVE = re.compile(rf"\b(?P<side>before|after|behind|in front of|ahead of)\s(?:the )?(?:(?P<a>{ORDINAL})"
    rf"(?: {NOUN})?|{NOUN}\s?(?P<n>\d{{1,2}})|(?P<m>\d{{1,2}}))")  # fmt: skip
_CJK_RELATIVE = re.compile(rf"到第?\s?(?P<n>{CJK_NUMBER})\s?{CJK_NOUN}(?:的)?(?P<side>前|后|之前|之后)")
_TO_PLACE = re.compile(rf"(?:to|into|in|at) (?:the )?(?:(?P<a>{ORDINAL}) (?:place|position|spot|slot)|"
    rf"(?:position|place|slot|spot) (?P<n>\d{{1,2}}))|(?:到|在)第(?P<c>{CJK_NUMBER})(?:位|个位置|个|段|张|$)")  # fmt: skip
_PAIR = re.compile(rf"(?P<a>{ORDINAL}|\d{{1,2}}|最后(?:一)?|最前|第?[一二三四五六七八九十\d]+)\s?(?:{NOUN}|{CJK_NOUN}|个)"
    r"?\s?(?:and|with|&|for|y|und|mit|et|e|и|和|与|跟)\s?(?:the |clip |scene |shot |photo )"
    rf"?(?P<b>{ORDINAL}|\d{{1,2}}|最后|最前|第?[一二三四五六七八九十\d]+)")  # fmt: skip


_SHOWN = re.compile(r"\s*(?:and |then )?(?:put|move|place|bring|shift|start with|end with|open with) the (?P<what>\w+)(?: \w+)? "
    r"(?:first|last|(?:to|at|in) the|before|after)|\s*把(?P<cjk>[^，。]{1,6}?)(?:镜头|场景|画面)?(?:放|移|排|挪|调)")  # fmt: skip


_COUNTED = re.compile(
    r"(?<![a-z])(?P<a>one|two|three|four|five|six) (?:and|with|&) (?P<b>one|two|three|four|five|six)(?![a-z])"
)


def _place(text: str) -> int | None:
    found = {"最后": -1, "最后一": -1, "最前": 1}.get(text) or ordinal(text)
    if found is not None:
        return found
    value = number(text.removeprefix("第"))
    return int(value) if value else None


def _pair(low: str) -> Swap | None:
    if two := re.search(r"\b(first|last) (?:two|2)\b|(前|后)两(?:个|张|段)", low):
        return Swap(1, 2) if two[1] == "first" or two[2] == "前" else Swap(-2, -1)
    match = _PAIR.search(low) or _COUNTED.search(low)
    if match is None:
        return None
    a, b = _place(match["a"]), _place(match["b"])
    return Swap(a, b) if a and b and a != b else None


def _scene_pair(low: str) -> Swap | None:
    named = scenes(low)
    return Swap(scenes=(named[0], named[1])) if len(named) == 2 else None


def _destination(low: str, which: Which) -> Move | None:
    relative = _RELATIVE.search(low) or _CJK_RELATIVE.search(low)
    if relative:
        groups = relative.groupdict()
        anchor = _place(next(groups[key] for key in ("a", "n", "m") if groups.get(key)))
        ahead = groups["side"] in ("before", "in front of", "ahead of", "前", "之前")
        return Move(which, before=anchor) if ahead else Move(which, after=anchor)
    spot = _TO_PLACE.search(low)
    if spot:
        return Move(which, to=_place(spot["a"] or spot["n"] or spot["c"]))
    if re.search(r"\bin(?:to)? the middle\b|(?:放|移|排)(?:到|在)?中间", low):
        return Move(which, to=0)
    rest = re.sub(rf"{ORDINAL}\s{NOUN}|第{CJK_NUMBER}{CJK_NOUN}", " ", low)
    if _FIRST.search(rest):
        return Move(which, to=1)
    return Move(which, to=-1) if _LAST.search(rest) else None


_BOTH = words(
    "them",
    "the (?:two|clips|order|remaining \\w+)",
    "both",
    "'?em",
    "order",
    "(?:these|those)(?: two)?",
    "the (?:others?|rest)",
    "their (?:order|places)",
    cjk="两[段个张]|顺序|它们|剩下",
)
_ARRANGED = re.compile(r"(?:orders?(?:ed)?|sequence|arrange|sort|顺序|"
    r"按(?:照)?)[^\d.;\n]{0,28}(?P<list>\d{1,2}(?:\s?(?:[,、\-–>]|->|→|然后|和|then|and|,\s?then|"
    r",\s?and)?\s?\d{1,2})+)(?!\s?(?:seconds?|secs?|s|秒|:|%)(?![a-z]))|"
    r"^\s*(?P<first>\d{1,2}(?:\s?[,\-–>]\s?\d{1,2}){2,})\s?(?:order|的?顺序)")  # fmt: skip
_BARE_PLACE = re.compile(rf"(?:put|move|bring|place|with|play|show|use) (?:the )?(?P<a>{ORDINAL})(?: (?:one|"
    rf"{NOUN}))?(?= (?:first|last|to|at|before|after|in)\b)|"
    rf"^\s*(?:the )?(?P<b>{ORDINAL})(?: (?:one|{NOUN}))? (?:should (?:be|come|go) |comes? |goes )?"
    r"(?:first|last)\s*$")  # fmt: skip


_SLOT_BETWEEN = re.compile(rf"(?:move|put|place|bring) (?:the )?(?:{NOUN} )?(?P<what>{ORDINAL}|"
    rf"\d{{1,2}})(?: {NOUN})? (?:in )?between (?:the )?(?:{NOUN} )?(?P<a>{ORDINAL}|\d{{1,2}})"
    rf"(?: {NOUN})? and (?:the )?(?:{NOUN} )?(?P<b>{ORDINAL}|\d{{1,2}})")  # fmt: skip


_MADE = re.compile(rf"make (?:the |clip |number )?(?P<a>{ORDINAL}|\d{{1,2}}(?= first| last))(?: (?:one|"
    rf"{NOUN}))? (?:the |be |play |go |come |" rf"start )+(?P<b>{ORDINAL})(?: (?:one|{NOUN}))?(?! \d)")  # fmt: skip


_AS_PART = re.compile(
    r"\b(?:as|for) (?:an? |the |my )?(?:(?P<first>intro|opening|opener|thumbnail|cover)|outro|ending|closing)\b|"
    r"作为?(?:(?P<cfirst>开头|片头)|结尾|片尾)"
)
_ONE_PLACED = re.compile(
    r"\s*(?:with |put |play |and |but )*(?:the )?[\w.]+(?: (?:one|clip|video|vid|photo|pic))? (?:should (?:be|"
    r"come|go) |comes |goes )?(?P<place>first|last)\s*")  # fmt: skip
_BESIDE = re.compile(r"^\s*(?:\w+ )?(?:put|move|place|play|show|set|want) .*\b(?:(?P<before>before|ahead of|"
    r"in front of)|after|behind)\b")  # fmt: skip
_NUMBER_PLACED = re.compile(r"\s*(?:make|put|move|play) (?:clip |number |#)?(?P<n>\d{1,2}) (?P<place>first|last)\s*")
_LASTS = re.compile(r"should be (?:about |around |only |just )?\d")
_HALVES = re.compile(r"(?:swap|switch|exchange|flip|trade|reverse|interchange) (?:around )?(?:the )?(?:two |"
    r"both )?halves|halves (?:swapped|switched|the other way)|"
    r"(?:second|last|other) half (?:should (?:come|be|go|play) |comes |goes |plays )?(?:first|"
    r"(?:in front|before|ahead)|(?:to|at) the (?:start|beginning|front))|"
    r"first half (?:should (?:come|be|go) |comes |goes )?(?:last|to the end|at the end|after)|"
    r"(?:前后)?两半.{0,4}(?:对调|互换|交换)|后(?:一)?半.{0,3}放.{0,2}前")  # fmt: skip


def arranged(low: str) -> tuple[int, ...]:
    """The whole order, named place by place: "order: 3, 1, 2"."""
    match = _ARRANGED.search(low)
    listed = tuple(int(figure) for figure in re.findall(r"\d+", match["list"] or match["first"])) if match else ()
    return listed if len(set(listed)) == len(listed) > 1 and 0 not in listed else ()


def _of_the_film(low: str, which: Which) -> tuple[Wish, ...]:
    """Its halves the other way round, or some of it as its beginning or its end."""
    if (part := _AS_PART.search(low)) and which:
        return (Move(which, to=1 if part["first"] or part["cfirst"] else -1),)
    if (one := _ONE_PLACED.fullmatch(low)) and which.files:
        return (Move(which, to=1 if one["place"] == "first" else -1),)
    if bare := _NUMBER_PLACED.fullmatch(low):
        return (Move(Which((int(bare["n"]),)), to=1 if bare["place"] == "first" else -1),)
    if len(which.files) == 2 and (side := _BESIDE.search(low)):
        return (Arrange(which if side["before"] else replace(which, files=which.files[::-1])),)
    return (Swap(halves=True),) if _HALVES.search(low) else ()


def read_order(low: str, which: Which) -> tuple[Wish, ...]:
    """What a clause wants in another order."""
    if whole := _of_the_film(low, which):
        return whole
    if (listed := arranged(low)) and not _SWAP.search(low):
        return (Arrange(Which(listed)),)
    if (slot := _SLOT_BETWEEN.search(low)) and (moved_ := _place(slot["what"])):
        return (Move(Which((moved_,)), after=min(_place(slot["a"]) or 1, _place(slot["b"]) or 1)),)
    if made := _MADE.search(low):
        return (Move(Which((_place(made["a"]) or 1,)), to=ordinal(made["b"]) or 1),)
    bare = _BARE_PLACE.search(low)
    if bare and (place := ordinal(bare["a"] or bare["b"])):
        moved = Which((place,))
        destination = _destination(low[bare.end("a") if bare["a"] else bare.end("b") :], moved)
        return (destination,) if destination else ()
    if _TURN.search(low):
        return (TurnOrder(),)
    if _SWAP.search(low):
        swap = _pair(low) or _scene_pair(low) or (TurnOrder() if _BOTH.search(low) else None)
        return (swap,) if swap else ()
    if _MOVE.search(low) and not which:
        named = _SHOWN.match(low)
        shown = scene(named["what"] or named["cjk"]) if named else None
        which = Which(scenes=(shown,)) if shown else which
    if not _MOVE.search(low) or not which or _LASTS.search(low):
        return ()
    moved = which if which.files or which.scenes else replace(which, places=places(low)[:1])
    destination = _destination(low, moved)
    return (destination,) if destination else ()
