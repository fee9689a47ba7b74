"""Greetings: what they say on the screen, in the language of the prompt, and what they are said before."""

import re
from dataclasses import dataclass

from studio.director.grammar.normal import Source
from studio.director.grammar.people import from_whom, who
from studio.director.grammar.scenes import MOOD_WORDS, SCENE_WORDS
from studio.director.grammar.words import titled, words


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
    ("lanterns",), "中秋": ("lanterns",), "Eid": ("lanterns",), "Ramadan": ("lanterns",), "Thanksgiving": ("leaves",),
    "Baby Shower": ("balloons",),
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
    _Greeting(words("mother'?s day", "mothers day", "muttertag\\w*", "fête des mères", "día de la madre", "dia das mães",
    "день матери", cjk="母亲节"), "Happy Mother’s Day", "母亲节快乐", "forest", "sunrise",
        "acoustic"),
    _Greeting(words("father'?s day", "fathers day", cjk="父亲节"), "Happy Father’s Day", "父亲节快乐", "mountains", "sunrise",
        "acoustic"),
    _Greeting(words("easter", cjk="复活节"), "Happy Easter", "复活节快乐", "forest", "sunrise", "acoustic"),
    _Greeting(words("halloween", cjk="万圣节"), "Happy Halloween", "万圣节快乐", "forest", "night", "cinematic"),
    _Greeting(words("thanksgiving", cjk="感恩节"), "Happy Thanksgiving", "感恩节快乐", "forest", "sunset", "acoustic"),
    _Greeting(words("ramadan(?: kareem| mubarak)?", "ramadán", "рамадан\\w*", cjk="斋月"), "Ramadan Kareem", "斋月吉庆",
        "desert", "night", "ambient"),
    _Greeting(words("eid(?: mubarak)?", cjk="开斋节"), "Eid Mubarak", "开斋节快乐", "desert", "night", "ambient"),
    _Greeting(words("diwali", "deepavali"), "Happy Diwali", "排灯节快乐", "abstract", "night", "upbeat"),
    _Greeting(words(cjk="中秋"), "Happy Mid-Autumn Festival", "中秋快乐", "space", "night", "ambient"),
    _Greeting(words("congratulat\\w+", "congrats", "felicidades", "félicitations", "parabéns", "glückwunsch\\w*",
    "поздрав\\w+", "graduat\\w+", cjk="恭喜|祝贺|毕业"), "Congratulations", "恭喜", "mountains",
        "sunrise", "cinematic"),
    _Greeting(words("retire(?:s|d|ment)?", cjk="退休"), "Happy Retirement", "退休快乐", "ocean", "sunset", "acoustic"),
    _Greeting(words("baby shower", cjk="满月|百日宴"), "Baby Shower", "欢迎宝宝", "forest", "sunrise", "acoustic"),
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
    _Greeting(words("memorial", "tribute", "in (?:loving )?memory", "celebration of life", "funeral", cjk="悼念|追思|纪念"),
        "In Loving Memory", "深切缅怀", "ocean", "sunset", "acoustic"),
    _Greeting(words("farewell", "good ?bye (?:video|message|card)", cjk="欢送|告别"), "Farewell", "后会有期", "beach", "sunset",
        "acoustic"),
    _Greeting(words("thank[- ]?(?:you|u)(?= (?:video|message|card|note|clip|to|for))", "thanking", "thanks to",
    cjk="感谢|答谢"), "Thank You", "谢谢你", "forest",
        "sunrise", "acoustic"),
)  # fmt: skip
_ABROAD = {
    "Happy Birthday": {"es": "Feliz cumpleaños", "de": "Alles Gute zum Geburtstag", "fr": "Joyeux anniversaire",
        "pt": "Feliz aniversário", "ru": "С днём рождения", "ja": "お誕生日おめでとう"},
    "Merry Christmas": {"es": "Feliz Navidad", "de": "Frohe Weihnachten", "fr": "Joyeux Noël", "pt": "Feliz Natal",
        "ru": "С Рождеством", "ja": "メリークリスマス"},
    "Happy New Year": {"es": "Feliz Año Nuevo", "de": "Frohes neues Jahr", "fr": "Bonne année", "pt": "Feliz Ano Novo",
        "ru": "С Новым годом", "ja": "明けましておめでとう"},
    "You Are Invited": {"es": "Estás invitado", "de": "Ihr seid eingeladen", "fr": "Vous êtes invités",
    "pt": "Você está convidado",
        "ru": "Приглашаем вас", "ja": "ご招待"},
    "Happy Valentine’s Day": {"es": "Feliz San Valentín", "de": "Alles Liebe zum Valentinstag", "fr": "Joyeuse Saint-Valentin",
        "pt": "Feliz Dia dos Namorados", "ru": "С днём святого Валентина", "ja": "ハッピーバレンタイン"},
    "Happy Mother’s Day": {"es": "Feliz Día de la Madre", "de": "Alles Liebe zum Muttertag", "fr": "Bonne fête maman",
        "pt": "Feliz Dia das Mães", "ru": "С Днём матери", "ja": "お母さん、ありがとう"},
    "Congratulations": {"es": "Felicidades", "de": "Herzlichen Glückwunsch", "fr": "Félicitations", "pt": "Parabéns",
        "ru": "Поздравляем", "ja": "おめでとう"},
    "Thank You": {"es": "Gracias", "de": "Danke", "fr": "Merci", "pt": "Obrigado", "ru": "Спасибо", "ja": "ありがとう"},
}  # fmt: skip
_WISHING = words("frohe[ns]?", "feliz", "joyeu(?:x|se)", "bonne", "felicitación", "поздрав\\w*", "с новым", "happy",
    "merry", "wish(?:es|ing)?", "greet\\w*", "cards?", "invit\\w*", "einladung\\w*", "convite", "приглаш\\w+", "messages?",
    "count ?downs?",
    "(?:to|till|until) (?:the )?new year", "congrat\\w*",
    "for (?!the|a|an|my (?:youtube|channel))\\w+", "part(?:y|ies)", "felicitaci\\w+", "grüße?", "vœux", "videos?",
    cjk="快乐|祝|贺|邀请|视频|短片|倒计时")  # fmt: skip
_YEARS = re.compile(r"(?P<years>\d{1,3})(?:st|nd|rd|th) birthday|turn(?:s|ing) (?P<age>\d{1,3})")
_THANKED = re.compile(
    r"thank[- ]?(?:you|u)\b[^,.!?]{0,30}? for (?P<what>\d[\d.,]*\s?[km]? (?:followers|subscribers|likes|"
    r"views|fans|members|customers))"
)
_MARRIED = re.compile(
    r"(?P<a>\d{1,3})(?:st|nd|rd|th) (?:\w+ )?anniversary|anniversary\D{0,12}(?P<b>\d{1,3}) years|(?<!\d)(?P<c>\d{1,3}) years"
)
_COUPLE = re.compile(r"(?<![\w’'])[A-ZÀ-Þ][\w’'-]+ (?:&|and|\+) [A-ZÀ-Þ][\w’'-]+")
_DATE = re.compile(r"save the date\s?[:!,–-]?\s?(?P<rest>(?:[^.;\n\ue000]|(?<=\d)\.(?=\d)){3,60})")
# These are greetings whatever else is said.
_ALWAYS = ("Happy Birthday", "Congratulations", "Farewell", "In Loving Memory", "Happy Anniversary", "Save the Date",
    "Thank You",
    "Happy Retirement", "Welcome", "Good Night", "Good Morning", "Baby Shower")  # fmt: skip


def without_greeting(low: str) -> str:
    """Words without the occasions they name: "birthday video" -> " video"."""
    for row in _GREETINGS:
        low = row.pattern.sub("", low)
    return low


def greeting(prompt: Source, language: str) -> Occasion | None:
    """The greeting that a prompt asks for, or None."""
    row = next((row for row in _GREETINGS if row.pattern.search(prompt.low)), None)
    if row is None or not (row.english in _ALWAYS or _WISHING.search(prompt.low)):
        return None
    if row.english == "Happy Birthday" and re.search(r"\banniversaire de mariage\b", prompt.low):
        return None
    title, sub = _said(row, prompt, language)
    return Occasion(title, sub, row.scene, row.mood, row.tune)


def _said(row: _Greeting, prompt: Source, language: str) -> tuple[str, str]:
    """The words of a greeting, and the line under them."""
    name = who(prompt, lambda said: any(other.pattern.search(said) for other in _GREETINGS))
    if language.startswith("zh"):
        return f"{name}{row.chinese}", ""
    if here := _ABROAD.get(row.english, {}).get(language):
        host = row.english == "You Are Invited"  # who is named invites
        return (here, name) if host else (_addressed(here, name), from_whom(prompt))
    if row.english == "Thank You" and (thanked := _THANKED.search(prompt.low)):
        return f"Thank You for {titled(thanked['what'])}", from_whom(prompt)
    if row.english == "Save the Date":
        return row.english, _date(prompt)
    if literal := _literally(row, prompt):
        return literal, from_whom(prompt)
    if row.english == "You Are Invited":
        couple = _COUPLE.search(prompt.raw)
        return row.english, name or (couple[0] if couple else "")
    return _addressed(_counted(row.english, prompt.low), name), from_whom(prompt)


def _date(prompt: Source) -> str:
    """Who and when after "save the date", up to what the film shows."""
    match = _DATE.search(prompt.low)
    if match is None:
        return ""
    ends = (row.search(match["rest"]) for row in (*SCENE_WORDS.values(), *MOOD_WORDS.values()))
    end = min((found.start() for found in ends if found), default=len(match["rest"]))
    return prompt.raw[match.start("rest") : match.start("rest") + end].strip(" ,:-–")


def _addressed(words_: str, name: str) -> str:
    link = " for " if words_ == "Baby Shower" else ", "
    return f"{words_}{link}{name}" if name else words_


def _literally(row: _Greeting, prompt: Source) -> str:
    """The greeting as the prompt itself words it: "Happy Birthday Max!"; "" when it says no more than the occasion."""
    said = re.escape(row.english).replace("’", "['’]?")
    match = re.search(rf"(?i:{said})(?:,? (?:to )?[A-Z0-9][\w'’-]*)*[!.]?", prompt.raw)
    if match is None or len(match[0]) <= len(row.english) + 1:
        return ""
    words_ = match[0].rstrip(".")
    return titled(words_) if words_.islower() else words_


def _counted(words_: str, low: str) -> str:
    """ "Happy 30th Birthday", "Happy 25th Anniversary"."""
    pattern = {"Happy Birthday": _YEARS, "Happy Anniversary": _MARRIED}.get(words_)
    match = pattern.search(low) if pattern else None
    if match is None:
        return words_
    happy, _, what = words_.partition(" ")
    return f"{happy} {_ordinal(int(next(group for group in match.groups() if group)))} {what}"


def _ordinal(value: int) -> str:
    ending = "th" if 10 < value % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"
