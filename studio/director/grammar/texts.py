"""Titles and captions: what they say, where, when, how."""

import re

from studio.director.grammar.durations import durations
from studio.director.grammar.lettering import colour, place, size
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import ORDINAL, ordinal
from studio.director.grammar.scenes import scenes
from studio.director.grammar.text_nouns import TITLE, role, speaks_of_text, text_kind
from studio.director.grammar.times import when
from studio.director.grammar.unquoted import CAPITALS, NAME, unquoted
from studio.director.grammar.words import QUOTED, words
from studio.director.meaning import When
from studio.director.wishes import AddText, ChangeText, Wish

_SAYS = words("say(?:s|ing)?", "read(?:s|ing)?", "called", "named", "titled", "write", "spell(?:s|ing)?", "entitled",
    "que diga", "llamado", "mit dem text", "intitulée?", cjk="写上|写着|写|内容是|显示|叫做|名为",)  # fmt: skip
_ADD = words("(?:end|finish|close|start|open|begin)(?:s|ing)? (?:on|with)(?= *\ue000)", "add", "put", "insert",
    "show", "write", "place", "include", "with", "display", "overlay", "give", "type", "have", "want", "need",
    "añad\\w*", "agrega", "pon", "füge?", "setze?", "ajoute[rz]?", "mets?", "adicion\\w*", "coloque",
    "добавь\\w*", "поставь", cjk= "加上|加|添加|放|显示|写|配|打上|插入|增加|带|追加|入れて", )  # fmt: skip
CHANGE = words("change", "rename", "replace", "edit", "update", "correct", "should (?:say|read|be)", "instead",
    "swap", "turn", "make", "set", "switch", "fix", "cambia\\w*", "ändere?", "ersetze", "changer?", "remplace",
    "mude", "troque", "измени", "замени", "modify", "adjust", "rewrite", "stay", "hold", "let", "move", "should",
    "lasts?", "hide", "is too", "disappear", cjk=
    "改成|改为|换成|替换|修改|更改|变成|改|换|变|设为|调",)  # fmt: skip
_STRICT_ADD = words("add", "insert", "write", "another", "include", "with", "want", "need", "give", "type", "añad\\w*", "füge?",
    "ajoute[rz]?", "adicion\\w*", "добавь\\w*", cjk="加|添加|插入|写")  # fmt: skip
_MOVING = words("put", "move", "place", "shift", cjk="放到|移到|放在|挪到|移动")

_SAYING = words(
    "that says", "which says", "that reads", "saying", "(?<=^)\\s*(?:and )?(?:it )?(?:should )?(?:says?|reads?)(?= )"
)
_EXCHANGED = re.compile(r"^\s*(?:please )?(?:change|replace) (?:the (?:word|text|"
    r"title) )?(?P<old>[A-Z][\w'’!?&-]*(?: [\w'’!?&-]+){0,4}?) (?:to|with|by|into) "
    r"(?P<new>[A-Z][^,;.]{0,60})$")  # fmt: skip


_CJK_EXCHANGED = re.compile(
    r"^(?:请)?把[“\"]?(?P<old>[A-Za-z][\w '’!?-]*?)[”\"]?(?:改成|换成|改为)(?P<new>[^，。]{1,40})$"
)


def exchanged(clause: Source) -> ChangeText | None:
    """ "Change Hello to Bonjour": capitalised words for others."""
    match = _EXCHANGED.match(clause.raw.rstrip(" .!")) or _CJK_EXCHANGED.match(clause.raw.strip(" 。"))
    return ChangeText(text=match["new"].strip(), match=match["old"]) if match else None


def _screen_place(low: str) -> str | None:
    found = place(low)
    return (
        None
        if found == "center" and re.search(r"(?:in|at) the middle(?! of the (?:screen|frame|picture))", low)
        else found
    )


_ADDRESS = re.compile(
    r"(?<![\w@.])(?:(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|co|shop|de|fr|es|ru|jp|cn|uk|br|app|"
    r"dev|info|tv|me)(?:/\S*)?|@[\w.]{3,})(?![\w@])",
    re.IGNORECASE,
)
_POINTS = words("end(?:s|ing)? with", "finish with", "visit", "go to", "website", "url", "link", "at the end", "show",
    "add", "put", "with", "follow(?: us| me)?", cjk="网址|官网|关注|结尾|最后")  # fmt: skip
_CALLED = re.compile(rf"(?<!is )(?<!was )(?<!file )(?<!clip )(?i:called|named) (?P<said>{CAPITALS})")
_CLOSING = re.compile(
    rf"(?i:(?P<end>ending|ends?|finish(?:ing)?|closing)|start(?:ing|s)?|begin(?:ning|s)?|"
    rf"open(?:ing)?) with (?P<said>{CAPITALS})[.!]?\s*$"
)


def _ending(clause: Source, match: re.Match[str]) -> AddText | None:
    """ "… ending with The End": capitalised words that are no scenery."""
    if scenes(match["said"].lower()) or re.search(r"\d", match["said"]):
        return None
    return AddText(match["said"], when=When(edge="end" if match["end"] else "start"), color=colour(clause.low))


_AUTHORED = re.compile(rf"^\s*(?i:author|poet|poem by|written by|quote by):? (?P<said>{CAPITALS})")


def _said_plainly(clause: Source) -> AddText | None:
    """Words that need no noun and no quotation marks: an address, a name, "… ending with The End"."""
    low = clause.low
    address, named, closing = (pattern.search(clause.raw) for pattern in (_ADDRESS, _CALLED, _CLOSING))
    if address and _POINTS.search(low):
        return AddText(address[0], when=when(low) or When(edge="end"), place=_screen_place(low), color=colour(low))
    if authored := _AUTHORED.search(clause.raw):
        return AddText(f"— {authored['said']}", when=when(low) or When(edge="end"), color=colour(low))
    if named and not re.search(r"\b(?:he|she|who|it)(?:'s| is)? (?:called|named)", low):
        return AddText(named["said"], place=_screen_place(low), color=colour(low))
    return _ending(clause, closing) if closing else None


_EXCHANGING = re.compile(r"\b(?:replace|change|swap|update|switch|rename|edit) (?:the |that |this |"
    r"my )?(?:\w+ )?(?:texts?|titles?|captions?|subtitles?|words|wording|headline|it)"
    r"(?: \w+)? (?:with|to|by|for|into)\b")  # fmt: skip


_ANOTHER = words("another", "second", "also", "one more", "additional", cjk="再加|另一个|另外")


def read_text(clause: Source) -> Wish | None:
    """What a clause wants of titles and captions; None when it is about something else."""
    low, quoted = clause.low, clause.quotations()
    if not quoted and (plain := _said_plainly(clause)):
        return plain
    about = speaks_of_text(clause) or _SAYING.search(low) is not None or NAME.search(clause.raw) is not None
    if not about and not (quoted and (_ADD.search(low) or _SAYS.search(low) or low.strip(f"{QUOTED} .,!") == "")):
        return _written(clause)
    said = quoted[0] if quoted else unquoted(clause)
    if _changes_one(low, said, len(quoted)):
        return _change(clause, quoted, said)
    return _added(low, quoted, said)


def _changes_one(low: str, said: str | None, quotes: int) -> bool:
    """Whether a clause is about a text that is there, rather than a new one. `said`: its words; `quotes`: how many of them."""
    if CHANGE.search(low) and not re.search(r"make (?:me |us )?(?:a|an)\b", low):
        adds = _ADD.search(low) is not None and (said is not None or _STRICT_ADD.search(low) is not None)
        if not adds or (quotes == 1 and _EXCHANGING.search(low)):
            return True
        if quotes > 1 and re.search(r"replace|change|rename|ersetze|reemplaza|换|改", low):
            return True
    if said is not None:
        return False
    looks = bool(size(low) or colour(low))
    if (_MOVING.search(low) or not _STRICT_ADD.search(low)) and (looks or place(low) or when(low)):
        return True
    return looks and not _ADD.search(low) and TITLE.search(low) is not None


def _added(low: str, quoted: tuple[str, ...], said: str | None) -> AddText:
    """The new text that a clause asks for; a quotation with its author has the author below it."""
    sub = quoted[1] if len(quoted) > 1 else ""
    author = _AUTHOR.fullmatch(said) if said and not sub and re.search(r"quote|名言|语录", low) else None
    said, sub = (author["said"], author["by"]) if author else (said, sub)
    bare = lasting(low if quoted or not said else low.replace(said.lower(), " ", 1))
    kind = role(low.partition(QUOTED)[0]) if len(quoted) > 1 else role(low)
    another = _ANOTHER.search(low) is not None
    return AddText(said, sub, kind, _screen_place(bare), when(bare), colour(bare), size(bare), another=another)


_AUTHOR = re.compile(r"(?P<said>.{8,}?)\s(?:[-–—]|by)\s(?P<by>[^\W\d_][\w. ]{2,30})")


def lasting(low: str) -> str:
    """What is said of a text, with "it should last" as "for", so that no "last seconds" is read in it."""
    low = re.sub(f"{QUOTED}+", " ", low)
    return re.sub(
        r"(?<![a-z])(?:should |must |to |can |it |will )(?:last|stay|hold)(?= )|(?<![a-z])last(?:s|"
        r"ing)(?= )",
        "for",
        low,
    )


_NTH = re.compile(rf"(?<![a-z])(?P<a>{ORDINAL}) (?:texts?|titles?|captions?|subtitles?|lines?|words)(?![a-z])")


def _change(clause: Source, quoted: tuple[str, ...], said: str | None) -> ChangeText:
    bare = lasting(clause.low)
    match = quoted[0] if len(quoted) > 1 else None
    text = quoted[1] if len(quoted) > 1 else said
    hidden = re.search(r"(?:hide|gone|disappear\w*|take .{0,20}off|vanish\w*)\b.{0,30}\bafter ", bare)
    if hidden and (spans := durations(bare)):
        return ChangeText(text_kind(clause.low), None, when=When(length=spans[0].ms))
    nth = _NTH.search(bare)
    row = ordinal(nth["a"]) if nth else None
    return ChangeText(
        text_kind(clause.low), text, _screen_place(bare), when(bare), colour(bare), size(bare), match, place_in_row=row
    )


_ABBREVIATED = re.compile(
    r"BGM|SFX|VFX|EDM|RNB|HDR|FPS|GIF|LUT|CTA|PIP|VHS|B ?W|HD|4K|TV|AI|MP[34]|TTS|POV|UK|US|USA|EU|OK|I"
)
_WRITE = re.compile(
    r"(?:^|\s)(?:write|type|put|print)\s+(?:the words? )?([A-ZÀ-Þ].{1,80}?)(?:\s+(?:on|over|across|at|in)\s.*)?$"
)


_SHOUTED = re.compile(r"(?:^|\s)(?i:add|put|show|have)"
    r"\s+(?i:the words? )?(?P<said>[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я'’&!? ]{2,60})(?=[!?.,]|\s+[a-z]|$)")  # fmt: skip


def _written(clause: Source) -> AddText | None:
    shouted = _SHOUTED.search(clause.raw.strip())
    if shouted and not _ABBREVIATED.fullmatch(shouted["said"].strip(" !?")):
        low = clause.low
        return AddText(shouted["said"].strip(), place=place(low), when=when(low), color=colour(low), size=size(low))
    match = _WRITE.search(clause.raw.strip())
    if match is None:
        return None
    return AddText(match[1].strip(" .!"), place=place(clause.low), when=when(clause.low), color=colour(clause.low))
