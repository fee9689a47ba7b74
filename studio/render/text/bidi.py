"""Hebrew and Arabic as they are seen: letters in the shape of their place in the word, from right to left.

The parts of the Unicode bidirectional algorithm (UAX #9) that a line without control characters needs. Shapes come from the
Unicode database, so that nothing depends on what is installed beside Python. Vowel signs are left out, as in most print.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

RIGHT_TO_LEFT = frozenset({"R", "AL"})
NUMBERS = frozenset({"EN", "AN"})
NUMBER_SIGNS = frozenset({"ET", "ES", "CS"})
PRESENTATION_FORMS = (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))
MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
NON_JOINER = "\u200c"
ALONE, LAST, FIRST, MIDDLE = "<isolated>", "<final>", "<initial>", "<medial>"


def is_right_to_left(text: str) -> bool:
    """Whether there is anything in the text that is read from right to left."""
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text)


@lru_cache(maxsize=512)
def visual(line: str) -> str:
    """The line in the order in which it is drawn from left to right, its letters joined."""
    if not is_right_to_left(line):
        return line
    joined = shaped("".join(character for character in line if not unicodedata.combining(character)))
    levels = _levels(joined)
    seen = [
        character.translate(MIRRORED) if level % 2 else character
        for character, level in zip(joined, levels, strict=True)
    ]
    for threshold in (2, 1):
        seen, levels = _turned(seen, levels, threshold)
    return "".join(seen).replace(NON_JOINER, "")


def _turned(seen: list[str], levels: list[int], threshold: int) -> tuple[list[str], list[int]]:
    """Every stretch of this level or above the other way round (UAX #9, L2)."""
    start = 0
    while start < len(seen):
        end = start
        while end < len(seen) and levels[end] >= threshold:
            end += 1
        seen[start:end], levels[start:end] = seen[start:end][::-1], levels[start:end][::-1]
        start = max(end, start + 1)
    return seen, levels


def _levels(line: str) -> list[int]:
    """For each character 0 (left to right), 1 (right to left) or 2 (left to right within right to left)."""
    kinds = [_kind(character) for character in line]
    base = next((kind for kind in kinds if kind in "LR"), "L")
    level = {"R": 1, "N": 2, "L": 2 if base == "R" else 0}
    return [level[kind] for kind in _resolved(_numbered(kinds, base), base)]


def _kind(character: str) -> str:
    """L, R, N for a number, S for a sign that may belong to one, or a dash for what takes its neighbours' way."""
    found = unicodedata.bidirectional(character)
    if found in RIGHT_TO_LEFT:
        return "R"
    return {"L": "L"}.get(found) or ("N" if found in NUMBERS else "S" if found in NUMBER_SIGNS else "-")


def _numbered(kinds: list[str], base: str) -> list[str]:
    """Signs beside a number (50 %, 3.5) belong to it, others are neutral; a number after Latin letters goes with them."""
    result, strong = [], base
    for place, given in enumerate(kinds):
        beside_number = "N" in kinds[max(0, place - 1) : place + 2]
        kind = given if given != "S" else "N" if beside_number else "-"
        strong = kind if kind in "LR" else strong
        result.append("L" if (kind, strong) == ("N", "L") else kind)
    return result


def _resolved(kinds: list[str], base: str) -> list[str]:
    """Neutrals go the way of both their neighbours where these agree (a number counts as R), else the line's way."""
    result = list(kinds)
    for place, kind in enumerate(kinds):
        if kind == "-":
            before = next((other for other in reversed(kinds[:place]) if other != "-"), base).replace("N", "R")
            after = next((other for other in kinds[place:] if other != "-"), base).replace("N", "R")
            result[place] = before if before == after else base
    return result


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, Mapping[str, str]]:
    """The shapes of each letter, and of each pair that is written as one, by their place in the word."""
    forms: dict[str, dict[str, str]] = {}
    for code in PRESENTATION_FORMS:
        place, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        letters = "".join(chr(int(part, 16)) for part in parts)
        if place in {ALONE, LAST, FIRST, MIDDLE} and (len(letters) == 1 or _is_lam_alef(letters)):
            forms.setdefault(letters, {})[place] = chr(code)
    return forms


def _is_lam_alef(letters: str) -> bool:
    return len(letters) == 2 and letters[0] == "\u0644" and letters[1] in "\u0622\u0623\u0625\u0627"


def shaped(text: str) -> str:
    """Arabic letters in the shapes in which they join; everything else as it is."""
    forms, units = _forms(), _units(text)
    result = []
    for place, unit in enumerate(units):
        own = forms.get(unit, {})
        from_before = place > 0 and FIRST in forms.get(units[place - 1], {}) and LAST in own
        to_next = place + 1 < len(units) and FIRST in own and LAST in forms.get(units[place + 1], {})
        shape = {(True, True): MIDDLE, (True, False): LAST, (False, True): FIRST}.get((from_before, to_next), ALONE)
        result.append(own.get(shape, unit))
    return "".join(result)


def _units(text: str) -> list[str]:
    """Letters, lam and alef together."""
    units: list[str] = []
    for character in text:
        if units and _is_lam_alef(units[-1] + character):
            units[-1] += character
        else:
            units.append(character)
    return units
