"""Reading `m` of a draft that anybody may have written: what is missing or makes no sense gets its default."""

import re
from collections.abc import Mapping
from typing import Any

Meta = Mapping[str, Any]
COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


def number(meta: Meta, key: str, default: float, low: float, high: float) -> float:
    """A number within its bounds."""
    value = meta.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return default
    return float(min(high, max(low, value)))


def numbers(meta: Meta, key: str, default: tuple[float, ...], low: float, high: float) -> tuple[float, ...]:
    """As many numbers as `default` has, each within the bounds; `default` where they are not all there."""
    value = meta.get(key)
    if not isinstance(value, list | tuple) or len(value) != len(default):
        return default
    found = tuple(number({"n": item}, "n", -1, low, high) for item in value)
    return default if any(item == -1 for item in found) else found


def word(meta: Meta, key: str, default: str = "", limit: int = 2000) -> str:
    """A text, at most `limit` characters of it."""
    value = meta.get(key, default)
    return value[:limit] if isinstance(value, str) else default


def flag(meta: Meta, key: str, *, default: bool = False) -> bool:
    """Yes or no."""
    value = meta.get(key, default)
    return value if isinstance(value, bool) else default


def inner(meta: Meta, key: str) -> Meta:
    """An object within."""
    value = meta.get(key)
    return value if isinstance(value, Mapping) else {}


def words(meta: Meta, key: str, most: int) -> tuple[str, ...]:
    """The first `most` different words of a list; what is no word is left out."""
    value = meta.get(key)
    found = (item[:40] for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(found))[:most]


def rgbs(meta: Meta, key: str, most: int) -> tuple[tuple[int, int, int], ...]:
    """The first `most` colours of a list, each written as #rrggbb."""
    return tuple(rgb({key: name}, key) for name in words(meta, key, 4 * most) if COLOUR.fullmatch(name))[:most]


def rgb(meta: Meta, key: str, default: tuple[int, int, int] = (255, 255, 255)) -> tuple[int, int, int]:
    """A colour written as #rrggbb."""
    found = COLOUR.fullmatch(word(meta, key))
    if not found:
        return default
    red, green, blue = bytes.fromhex(found[1])
    return (red, green, blue)
