"""Titles and captions: what they say, where, when, how."""

import re

from studio.director.grammar.durations import durations
from studio.director.grammar.lettering import colour, place, size
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import ORDINAL, ordinal
from studio.director.grammar.scenes import scenes
from studio.director.grammar.times import when
from studio.director.grammar.words import QUOTED, words
from studio.director.meaning import Kind, When
from studio.director.wishes import AddText, ChangeText, Wish

TITLE = words("titles?(?: card| text| screen| overlay)?", "titled", "headlines?", "heading", "name card", "título",
    "titel", "titre", "заголов\\w*", "название", "titulo", "entitled",
    "(?:channel|brand|company|shop|store|band|podcast|show|business) name", "name of (?:the|my|our) \\w+",
    "(?:intro|end|outro|closing|opening) (?:card|text|title|screen|slide|message)", "(?:intro|outro)(?= ?[\ue000:])",
    "end ?card", cjk=
    "标题|片名|題名|标題|標題|タイトル|大字",)  # fmt: skip
CAPTION = words("captions?", "subtitles?", "sub-?titles?", "lower[- ]?thirds?", "subtítulos?", "untertitel",
    "sous-titres?", "legendas?", "субтитр\\w*", "labels?", "watermark", "disclaimer", cjk=
    "字幕|说明文字|テロップ|水印",)  # fmt: skip
TAGLINE = words("tag ?lines?", "slogan", "strapline",
    "(?:second |another )?line (?:under|below)(?:neath)? (?:it|the title)", "second line", "sub-?heading", "sub-?headline",
    "motto", "eslogan", "call to action",
    "cta", cjk=
    "标语|口号|宣传语|广告语|slogan|副标题|小标题",)  # fmt: skip
PLAIN_TEXT = words("texts?(?! to video)(?: overlay)?", "words", "wording", "lettering", "overlay text",
    "text overlay", "texto", "texte", "schriftzug", "надпись", "текст\\w*", "quote", "message(?! (?:to|for|from|"
    "of)(?![a-z]))", cjk=
    "文字|字样|文本|テキスト|文案|字(?=[：:“\ue000])",)  # fmt: skip
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

_CAPITALS = (
    r"[A-ZÀ-ÞА-Я0-9][\w'’!?&.-]*(?: (?:(?:and|of|the|in|to|for|a|at|on|by|my|your|is|&|de|"
    r"la|der|die|das|und|et|-) )*(?:[-+$€£#]\d[\d.,]*%?|[A-ZÀ-ÞА-Я&][\w'’!?&-]*)| (?!\d+ ?(?:s|sec\w*|min\w*)\b)\d[\w%.-]*)*"
)
_CAPITAL_RUN = re.compile(rf"\s*({_CAPITALS})")
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
_NAME = re.compile(
    r"(?:^\s*(?=(?i:my|our) )|(?<![a-z])(?i:with|shows?|showing|add|write|put|featuring|displaying) )(?i:my|our|his|her|"
    r"the) (?i:name)(?i: is|s|,|:)?,? (?P<said>[A-ZÀ-ÞА-Я][\w'’-]+(?: [A-ZÀ-ÞА-Я][\w'’.-]+)*)"
)
_BARE_RUN = re.compile(
    rf"(?:[Tt]itled?|[Cc]aption|[Tt]agline|[Ss]logan|[Hh]eadline|[Tt]ext|[Ww]ords|"
    rf"[Ww]atermark|(?:[Cc]hannel|[Bb]rand|[Cc]ompany|[Ss]hop|[Ss]tore|[Bb]and|[Pp]odcast|[Bb]usiness) name)\s({_CAPITALS}|"
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


def speaks_of_text(clause: Source) -> bool:
    """Whether the clause is about words in the picture."""
    return any(pattern.search(clause.low) for pattern in (TITLE, CAPTION, TAGLINE, PLAIN_TEXT))


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


_PLAIN_WORD = re.compile(r"(?:text|title|caption|words?)\s(?P<said>(?!in\b|at\b|on\b|over\b|to\b|is\b|size|colou?r|"
    r"font|from|and|that|card|"
    r"overlay|track|saying|says|should|with|for|of|be|bigger|smaller|red|blue|white|gold|yellow|green|"
    r"black)\w+(?: \w+){0,4}?)\s"
    r"(?:in|at|on|over|across) (?:the|it|my|screen|cent)")  # fmt: skip
_PLACED_LEAD = re.compile(
    rf"(?:{TITLE.pattern}|{CAPTION.pattern}|{PLAIN_TEXT.pattern})\s(?:(?:at|in|on|for|"
    rf"from)\s|there|here)[^:：\n\ue000]{{0,30}}[:：]\s*(?P<said>[^\n\ue000]{{1,100}})$"
)
_SAYING = words(
    "that says", "which says", "that reads", "saying", "(?<=^)\\s*(?:and )?(?:it )?(?:should )?(?:says?|reads?)(?= )"
)


_WHICH_SAYS = re.compile(r"(?i:that|which) (?i:says|reads|say|read):? (?P<said>[^\ue000]{1,120})$")


_TAIL = re.compile(
    r"(?: (?!(?:over|with|in|on|at|for|and|to|from|by|as|of|during|using|while|then|until|when|that|"
    r"which|under|above|below|into|through|"
    r"throughout|between|after|before|across|instead|please|pls|appear\w*|show\w*|should|must|big|"
    r"bigger|small|smaller|bold|large|red|white|"
    r"black|yellow|blue|green|pink|gold|golden|orange|purple|slowly|top|bottom|center|centered|music|"
    r"video|please)\b)[a-zà-ÿ'’]+){1,5}" r"(?=\s*(?:[,.;!?]|$)|\s(?:at|in|on|for|from|over|during)\b)")  # fmt: skip


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
        named = _NAME.search(clause.raw)
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


_SUBTITLE = words("sub-?title(?= *[:：\ue000])", "sub ?title (?:saying|that says|reading)", "subtítulo(?= *[:：\ue000])",
    "sous-titre(?= *[:：\ue000])", "подзаголов\\w*",
    "(?:under(?:neath)?|below|beneath) (?:it|that|this|the title|the headline)", cjk="副标题|サブタイトル")  # fmt: skip


def _is_a_length(low: str) -> bool:
    """Whether words are no more than a length of time: "end screen: 12s"."""
    spans = durations(low)
    return len(spans) == 1 and not low[: spans[0].start].strip() and not low[spans[0].end :].strip(" .!")


def role(text: str) -> str:
    """ "caption", "tagline", "title", or "subtitle" for what is one line under a title where there is a title."""
    if _SUBTITLE.search(text):
        return "subtitle"
    if TAGLINE.search(text):
        return "tagline"
    if CAPTION.search(text):
        return "caption"
    return "title"


_KINDS = {"caption": Kind.CAPTION, "tagline": Kind.TEXT}


def text_kind(text: str) -> Kind:
    """Which texts a clause means."""
    if TITLE.search(text):
        return Kind.TITLE
    return Kind.CAPTION if CAPTION.search(text) else Kind.TEXT


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
_CALLED = re.compile(rf"(?<!is )(?<!was )(?<!file )(?<!clip )(?i:called|named) (?P<said>{_CAPITALS})")
_CLOSING = re.compile(
    rf"(?i:(?P<end>ending|ends?|finish(?:ing)?|closing)|start(?:ing|s)?|begin(?:ning|s)?|"
    rf"open(?:ing)?) with (?P<said>{_CAPITALS})[.!]?\s*$"
)


def _ending(clause: Source, match: re.Match[str]) -> AddText | None:
    """ "… ending with The End": capitalised words that are no scenery."""
    if scenes(match["said"].lower()) or re.search(r"\d", match["said"]):
        return None
    return AddText(match["said"], when=When(edge="end" if match["end"] else "start"), color=colour(clause.low))


_AUTHORED = re.compile(rf"^\s*(?i:author|poet|poem by|written by|quote by):? (?P<said>{_CAPITALS})")


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


def read_text(clause: Source) -> Wish | None:
    """What a clause wants of titles and captions; None when it is about something else."""
    low, quoted = clause.low, clause.quotations()
    if not quoted and (plain := _said_plainly(clause)):
        return plain
    about = speaks_of_text(clause) or _SAYING.search(low) is not None or _NAME.search(clause.raw) is not None
    if not about and not (quoted and (_ADD.search(low) or _SAYS.search(low) or low.strip(f"{QUOTED} .,!") == "")):
        return _written(clause)
    said = quoted[0] if quoted else unquoted(clause)
    changing = CHANGE.search(low) is not None and not re.search(r"make (?:me |us )?(?:a|an)\b", low)
    if changing and (
        _ADD.search(low) is None
        or (said is None and not _STRICT_ADD.search(low))
        or (len(quoted) == 1 and _EXCHANGING.search(low))
        or (len(quoted) > 1 and re.search(r"replace|change|rename|ersetze|reemplaza|换|改", low))
    ):
        return _change(clause, quoted, said)
    if (
        said is None
        and (_MOVING.search(low) or not _STRICT_ADD.search(low))
        and (place(low) or when(low) or colour(low) or size(low))
    ):
        return _change(clause, quoted, said)
    if said is None and not _ADD.search(low) and (size(low) or colour(low)) and TITLE.search(low):
        return _change(clause, quoted, said)
    sub = quoted[1] if len(quoted) > 1 else ""
    author = _AUTHOR.fullmatch(said) if said and not sub and re.search(r"quote|名言|语录", low) else None
    said, sub = (author["said"], author["by"]) if author else (said, sub)
    another = (
        words("another", "second", "also", "one more", "additional", cjk="再加|另一个|另外").search(low) is not None
    )
    bare = lasting(low if quoted or not said else low.replace(said.lower(), " ", 1))
    kind = role(low.partition(QUOTED)[0]) if len(quoted) > 1 else role(low)
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
