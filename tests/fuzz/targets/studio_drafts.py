"""Drafts in requests to the studio: refused with a sentence, or planned as a film within its bounds; never anything else."""

import json
from typing import Any

from studio.api.reading import parse_object
from studio.director import Turn, direct
from studio.draft import Draft
from studio.errors import StudioError
from studio.exports.order import check, media_ids, size
from studio.render.plan import MAX_FILM_MS, MAX_SIDE, plan_film
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.words import EVIL
from tests.studio.director.footage import CLIPS, PHOTOS, SONG, ask, drawn, three

MEDIA = (*CLIPS, *PHOTOS, SONG)
WORDS = (
    *EVIL,
    "demo",
    "song",
    "in",
    "speed",
    "media",
    "source",
    "transition",
    "volume",
    "look",
    "shot",
    "scene",
    "clip",
    "box",
    "turn",
    "flip",
    "zoom",
    "focus",
    "still",
    "fps",
    "width",
)
DRAFTS = tuple(
    film.to_json()
    for film in (
        drawn(),
        three(),
        ask("add crossfades, captions “a b” and upbeat music", three(), CLIPS).draft,
        ask("a slideshow", media=PHOTOS).draft,
        ask("put clip 2 small in the corner of clip 1, freeze the end", three(), CLIPS).draft,
    )
)
PROMPTS = (
    "add the title “A”",
    "make it vertical",
    "cut the first 2 seconds",
    "speed it up",
    "mute it",
    "swap clip 1 and 2",
    "put clip 2 small in the corner of clip 1",
    "rotate it",
    "freeze at 3 seconds",
    "undo",
    "make it 5 seconds",
)


def attack(data: bytes) -> None:
    """A draft with anything in it: exported, shown, and edited further."""
    feed = Feed(data)
    draft = feed.altered(feed.pick(DRAFTS), WORDS)
    prompt = feed.pick(PROMPTS)
    try:
        read = parse_object(json.dumps({"draft": draft}).encode())["draft"]
        film = Draft.from_json(read)
    except StudioError:
        return
    _render(film)
    assert all(side > 0 for side in size(film))
    assert Draft.from_json(film.to_json()).to_json() == film.to_json()
    outcome = direct(Turn(prompt, film, MEDIA))
    assert outcome.reply
    json.dumps(outcome.draft.to_json(), allow_nan=False)


def _render(film: Draft) -> None:
    try:
        check(film)
        plan: Any = plan_film(film, {*media_ids(film)})
    except StudioError:
        return
    assert 0 < plan.frames <= MAX_FILM_MS / 1000 * 60 + 1
    assert 16 <= plan.canvas.width <= MAX_SIDE
    assert 16 <= plan.canvas.height <= MAX_SIDE
    for shot in (shot for layer in plan.layers for shot in layer):
        assert 0 <= shot.start < shot.end <= shot.until


def seeds() -> list[bytes]:
    """Each draft with each prompt, as it is and with a number in one of its places."""
    plain = [bytes([number, 0, prompt]) for number in range(len(DRAFTS)) for prompt in range(len(PROMPTS))]
    return plain + [bytes([number % 4, 1, number, 0, 2, number % 15]) for number in range(60)]


TARGET = Target(attack, seeds, WORDS)
