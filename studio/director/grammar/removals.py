"""What a clause wants off the timeline."""

import re

from studio.director.grammar import looks, music, text_nouns
from studio.director.grammar.cuts import KEEP
from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import ORDINAL, ordinal
from studio.director.grammar.speeds import SPEED
from studio.director.grammar.targets import CJK_NOUN, NOUN
from studio.director.grammar.words import words
from studio.director.meaning import Kind, Which
from studio.director.wishes import KeepOnly, Remove, Wish

_FADES = words("fad(?:e|es|ing)(?:[- ](?:in|out))?", cjk="淡入|淡出")
_BETWEEN = words("cross-? ?fades?", "between", "transitions?")


_NTH = re.compile(rf"(?P<a>{ORDINAL}) (?:transition|crossfade|fade|dissolve|wipe)")


def read_removal(clause: Source, which: Which, inherited: bool = False) -> tuple[Wish, ...]:
    """ "Remove the title", "no transitions", "delete clip 2", "keep only the first clip"."""
    low = clause.low
    if KEEP.search(low) and which and not text_nouns.speaks_of_text(clause):
        return (KeepOnly(which),)
    if looks.BACK_TO_COLOUR.search(low):
        return (Remove(Kind.LOOK, which),)
    if looks.HARD_CUT.search(low):
        return (Remove(Kind.TRANSITION, which),)
    if not inherited and music.NEGATION.search(low) is None:
        return ()
    kind = _kind(clause)
    if kind is None and durations(low) and re.search(r"\b(?:to|down)\b|到|成", low):
        return ()  # "cut clip 3 to 10 seconds" sets its length
    if kind is None and re.search(r"\bhalf\b|in two\b|一半|两半", low):
        return ()  # "cut clip 2 in half" takes nothing away
    if kind is None:
        shots = which and re.search(rf"{NOUN}|{CJK_NOUN}|\.\w{{2,4}}|\w", low)
        return (Remove(Kind.SHOT, which),) if shots else ()
    if kind is Kind.TRANSITION and (nth := _NTH.search(low)) and (place := ordinal(nth["a"])):
        which = Which((place + 1 if place > 0 else place,))  # the first one leads into the second shot
    quoted = clause.quotations()
    return (Remove(kind, which, quoted[0] if quoted else None),)


def _kind(clause: Source) -> Kind | None:
    low = clause.low
    if text_nouns.speaks_of_text(clause) or clause.quotations():
        return text_nouns.text_kind(low)
    if looks.transition(low):
        return Kind.TRANSITION
    if _FADES.search(low):
        return Kind.TRANSITION if _BETWEEN.search(low) else Kind.FADE
    if looks.LOOK_NOUN.search(low) or looks.look(low):
        return Kind.LOOK
    return Kind.SPEED if SPEED.search(low) or "slow" in low or "慢动作" in low else None
