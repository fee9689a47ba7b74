"""Breaking a text into lines that fit."""

from collections.abc import Callable

Measure = Callable[[str], float]
NO_LINE_START = frozenset("，。、；：？！）】》」』”’…,.;:?!)]}%％")
NO_LINE_END = frozenset("（【《「『“‘([{")


def breaks_anywhere(character: str) -> bool:
    """Whether lines may break beside this character: Chinese and Japanese write without spaces."""
    code = ord(character)
    return 0x2E80 <= code < 0xAC00 or 0xF900 <= code < 0xFB00 or 0xFF00 <= code < 0xFFE0 or 0x20000 <= code < 0x32000


def pieces(line: str) -> list[str]:
    """The smallest parts that stay together; a space belongs to the part before it."""
    parts: list[str] = []
    for character in line:
        if parts and not _may_break(parts[-1], character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def _may_break(before: str, character: str) -> bool:
    last = before[-1]
    if character == " " or character in NO_LINE_START or last in NO_LINE_END:
        return False
    return last == " " or breaks_anywhere(last) or breaks_anywhere(character)


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`, as even as they can be; a part that is too wide by itself is cut."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        parts = [cut for piece in pieces(paragraph) for cut in _cut(piece, width, measure)]
        count = len(_filled(parts, width, measure))
        lines += _balanced(parts, width, count, measure)
    return lines


def _cut(piece: str, width: float, measure: Measure) -> list[str]:
    parts = [""]
    for character in piece:
        if parts[-1] and measure((parts[-1] + character).rstrip()) > width:
            parts.append("")
        parts[-1] += character
    return [part for part in parts if part]


def _filled(parts: list[str], width: float, measure: Measure) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and measure((lines[-1] + part).rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines if line.strip()]


def _balanced(parts: list[str], width: float, count: int, measure: Measure) -> list[str]:
    """The narrowest setting that takes no more lines."""
    low, high = 0.0, width
    for _ in range(8 if count > 1 else 0):
        middle = (low + high) / 2
        if len(_filled(parts, middle, measure)) <= count and all(measure(part.rstrip()) <= middle for part in parts):
            high = middle
        else:
            low = middle
    return _filled(parts, high, measure)
