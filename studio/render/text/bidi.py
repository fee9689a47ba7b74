"""Hebrew and Arabic as they are seen: letters in the shape of their place in the word, from right to left."""

import unicodedata
from functools import lru_cache

RIGHT_TO_LEFT = frozenset({"R", "AL"})
NON_JOINER = "\u200c"


def is_right_to_left(text: str) -> bool:
    """Whether there is anything in the text that is read from right to left."""
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text)


@lru_cache(maxsize=512)
def visual(line: str) -> str:
    """The line in the order in which it is drawn from left to right, its letters joined.

    Vowel signs are left out, as in most print.
    """
    return _ordered(line) if is_right_to_left(line) else line


def _ordered(line: str) -> str:
    # loaded for the lines that need them: every render starts a process
    from arabic_reshaper import ArabicReshaper
    from bidi.algorithm import get_display

    joined = ArabicReshaper({"ARABIC LIGATURE ALLAH": False})  # the font has lam with alef alone
    plain = "".join(character for character in line if not unicodedata.combining(character))
    return str(get_display(joined.reshape(plain))).replace(NON_JOINER, "")
