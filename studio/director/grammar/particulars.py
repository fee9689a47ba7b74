"""The facts of an announcement: dates, prices, names and offers that stand between its wishes without any quotes.

Nobody who orders an invitation with "June 14, Lakeside Manor" means these as orders to an editor: they are to be read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar.normal import source
from studio.director.grammar.occasions import EVENT
from studio.director.grammar.overlays import effects, paints
from studio.director.grammar.purposes import names_film
from studio.director.grammar.scenes import MOOD_WORDS, SCENE_WORDS
from studio.director.grammar.words import titled, words
from studio.director.meaning import When
from studio.director.request import Request
from studio.director.wishes import AddLines, AddText, Wish

_MOST, _LONGEST = 6, 70
_READING = 6_000  # ms a title with a line under it stands
_TELLS = words("promo(?:s|tional)?", "ads?", "adverts?", "advertisement", "commercial", "announc\\w+", "invit\\w+", "listing",
    "flyer", "poster", "menu", "events?", "notice", "teaser", "offer", "sale", "launch", "card", "save the date", "greeting",
    "for sale", "for rent", "open house", "workshop", "webinar", "concert", "party", "wedding", "birthday", "product",
    "campaign",
    "anuncio", "invitación", "werbe\\w*", "einladung\\w*", "pub(?:licité)?", "annonce", "convite", "anúncio", "реклам\\w*",
    "приглашен\\w*", "объявлени\\w*",
    cjk="广告|宣传|邀请|促销|活动|开业|海报|公告|招聘|通知|婚礼|宣伝|広告|招待|告知")  # fmt: skip
_ORDERS = re.compile(
    r"\s*(?:and |then |please |also |but )*(?:поздравь\w*|создай\w*|make|use(?! code)|add|create|show|keep|put|want|need|"
    r"should|must|give|let|set|"
    r"include|play|"
    r"to|of|for|over|above|behind|against|through|turns?|turned|turning|do|don'?t|no|with|without|start|end|it|i|he|she|her|"
    r"his|my|they|names?|help|wish|turning|"
    r"the (?:video|film|music|text|style|colou?rs?|font)|something|mach|haz|fais|faça|"
    r"сделай|请|要|不要|用)(?![a-zß-öø-ÿа-я])"
)
_FIGURE = re.compile(
    r"\d|[$€£¥₽%@#]|\w\.(?:com|org|net|io|co|app|shop|store|info|me|tv|de|es|fr|ru|jp|cn|br|uk|eu)(?![a-z])"
)
_NAME = re.compile(r"(?<![^\W_])[A-ZÀ-ÞА-Я][^\W\d_]+|[A-Z]{2,}")
_OFFER = words("free", "only", "tickets?", "doors", "open", "today", "tonight", "tomorrow", "weekend", "limited", "book now",
    "call", "order", "shop", "visit", "follow", "swipe", "link in bio", "delivery", "shipping", "rsvp", "join", "buy",
    "get", "save", "off", "new", "now", cjk="新人|时间|地点|日期|地址|免费|限时|仅|今天|明天|周末|欢迎|预约|电话|地址|送|折|"
    "起|免運")  # fmt: skip
_STYLE = words("style", "vibes?", "mood", "look", "feel(?:ing)?", "energy", "sound", "music", "animation", "transitions?",
    "effects?",
    "fonts?", "messages?", "cards?", "greetings?", "invitations?", "invites?", "announcements?", "posts?", "colou?rs?",
    "slides?",
    "scenes?", "shots?", "parts?", "clips?", "words", "text", "titles?", "captions?",
    "tones?", "background", "quality", "resolution", "format", "video", "loud", "bold", "fps",
    cjk="风格|氛围|效果|画质|字体|颜色")  # fmt: skip


def shown(request: Request, low: str) -> Request:
    """The request with the facts of its announcement on the screen instead of among what was not understood."""
    pieces = list(dict.fromkeys(_told(piece) for piece in request.unread))
    tells = request.announces or _TELLS.search(low) or any(EVENT.search(piece.lower()) for piece in pieces)
    if not tells or len(request.beats) > 1:
        return request
    german = request.language == "de"  # whose nouns are capitalised, names or not
    facts = [piece for piece in pieces if _is_fact(piece, german=german)]
    if len(facts) > 1:
        facts = [piece for piece in pieces if piece in facts or _is_beside(piece, pieces, facts)]
    facts = _joined(facts)[:_MOST]
    written = " ".join(
        text.lower() for wish in request.wishes if isinstance(wish, AddText) for text in (wish.text or "", wish.sub)
    )
    titles = [
        said.lower() for wish in request.wishes if isinstance(wish, AddText) for said in (wish.text, wish.sub) if said
    ]
    facts = [
        piece for piece in facts if not (_is_written(piece, written) or any(title in piece.lower() for title in titles))
    ]
    if not facts:
        return request
    told = ", ".join(facts)
    rest = tuple(piece for piece in request.unread if _told(piece) not in told)
    lines = tuple(dict.fromkeys(_line(piece) for piece in facts))
    titled_ = any(isinstance(wish, AddText) and wish.role == "title" for wish in request.wishes)
    headline = () if titled_ or not (what := _headline(request.stand_in)) else (what,)
    return replace(request, unread=rest, wishes=_with(request.wishes, (*headline, *lines)), announces=True)


_WHEN_LABEL = re.compile(r"(?i)\s*(?:date|when|day|time|wann|cuándo|quand)\s?:")
_MONTH = re.compile(
    r"(?i)\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|enero|mai|juin)\w*\.? \d|\s*\d{1,2}(?:st|nd|rd|"
    r"th)?\.? [a-z]{3,}|"
    r"\s*(?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm|uhr|h)\b"
)


def _joined(facts: Sequence[str]) -> list[str]:
    """The facts with a day and its date as one: "Date: Saturday", "May 22"."""
    kept: list[str] = []
    for fact in facts:
        if kept and _WHEN_LABEL.match(kept[-1]) and _MONTH.match(fact) and len(kept[-1]) < 40:
            kept[-1] = f"{kept[-1]}, {fact}"
        else:
            kept.append(fact)
    return kept


_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]+")
_KIND = re.compile(
    r"(?i)\s*\b(?:promo(?:tional)?|ads?|adverts?|commercial|teaser|trailer|reel|videos?|clips?|films?|invites?|flyers?)\b"
)


def _told(piece: str) -> str:
    """What a piece tells: without the order before a colon, and without the emojis around it."""
    before, colon, after = piece.partition(": ")
    piece = after if colon and (names_film(before.lower()) or _TELLS.fullmatch(before.lower().strip())) else piece
    return next((part.strip() for part in _EMOJI.split(piece) if part.strip(" ,.")), piece)


def _headline(about: str) -> str:
    """What an announcement is about, from "school science fair promo"; "" when that is too little or too much."""
    words_ = _KIND.sub("", about).split()
    return titled(" ".join(words_)) if 2 <= len(words_) <= 6 else ""


def _is_beside(piece: str, pieces: Sequence[str], facts: Sequence[str]) -> bool:
    """Whether a piece that could be anything stands between facts: "Python developer, remote, $120k"."""
    at = pieces.index(piece)
    low = source(piece).low
    before, after = pieces[:at], pieces[at + 1 :]
    return not _is_no_fact(low) and any(one in facts for one in before) and any(one in facts for one in after)


_ORDERED = re.compile(
    r"\s*(?:\w+ ){0,2}(?:congrat\w*|greetings?|wishes|birthday|invitation|invite|card) (?:for|to|from) "
)


def _is_no_fact(low: str) -> bool:
    """Whether words say how a film is to be, rather than what it tells."""
    about = (
        _ORDERS.match(low)
        or _ORDERED.match(low)
        or names_film(low)
        or _STYLE.search(low)
        or effects(low, None)
        or paints(low)
    )
    return bool(about) or len(low) > _LONGEST or len(low.strip()) < 3


def _is_fact(piece: str, *, german: bool = False) -> bool:
    low = source(piece).low
    if _is_no_fact(low):
        return False
    named = _NAME.search(piece) and not german
    return bool(_FIGURE.search(low) or named or _OFFER.search(low) or EVENT.search(low))


def _is_written(piece: str, written: str) -> bool:
    """Whether the words for the screen say it already: as it is, or all its figures ("25 years" in "25th Anniversary")."""
    figures = re.findall(r"\d+", piece)
    told = bool(figures) and all(figure in written for figure in figures) and not _NAME.search(piece)
    low = source(piece).low.strip(" .!")
    bare = low
    for row in (*SCENE_WORDS.values(), *MOOD_WORDS.values()):
        bare = row.sub(" ", bare)
    words_ = [word for word in re.findall(r"\w+", bare) if len(word) > 2]
    return told or low in written or (bool(words_) and all(word in written for word in words_))


def _line(piece: str) -> str:
    text = re.sub(r"^[^\w$€£¥₽#@(]+", "", re.sub(r"\s+", " ", piece)).strip(" .,;:-–—•*")
    return (
        titled(text)
        if text.islower() and "@" not in text and "." not in text and len(text.split()) <= 4
        else text[:1].upper() + text[1:]
    )


def _with(wishes: Sequence[Wish], lines: tuple[str, ...]) -> tuple[Wish, ...]:
    """One line goes under the title when there is room there, several follow each other at the bottom."""
    titles = [wish for wish in wishes if isinstance(wish, AddText) and wish.role == "title" and wish.text]
    if not titles and lines:
        head, lines = AddText(lines[0]), lines[1:]
        wishes, titles = (*wishes, head), [head]
    if len(lines) == 1 and titles and not titles[0].sub:
        return tuple(_with_line(wish, lines[0]) if wish is titles[0] else wish for wish in wishes)
    if len(lines) == 1:
        return (*wishes, AddText(lines[0], role="caption"))
    return (*wishes, AddLines(lines)) if lines else tuple(wishes)


def _with_line(wish: Wish, line: str) -> Wish:
    """A title with a line under it takes longer to read."""
    if not isinstance(wish, AddText):
        return wish
    return replace(wish, sub=line, when=wish.when or When(edge="start", length=_READING))
