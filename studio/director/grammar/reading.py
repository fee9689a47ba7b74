"""A whole prompt, read."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.director.grammar import (
    briefs,
    clearing,
    countdowns,
    labels,
    lines,
    manners,
    occasions,
    onscreen,
    particulars,
    sequences,
    stories,
    subjects,
    talk,
    tidying,
    timecodes,
)
from studio.director.grammar.assembling import together
from studio.director.grammar.foreign import in_english
from studio.director.grammar.heard import Heard, heard
from studio.director.grammar.normal import Source, source
from studio.director.grammar.scenes import scenes
from studio.director.grammar.setting import Setting
from studio.director.grammar.spelling import righted
from studio.director.grammar.undoing import after_going_back, going_back
from studio.director.grammar.wished import Reading, wished
from studio.director.grammar.words import QUOTED
from studio.director.language import language_of
from studio.director.model import MediaItem
from studio.director.request import Beat, Request
from studio.director.wishes import AddLines, AddText, Countdown, SetLength, SetMusic, Wish

_QUESTION_FIRST = re.compile(r"[^?？]{3,160}[?？](?=\s*\w)")


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
    if gone_back := going_back(low) or going_back(meant):
        return Request(spoken, (gone_back,), rest=after_going_back(prompt, spoken))
    return _read_work(prompt, media, spoken, fresh)


def _read_work(prompt: Source, media: Sequence[MediaItem], language: str, fresh: bool) -> Request:
    """What a prompt wants that is neither talk nor a step in the history."""
    script = timecodes.script(prompt) if fresh else None
    unnamed = labels.labels(prompt) if fresh else None
    taken = lines.lines(script.rest if script else unnamed or prompt, fresh)
    said = heard(taken.rest, media, language, fresh)
    if said.asks and (answered := _work_after_question(said)):
        return answered
    beats = script.beats if script else () if said.asks else _beats(said.prompt)
    beats = labels.named(beats) if unnamed and len(beats) > 1 else beats
    long = stories.is_long(said.prompt) and bool(beats)
    reading, creates = _reading(said, beats, taken.wishes, scripted=script is not None, long=long)
    story = beats if long or not _mostly_edits(reading.wishes) else ()
    found = () if said.asks else _in_order(taken.wishes, reading.wishes)
    story, found = _told(said.prompt, story, found, long=long)
    request = together(said, reading, found, story, creates=creates)
    request = replace(request, creates=creates or long or (bool(story) and fresh))
    films = request.creates or request.recuts or (fresh and (request.beats or request.style))
    return _as_a_film(request, said.prompt) if films else request


def _work_after_question(said: Heard) -> Request | None:
    """ "Can you do titles? Make a video of the sea": the work, with the question before it."""
    asked = _QUESTION_FIRST.match(said.prompt.low)
    if asked is None:
        return None
    rest = said.prompt.part(asked.end(), len(said.prompt.low))
    if heard(rest, said.media, said.language, said.fresh).asks:
        return None
    work = _read_work(rest, said.media, said.language, said.fresh)
    return replace(work, asked=asked[0], talk=None) if work.wishes or work.creates else None


def _reading(
    said: Heard, beats: Sequence[Beat], listed: Sequence[Wish], *, scripted: bool, long: bool
) -> tuple[Reading, bool]:
    """The prompt clause by clause, and whether it asks for a new film. `listed`: the wishes read before the clauses."""
    pictured = said.shows_scene()
    creates = said.creates() or (pictured and not said.fresh) or scripted
    setting = Setting(said.media, creates or pictured or long, said.language)
    reading = wished(_settings_of(said.prompt) if long else said.prompt, setting)
    if creates or pictured or said.asks or not said.drawable:
        return reading, creates
    if len(beats) > 1 or _wants_film(said, reading, listed):
        return wished(said.prompt, replace(setting, creates=True)), True
    return reading, False


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


def _wants_film(said: Heard, reading: Reading, listed: Sequence[Wish]) -> bool:
    """Whether words that name no film ask for one all the same: a greeting, a subject, words for the screen."""
    if occasions.occasion(said.prompt, said.language) is not None:
        return True
    if any(isinstance(wish, Countdown) for wish in listed):
        return True
    worded = any(isinstance(wish, AddText) and wish.text for wish in reading.wishes)
    shaped = any(isinstance(wish, SetLength | SetMusic | AddLines | Countdown) for wish in reading.wishes)
    asks = bool(reading.unread or worded or shaped) and subjects.asks_for_film(said.polite)
    return asks and not talk.is_chatter(said.english)


def _in_order(listed: Sequence[Wish], wishes: list[Wish]) -> tuple[Wish, ...]:
    """The wishes without those said twice; what was listed comes first."""
    clear = tidying.one_length(tidying.under_titles(tidying.tidy(wishes)))
    return countdowns.after_countdown(*listed, *clear)


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


def _without_beat_lengths(wishes: tuple[Wish, ...], story: tuple[Beat, ...]) -> tuple[Wish, ...]:
    """The lengths of single scenes are none of the film's."""
    told = {beat.ms for beat in story}
    return tuple(wish for wish in wishes if not (isinstance(wish, SetLength) and wish.ms in told))


def _mostly_edits(wishes: Sequence[Wish]) -> bool:
    keeping = (SetLength, AddText, SetMusic)
    return sum(not isinstance(wish, keeping) for wish in wishes) >= 3


def _as_a_film(request: Request, prompt: Source) -> Request:
    """A new film's request with the words that it shows without being asked for them one by one."""
    request = particulars.shown(onscreen.for_an_occasion(request, prompt), prompt.low)
    request = replace(request, wishes=tidying.apart(request.wishes))
    request = onscreen.held(request, prompt.low)
    return replace(request, wishes=manners.in_that_manner(request.wishes))
