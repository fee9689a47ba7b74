"""Messages: any text is read as something that can be asked, in no time."""

import time

from benchmarks.intents import cases
from core.intents import IntentKind, classify
from tests.fuzz.feed import Feed, text_of
from tests.fuzz.target import Target

SLOW = 1.0
"""Seconds of computing for some kilobytes; a common message takes 0.0005."""


def attack(data: bytes) -> None:
    """The first byte says what comes with the words, the second how often they are repeated."""
    feed = Feed(data)
    files, timeline = feed.chance(), feed.pick((None, True, False))
    text = (text_of(feed.take(4096)) * (1 + feed.byte() % 32)) if feed.chance() else text_of(feed.rest())
    begin = time.thread_time()
    intent = classify(text, has_files=files, has_timeline=timeline)
    assert time.thread_time() - begin < SLOW
    assert intent.words in text
    assert 0 < intent.confidence <= 1
    assert intent.doubtful or intent.other is None
    assert IntentKind.AGENT not in intent.also
    assert set(intent.options) <= {"resolution", "aspect", "format"}


def seeds() -> list[bytes]:
    """The labelled phrases."""
    return [b"\0\0\0" + case.phrase.encode() for case in cases("intents.tsv")[::3]]


TARGET = Target(
    attack, seeds, words=("export", "导出", " and ", "then ", "“", "”", "https://a.test/b", "9:16", ", ", "not ")
)
