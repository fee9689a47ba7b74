"""What a film is made for: greetings, announcements, promotions, and the words that then stand on the screen."""

import re

from studio.director.grammar import music
from studio.director.grammar.greetings import Occasion, greeting
from studio.director.grammar.normal import Source
from studio.director.grammar.own_names import own_name
from studio.director.grammar.people import PLATFORM
from studio.director.grammar.scenes import mood, scenes
from studio.director.grammar.words import titled, words

EVENT = words("open(?:ing|s|ed)?", "launch\\w*", "sales?", "events?", "webinars?", "workshops?", "hiring", "vacanc\\w+",
    "discounts?", "% off", "\\d+ ?% off", "tickets?", "conference", "meet-?ups?", "concert", "fundraiser", "coming soon",
    "new arrivals?", "giveaway", "enrol\\w*", "regist\\w+", "black friday", "cyber monday", "reminder", "premiere",
    "festival", "tournament", "reunion", "clos(?:es|ed|ing)", "join us", "open house", "open day", "announc\\w+",
    "invit\\w+", "exhibition",
    "grand opening", "now open", "pop-?up", "free (?:shipping|delivery|trial)", "limited", "offer", "(?:mon|tues|wednes|thurs|"
    "fri|satur|sun)day", "save \\d+", "bake sale", "lesson", "class(?:es)? start\\w*", cjk=
    "开业|开张|开幕|促销|大促|打折|折|优惠|特价|上新|新品|发布|招聘|报名|活动|讲座|研讨会|周年庆|限时|抢购|预告|邀请|"
    "双十一|双11|年会|"
    "开课|上市|包邮|满减|秒杀|公告|通知")  # fmt: skip
_ADVERT = words("promo(?:s|tional|tion)?", "ads?", "adverts?", "advert\\w+", "commercials?", "teasers?", "launch",
    "anuncio", "werbe\\w*", "werbung", "publicité", "реклам\\w*", "trailers?", "brand video",
    cjk="宣传|广告|推广|预告")  # fmt: skip
_FILM = (
    r"(?:videos?|films?|clips?|promos?|ads?|adverts?|commercials?|teasers?|trailers?|reels?|animations?|intros?|vids?)"
)
_TOPIC = re.compile(r"(?:\b(?:about|announcing|inviting (?:people|everyone|friends|you|guests|the \\w+) to|invitation (?:to|"
    r"for)|invite (?:to|for)|announce|promoting|promote|advertis\w+|for|of)\s)"
    r"(?:(?:that|the|my|our|a|an|this|we're|we are)\s)*(?P<what>[^,.;:!?\n\ue000()]{3,60})")  # fmt: skip
_CJK_TOPIC = re.compile(r"(?:做|制作|生成|来|拍|剪|弄)?(?:一下|一)?(?:个|段|条|支|部)?(?:关于|为)?(?:我们?的?)?"
    r"(?P<what>[^，。,.！!；;\s\ue000]{2,16}?)的?(?:宣传|推广|广告|预告|促销|活动)?(?:视频|短片|影片|片)")  # fmt: skip
_CJK_LEAD = re.compile(
    r"^(?:请|帮我|给我|麻烦|我想|我要|想要|帮忙|做|制作|生成|来|拍|剪|弄|一下|一|个|段|条|支|部|关于|我们的?|我的)+"
)
_TOPIC_END = re.compile(r"\s(?:with|for|in (?:9|16|1|4|the style)|using|and (?:add|make|put|use)|that|which|lasting|"
    r"set to|plus|"
    r"\d+[ -]?(?:s|sec\w*|min\w*)\b|please|pls|as a|like a|to (?:post|share|show|use|put)|title[d]?|saying|vertical|"
    r"square).*$")  # fmt: skip
_CALLED = re.compile(r"^.*\s(?:called|named)\s(?=\S)", re.IGNORECASE)
_SETTING_CLAUSE = re.compile(rf"(?<![a-z]){_FILM}(?![a-z])|\d+\s?(?:s|sec\w*|min\w*)\b|^\s*(?:make|create|generate|"
    rf"vertical|square|"
    r"with|add|use|no|upbeat|calm|epic|lofi)\b|视频|短片|秒|竖|方形|横|音乐")  # fmt: skip


def occasion(prompt: Source, language: str) -> Occasion | None:
    """What a prompt for a film is for, or None when it is for nothing of the kind."""
    return greeting(prompt, language) or _announcement(prompt)


def _announcement(prompt: Source) -> Occasion | None:
    first = _first_words(prompt)
    if first:
        return first
    advert = _ADVERT.search(prompt.low) is not None
    if advert and prompt.quotations():
        return Occasion(prompt.quotations()[0])
    named = own_name(prompt)
    for match in (*_TOPIC.finditer(prompt.low), *_CJK_TOPIC.finditer(prompt.low)):
        what = _topic(prompt, match)
        if what and EVENT.search(what.lower()):
            return Occasion(titled(what))
        if what and advert:
            return Occasion(named or titled(what))
    sale = None if prompt.quotations() else _SALE.match(prompt.low)
    if sale and not _asks(sale["what"]):
        return Occasion(titled(prompt.raw[sale.start("what") : sale.end("what")]))
    return Occasion(named) if named else None


_SALE = re.compile(
    r"\s*(?P<what>(?:[a-z'’]+ ){1,3}?(?:sale|clearance|giveaway|open house|grand opening)"
    r"(?:,? (?:up to )?-?\d{1,2} ?%(?: off)?)?)(?![\w'’])"
)


def _topic(prompt: Source, match: re.Match[str]) -> str:
    low = _TOPIC_END.sub("", match["what"])
    raw = prompt.raw[match.start("what") : match.start("what") + len(low)].strip(" -–—")
    raw = _CALLED.sub("", _CJK_LEAD.sub("", raw))
    if PLATFORM.match(raw.lower()) or re.fullmatch(rf"(?:new |short )?{_FILM}|\d.*", raw.lower()) or len(raw) < 2:
        return ""
    return f"Our {raw}" if re.fullmatch(r"[a-z]+", raw) else raw


_POST = re.compile(
    r"[^:：\n.,!?]{0,40}(?:story|stories|reel|post|videos?|vids?|film|clip|ad|promo|teaser|launch|announcement|event|notice|"
    r"reminder|news|flyer|"
    r"invitation|"
    r"视频|广告|海报|通知|公告)\s?(?:[:：]|\s[-–—]\s)\s?(?=\S)"
)


def _asks(words_: str) -> bool:
    """Whether the first words ask for a film rather than announce something: "black friday sale video" announces."""
    bare = re.sub(rf"(?<![a-z]){_FILM}(?![a-z])", " ", words_)
    begins = re.match(rf"\s*(?:an? |my |our |the )?{_FILM}\b", words_)
    of = re.search(rf"\b{_FILM}\b (?:of|about|for|to|with|from)\b|\b(?:make|create|need|want|do|give)\b", words_)
    return _SETTING_CLAUSE.search(bare) is not None or begins is not None or of is not None


_NOTICE = words("announcements?", "notice", "reminder", "breaking(?: news)?", "public service", cjk="通知|公告|提醒")


def _heads(lead: re.Match[str] | None, words_: str) -> bool:
    """Whether words after "Event promo:" are what it announces, rather than what it shows."""
    return lead is not None and not scenes(words_)


def _facts_of(words_: str) -> str:
    """Of words between commas those that tell something, up to the first that says how the film is to be."""
    kept: list[str] = []
    for piece in words_.split(","):
        low = piece.lower()
        plain = re.fullmatch(r"\s*[a-z]+\s*", piece) is not None and not EVENT.search(low)
        if plain or mood(low) or scenes(low) or music.tune(low) or music.MUSIC.search(low):
            break
        kept.append(piece.strip())
    return ", ".join(kept)


_KIND = re.compile(
    rf"(?<![a-z])(?:{_FILM}|launch|announcement|post|story|an?|the|my|our|please|make|create|for|of|short|new|event|"
    rf"product)(?![a-z])"
)
_ITEMS = re.compile(
    r"(?:\s*[a-z'’-]+(?: [a-z'’-]+){0,2}\s*(?:,|"
    r",? and (?=[a-z'’ -]+$))){2,}\s*(?:and )?[a-z'’-]+(?: [a-z'’-]+){0,2}\s*"
)


def _before_its_list(lead: str, rest: str) -> str:
    """ "Summer camp promo: swimming, hiking, campfires": what is promoted stands before the colon."""
    named = " ".join(_KIND.sub(" ", lead).split()).strip(" :-–—")
    first = re.split(r"[.!?\n]", rest, maxsplit=1)[0]
    fits = _ADVERT.search(lead) and len(named.split()) > 1 and not PLATFORM.match(named) and not scenes(named)
    return titled(named) if fits and _ITEMS.fullmatch(first) else ""


def _first_words(prompt: Source) -> Occasion | None:
    """An announcement that stands by itself before the request: "We are hiring! make a video"."""
    lead = _POST.match(prompt.low)
    prompt = prompt.part(lead.end(), len(prompt.low)) if lead else prompt
    if lead and (promoted := _before_its_list(lead[0], prompt.low)):
        return Occasion(promoted)
    match = re.match(
        r"\s*(?P<a>[^,.!?;\n，。！？；\ue000]{4,60}[!！]?)(?:[,，.;]\s?(?P<b>\s*[\w$€£][^.!?\n。！？\ue000]{2,60}[!！]?))?",
        prompt.low,
    )
    shouted = match is not None and match["a"].endswith(("!", "！")) and len(match["a"].split()) > 1
    if match and lead and _NOTICE.search(lead[0]):
        return Occasion(match["a"][:1].upper() + prompt.raw[match.start("a") + 1 : match.end("a")], "")
    if match is None or not (EVENT.search(match["a"]) or shouted or _heads(lead, match["a"])) or _asks(match["a"]):
        return None
    said = re.sub(
        rf"^\s*(?:(?:linked ?in|instagram|facebook|youtube|tik ?tok|twitter|whatsapp)\s)?(?:{_FILM}\s)?"
        r"(?:announce|promote|advertise|announcing|promoting)\s(?:that\s)?(?:our|my|the|a)?\s?",
        "",
        match["a"],
    )
    at = match.end("a") - len(said)
    bare = re.sub(rf"(?i)(?<![a-z]){_FILM}(?![a-z]) ?", "", prompt.raw[at : match.end("a")]).strip()
    if _TOPIC.match(match["a"].lstrip()) or len(bare) < 3:
        return None
    more = match["b"] and not _SETTING_CLAUSE.search(match["b"])
    sub = _facts_of(prompt.raw[match.start("b") : match.end("b")]) if more else ""
    shown = titled(bare) if said != match["a"] or bare.endswith("!") else bare[:1].upper() + bare[1:]
    return Occasion(shown, sub)
