"""Text as comparable tokens that remember where they stood."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_CJK: Final = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_QUOTES: Final = (
    '"[^"\n]{0,500}"|“[^”\n]{0,500}”|„[^“”\n]{0,500}[“”]|«[^»\n]{0,500}»|「[^」\n]{0,500}」|『[^』\n]{0,500}』'
    "|(?<!\\w)'[^'\n]{1,500}'(?!\\w)|(?<!\\w)‘[^’\n]{1,500}’(?!\\w)"
)
_TOKEN: Final = re.compile(
    rf"(?P<url>(?:https?://|www\.)[^\s<>\"]+)"
    rf"|(?P<quoted>{_QUOTES})"
    r"|(?P<special>h\.26[45]|\d{1,4}\s?[:x×]\s?\d{1,4}(?!\w)|[\w-]{1,80}\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)\b)"
    rf"|(?P<cjk>[{_CJK}])"
    r"|(?P<elision>(?<![\w'’])(?:[ldnjmtsc]|qu)['’](?=\w|$))"
    rf"|(?P<word>@?[^\W{_CJK}_]+(?:['’\-][^\W{_CJK}_]+)*\*?|['’]s\b|&)"
    r"|(?P<end>[.!?。！？；;\n]+|…)"
    r"|(?P<comma>[,，、:：—–]|\s-\s)",
    re.IGNORECASE,
)

URL: Final = "<url>"
QUOTED: Final = "<quoted>"
_MOST: Final = 600


@dataclass(frozen=True, slots=True)
class Token:
    """A comparable `text` and where it stood; `opens` says that a sentence or a clause begins with it."""

    text: str
    start: int
    end: int
    opens: bool = False


def tokens_of(text: str) -> list[Token]:
    """The first 600 tokens. Words are folded in case, width and accents; CJK text comes one character a token."""
    found: list[Token] = []
    opens = True
    for match in _TOKEN.finditer(text):
        if match.lastgroup in ("end", "comma"):
            opens = True
            continue
        found.append(Token(_comparable(match.group(), match.lastgroup), match.start(), match.end(), opens))
        opens = False
        if len(found) >= _MOST:
            break
    return found


def phrase(text: str) -> tuple[str, ...]:
    """A vocabulary entry as the token texts it matches."""
    return tuple(token.text for token in tokens_of(text)) or (text,)


def _comparable(text: str, group: str | None) -> str:
    if group == "url":
        return URL
    if group == "quoted":
        return QUOTED
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    if group == "cjk":
        return folded
    if group == "special":
        return folded.replace(" ", "").replace("×", "x")
    plain = unicodedata.normalize("NFD", folded)
    return "".join(char for char in plain if not unicodedata.combining(char))
