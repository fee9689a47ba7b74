"""The words that a new film gets without being asked in so many words: of an occasion, in quotes, of a brief."""

import re
from dataclasses import replace

from studio.director.grammar import briefs, countdowns, occasions, stories
from studio.director.grammar.manners import is_manner
from studio.director.grammar.normal import Source
from studio.director.grammar.overlays import dressed, without
from studio.director.grammar.own_names import own_name
from studio.director.grammar.scenes import mood, scenes
from studio.director.grammar.words import words
from studio.director.meaning import Kind, When
from studio.director.request import Beat, Request
from studio.director.wishes import AddLines, AddText, ChangeText, Countdown, Remove, Wish

_LIKE = re.compile(r"(?:like|style of|inspired by|from|mood of|song|movie|file) ?\ue000")


_QUOTE = words("quotes?", "quotation", "saying of the day", "proverb", "affirmations?", "poem", "zitat\\w*", "frase", "cita",
    "citation",
    "цитат\\w*", cjk="名言|语录|金句|诗|格言|心灵鸡汤")  # fmt: skip


def held(request: Request, low: str) -> Request:
    """The one text of a film about a quotation stands all the time, unless another time is named."""
    texts = [wish for wish in request.wishes if isinstance(wish, AddText) and wish.text]
    if len(texts) != 1 or texts[0].when or not _QUOTE.search(low):
        return request
    kept = replace(texts[0], when=When(edge="all"))
    return replace(request, wishes=tuple(kept if wish is texts[0] else wish for wish in request.wishes))


def for_an_occasion(request: Request, prompt: Source) -> Request:
    """A greeting or an announcement has its words on the screen, and a backdrop and music that suit it."""
    if request.talk == "vague":
        return request
    if len(request.beats) > 1:
        return _named(request, prompt)
    found = occasions.occasion(prompt, request.language)
    if found is None:
        return _quoted_title(request, prompt)
    named = scenes(prompt.low)
    beats = request.beats
    if not named and found.scene:
        own = dressed(Beat(prompt.low[:120], found.scene, mood(prompt.low) or found.mood), prompt.low)
        plain = own.over or own.colours or without(prompt.low, found.over)
        beats = (own if plain else replace(own, over=found.over),)
    if any(isinstance(wish, AddText) and wish.text == found.title for wish in request.wishes):
        return replace(request, beats=beats, tune=request.tune or found.tune)
    rows = [line.lower() for wish in request.wishes if isinstance(wish, AddLines) for line in wish.lines]
    titled = _titled(request) or found.title.lower() in rows
    unwanted = any(isinstance(wish, Remove) and wish.kind in (Kind.TEXT, Kind.TITLE) for wish in request.wishes)
    alone = not any(isinstance(wish, Countdown | AddText) for wish in request.wishes)
    time = When(edge="all") if alone else When()  # the words are what such a film is for
    extra = () if titled or unwanted else (AddText(found.title, found.sub, when=time),)
    return replace(
        request,
        wishes=countdowns.after_countdown(*request.wishes, *extra),
        beats=beats,
        tune=request.tune or found.tune,
        announces=True,
    )


def _named(request: Request, prompt: Source) -> Request:
    """A film of several scenes shows the name of what it is for, unless words stand on it anyway."""
    name = own_name(prompt)
    if not name or _titled(request) or any(beat.caption for beat in request.beats):
        return request
    return replace(request, wishes=(*request.wishes, AddText(name)))


def _titled(request: Request) -> bool:
    """Whether a title is asked for, other than one that closes the film or counts down."""
    return any(isinstance(wish, AddText) and wish.role == "title" and not _closes(wish) for wish in request.wishes)


def _closes(wish: Wish) -> bool:
    return isinstance(wish, AddText) and wish.when.edge == "end"


def _quoted_title(request: Request, prompt: Source) -> Request:
    """Words in quotes that nothing else took are the film's title."""
    texts = [
        wish for wish in request.wishes if isinstance(wish, AddText | ChangeText | AddLines) and not is_manner(wish)
    ]
    taken = {said for wish in texts for said in (getattr(wish, "text", None), getattr(wish, "sub", None))}
    quoted = [said for said in prompt.quotations() if said not in taken]
    if not quoted or any(not _closes(wish) for wish in texts) or _LIKE.search(prompt.low):
        return request
    return replace(request, wishes=(*request.wishes, AddText(quoted[0])))


def of_a_brief(prompt: Source, wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """The title and slogan that a brief gives itself."""
    if not stories.is_long(prompt):
        return wishes
    named, slogan = briefs.heading(prompt), briefs.slogan(prompt)
    kept = [
        wish for wish in wishes if not (isinstance(wish, ChangeText) or (isinstance(wish, AddText) and not wish.text))
    ]
    has_title = any(isinstance(wish, AddText) and wish.role == "title" for wish in kept)
    if named and not has_title:
        kept.append(AddText(named))
    if slogan:
        kept = [wish for wish in kept if not (isinstance(wish, AddText) and wish.role == "tagline")]
        kept.append(AddText(slogan, role="tagline"))
    return tuple(kept)
