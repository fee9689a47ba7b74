"""The nouns of titles and captions, and which texts they mean."""

from studio.director.grammar.normal import Source
from studio.director.grammar.words import words
from studio.director.meaning import Kind

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
_SUBTITLE = words("sub-?title(?= *[:：\ue000])", "sub ?title (?:saying|that says|reading)", "subtítulo(?= *[:：\ue000])",
    "sous-titre(?= *[:：\ue000])", "подзаголов\\w*",
    "(?:under(?:neath)?|below|beneath) (?:it|that|this|the title|the headline)", cjk="副标题|サブタイトル")  # fmt: skip


def speaks_of_text(clause: Source) -> bool:
    """Whether the clause is about words in the picture."""
    return any(pattern.search(clause.low) for pattern in (TITLE, CAPTION, TAGLINE, PLAIN_TEXT))


def role(text: str) -> str:
    """ "caption", "tagline", "title", or "subtitle" for what is one line under a title where there is a title."""
    if _SUBTITLE.search(text):
        return "subtitle"
    if TAGLINE.search(text):
        return "tagline"
    if CAPTION.search(text):
        return "caption"
    return "title"


def text_kind(text: str) -> Kind:
    """Which texts a clause means."""
    if TITLE.search(text):
        return Kind.TITLE
    return Kind.CAPTION if CAPTION.search(text) else Kind.TEXT
