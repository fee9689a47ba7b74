"""What is said rather than asked for: greetings, thanks, questions, vague praise and blame."""

import re

from studio.director.grammar.words import words

_GREETING = re.compile(
    r"\s*(?:hi+|hello+|hey+|yo|good (?:morning|afternoon|evening|day)|howdy|hola|hallo|"
    r"guten tag|bonjour|salut|olá|oi|привет|здравствуйте|こんにちは|你好|您好|嗨|哈喽|"
    r"早上好|晚上好|在吗)"
    r"(?:[\s,!.~，。！👋]*(?:there|bot|all|everyone|reelay|nemo|啊|呀))?[\s!.,~，。！?？👋]*"
)
_THANKS = re.compile(
    r"\s*(?:ok(?:ay)?[, ]*)?(?:thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|ty|great|"
    r"perfect|awesome|cool|nice|love it|i love it|well done|good job|looks (?:great|good)|"
    r"gracias|danke(?: schön)?|merci(?: beaucoup)?|obrigad[oa]|спасибо|ありがとう\w*|"
    r"(?:好的|嗯|ok)?谢谢(?:你|您|啦|了)?|多谢|辛苦了|太棒了|很好|不错|好的|ok(?:ay)?|yes|no|sure)[\s!.~，。！👍]*"
)
_WH = re.compile(
    r"\s*(?:what(?!(?:'s|s| is) (?:with|up with|left)| about| if)|how(?! about)|which|why|who|"
    r"when|where|is |are |was |do (?:you|i|we)|does|did|am i|tell me (?:what|how|which|"
    r"about)|explain|list (?:your|the|all)|"
    r"qué|cómo|cuánto|cuál|was |wie |welche|warum|qu'est|comment|combien|quel|o que|como |"
    r"quanto|qual|что|как |какие|сколько|почему|什么|怎么|怎样|如何|为什么|哪些|有哪|"
    r"有什么|你(?:能|会|可以)(?:做|干)?(?:什么|哪|些)|支持(?:什么|哪)|何|どう)"
)
_QUESTION_END = re.compile(r"(?:什么|哪些|多少|多长|多久|几个|怎么样)[^。！]{0,12}[?？吗呢]?\s*$")
_HELP = re.compile(
    r"\s*(?:/?help(?: me)?|what can you do|帮助|帮帮我|ayuda|hilfe|aide|ajuda|помощь|ヘルプ)[\s?!.？！]*$"
)
_VAGUE = words(r"make (?:it|this|that|the (?:video|film|clip)|my video) (?:look |feel |sound |a "
    r"(?:bit|little|lot) |much |way |even )*(?:better|nicer|cool(?:er)?|great|awesome|"
    r"amazing|good|pop|beautiful|prettier|professional|more (?:professional|interesting|"
    r"engaging|exciting|beautiful|fun|creative|polished|dynamic))",
    "(?:make it )?(?:a bit |a little |much |way |even )?more (?:dramatic|epic|exciting|interesting|fun|modern|emotional|"
    "cinematic|lively|energetic|professional|"
    "creative|engaging|beautiful|stylish|aesthetic|dynamic)(?: please| pls)?$",
    "make (?:it|this|the video|the clip) (?:more |look )?(?:cinematic|aesthetic|epic|fancy|viral|trendy|dramatic|modern|"
    "stylish)(?: please| pls)?$", "improve(?: it| this| the (?:video|film))?",
    "enhance(?: it| this| the (?:video|film))?", "fix (?:it|this|the video)", "spice (?:it|this|things) up",
    "polish(?: it| this)?", "jazz it up", "do (?:something|your magic|your thing|whatever you (?:want|like))",
    "surprise me", "i don'?t like (?:it|this)", "make (?:some )?changes", "(?:do|try) (?:it )?again",
    "something else", "not good", "(?:it'?s|this is) (?:bad|boring|ugly)",
    "edit (?:it|this|the video|my video)", "beautify", "mejóralo", "mach es besser", "améliore", "melhore",
    "сделай лучше", "улучши", cjk=
    "做得更好|更好看|好看一点|更好一点|弄好看|优化一下|优化|美化|改进|提升一下|高级一点|"
    "更专业|更有趣|随便|不好看|不喜欢|更吸引人|改善|もっと良く|かっこよく|改一下$|改改",)  # fmt: skip
_EXPORT = words("export", "download", "render", "send me the (?:video|file|mp4|film)",
    "save(?: (?:it|the video|this))?(?= *[.!]*$)", "exportar?", "exportieren", "herunterladen", "télécharger",
    "baixar", "экспорт\\w*", "скачать", cjk= "导出|下载|发给我|输出视频|渲染|書き出し|ダウンロード", )  # fmt: skip
_ACCOUNT = words("credits?", "balance", "subscription", "log ?in", "sign ?(?:in|up)", "password", "account",
    "billing", "price", "pricing", "payment", "refund", "upgrade", "plan", cjk=
    "积分|余额|账户|账号|登录|注册|会员|充值|付费|价格",)  # fmt: skip
_ANY_FILM = re.compile(r"\s*(?:please )?(?:start (?:over|again|from scratch|fresh)|重新开始|重来|从头开始)[\s.!。！]*|"
    r"\s*(?:an? |some |new |i (?:want|need) an? )*(?:videos?|films?|clips?|movies?)(?: please|"
    r" pls)?[\s.!]*|\s*视频\s*|\s*(?:please )?(?:make|create|generate|produce|do)(?: me| us)?(?: an?| some| another)"
    r"?(?: new| nice| cool| good| short| great| awesome| ai)*"
    r" (?:videos?|films?|clips?|movies?|something)(?: for me| please)?[\s.!]*|\s*(?:做|"
    r"生成|制作|来|剪)(?:一)?(?:个|段|条)?(?:新|好看的|短)?(?:视频|短片|影片)[吧。！\s]*")  # fmt: skip
_POLITE = re.compile(
    r"^\s*(?:please|can you|could you|would you|will you|i want(?: you)?(?: to)?|i'd "
    r"like(?: you)?(?: to)?|i would like(?: to)?|let's|lets|now|ok(?:ay)?|so|well|hey|hi|"
    r"hello|thanks|thank you|actually|just|maybe|also|and|wait|no(?=,)|请|麻烦|帮我|我想|我要|能不能|可以)[\s,!.，]*"
)


def is_question(low: str) -> bool:
    """Whether the prompt asks for an answer rather than for an edit."""
    if re.match(
        r"\s*(?:explain|how to|why|was)\b.{3,60}\b(?:in|as|with) an? (?:short |quick |\d+\S* )*(?:video|clip|film|animation)",
        low,
    ):
        return False  # it shall be shown, not answered
    return _WH.match(low) is not None or _QUESTION_END.search(low) is not None or _HELP.match(low) is not None


def small_talk(low: str) -> str | None:
    """ "empty", "greeting" or "thanks" when the prompt is no more than that."""
    if not re.search(r"\w", low):
        return "empty"
    if _GREETING.fullmatch(low):
        return "greeting"
    spoken = [part for part in re.split(r"[,，.。!！;；~～]+", low) if part.strip()]
    return "thanks" if spoken and all(_THANKS.fullmatch(part) for part in spoken) else None


def is_vague(low: str) -> bool:
    """Whether it wants something better without saying what."""
    return _VAGUE.search(low) is not None or wants_any_film(low)


def wants_any_film(low: str) -> bool:
    """ "Make me a video", and not a word of what it shall show."""
    return _ANY_FILM.fullmatch(low) is not None


def out_of_place(low: str) -> str | None:
    """ "export" or "account" when the words belong outside the editing."""
    if _EXPORT.match(low.lstrip()):
        return "export"
    return "account" if _ACCOUNT.search(low) else None


_CHATTER = frozenset(
    re.findall(
        r"\S+",
        "lol lmao haha hahaha hehe rofl ok okay k kk yes yeah yep yup no nope nah wow omg hmm hm mm uh um oh ah cool nice good "
        "great fun funny boring bored you "
        "u are is am i im i'm you're ur it its it's that that's thats this so very really too just well what whatever idk dunno "
        "maybe sure fine right wait "
        "stop bot robot human real love like hate here there again test testing ping hello hi hey yo sup lets let's go man bro "
        "dude sorry oops nvm "
        "never mind nothing cya bye goodbye good night morning see later brb wtf damn please pls thanks thank my me do not don't "
        "know think guess how "
        "old work working anyone anybody alive awake sleeping crazy weird stupid dumb smart genius awesome amazing perfect "
        "interesting",
    )
)


def is_chatter(low: str) -> bool:
    """Nothing but talk: "lol ok", "are you there"."""
    spoken = re.findall(r"[\w']+", low)
    return (bool(spoken) and len(spoken) <= 12 and all(word in _CHATTER for word in spoken)) or (
        re.fullmatch(r"[哈呵嘿嗯哦啊好吧的了呀嘛～~！!。，,\s]+|测试|在吗|无聊|笑死", low.strip()) is not None
    )


def unpolite(low: str) -> str:
    """Without the polite words in front."""
    before = None
    while before != low:
        before, low = low, _POLITE.sub("", low)
    return low
