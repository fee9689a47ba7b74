"""How the words of a film shall look, said apart from them: "gold letters", "all text in white", "centered"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar import lettering
from studio.director.grammar.normal import Source
from studio.director.grammar.overlays import ink
from studio.director.grammar.text_nouns import text_kind
from studio.director.grammar.words import words
from studio.director.meaning import Kind
from studio.director.wishes import AddLines, AddText, ChangeText, Countdown, Wish

_LETTERS = words("texts?", "titles?", "captions?", "letters", "lettering", "fonts?", "words", "typography", "typeface",
    "writing",
    "headlines?", "numbers?", "figures?", "digits?", "texto", "letras", "text", "schrift", "buchstaben", "texte",
    "lettres", "letras", "текст\\w*", "надпис\\w*",
    "букв\\w+", "шрифт\\w*", cjk="文字|字体|标题|字幕|字")  # fmt: skip
_BARE = re.compile(
    r"\s*(?:all |the |everything |big |bold |in |and |it |text |it's )*(?:cent(?:er|re)e?d|zentriert|centrado|居中)\s*"
)
_MOST_WORDS = 7


def manner(clause: Source) -> ChangeText | None:
    """The colour, size and place that a clause without any words for the screen gives to the film's words."""
    low = clause.low
    if dark := ink(low):
        return ChangeText(color=dark)
    if clause.quotations() or len(low.split()) > _MOST_WORDS:
        return None
    if not (_LETTERS.search(low) or _BARE.fullmatch(low)):
        return None
    colour, size, place = lettering.colour(low), lettering.size(low), lettering.place(low)
    return ChangeText(text_kind(low), color=colour, size=size, place=place) if colour or size or place else None


def is_manner(wish: Wish) -> bool:
    """Whether a wish only says how words look."""
    return isinstance(wish, ChangeText) and wish == ChangeText(
        wish.kind, color=wish.color, size=wish.size, place=wish.place
    )


def in_that_manner(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes of a new film, with what is said of all its words given to each that has no look of its own."""
    said = [wish for wish in wishes if isinstance(wish, ChangeText) and is_manner(wish)]
    if not said or not any(isinstance(wish, AddText | AddLines | Countdown) for wish in wishes):
        return tuple(wishes)
    kept = [wish for wish in wishes if not is_manner(wish)]
    for look in said:
        kept = [_dressed(wish, look) for wish in kept]
    return tuple(kept)


def _dressed(wish: Wish, look: ChangeText) -> Wish:
    if isinstance(wish, Countdown):
        return replace(wish, color=wish.color or look.color)
    if isinstance(wish, AddLines) and look.kind is not Kind.TITLE:
        return replace(wish, color=wish.color or look.color, place=wish.place or look.place)
    if isinstance(wish, AddText) and look.kind in (Kind.TEXT, Kind.CAPTION if wish.role == "caption" else Kind.TITLE):
        place = look.place if wish.role != "caption" else None
        return replace(wish, color=wish.color or look.color, size=wish.size or look.size, place=wish.place or place)
    return wish
