"""Transitions between shots, and fades of the film and its music, with how long they take."""

import re

from studio.director.grammar import looks, music, text_nouns
from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.words import words
from studio.director.meaning import Kind, Which
from studio.director.wishes import SetFade, SetTransition, Wish

LONGEST_TRANSITION = 3_000
_PACES = ((2.0, words("slower", "longer", "langsamer", "länger", "más lent\\w+", "más larg\\w+", "plus lent\\w*",
    "plus long\\w*", "mais lent\\w+",
    "медленнее", "длиннее", cjk="慢|长一")), (0.5, words("faster", "shorter", "quicker", "snappier", "schneller", "kürzer",
    "más rápid\\w+", "más cort\\w+",
    "plus rapide\\w*", "plus court\\w*", "mais rápid\\w+", "быстрее", "короче", cjk="快|短一")))  # fmt: skip


_JUST_FADES = re.compile(r"\s*(?:with )?(?:an? |some )?fades?\s*")


def passing(clause: Source, meant: Which, sound: bool) -> tuple[tuple[Wish, ...], bool]:
    """Transitions and fades, and whether the clause's length of time belongs to them."""
    low, spans = clause.low, durations(clause.low)
    short = spans[0].ms if spans and spans[0].ms <= LONGEST_TRANSITION else None
    if _JUST_FADES.fullmatch(low):
        return (SetTransition("fade", None, meant, or_ends=True),), False
    edge = None if text_nouns.speaks_of_text(clause) and not music.MUSIC.search(low) else looks.fades(low)
    if edge:
        heard = music.MUSIC.search(low) or sound
        kind = Kind.MUSIC if heard else Kind.SOUND if music.OWN_SOUND.search(low) else Kind.SHOT
        return (SetFade(edge, spans[0].ms if spans and spans[0].ms <= 10_000 else 1_000, kind),), bool(spans)
    named = looks.transition(low)
    if named is None:
        return (), False
    pace = next((factor for factor, pattern in _PACES if pattern.search(low)), None)
    if short is None and re.search(r"\bslow\b|慢", low) and not pace:
        short = 1_500
    if pace and named == "auto":
        return (SetTransition("same", short, meant, factor=pace),), short is not None
    return (SetTransition(named, short, meant, "淡入淡出" in low, pace or 1.0),), short is not None
