"""The prompt made even: lower case, half-width, quotations masked, offsets unchanged."""

import re
import unicodedata
from dataclasses import dataclass

from studio.director.grammar.words import LETTER, QUOTED

LONGEST_PROMPT = 8_000

_QUOTES = re.compile(
    r"“([^“”\n]{1,200})[”“]|„([^„“”\n]{1,200})[“”]|\"([^\"\n]{1,200})\"|«([^«»\n]{1,200})»|「([^「」\n]{1,200})」"
    r"|『([^『』\n]{1,200})』|《([^《》\n]{1,200})》"
    rf"|(?<![{LETTER}0-9])['‘]((?:[^'’\n]|['’](?=[{LETTER}])){{1,200}})['’](?![{LETTER}])",
    re.IGNORECASE,
)

_MARKS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,200})(?<=\S)\1|(`)([^`\n]{1,200})`")
"""What chats write bold or as code."""
_NAMES_TEXT = re.compile(
    r"(?:\b(?:titled?|caption(?:ed)?|text|subtitle|words?|called|named|say(?:s|ing)?|read(?:s|ing)?|write|show)"
    r"|título|titel|titre|заголовок|текст|标题|字幕|文字|写|タイトル|文字)[\s:：]*(?:is|as|of|的|は|を)?[\s:：]*$",
    re.IGNORECASE,
)
_BEFORE = 30  # characters before marked words that tell what they are

_DECOR = "✨🎉🎊🔥💥⭐🌟💫❤💕💖👉✅📍📅🗓⏰🕗💰🏷🎁🥳😍🙏📣📢🚨⚡💪👇📌🎵🎶▶•·|"
_DIVIDER = re.compile(rf"(?<=\S)(?P<gap> )(?:[{_DECOR}]\ufe0f?)+(?= |$)")
_DASH = re.compile(r"(?<=[^\s\d,;:]) [-–—](?= \S)")

# It counts nothing, and every pattern with a number in it would try each of its digits.
_NO_NUMBER = re.compile(r"\d{13,}")


@dataclass(frozen=True, slots=True)
class Source:
    """A prompt or a part of it. `low` is what patterns look at, `raw` what people wrote; both have the same offsets."""

    raw: str
    low: str
    link: str = ""  # the word that led to it from the clause before: "then"
    at: int = 0  # where it begins in the prompt it is a part of

    def part(self, start: int, end: int) -> "Source":
        """The piece between two offsets."""
        return Source(self.raw[start:end], self.low[start:end], at=self.at + start)

    def without(self, start: int, end: int) -> "Source":
        """It with a gap in the place of a stretch: offsets stay, and a clause ends there."""
        gap = ";" + " " * (end - start - 1) if end > start else ""
        raw, low = (f"{said[:start]}{gap}{said[end:]}" for said in (self.raw, self.low))
        return Source(raw, low, self.link, self.at)

    def follows(self, words: str) -> bool:
        """Whether it goes on from words without quotes: it has no quotation of its own and begins with none of a wish."""
        return bool(words) and QUOTED not in self.low and re.search(r"\w", self.low) is not None

    def quotations(self) -> tuple[str, ...]:
        """The quoted texts in it, without their marks."""
        runs = re.finditer(f"{QUOTED}+", self.low)
        return tuple(unquote(self.raw[run.start() : run.end()]) for run in runs)


def unquote(text: str) -> str:
    """A quotation without its marks."""
    return " ".join(text[1:-1].split()) if len(text) > 1 else text


def _even(char: str) -> str:
    if "！" <= char <= "～":
        char = chr(ord(char) - 0xFEE0)
    elif unicodedata.category(char) in ("Zs", "Cf"):
        return " "
    low = char.lower()
    return low if len(low) == 1 else char


def _divided(low: str) -> str:
    """Commas for what people put between their wishes instead: emojis and bars, and dashes where a line has several."""
    low = _DIVIDER.sub(lambda match: "," + " " * (len(match[0]) - 1), low)
    lines = low.split("\n")
    return "\n".join(_DASH.sub(", ", line) if len(_DASH.findall(line)) > 1 else line for line in lines)


def _without_marks(raw: str) -> str:
    """Words that are marked after what names a text are quoted by that; elsewhere the marks only stress (same length)."""

    def even(match: re.Match[str]) -> str:
        mark, words = match[1] or match[3], match[2] or match[4]
        pad = " " * (len(mark) - 1)
        quotes = _NAMES_TEXT.search(raw, max(0, match.start() - _BEFORE), match.start()) is not None
        before, after = ("“", "”") if quotes else (" ", " ")
        return f"{pad}{before}{words}{after}{pad}"

    return _MARKS.sub(even, raw)


def source(text: str) -> Source:
    """Prepare a prompt; what is beyond LONGEST_PROMPT characters is left out."""
    raw = unicodedata.normalize("NFC", text[:LONGEST_PROMPT]).replace("\r\n", "\n").replace("\r", "\n")
    raw = _without_marks(raw.replace(QUOTED, " "))
    even = "".join(_even(char) for char in raw)
    masked = list(even)
    for match in _QUOTES.finditer(raw):
        inside = next(group for group in match.groups() if group is not None)
        if inside.strip():
            # A gap at both ends keeps neighbouring quotations apart from each other.
            masked[match.start() : match.end()] = QUOTED * (match.end() - match.start())
    return Source(raw, _NO_NUMBER.sub(lambda run: " " * len(run[0]), _divided("".join(masked))))
