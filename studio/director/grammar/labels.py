"""Scenes that each show their own name: "four places: …, each with its name as caption"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar.normal import Source
from studio.director.grammar.words import titled
from studio.director.request import Beat

_EACH_NAMED = re.compile(
    r"(?:(?:and )?(?:label|caption|title|name)(?:s|ed|led)? (?:each|every|all)(?: (?:one|place|city|scene|shot|clip|"
    r"country|season))?"
    r"(?: (?:of them|with (?:its|the|their) (?:place )?names?))?|each (?:one |place |city |scene |shot )?(?:with|has|"
    r"shows?|showing) "
    r"(?:its|the|their)(?: place| city| own)? names?(?: (?:as|in|on)(?: an?| the)? (?:captions?|titles?|text|labels?|screen))?|"
    r"(?:with )?(?:the )?(?:place |city )?names? of (?:each|every)(?: \w+)?(?: (?:on|as)(?: an?| the)? (?:screen|"
    r"captions?|text))?|"
    r"(?:with )?(?:the |their )(?:place |city )?names (?:as|in|on)(?: the)? (?:captions?|text|titles?|screen)|"
    r"(?:在)?每个?(?:画面|场景|镜头|地方|城市)?(?:都|上)?(?:配上?|写上?|标上?|标注|显示|加上?)(?:对应的?)?(?:地名|名字|名称)(?:字幕)?|"
    r"(?:con|mit|avec|com|с) (?:el nombre de cada|dem namen (?:jede\w+|des)|le nom de chaque|o nome de cada|"
    r"названи\w+ кажд\w+) \w+)"
)
_MOST_WORDS = 6


def labels(prompt: Source) -> Source | None:
    """The prompt without the words that want each scene named (offsets unchanged); None when it has none."""
    match = _EACH_NAMED.search(prompt.low)
    return prompt.without(match.start(), match.end()) if match else None


def named(beats: Sequence[Beat]) -> tuple[Beat, ...]:
    """The scenes with what they show written on them, where they have no words of their own."""
    return tuple(replace(beat, caption=beat.caption or _name(beat.words)) for beat in beats)


def _name(words: str) -> str:
    bare = re.sub(r"^(?:an?|the|in|at|from)\s|\(.*\)|\s\d+\s?s(?:ec\w*)?$", "", words.strip(), flags=re.IGNORECASE)
    return titled(bare) if 0 < len(bare.split()) <= _MOST_WORDS else ""
