"""A whole prompt, read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.director.grammar import (
    briefs,
    clearing,
    countdowns,
    labels,
    limits,
    lines,
    manners,
    music,
    occasions,
    onscreen,
    particulars,
    purposes,
    sequences,
    stories,
    subjects,
    talk,
    tidying,
    timecodes,
)
from studio.director.grammar.clauses import clauses
from studio.director.grammar.foreign import in_english
from studio.director.grammar.limits import Limit
from studio.director.grammar.normal import Source, source
from studio.director.grammar.numbers import number
from studio.director.grammar.own_names import own_name
from studio.director.grammar.picking import picks, sorts
from studio.director.grammar.scenes import mood, scenes
from studio.director.grammar.setting import Setting
from studio.director.grammar.spelling import righted
from studio.director.grammar.targets import files, places
from studio.director.grammar.undrawn import undrawn
from studio.director.grammar.wished import Reading, wished
from studio.director.grammar.words import QUOTED
from studio.director.language import language_of
from studio.director.model import MediaItem, MediaKind
from studio.director.picture_wishes import Drift, Zoom
from studio.director.request import Beat, Request
from studio.director.wishes import (
    AddLines,
    AddText,
    ChangeText,
    Countdown,
    Redo,
    SetLength,
    SetMusic,
    Undo,
    Wish,
)

_TIMES = re.compile(
    r"(?:last|previous|past) (\w+) (?:changes|edits|steps|things)|(\w+) (?:steps|times|"
    r"changes|edits)|([一二三四五两\d]+)(?:步|次)"
)


def _history(low: str, language: str) -> Request | None:
    found = talk.undo_redo(low)
    if found is None or len(low) > 80:
        return None
    match = _TIMES.search(low)
    if match is None and re.search(r"\btwice\b|两次|两步|dos veces|zweimal|deux fois|duas vezes|дважды", low):
        return Request(language, (Redo(2) if found[0] == "redo" else Undo(2),))
    times = int(number(next(group for group in match.groups() if group)) or 1) if match else 1
    wish: Wish = Redo(max(1, times), talk.brings_back(low)) if found[0] == "redo" else Undo(max(1, times), found[1])
    return Request(language, (wish,))


def _after_going_back(prompt: Source, language: str) -> str:
    """What the prompt wants after it went back: "undo that and make it 20 seconds"."""
    spoken = in_english(prompt, language)
    row = list(clauses(spoken.english))
    at = next((number_ for number_, clause in enumerate(row) if talk.undo_redo(clause.low)), len(row))
    return ", ".join(words for clause in row[at + 1 :] if len(words := spoken.words_of(clause)) > 3)


def _beats(prompt: Source) -> tuple[Beat, ...]:
    told = stories.storyboard(prompt) or sequences.slashed(prompt) or sequences.listed(prompt)
    told = told or sequences.seasons(prompt)
    if told and 2 * sum(subjects.is_edit_talk(beat.words.lower()) for beat in told) >= len(told):
        return ()  # a numbered list of edits
    return told or (briefs.brief(prompt) if stories.is_long(prompt) else ())


def _settings_of(prompt: Source) -> Source:
    """The part of a long text that sets things: its lines like "Duration: 30 seconds", and its first sentence."""
    at, low, raw = 0, [], []
    for number_, line in enumerate(prompt.low.splitlines(keepends=True)):
        piece = prompt.raw[at : at + len(line)]
        if stories.SETTING.match(line) or (number_ == 0 and len(line) < 400):
            low.append(line)
            raw.append(piece)
        at += len(line)
    return Source("".join(raw), "".join(low))


def read(text: str, media: Sequence[MediaItem] = (), language: str = "en", fresh: bool = True) -> Request:
    """Read a prompt. `fresh`: there is no film yet, so that scene words alone ask for one."""
    english = language_of(text.lower(), language) not in ("de", "es", "fr", "pt")
    prompt = source(righted(text, english=english))
    low = prompt.low.strip()
    spoken = language_of(re.sub(f"{QUOTED}+", " ", prompt.low), language)
    meant = in_english(prompt, spoken).english.low.strip()
    if clearing.wants_nothing_left(low) or clearing.wants_nothing_left(meant):
        return Request(spoken, talk="vague" if fresh else "clear")
    small = talk.small_talk(low) or talk.small_talk(meant)
    if small and not scenes(low):
        return Request(spoken, talk=small)
    gone_back = _history(low, spoken) or _history(meant, spoken)
    if gone_back:
        return replace(gone_back, rest=_after_going_back(prompt, spoken))
    return _read_work(prompt, media, spoken, fresh)


_QUESTION_FIRST = re.compile(r"[^?？]{3,160}[?？](?=\s*\w)")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A prompt as its purpose is read: as written, in English, and without the polite words in front."""

    prompt: Source
    english: str
    both: str
    polite: str
    media: Sequence[MediaItem]
    language: str
    fresh: bool

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return talk.is_question(self.polite) or talk.is_question(self.english)

    @property
    def drawable(self) -> bool:
        """Whether there is nothing yet to make a film of but words."""
        return self.fresh and not any(item.kind is not MediaKind.AUDIO for item in self.media)

    def creates(self) -> bool:
        """Whether a new film is asked for in so many words."""
        if self.asks:
            return False
        here = _creates(self.polite, self.media, self.fresh)
        return here or (self.fresh and _creates(self.english, self.media, self.fresh))

    def shows_scene(self) -> bool:
        """Whether the words paint a picture, which alone asks for a film."""
        low = self.prompt.low
        if self.asks:
            return False
        if not self.fresh:
            return subjects.describes_scene(self.polite)
        edits = subjects.is_edit_talk(self.polite) or subjects.is_edit_talk(self.english)
        return bool(scenes(low) or mood(low)) and (purposes.says_media(self.both) == "audio" or not edits)


def _heard(prompt: Source, media: Sequence[MediaItem], language: str, fresh: bool) -> _Heard:
    low, english = prompt.low, talk.unpolite(in_english(prompt, language).english.low)
    both = low if language in ("en", "zh") else f"{low}\n{english}"
    return _Heard(prompt, english, both, talk.unpolite(low), media, language, fresh)


def _read_work(prompt: Source, media: Sequence[MediaItem], language: str, fresh: bool) -> Request:
    script = timecodes.script(prompt) if fresh else None
    unnamed = labels.labels(prompt) if fresh else None
    taken = lines.lines(script.rest if script else unnamed or prompt, fresh)
    heard = _heard(taken.rest, media, language, fresh)
    if heard.asks and (asked := _QUESTION_FIRST.match(taken.rest.low)):
        rest = taken.rest.part(asked.end(), len(taken.rest.low))
        more = _heard(rest, media, language, fresh)
        work = Request(language) if more.asks else _read_work(rest, media, language, fresh)
        if work.wishes or work.creates:
            return replace(work, asked=asked[0], talk=None)
    beats = script.beats if script else () if heard.asks else _beats(heard.prompt)
    beats = labels.named(beats) if unnamed and len(beats) > 1 else beats
    pictured = heard.shows_scene()
    creates = heard.creates() or (pictured and not fresh) or script is not None
    long = stories.is_long(heard.prompt) and bool(beats)
    setting = Setting(media, creates or pictured or long, language)
    reading = wished(_settings_of(heard.prompt) if long else heard.prompt, setting)
    if (
        heard.drawable
        and not (creates or heard.asks or pictured)
        and (
            len({found.scene for found in beats} - {None}) > 1
            or len(beats) > 1
            or _wants_film(heard, reading, taken.wishes)
        )
    ):
        creates = True
        reading = wished(heard.prompt, replace(setting, creates=True))
    story = beats if long or not _mostly_edits(reading.wishes) else ()
    found = (
        ()
        if heard.asks
        else countdowns.after_countdown(
            *taken.wishes, *tidying.one_length(tidying.under_titles(tidying.tidy(reading.wishes)))
        )
    )
    story, found = _told(heard.prompt, story, found, long=long)
    request = _request(heard, reading, found, story, creates=creates, pictured=pictured)
    request = replace(request, creates=creates or long or (bool(story) and fresh))
    films = request.creates or request.recuts or (fresh and (request.beats or request.style))
    if not films:
        return request
    request = particulars.shown(onscreen.for_an_occasion(request, heard.prompt), heard.prompt.low)
    request = replace(request, wishes=tidying.apart(request.wishes))
    request = onscreen.held(request, heard.prompt.low)
    return replace(request, wishes=manners.in_that_manner(request.wishes))


def _wants_film(heard: _Heard, reading: Reading, listed: Sequence[Wish]) -> bool:
    """Whether words that name no film ask for one all the same: a greeting, a subject, words for the screen."""
    if occasions.occasion(heard.prompt, heard.language) is not None:
        return True
    if any(isinstance(wish, Countdown) for wish in listed):
        return True
    worded = any(isinstance(wish, AddText) and wish.text for wish in reading.wishes)
    shaped = any(isinstance(wish, SetLength | SetMusic | AddLines | Countdown) for wish in reading.wishes)
    asks = bool(reading.unread or worded or shaped) and subjects.asks_for_film(heard.polite)
    return asks and not talk.is_chatter(heard.english)


def _told(
    prompt: Source, story: tuple[Beat, ...], found: tuple[Wish, ...], *, long: bool
) -> tuple[tuple[Beat, ...], tuple[Wish, ...]]:
    """The story and the wishes beside it: words and lengths that belong to single scenes are none of the film's."""
    if story or long:
        found = onscreen.of_a_brief(prompt, found)
    captions = {beat.caption for beat in story if beat.caption}
    found = tuple(wish for wish in found if not (isinstance(wish, AddText) and wish.text in captions))
    if len(story) > 1 and any(isinstance(wish, SetLength) and len(wish.which.places) > 50 for wish in found):
        story = tuple(replace(beat, ms=None) for beat in story)
    if len(story) > 1 and any(beat.ms for beat in story):
        found = _without_beat_lengths(found, story)
    return story, found


def _request(
    heard: _Heard, reading: Reading, found: tuple[Wish, ...], story: tuple[Beat, ...], *, creates: bool, pictured: bool
) -> Request:
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
        beats=story or subjects.single(unwritten.low, pictured or creates),
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


def _describes_clips(heard: _Heard, story: tuple[Beat, ...]) -> bool:
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


def _creates(polite: str, media: Sequence[MediaItem], fresh: bool) -> bool:
    unmade = fresh and not media and purposes.names_film(polite) and not subjects.is_edit_talk(polite)
    if (not fresh or media) and purposes.changes_one(polite):
        return False
    if fresh and media and (purposes.film_style(polite) or purposes.first_kind(polite) or purposes.from_mine(polite)):
        return True
    return purposes.creates(polite) or purposes.recuts(polite) or unmade


def _without_beat_lengths(wishes: tuple[Wish, ...], story: tuple[Beat, ...]) -> tuple[Wish, ...]:
    """The lengths of single scenes are none of the film's."""
    told = {beat.ms for beat in story}
    return tuple(wish for wish in wishes if not (isinstance(wish, SetLength) and wish.ms in told))


def _mostly_edits(wishes: Sequence[Wish]) -> bool:
    keeping = (SetLength, AddText, SetMusic)
    return sum(not isinstance(wish, keeping) for wish in wishes) >= 3


def _talk(low: str, question: bool, wishes: bool) -> str | None:
    if question:
        return "question"
    if wishes:
        return None
    return talk.out_of_place(low) or ("vague" if talk.is_vague(low) else None)
