"""What was read of a prompt, put together as one request."""

import re
from collections.abc import Sequence

from studio.director.grammar import limits, music, purposes, stories, subjects, talk
from studio.director.grammar.heard import Heard
from studio.director.grammar.limits import Limit
from studio.director.grammar.normal import Source
from studio.director.grammar.own_names import own_name
from studio.director.grammar.picking import picks, sorts
from studio.director.grammar.targets import files, places
from studio.director.grammar.undrawn import undrawn
from studio.director.grammar.wished import Reading
from studio.director.model import MediaKind
from studio.director.picture_wishes import Drift, Zoom
from studio.director.request import Beat, Request
from studio.director.wishes import AddLines, AddText, ChangeText, SetMusic, Wish


def together(
    heard: Heard, reading: Reading, found: tuple[Wish, ...], story: tuple[Beat, ...], *, creates: bool
) -> Request:
    """The request: `found` are its wishes, `story` its scenes."""
    low, english, media = heard.prompt.low, heard.english, heard.media
    unwritten = _unwritten(heard.prompt, found, stories.items(heard.prompt, story))
    some = picks(english, heard.fresh) and not sorts(found)
    return Request(
        heard.language,
        found,
        recuts=purposes.recuts(low) or purposes.recuts(english),
        style=purposes.film_style(heard.both),
        says_media=None if _describes_clips(heard, story) else purposes.says_media(heard.both),
        to_song=purposes.to_song(english),
        files=files(low, media) if some else (),
        media_places=places(english) if some and len(story) < 2 else (),
        beats=story or subjects.single(unwritten.low, creates or heard.shows_scene()),
        shots=_one_each(found) or stories.shot_count(low),
        subject=subjects.subject(heard.prompt),
        undrawable=undrawn(unwritten.low),
        stand_in=subjects.stand_in(unwritten) if creates and len(story) < 2 else "",
        tune=music.tune(low),
        first_kind=purposes.first_kind(english),
        talk=_talk(english, heard.asks, bool(found)),
        unread=tuple(reading.unread),
        toolless=tuple(reading.toolless),
        limits=_limits(unwritten.low, found, filmed=any(item.kind is not MediaKind.AUDIO for item in media)),
        lively=purposes.is_lively(heard.both),
    )


def _describes_clips(heard: Heard, story: tuple[Beat, ...]) -> bool:
    """Whether "3 clips: a beach, a city, …" says what to draw, rather than what the person has."""
    return (
        len(story) > 1
        and not heard.media
        and not re.search(r"\b(?:my|our|these|uploaded|attached)\b|我的|上传", heard.both)
    )


def _one_each(wishes: Sequence[Wish]) -> int | None:
    """As many scenes as there are lines, when each line has its own."""
    listed = next((wish for wish in wishes if isinstance(wish, AddLines) and wish.each), None)
    return len(listed.lines) if listed else None


def _unwritten(prompt: Source, wishes: Sequence[Wish], items: Sequence[str]) -> Source:
    """The prompt without what is only written on the screen (offsets unchanged)."""
    quoted = prompt.quotations()  # which are masked anyway
    written = [wish.text for wish in wishes if isinstance(wish, AddText) and wish.text and wish.text not in quoted]
    for text in dict.fromkeys((*written, *items, own_name(prompt))):
        at = prompt.low.find(text.lower()) if text else -1
        if at >= 0:
            prompt = prompt.without(at, at + len(text))
    return prompt


def _limits(low: str, wishes: Sequence[Wish], *, filmed: bool) -> tuple[Limit, ...]:
    """What of the prompt is met only halfway, its kind of music among it. `filmed`: there is footage,
    which has its own camera."""
    played = any(isinstance(wish, SetMusic) and not wish.own for wish in wishes)
    kind = limits.genre(low) if played else None
    worded = any(isinstance(wish, AddText | AddLines | ChangeText) for wish in wishes)
    moving = filmed or any(isinstance(wish, Drift | Zoom) for wish in wishes)
    sought = limits.sought(low) if any(isinstance(wish, Zoom) for wish in wishes) else None
    untold = () if worded else limits.untold(low)
    halfway = (*limits.nearly(low, worded=worded, moving=moving), *untold)
    return (*halfway, *(limit for limit in (kind, sought) if limit))


def _talk(low: str, question: bool, wishes: bool) -> str | None:
    if question:
        return "question"
    if wishes:
        return None
    return talk.out_of_place(low) or ("vague" if talk.is_vague(low) else None)
