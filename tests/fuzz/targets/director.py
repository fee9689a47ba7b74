"""Prompts: any text on any sound film gives an answer, keeps the film sound, and charges nothing for nothing."""

import time

from studio.director import Turn, direct
from studio.draft import Draft
from tests.fuzz.feed import Feed, text_of
from tests.fuzz.target import Target
from tests.studio.director.footage import BEACH, CLIPS, DEMO, PHOTOS, SONG, assert_sound, drawn, three
from tests.studio.director.test_any_text import PHRASES

SLOW = 1.5
"""Seconds of computing for a few kilobytes; a common prompt takes 0.005."""
FILMS = (Draft(), drawn(), three())
MEDIA = ((), CLIPS, PHOTOS, (SONG,), (*CLIPS, *PHOTOS, SONG), (BEACH,))


def attack(data: bytes) -> None:
    """A prompt, and perhaps another one on what came of it."""
    feed = Feed(data)
    film, media, language = feed.pick(FILMS), feed.pick(MEDIA), feed.pick(("en", "zh", "de", "ja", "xx", ""))
    known = tuple({item.id: item for item in (*media, DEMO)}.values()) if film == FILMS[2] else media
    history: tuple[Draft, ...] = (Draft(),)
    for text in text_of(feed.rest()).encode(errors="replace").decode().split("\x1f")[:3]:
        begin = time.thread_time()
        outcome = direct(Turn(text, film, known, history, language))
        assert time.thread_time() - begin < SLOW
        assert outcome.reply
        outcome.reply.encode()
        if outcome.edited:
            assert outcome.stages[-1] == outcome.draft
            assert_sound(outcome.draft, known)
        else:
            assert (outcome.draft, outcome.generated, outcome.steps) == (film, 0, ())
        assert Draft.from_json(outcome.draft.to_json()) == outcome.draft
        film, history = outcome.draft, (*history, film)


def seeds() -> list[bytes]:
    """The prompts of the tables, on each film, some one after another."""
    alone = [bytes([number % 3, number % 6, 0]) + text.encode() for number, text in enumerate(PHRASES)]
    pairs = zip(PHRASES[::3], PHRASES[1::3], strict=False)
    return alone + [
        bytes([number % 3, number % 6, 0]) + "\x1f".join(pair).encode() for number, pair in enumerate(pairs)
    ]


TARGET = Target(
    attack,
    seeds,
    words=(
        "\x1f",
        " and ",
        "undo",
        "title “a”",
        "from 2 to 3",
        "clip 2",
        "第2个",
        "10s",
        "-1",
        "faster",
        "all",
        "0%",
        "99999999999 seconds",
    ),
    largest=2000,
    rounds=80,
)
