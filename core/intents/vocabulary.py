"""Each language's words for the things that can be asked, read from the data files beside this module."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from core.intents.intent import IntentKind
from core.intents.tokens import phrase
from core.locales import LANGUAGES

_DATA: Final = Path(__file__).parent / "data"


class Phrases:
    """A set of phrases with a value each; finds the longest one that begins at a token. `word*` matches what begins so."""

    def __init__(self) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._open: dict[str, list[tuple[tuple[str, ...], str]]] = {}

    def add(self, entries: Iterable[str], value: str) -> "Phrases":
        """Add phrases; of equal phrases the first one added counts."""
        for entry in entries:
            pattern = phrase(entry)
            known = self._group(pattern[0])
            if all(pattern != other for other, _ in known):
                known.append((pattern, value))
        return self

    def longest(self, words: Sequence[str], at: int) -> tuple[int, str]:
        """How many tokens the longest phrase at `at` takes, and its value; (0, "") when there is none."""
        best = (0, "")
        for pattern, value in (*self._exact.get(words[at], ()), *self._open.get(words[at][:2], ())):
            if len(pattern) > best[0] and _matches(pattern, words, at):
                best = (len(pattern), value)
        return best

    def _group(self, first: str) -> list[tuple[tuple[str, ...], str]]:
        if first.endswith("*"):
            return self._open.setdefault(first[:2], [])
        return self._exact.setdefault(first, [])


def _matches(pattern: tuple[str, ...], words: Sequence[str], at: int) -> bool:
    if at + len(pattern) > len(words):
        return False
    return all(
        words[at + offset].startswith(part[:-1]) if part.endswith("*") else words[at + offset] == part
        for offset, part in enumerate(pattern)
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language: what each kind of request may consist of, and what tells of other things."""

    language: str
    kinds: Mapping[IntentKind, Phrases]  # values are roles, see `core.intents.grammar`
    edits: Phrases
    praise: Phrases
    joints: Phrases
    quoting: Phrases
    resolutions: Phrases
    ratios: Phrases


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """All languages, in the order of `core.locales.LANGUAGES`."""
    common = _read("common")
    return tuple(_vocabulary(language, _read(language), common) for language in LANGUAGES)


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _vocabulary(language: str, own: Mapping[str, Any], common: Mapping[str, Any]) -> Vocabulary:
    def words(key: str, sub: str = "") -> list[str]:
        parts = [(data.get(key, {}).get(sub, []) if sub else data.get(key, [])) for data in (own, common)]
        return [word for part in parts for word in part]

    def mapped(key: str) -> Phrases:
        found = Phrases()
        for entry, value in {**common.get(key, {}), **own.get(key, {})}.items():
            found.add([entry], value)
        return found

    def around(kind: Phrases) -> Phrases:
        kind.add(words("negations"), "negation").add(words("questions"), "question")
        return kind.add([*words("fillers"), *words("praise"), *words("joints")], "filler")

    export = Phrases()
    for role, key in (("strong", "strong"), ("alone", "alone"), ("weak", "weak"), ("object", "objects")):
        export.add(words("export", key), role)
    export.add(words("export", "aspects"), "aspect").add(words("export", "options"), "option")
    export.add(words("indefinite"), "indefinite")
    kinds = {IntentKind.EXPORT: around(export)}
    for kind in (IntentKind.CREDITS, IntentKind.STATUS, IntentKind.UPLOAD):
        asked = Phrases().add(words(kind.value, "nouns"), "strong").add(words(kind.value, "around"), "around")
        kinds[kind] = around(asked)
    return Vocabulary(
        language,
        kinds,
        edits=Phrases().add(words("edits", "words"), "edit"),
        praise=Phrases().add(words("fillers"), "filler").add(words("praise"), "praise"),
        joints=Phrases().add(words("joints"), "joint"),
        quoting=Phrases().add(words("quoting"), "quoting"),
        resolutions=mapped("resolutions"),
        ratios=mapped("ratios"),
    )
