"""The agent's texts as they are put together, each told once."""

import re
from collections.abc import Iterator
from itertools import pairwise

from core.model import AgentText, AgentTextDelta
from core.nemo.redaction import redact, sound

MAX_TEXT = 256 * 1024  # characters of one text that are kept

MIN_QUOTED = 20  # characters from which on pieces found anywhere in a finished text are no coincidence
_SENTENCE_END = re.compile(r"[.!?:。！？：…]")
_WORD = re.compile(r"[^\s<>\"，。；、）】]*")
_UNENDED = re.compile(r"://|\b(?:bearer|basic)\s|[!-~]{20}\Z|[0-9]{6}:\Z", re.IGNORECASE)
_SENTENCE = re.compile(r"[A-Z][a-z]{0,30}[\s',!]|[^\x00-\x7f]|[-*#>]\s")
_ANNOUNCING = re.compile(r"\b(?:bearer|basic)\s+\Z", re.IGNORECASE)
_ANNOUNCED_WITHIN = 40  # characters between such a word and its token


class ToldText:
    """Pieces and finished texts in, `AgentTextDelta` and `AgentText` out; tokens and the like are hidden in both.

    A finished text that repeats the pieces before it replaces them. Pieces that nothing repeats are told by `flush`.
    Of a piece, a last word that may go on is held back until its end is known, so that half a token or half an address
    is never shown; so is a word that announces a token.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0
        self._held: list[str] = []
        self._last = ""

    def piece(self, text: str) -> Iterator[AgentTextDelta]:
        """A piece of a text that goes on."""
        text = sound(text)
        self._size += len(text)
        if self._size > MAX_TEXT:
            return
        self._pieces.append(text)
        self._held.append(text)
        if _last_word(text):
            text = "".join(self._held)
            end = _end_of_words(text)
            self._held = [text[end:]]
            if end:
                yield AgentTextDelta(redact(text[:end]))

    def loose_piece(self, text: str) -> Iterator[AgentTextDelta]:
        """A text that may be a piece or a message of its own: whole sentences go on a line of their own."""
        before = self._pieces[-1] if self._pieces else ""
        if len(text) + len(self._pieces) >= self._size and _normal("".join(self._pieces)) == _normal(text):
            return  # the whole once more
        ended = _SENTENCE_END.search(before[-1:]) and not text[:1].isspace()
        apart = ended and not _goes_on("".join(self._held), text)
        yield from self.piece(f"\n{text}" if apart else text)

    def whole(self, text: str) -> Iterator[AgentText]:
        """A finished text."""
        text = sound(text)
        if not self._is_repeated_by(text):
            yield from self.flush()
        self._forget_pieces()
        yield from self._tell(text)

    def flush(self) -> Iterator[AgentText]:
        """The pieces so far as a finished text."""
        text = self._pieces[-1] if self._grow() else "".join(self._pieces)
        self._forget_pieces()
        yield from self._tell(text)

    def _grow(self) -> bool:
        """Whether each piece is the text so far, the last one whole."""
        pairs = list(pairwise(self._pieces))
        return len(pairs) > 1 and all(len(after) > len(before) and after.startswith(before) for before, after in pairs)

    def _is_repeated_by(self, text: str) -> bool:
        """Whether a finished text holds what the pieces said (some servers send pieces that grow, the last one whole)."""
        pieces, whole = _normal("".join(self._pieces)), _normal(text)
        if whole.startswith(pieces) or (len(pieces) >= MIN_QUOTED and pieces in whole):
            return True
        return _normal(self._pieces[-1]) == whole

    def _forget_pieces(self) -> None:
        self._pieces, self._size, self._held = [], 0, []

    def _tell(self, text: str) -> Iterator[AgentText]:
        if text.strip() and _normal(text) != self._last:
            self._last = _normal(text)
            yield AgentText(redact(text[:MAX_TEXT]))


def _last_word(text: str) -> int:
    """Where the last word of a text begins: 0 when it is all one word."""
    return len(text) - _WORD.match(text[::-1]).end()  # type: ignore[union-attr]


def _end_of_words(text: str) -> int:
    """How much of a text can be told while it goes on."""
    end = _last_word(text)
    announcing = _ANNOUNCING.search(text, max(0, end - _ANNOUNCED_WITHIN), end)
    return announcing.start() if announcing else end


def _goes_on(word: str, text: str) -> bool:
    """Whether what follows a full stop or a colon still belongs to the address, number or token before it."""
    if text.startswith("/") or (word[-2:-1].isdigit() and text[:1].isdigit()):
        return True
    return bool(_UNENDED.search(word)) and not _SENTENCE.match(text)


def _normal(text: str) -> str:
    return " ".join(text.split())
