"""What a film is made for: greetings, announcements, promotions, and the words that then stand on the screen."""

import re
from dataclasses import dataclass

from studio.director.grammar.normal import Source
from studio.director.grammar.own_names import own_name
from studio.director.grammar.scenes import scenes
from studio.director.grammar.words import words


@dataclass(frozen=True, slots=True)
class Occasion:
    """Words for the screen, and the backdrop and music that suit them (None: whatever else fits)."""

    title: str
    sub: str = ""
    scene: str | None = None
    mood: str | None = None
    tune: str | None = None

    @property
    def over(self) -> tuple[str, ...]:
        """What is over the backdrop of a greeting that names none."""
        return next((over for words_, over in _FESTIVE.items() if words_ in self.title), ())


_FESTIVE = {"Birthday": ("balloons", "confetti"), "生日": ("balloons", "confetti"), "誕生日": ("balloons", "confetti"),
    "cumpleaños": ("balloons", "confetti"), "Geburtstag": ("balloons", "confetti"), "anniversaire": ("balloons", "confetti"),
    "aniversário": ("balloons", "confetti"), "рождения": ("balloons", "confetti"), "Lunar New Year": ("fireworks", "lanterns"),
    "新春": ("fireworks", "lanterns"), "New Year": ("fireworks",), "新年": ("fireworks",), "Valentine": ("hearts",),
    "情人节": ("hearts",),
    "Anniversary": ("hearts",), "周年": ("hearts",), "Engagement": ("hearts",), "订婚": ("hearts",),
    "Congratulations": ("confetti",),
    "恭喜": ("confetti",), "Mother’s Day": ("petals",), "母亲节": ("petals",), "Invited": ("petals",), "诚邀": ("petals",),
    "Save the Date": ("petals",), "Halloween": ("fog",), "万圣节": ("fog",), "Diwali": ("lanterns", "sparkles"), "Mid-Autumn":
    ("lanterns",), "中秋": ("lanterns",), "Eid": ("lanterns",), "Thanksgiving": ("leaves",), "Little One": ("balloons",),
    "欢迎宝宝": ("balloons",)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Greeting:
    pattern: re.Pattern[str]
    english: str
    chinese: str
    scene: str
    mood: str
    tune: str


_GREETINGS = (
    _Greeting(words("birthdays?", "b-?day", "cumpleaños", "geburtstag\\w*", "anniversaire", "aniversário", "день рождения",
        "днём рождения", cjk="生日|誕生日"), "Happy Birthday", "生日快乐", "abstract", "sunset", "upbeat"),
    _Greeting(words("save the date"), "Save the Date", "诚邀您的光临", "beach", "sunset", "acoustic"),
    _Greeting(words("(?:happy )?(?:wedding )?anniversary", "jahrestag", cjk="周年(?!庆|店)"), "Happy Anniversary", "周年快乐",
    "beach", "sunset",
        "acoustic"),
    _Greeting(words("wedding", "save the date", "we(?:'re| are) getting married", "boda", "hochzeit", "mariage",
        "casamento", "свадьб\\w*", cjk="婚礼|结婚|結婚"), "You Are Invited", "诚邀您的光临", "beach", "sunset", "acoustic"),
    _Greeting(words("christmas", "x-?mas", "navidad", "weihnacht\\w*", "noël", "natal", "рождеств\\w*", cjk="圣诞|クリスマス"),
        "Merry Christmas", "圣诞快乐", "snow", "night", "acoustic"),
    _Greeting(words("(?:chinese|lunar) new year", cjk="春节|新春|拜年"), "Happy Lunar New Year", "新春快乐", "city", "night",
        "upbeat"),
    _Greeting(words("new year(?:'?s)?(?: eve)?", "año nuevo", "neujahr", "bonne année", "ano novo", "новый год", "новым годом",
        cjk="新年|元旦|跨年"), "Happy New Year", "新年快乐", "city", "night", "upbeat"),
    _Greeting(words("valentine'?s?(?: day)?", cjk="情人节|七夕"), "Happy Valentine’s Day", "情人节快乐", "beach", "sunset",
        "acoustic"),
    _Greeting(words("mother'?s day", "mothers day", cjk="母亲节"), "Happy Mother’s Day", "母亲节快乐", "forest", "sunrise",
        "acoustic"),
    _Greeting(words("father'?s day", "fathers day", cjk="父亲节"), "Happy Father’s Day", "父亲节快乐", "mountains", "sunrise",
        "acoustic"),
    _Greeting(words("easter", cjk="复活节"), "Happy Easter", "复活节快乐", "forest", "sunrise", "acoustic"),
    _Greeting(words("halloween", cjk="万圣节"), "Happy Halloween", "万圣节快乐", "forest", "night", "cinematic"),
    _Greeting(words("thanksgiving", cjk="感恩节"), "Happy Thanksgiving", "感恩节快乐", "forest", "sunset", "acoustic"),
    _Greeting(words("eid(?: mubarak)?", "ramadan", cjk="开斋节"), "Eid Mubarak", "开斋节快乐", "desert", "night", "ambient"),
    _Greeting(words("diwali", "deepavali"), "Happy Diwali", "排灯节快乐", "abstract", "night", "upbeat"),
    _Greeting(words(cjk="中秋"), "Happy Mid-Autumn Festival", "中秋快乐", "space", "night", "ambient"),
    _Greeting(words("congratulat\\w+", "congrats", "graduat\\w+", cjk="恭喜|祝贺|毕业"), "Congratulations", "恭喜", "mountains",
        "sunrise", "cinematic"),
    _Greeting(words("retire(?:s|d|ment)?", cjk="退休"), "Happy Retirement", "退休快乐", "ocean", "sunset", "acoustic"),
    _Greeting(words("baby shower", cjk="满月|百日宴"), "Welcome, Little One", "欢迎宝宝", "forest", "sunrise", "acoustic"),
    _Greeting(words("engagement(?= (?:party|video|message))", cjk="订婚"), "Happy Engagement", "订婚快乐", "beach",
    "sunset", "acoustic"),
    _Greeting(words("welcome(?= (?:video|message|clip|to|back|aboard|new|our))"), "Welcome", "欢迎", "city",
    "sunrise", "corporate"),
    _Greeting(words("good ?night(?= (?:message|video|card|wish|greeting|clip|to|for|my))", cjk="晚安(?=视频|祝福|问候)"),
    "Good Night",
        "晚安", "space", "night", "ambient"),
    _Greeting(words("good ?morning(?= (?:message|video|card|wish|greeting|clip|to|for|my))", cjk="早安(?=视频|祝福|问候)"),
        "Good Morning", "早安", "ocean", "sunrise", "acoustic"),
    _Greeting(words("get well(?: soon)?", cjk="早日康复"), "Get Well Soon", "早日康复", "forest", "sunrise", "acoustic"),
    _Greeting(words("farewell", "good ?bye (?:video|message|card)", cjk="欢送|告别"), "Farewell", "后会有期", "beach", "sunset",
        "acoustic"),
    _Greeting(words("thank[- ]you(?= (?:video|message|card|note|clip|to|for))", "thanking", "thanks to",
    cjk="感谢|答谢"), "Thank You", "谢谢你", "forest",
        "sunrise", "acoustic"),
)  # fmt: skip
_BIRTHDAY = {"es": "Feliz cumpleaños", "de": "Alles Gute zum Geburtstag", "fr": "Joyeux anniversaire",
    "pt": "Feliz aniversário", "ru": "С днём рождения", "ja": "お誕生日おめでとう"}  # fmt: skip
_WISHING = words("happy", "merry", "wish(?:es|ing)?", "greet\\w*", "cards?", "invit\\w*", "messages?", "count ?downs?",
    "(?:to|till|until) (?:the )?new year", "congrat\\w*",
    "for (?!the|a|an|my (?:youtube|channel))\\w+", "part(?:y|ies)", "felicitaci\\w+", "grüße?", "vœux", "videos?",
    cjk="快乐|祝|贺|邀请|视频|短片|倒计时")  # fmt: skip
_NAME = re.compile(r"(?<![a-z])(?:for|to|of|wish(?:ing)?|für|para|pour|для|thanking|congratulating|welcoming|name is|named|"
    r"de|von|"
    r"called)\s(?:all )?(?:my |our |the |dear |mein\w* |mi |ma |mon |minha |meu |el |la |le )?"
    r"(?:(?:best|dear|lovely|little|big|baby|older|younger|twin|old|good|beautiful) )*"
    r"(?:(?:girlfriend|boyfriend|fianc[ée]e?|uncle|aunt(?:ie)?|cousin|grand(?:ma|pa|mother|father|daughter|son)|mom|mum|"
    r"mother|dad|"
    r"father|boss|colleague|teacher|coach|neighbou?r|bestie|bff|niece|nephew|hij[oa]|sohn|tochter|fils|"
    r"fille|filh[oa]|son|daughter|friend|brother|sister|wife|husband) "
    r"(?=(?!with\b|in\b|on\b|at\b|and\b|video\b|who\b|she\b|he\b|birthday\b|turn|from\b|by\b|please\b|using\b|"
    r"that\b)[^\W\d_]))?"
    r"(?P<name>(?:(?:mr|mrs|ms|miss|dr|prof|sir|coach|grandma|grandpa|uncle|aunt)\.? )?[^\W\d_][\w'’-]*(?:(?: and | & |"
    r" )(?!with\b|in\b|at\b|on\b|and\b|de\b|von\b|of\b|from\b|video\b|by\b|"
    r"that\b|birthday\b|who\b|"
    r"please\b|without\b|no\b|an?\b|the\b|for\b|to\b|happy\b|this\b|party\b|today\b|tomorrow\b|next\b)[^\W\d_][\w'’-]*)?)")  # fmt: skip
_OWNER = re.compile(
    r"(?:my |our )?(?P<name>[^\W\d_][\w-]*)['’]s (?:(?P<years>\d{1,3})(?:st|nd|rd|th) )?(?:big )?birthday"
)
_YEARS = re.compile(r"(?P<years>\d{1,3})(?:st|nd|rd|th) birthday|turn(?:s|ing) (?P<age>\d{1,3})")
_CJK_NAME = re.compile(r"(?:给|为|祝)(?:我的?)?(?P<name>[^\W\d_]{1,6}?)(?:的|过|生日|做|的一|，|,|$)")
_PLATFORM = words("tik ?tok", "insta(?:gram)?", "youtube", "facebook", "linked ?in", "twitter", "x", "snapchat", "whatsapp",
    "reels?", "stories", "story", "shorts", "social(?: media)?", "(?:my )?(?:channel|website|page|profile|blog|feed|phone|tv)",
    "me", "us", "it", "him", "her", "them", "free", "fun", "seconds?", "kids", "everyone", "work", "school", "this",
    "these", "that", "those", "the", "you", "each", "all", "both")  # fmt: skip
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
_TOPIC = re.compile(r"(?:\b(?:about|announcing|announce|promoting|promote|advertis\w+|for|of)\s)"
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
_SMALL = {"a", "an", "the", "of", "over", "at", "in", "on", "and", "by", "with", "for", "to", "from", "is", "or"}


def titled(text: str) -> str:
    """ "coffee shop opening on Friday" -> "Coffee Shop Opening on Friday"."""
    parts = text.split()
    return " ".join(
        part if number and part.lower() in _SMALL else part[:1].upper() + part[1:] for number, part in enumerate(parts)
    )


def occasion(prompt: Source, language: str) -> Occasion | None:
    """What a prompt for a film is for, or None when it is for nothing of the kind."""
    return _greeting(prompt, language) or _announcement(prompt)


def without_greeting(low: str) -> str:
    """Words without the occasions they name: "birthday video" -> " video"."""
    for row in _GREETINGS:
        low = row.pattern.sub("", low)
    return low


def _greeting(prompt: Source, language: str) -> Occasion | None:
    low = prompt.low
    row = next((row for row in _GREETINGS if row.pattern.search(low)), None)
    if row is None or not (
        _WISHING.search(low)
        or row.english
        in (
            "Happy Birthday",
            "Congratulations",
            "Farewell",
            "Happy Anniversary",
            "Save the Date",
            "Thank You",
            "Happy Retirement",
            "Welcome",
            "Good Night",
            "Good Morning",
            "Welcome, Little One",
        )
    ):
        return None
    if row.english == "Happy Birthday" and re.search(r"\banniversaire de mariage\b", low):
        return None
    name = _who(prompt)
    own = _BIRTHDAY.get(language)
    if row.english == "Happy Birthday" and own:
        return Occasion(f"{own}, {name}" if name else own, "", row.scene, row.mood, row.tune)
    if language.startswith("zh"):
        return Occasion(f"{name}{row.chinese}" if name else row.chinese, "", row.scene, row.mood, row.tune)
    words_ = row.english
    literal = re.search(rf"(?i:{re.escape(words_)})(?:,? (?:to )?[A-Z0-9][\w'’-]*)*[!.]?", prompt.raw)
    if literal and len(literal[0]) > len(words_) + 1:
        said = literal[0].rstrip(".")
        return Occasion(titled(said) if said.islower() else said, "", row.scene, row.mood, row.tune)
    years = _YEARS.search(low)
    if years and row.english == "Happy Birthday":
        words_ = f"Happy {_ordinal(int(years['years'] or years['age']))} Birthday"
    married = re.search(r"(\d{1,3})(?:st|nd|rd|th) (?:\w+ )?anniversary", low) or re.search(
        r"anniversary\D{0,12}(\d{1,3}) years|(?<=\b)(\d{1,3}) years", low
    )
    if row.english == "Happy Anniversary" and married:
        words_ = f"Happy {_ordinal(int(next(group for group in married.groups() if group)))} Anniversary"
    if row.english == "Save the Date":
        rest = re.search(r"save the date\s?[:!,–-]?\s?(?P<rest>[^.;\n]{3,60})", low)
        return Occasion(
            words_,
            prompt.raw[rest.start("rest") : rest.end("rest")].strip() if rest else "",
            row.scene,
            row.mood,
            row.tune,
        )
    if row.english == "You Are Invited":
        return Occasion(words_, name, row.scene, row.mood, row.tune)
    return Occasion(f"{words_}, {name}" if name else words_, _from_whom(prompt), row.scene, row.mood, row.tune)


_SENDER = re.compile(
    r"(?<![a-z])(?P<said>(?:with love )?from (?:(?:all of us|everyone|us all)(?: at [\w '&]{2,30})?|(?:the |your )"
    r"(?:[\w'’&]+ ){0,3}(?:family|team|crew|staff|class|friends|office|kids)|mom|dad|grandma|grandpa))(?![a-z])"
)


_SENDER_NAMED = re.compile(
    r"(?<![A-Za-z])(?P<said>(?:[Ww]ith love )?[Ff]rom (?:(?:all of us|the team|everyone) at )?(?:the )?[A-Z][\w'’&.-]*"
    r"(?: (?:& |and )?[A-Z][\w'’&-]*){0,3})"
)


def _from_whom(prompt: Source) -> str:
    """ "From the Khan family": who a greeting comes from."""
    match = _SENDER.search(prompt.low)
    said = prompt.raw[match.start("said") : match.end("said")] if match else ""
    if named := _SENDER_NAMED.search(prompt.raw):
        said = max(said, named["said"], key=len)
    return said[:1].upper() + said[1:]


def _ordinal(value: int) -> str:
    ending = "th" if 10 < value % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _who(prompt: Source) -> str:
    said = re.search(r"(?:name is|named|call(?:s|ed) (?:her|him)?) (?P<name>[^\W\d_]+)", prompt.low)
    if said:
        return titled(prompt.raw[said.start("name") : said.end("name")])
    label = re.search(
        r"(?<![a-z])names?(?: are| is)?\s?[:：]\s?(?P<name>[^\W\d_]+(?:\s?(?:&|and|和)\s?[^\W\d_]+)?)", prompt.low
    )
    if label:
        return prompt.raw[label.start("name") : label.end("name")].strip()
    owner = _OWNER.search(prompt.low)
    if owner:
        return titled(prompt.raw[owner.start("name") : owner.end("name")])
    for match in _NAME.finditer(prompt.low):
        if (
            not _PLATFORM.match(match["name"])
            and not scenes(match["name"])
            and not any(row.pattern.search(match["name"]) for row in _GREETINGS)
        ):
            return titled(prompt.raw[match.start("name") : match.end("name")])
    cjk = _CJK_NAME.search(prompt.low)
    return cjk["name"] if cjk and cjk["name"] not in ("我", "我们", "这", "视频") else ""


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
    return Occasion(named) if named else None


def _topic(prompt: Source, match: re.Match[str]) -> str:
    low = _TOPIC_END.sub("", match["what"])
    raw = prompt.raw[match.start("what") : match.start("what") + len(low)].strip(" -–—")
    raw = _CALLED.sub("", _CJK_LEAD.sub("", raw))
    if _PLATFORM.match(raw.lower()) or re.fullmatch(rf"(?:new |short )?{_FILM}|\d.*", raw.lower()) or len(raw) < 2:
        return ""
    return f"Our {raw}" if re.fullmatch(r"[a-z]+", raw) else raw


_POST = re.compile(
    r"[^:：\n.,!?]{0,40}(?:story|stories|reel|post|video|film|clip|ad|promo|teaser|launch|announcement|event|notice|"
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


def _first_words(prompt: Source) -> Occasion | None:
    """An announcement that stands by itself before the request: "We are hiring! make a video"."""
    lead = _POST.match(prompt.low)
    prompt = prompt.part(lead.end(), len(prompt.low)) if lead else prompt
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
    sub = prompt.raw[match.start("b") : match.end("b")].strip() if more else ""
    shown = titled(bare) if said != match["a"] or bare.endswith("!") else bare[:1].upper() + bare[1:]
    return Occasion(shown, sub)
