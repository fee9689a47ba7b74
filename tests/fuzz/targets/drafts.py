"""Drafts: any JSON is read, summed up, compared and drawn, and what is said of it is fit to be shown."""

import tempfile
import unicodedata
from pathlib import Path
from typing import Any

from core.locales import LANGUAGES, Speech
from core.skills import load_skills
from core.timeline import changes, draw, has_content, parse, same, suggestions, summary
from tests.core.timeline.drafts import city, draft, segment, track
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.words import EVIL

WORDS = (
    *EVIL,
    "t",
    "tt",
    "sg",
    "d",
    "m",
    "st",
    "volume",
    "text",
    "role",
    "caption",
    "1e400",
    "nan",
    "-1",
    "86400000",
    "١٢",
)
SKILLS = tuple(load_skills().values())
DRAFTS: tuple[Any, ...] = (
    city(),
    draft(),
    draft(
        *(
            track(kind, *(segment(1000 * n, 1000, title=f"clip {n}", transition={}) for n in range(6)))
            for kind in (0, 1, 7, 9)
        )
    ),
    draft(
        track(7, *(segment(n, 1, text=f"word {n}", role="caption") for n in range(5)), name="Captions"),
        width=9,
        height=16,
    ),
)


def attack(data: bytes) -> None:
    """Two drafts, one made out of the other."""
    feed = Feed(data)
    say = Speech(feed.pick(LANGUAGES))
    drawing = feed.byte() == 77  # a picture takes as long as fifty drafts without one
    before = feed.altered(feed.pick(DRAFTS), WORDS)
    after = feed.altered(before, WORDS) if feed.chance() else feed.value(WORDS)
    for one in (before, after):
        view = parse(one)
        assert view.duration >= 0
        assert all(each.duration >= 0 and each.start >= 0 for row in view.tracks for each in row.segments)
        assert not (view.filled and not has_content(one))
        _check_shown(summary(one, say))
        assert len(suggestions(one, feed.pick(SKILLS))) <= 3
    _compare(before, after, say)
    if drawing:
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            draw(after, Path(file.name), say)


def _compare(before: object, after: object, say: Speech) -> None:
    told = changes(before, after, say)
    assert len(told) <= 13
    for sentence in told:
        _check_shown(sentence)
    assert bool(told) is not same(before, after)
    assert changes(after, after, say) == []
    assert same(after, before) is same(before, after)


def _check_shown(text: str) -> None:
    assert len(text) < 4000
    assert text.isprintable() or not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in text), text


def seeds() -> list[bytes]:
    """Each draft beside itself; one of them drawn."""
    return [bytes([0, drawn, number, 0, 1, 0]) for number in range(len(DRAFTS)) for drawn in (0, 77)]


TARGET = Target(attack, seeds, WORDS, rounds=60)
