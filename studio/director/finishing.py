"""What is still to be done on a new film once it is cut: its music, its titles, the words of its scenes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director import composing, titling
from studio.director.meaning import Kind, When
from studio.director.model import MediaKind
from studio.director.operations.bench import Bench
from studio.director.operations.scenery import DARK, pale
from studio.director.operations.sound import has_speech
from studio.director.operations.texts import TITLE_LENGTH, put_text
from studio.director.request import Request
from studio.director.timeline import shots_of
from studio.director.wishes import (
    AddLines,
    AddShot,
    AddText,
    ChangeText,
    Cut,
    KeepOnly,
    Remove,
    Repeat,
    Restyle,
    SetCanvas,
    SetFade,
    SetLength,
    SetMusic,
    SetSpeed,
    SetTransition,
    SetVolume,
    Wish,
)
from studio.draft import Draft, Segment, TrackType

_WORDS = (Kind.TEXT, Kind.TITLE, Kind.CAPTION)
_NEVER_YET = (Kind.MUSIC, Kind.TRANSITION, Kind.LOOK, Kind.FADE, Kind.SPEED)  # of any film that is new
_BY_THE_CUT = (SetLength, SetCanvas, SetTransition, AddShot, Restyle)
_WORD_TIME = 450  # ms to read a word


def still_to_do(request: Request, made: composing.Film, bench: Bench, *, music: bool) -> list[Wish]:
    """The wishes that the cut did not fulfil, and the music that the film has by default (`music`: whether it has any)."""
    songs = any(item.kind is MediaKind.AUDIO and item.duration > 0 for item in bench.media.values())
    rest = [_worded(wish, request, made, songs) for wish in request.wishes if not _cut_so_already(wish)]
    rest = [_legible(wish) for wish in rest] if _is_pale(made.draft) else rest
    rest = [_long_enough(wish, made.draft.duration) for wish in rest]
    silent = any(isinstance(wish, Remove) and wish.kind in (Kind.MUSIC, Kind.ALL_SOUND) for wish in rest)
    absent = _absent(made, bench)
    rest = [wish for wish in rest if not (isinstance(wish, Remove) and wish.kind in absent)]
    if not any(isinstance(wish, SetMusic) for wish in rest) and music and not silent:
        rest.append(_default_music(bench, rest))
    ends = any(isinstance(wish, SetTransition) and wish.or_ends for wish in request.wishes)
    if ends and len(shots_of(made.draft)) == 1:
        rest.append(SetFade("both"))
    asked = composing.asked_length(request)
    return [*rest, SetLength(min(asked, made.draft.duration))] if asked and _changes_length(rest) else rest


def _absent(made: composing.Film, bench: Bench) -> tuple[Kind, ...]:
    """What need not be removed from a new film, because it has none of it."""
    unworded = not made.draft.of_type(TrackType.TEXT) and not any(beat.caption for beat in made.beats)
    silent = not has_speech(made.draft, bench.media)
    return (*_NEVER_YET, *(_WORDS if unworded else ()), *((Kind.SOUND, Kind.ALL_SOUND) if silent else ()))


def _worded(wish: Wish, request: Request, made: composing.Film, songs: bool) -> Wish:
    """A title that was asked for without words gets some."""
    if isinstance(wish, SetMusic) and wish.style == "auto" and not wish.own:
        return replace(wish, own=songs)
    if isinstance(wish, ChangeText) and wish.text:
        return AddText(wish.text, "", "title", wish.place, wish.when, wish.color, wish.size)
    if isinstance(wish, AddText) and wish.text is None and wish.role == "title":
        return replace(wish, text=titling.thought_up(request, made.beats, made.items))
    return wish


def _is_pale(draft: Draft) -> bool:
    """Whether white words would be lost on every shot."""
    shots = shots_of(draft)
    return bool(shots) and all(pale(shot.meta) for shot in shots)


def _legible(wish: Wish) -> Wish:
    """Words without a colour of their own are dark."""
    return replace(wish, color=DARK) if isinstance(wish, AddText | AddLines) and not wish.color else wish


def _long_enough(wish: Wish, total: int) -> Wish:
    """A title that nothing is said of stands as long as it takes to read it."""
    if not isinstance(wish, AddText) or wish.role in ("caption", "tagline") or not wish.text or wish.when:
        return wish
    said = f"{wish.text} {wish.sub}"
    reading = max(_WORD_TIME * len(said.split()), _WORD_TIME // 2 * len(re.findall(r"[\u3040-\u9fff]", said)))
    return replace(wish, when=When(edge="start", length=min(reading, total))) if reading > TITLE_LENGTH else wish


def _cut_so_already(wish: Wish) -> bool:
    """What the cut of a new film has followed."""
    if isinstance(wish, SetLength) and wish.which:
        return composing.is_each(wish)
    return isinstance(wish, _BY_THE_CUT)


def _changes_length(wishes: Sequence[Wish]) -> bool:
    return any(isinstance(wish, SetSpeed | Cut | Repeat | KeepOnly) for wish in wishes)


def _default_music(bench: Bench, rest: Sequence[Wish]) -> SetMusic:
    level = next((wish.level for wish in rest if isinstance(wish, SetVolume) and wish.kind is not Kind.SOUND), None)
    own = any(item.kind is MediaKind.AUDIO for item in bench.media.values())
    return SetMusic("auto", own=own, volume=level)


def with_captions(made: composing.Film) -> Draft:
    """The words of each scene on that scene, tied to it."""
    draft = made.draft
    track = draft.tracks[0].segments if draft.tracks else ()
    captions = [beat.caption for beat in made.beats] if len(made.beats) > 1 else []
    ends = [*(segment.start for segment in track[1:]), draft.duration]
    for number, (segment, end, words) in enumerate(zip(track, ends, captions, strict=False)):
        if words:
            meta = {"text": words, "role": "caption", "place": "bottom", "shot": segment.id}
            draft = put_text(draft, Segment(f"tx_{number + 1}", segment.start, end - segment.start, meta))
    return draft
