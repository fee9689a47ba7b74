"""Bytes as a source of choices, texts and JSON: the same bytes always give the same."""

import copy
import math
import struct
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

T = TypeVar("T")
Path = tuple[Any, ...]

_NUMBERS: Final = (
    0,
    1,
    -1,
    2**31,
    2**63,
    2**64,
    -(2**63),
    10**18,
    10**400,
    0.1,
    1e308,
    5e-324,
    -0.0,
    math.nan,
    math.inf,
)
_DEEP: Final = 200
_LONGEST: Final = 10_000  # characters of a text


def text_of(data: bytes) -> str:
    """Any bytes as text: UTF-8 is read as such, and what is none becomes half surrogate pairs."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


class Feed:
    """Hands out bytes from the front; when they are used up it goes on with zeros."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def take(self, most: int) -> bytes:
        """The next bytes, at most so many."""
        piece = self._data[self._at : self._at + most]
        self._at += len(piece)
        return piece

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(len(self._data))

    def byte(self) -> int:
        """0 to 255."""
        return next(iter(self.take(1)), 0)

    def number(self, most: int) -> int:
        """0 to `most`."""
        return int.from_bytes(self.take((most.bit_length() + 7) // 8)) % (most + 1)

    def chance(self) -> bool:
        """Yes or no; no when nothing is left."""
        return bool(self.byte() & 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of these; the first when nothing is left."""
        return options[self.number(len(options) - 1)] if len(options) > 1 else options[0]

    def several(self, one: Callable[[], T], most: int) -> list[T]:
        """Up to so many, each made by `one`; none when nothing is left."""
        return [one() for _ in range(self.number(most))]

    def text(self, words: Sequence[str] = ("",)) -> str:
        """A text: pieces as they stand, words of the list, and some of them many times."""
        parts = []
        for _ in range(self.number(7)):
            form = self.byte()
            part = self.pick(words) if form & 1 else text_of(self.take(self.byte() % 32))
            times = self.byte() % 64 if form & 14 == 2 else 1
            parts.append(part * min(times, 1 + _LONGEST // (1 + len(part))))
        return "".join(parts)[:_LONGEST]

    def value(self, words: Sequence[str] = ("",), depth: int = 3) -> Any:
        """Any JSON value, numbers included that JSON can only hint at."""
        match self.byte() % 10:
            case 0:
                return None
            case 1:
                return self.chance()
            case 2:
                return self.pick(_NUMBERS)
            case 3:
                return int.from_bytes(self.take(4), signed=True)
            case 4:
                return struct.unpack("<d", self.take(8).ljust(8, b"\0"))[0]
            case 5 if depth:
                return self.several(lambda: self.value(words, depth - 1), 4)
            case 6 if depth:
                return dict(self.several(lambda: (self.text(words), self.value(words, depth - 1)), 4))
            case 7:
                return _nested(self.pick((2, 20, _DEEP)), self.chance())
            case _:
                return self.text(words)

    def altered(self, value: Any, words: Sequence[str] = ("",), *, typed: bool = False) -> Any:
        """A copy of a JSON value with up to seven places replaced, dropped, doubled or swapped.

        `typed`: what is replaced keeps its JSON type, and nothing goes missing.
        """
        result = copy.deepcopy(value)
        for _ in range(self.number(7)):
            spots = places(result)
            if not spots:
                break
            path = spots[self.number(len(spots) - 1)]
            inside = within(result, path[:-1])
            form = 0 if typed else self.byte() % 4
            if form == 0:
                inside[path[-1]] = self._like(inside[path[-1]], words) if typed else self.value(words)
            elif form == 1:
                del inside[path[-1]]
            elif form == 2 and isinstance(inside, list):
                inside.extend(copy.deepcopy(inside[path[-1]]) for _ in range(1 + self.byte() % 20))
            else:
                inside[path[-1]] = copy.deepcopy(within(value, self.pick(places(value))))
        return result

    def _like(self, value: object, words: Sequence[str]) -> Any:
        """Another value of the same JSON type."""
        if isinstance(value, bool):
            return self.chance()
        if isinstance(value, int):
            return int.from_bytes(self.take(1 + self.byte() % 7), signed=True)
        return self.text(words) if isinstance(value, str) else value


def places(value: Any, path: Path = ()) -> list[Path]:
    """Every place in a JSON value, the inner ones too."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if len(path) < _DEEP:
            found += places(item, (*path, key))
    return found


def within(value: Any, path: Path) -> Any:
    """What stands at a place."""
    for key in path:
        value = value[key]
    return value


def _nested(depth: int, lists: bool) -> Any:
    value: Any = {}
    for _ in range(depth):
        value = [value] if lists else {"m": value}
    return value
