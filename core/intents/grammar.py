"""One clause read in one language: which request it could be, and which of its words that leaves unexplained.

A request is explained by its core (a strong verb or noun, or a weak verb with an object), what may stand around it, and
fillers. What remains decides: nothing remains, and it is that request; an editing word remains, and it is an edit; an
unknown word remains, and it is in doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.intents.intent import IntentKind
from core.intents.vocabulary import Phrases, Vocabulary

_ORDER = (IntentKind.EXPORT, IntentKind.CREDITS, IntentKind.STATUS, IntentKind.UPLOAD)


@dataclass(frozen=True, slots=True)
class Reading:
    """How well a clause is explained as `kind`. `roles` come in order; `rest` are positions of unexplained words."""

    kind: IntentKind
    roles: tuple[str, ...]
    rest: tuple[int, ...]
    edits: int  # how many of `rest` are words of editing
    opening: bool  # the core comes before everything that is unexplained

    @property
    def has_core(self) -> bool:
        """Whether something in it names this request."""
        return "strong" in self.roles or "alone" in self.roles or ("weak" in self.roles and "object" in self.roles)

    @property
    def strong(self) -> bool:
        """Whether it is named outright."""
        return "strong" in self.roles

    @property
    def complete(self) -> bool:
        """Whether every word of the clause belongs to this request."""
        return self.has_core and not self.rest

    @property
    def doubts(self) -> bool:
        """Whether a complete reading may still mean something else: a question about it, a "not", "send me a video"."""
        roles = self.roles
        if "negation" in roles:
            return True
        if self.kind is not IntentKind.EXPORT:
            return False
        core = next(index for index, role in enumerate(roles) if role in ("strong", "weak", "alone"))
        asked = "question" in roles[: core + 1]
        some = not self.strong and ("indefinite", "object") in pairwise(roles)
        return asked or some or "aspect" in roles


def readings(words: Sequence[str], vocabulary: Vocabulary) -> list[Reading]:
    """The readings of a clause that have a core, the most fitting first."""
    found = [_read(kind, words, vocabulary) for kind in _ORDER]
    return sorted((reading for reading in found if reading.has_core), key=_fitness)


def _fitness(reading: Reading) -> tuple[int, int, int]:
    weak = 0 if reading.strong else 1
    return (len(reading.rest), weak, _ORDER.index(reading.kind))


def _read(kind: IntentKind, words: Sequence[str], vocabulary: Vocabulary) -> Reading:
    roles: list[str] = []
    rest: list[int] = []
    core_at: int | None = None
    at = 0
    while at < len(words):
        length, role = vocabulary.kinds[kind].longest(words, at)
        if not length:
            rest.append(at)
        elif role in ("strong", "weak", "alone") and core_at is None:
            core_at = at
        roles.extend([role] if length else [])
        at += length or 1
    return Reading(
        kind,
        tuple(roles),
        tuple(rest),
        edits=len(covered(words, vocabulary.edits) & set(rest)),
        opening=core_at is not None and (not rest or core_at < rest[0]),
    )


def covered(words: Sequence[str], phrases: Phrases) -> set[int]:
    """The positions that phrases of a set cover, longest first from the left."""
    found: set[int] = set()
    at = 0
    while at < len(words):
        length, _ = phrases.longest(words, at)
        found.update(range(at, at + length))
        at += length or 1
    return found


def values(words: Sequence[str], phrases: Phrases) -> list[str]:
    """The values of the phrases found, in order."""
    found: list[str] = []
    at = 0
    while at < len(words):
        length, value = phrases.longest(words, at)
        found.extend([value] if length else [])
        at += length or 1
    return found


def only_praise(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a clause does nothing but approve."""
    return len(covered(words, vocabulary.praise)) == len(words) and "praise" in values(words, vocabulary.praise)


def only_options(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a clause names nothing but how an export should be: "1080p please"."""
    reading = _read(IntentKind.EXPORT, words, vocabulary)
    return not reading.rest and bool({"option", "aspect"} & set(reading.roles))
