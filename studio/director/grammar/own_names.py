"""The own name of what a film is made for: "an intro for my channel TechTalk", "an ad for our bakery named Crumb"."""

import re

from studio.director.grammar.normal import Source
from studio.director.grammar.purposes import names_film
from studio.director.grammar.scenes import MOOD_WORDS, SCENE_WORDS
from studio.director.grammar.words import words

_OWNER = (
    r"(?:trattoria|ristorante|osteria|pizzeria|deli|diner|bookstore|bookshop|channel|podcast|vlog|blog|newsletter|magazine|"
    r"band|brand|label|shop|store|boutique|company|start-?up|business|agency|"
    r"studio|firm|caf[eé]|restaurant|bistro|bakery|bar|pub|salon|barbershop|gym|hotel|hostel|app|game|club|team|charity|"
    r"foundation|academy|clinic|brewery|winery|spa|logo (?:reveal|animation|sting|intro)(?: for| of)?)"
)
_WORD = r"[^\W\d_a-zß-öø-ÿа-я][\w'’&.-]*"
_NAMED = re.compile(
    rf"(?i:(?<![a-z]){_OWNER}),? (?i:(?:is |that is |that's )?(?:called|named) |- )?(?:the )?"
    rf"(?P<name>{_WORD}(?: (?:(?:and|of|the|&|de|la) ){{0,2}}(?:{_WORD}|\d{{1,4}}(?![\w:.%])))*)"
)
_MADE_FOR = re.compile(
    rf"(?i:(?<![a-z])(?:ad|advert|advertisement|promo|commercial|teaser|intro)(?: video| film| clip| reel)?) for (?:the )?"
    rf"(?P<name>{_WORD}(?: (?:& )?{_WORD})+)"
)
# Capitalised as they are in headlines, and no names.
_NO_NAME = words("in", "on", "at", "with", "for", "from",
    "to", "and", "or", "by", "that", "which", "about", "using", "make", "add",
    "please", "video", "film", "clip", "reel", "promo", "ad", "advert", "commercial", "trailer", "teaser", "intro", "outro",
    "opener", "opening", "launch", "sale", "promotion", "story", "music", "text", "title", "instagram", "youtube", "tik ?tok",
    "facebook", "linkedin", "whatsapp", "twitter", "i", "we", "it", "is", "my", "our", "hd", "4k",
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day")  # fmt: skip
_NO_ARTICLE = re.compile(r"(?:for|of|about|from|by)\s$")  # "for Café Luna": the kind is part of the name
_WHERE_TO = re.compile(
    r"(?<![a-z])(?:on|onto|to) (?:my |our |the )?(?:\w+ )?$"
)  # where the film goes, not what it is for
_OUTRO = words(
    "outros?", "logo reveals?", "logo animations?", "menus?", "alerts?", "offers?", "stings?", "openers?", "openings?"
)


def own_name(prompt: Source) -> str:
    """The capitalised name of a channel, shop, band … in a prompt that names a kind of film; "" when there is none."""
    if not (names_film(prompt.low) or _OUTRO.search(prompt.low)) or prompt.raw.isupper():
        return ""
    for match in _NAMED.finditer(prompt.raw):
        before, name = prompt.raw[: match.start()], match["name"].strip(" .-–")
        whole = match[0].strip(" .-–") if _NO_ARTICLE.search(before) and match[0][0].isupper() else name
        if len(name) > 1 and not (_WHERE_TO.search(before.lower()) or _is_no_name(name.lower())):
            return whole
        if match[0][0].isupper() and before.rstrip()[-2:].lower() in ("at", "by") and _is_scenery(name.lower()):
            return match[0].strip(" .-–")  # "at Trattoria Roma": a place in a name
    for match in _MADE_FOR.finditer(prompt.raw):
        if not _is_no_name(match["name"].lower()) and not MOOD_WORDS["day"].search(match["name"].lower()):
            return match["name"]
    return ""


def _is_no_name(low: str) -> bool:
    return _is_scenery(low) or _NO_NAME.fullmatch(low.split()[0]) is not None


def _is_scenery(low: str) -> bool:
    return any(pattern.fullmatch(low) for pattern in (*SCENE_WORDS.values(), *MOOD_WORDS.values()))
