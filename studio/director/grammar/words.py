"""How words become patterns: Latin and Cyrillic words stand alone, CJK words stand anywhere."""

import re
from collections.abc import Iterator, Mapping

LETTER = "a-zà-öø-ÿœа-яё"
QUOTED = "\ue000"  # what every character of a quotation is masked with


def words(*latin: str, cjk: str = "") -> re.Pattern[str]:
    """A pattern for any of the Latin or Cyrillic fragments as whole words, or any CJK fragment (`|` between them)."""
    parts = []
    if latin:
        parts.append(rf"(?<![{LETTER}])(?:{'|'.join(latin)})(?![{LETTER}])")
    if cjk:
        parts.append(f"(?:{cjk})")
    return re.compile("|".join(parts))


def mentions(table: Mapping[str, re.Pattern[str]], text: str) -> Iterator[tuple[int, str]]:
    """Where the names of the table are mentioned: (position, name), by position."""
    found = [(match.start(), name) for name, pattern in table.items() for match in pattern.finditer(text)]
    return iter(sorted(found))


def first_mention(table: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    """The name in the table's order that the text mentions, or None."""
    return next((name for name, pattern in table.items() if pattern.search(text)), None)


_SMALL = {"a", "an", "the", "of", "over", "at", "in", "on", "and", "by", "with", "for", "to", "from", "is", "or",
    "und", "et", "y", "e", "и", "de", "von"}  # fmt: skip


def titled(text: str) -> str:
    """ "coffee shop opening on Friday" -> "Coffee Shop Opening on Friday"."""
    parts = text.split()
    return " ".join(
        part if number and part.lower() in _SMALL else part[:1].upper() + part[1:] for number, part in enumerate(parts)
    )
