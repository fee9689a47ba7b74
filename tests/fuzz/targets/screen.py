"""Screen talk: what is left of the agent's words are the agent's words, and it never takes long."""

import time

from core.nemo.screen_talk import translate
from tests.core.nemo.sentences import DROPPED
from tests.fuzz.feed import Feed, text_of
from tests.fuzz.target import Target

SLOW = 1.0
"""Seconds of computing for some kilobytes, in which the whole bot would stand still; a common text takes 0.0005."""


def attack(data: bytes) -> None:
    """A text, or one piece of it many times."""
    feed = Feed(data)
    after_answer, times = feed.chance(), 1 + feed.byte() % 32
    text = text_of(feed.rest()) * times
    begin = time.thread_time()
    kept = translate(text, after_answer=after_answer).text
    assert time.thread_time() - begin < SLOW
    letters = iter(text)
    for letter in kept:
        assert letter in ".。" or letter in letters, "words that the agent did not say"


def seeds() -> list[bytes]:
    """Sentences that are dropped, some in a row."""
    sentences = [sentence for sentence, _ in DROPPED]
    rows = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return [b"\0\0" + text.encode() for text in (*rows, "Options:\n- Click Export\n- Drag it\n\nTitles:\n- “Click me”")]


TARGET = Target(
    attack,
    seeds,
    words=("Click ", "“", "”", ". ", "\n- ", ":\n", "```", "1. ", "timeline", "点击", "e.g. ", ", and then "),
)
