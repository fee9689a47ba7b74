"""Clauses that only say more of the wish before them: "…, 4 seconds", "… and make it red", "…, cheerful, 30 %"."""

import re
from dataclasses import replace

from studio.director.grammar import continued, lettering, music
from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.numbers import ORDINAL, ordinal
from studio.director.grammar.scenes import scene
from studio.director.grammar.texts import lasting
from studio.director.grammar.times import FOREVER, when
from studio.director.grammar.words import QUOTED
from studio.director.meaning import Kind, When, Which
from studio.director.picture_wishes import Inlay, Zoom
from studio.director.topic_wishes import It
from studio.director.wishes import (
    AddShot,
    AddText,
    ChangeLength,
    ChangeText,
    KeepOnly,
    Move,
    Remove,
    SetFade,
    SetLength,
    SetMusic,
    SetVolume,
    Wish,
)

_SPOT = re.compile(rf"(?:^\s*|the |on |for )(?:the )?(?P<which>{ORDINAL})")
_USUAL = 3_000  # how long a title stands when nothing is said of it
_PICTURE = re.compile(r"zoom|crop|picture|image|video|clip|画面|视频")
_FILM = re.compile(r"\b(?:it|video|film|movie|clip|long|total)\b|视频|影片")


def completed(clause: Source, found: tuple[Wish, ...], last: Wish, creates: bool) -> tuple[Wish, ...]:
    """What becomes of the last wish by the clause: changed, or with one more of its kind; () when it is about neither."""
    if isinstance(last, AddText | ChangeText) and all(_of_it(wish) or _only_larger(wish, clause) for wish in found):
        found = ()  # "it" is that text
    if (changed := continued.instead(clause, found, last)) is not None:
        return (changed,)
    if isinstance(last, SetMusic) and (level := _its_level(clause, found)) is not None:
        return last, level
    if isinstance(last, SetMusic) and _fades_it(clause, found, last):
        fade = found[0]
        return (last, replace(fade, kind=Kind.MUSIC)) if isinstance(fade, SetFade) else ()
    if (more := continued.one_more(clause, found, last)) is not None:
        return last, more
    another = _another_text(clause, found, last)
    if another is not None:
        return last, another
    if isinstance(last, AddShot) and (placed := _placed_shot(clause, last)) is not None:
        return (placed,)
    if isinstance(last, AddText | ChangeText) and (text := _longer_text(clause, found, last)) is not None:
        return (text,)
    same = _longer_shot(clause, found, last) if found else _same_music(clause, last)
    same = same or _same_text(clause, found, last, creates)
    return (same,) if same is not None else ()


def _its_level(clause: Source, found: tuple[Wish, ...]) -> SetVolume | None:
    """ "…, the sound a bit lower" right after music is about the music, unless the clips' own sound is named."""
    wish = found[0] if len(found) == 1 else None
    if (
        not isinstance(wish, SetVolume)
        or wish.kind is Kind.MUSIC
        or wish.which
        or wish.when
        or music.first_own(clause.low)
    ):
        return None
    return replace(wish, kind=Kind.MUSIC)


def _fades_it(clause: Source, found: tuple[Wish, ...], last: SetMusic) -> bool:
    """ "… and fade it out" right after music is about the music."""
    bare = not re.search(r"black|video|film|picture|screen|clip|画面|视频|黑", clause.low)
    its = re.search(r"\bit\b|fading|它", clause.low) is not None or clause.link == "with" or last.style == "same"
    return len(found) == 1 and isinstance(found[0], SetFade) and bare and its


def _only_larger(wish: Wish, clause: Source) -> bool:
    """ "Larger" right after a text: the text, and not the picture."""
    return (
        isinstance(wish, Zoom) and not wish.which and len(clause.low.split()) <= 3 and not _PICTURE.search(clause.low)
    )


def _of_it(wish: Wish) -> bool:
    if isinstance(wish, Inlay):
        return wish.known and not wish.which
    if isinstance(wish, It):
        return not wish.gone
    return isinstance(wish, ChangeText) and wish.kind is Kind.TEXT and wish.text is None and wish.match is None


def _another_text(clause: Source, found: tuple[Wish, ...], last: Wish) -> AddText | None:
    """ "… and “Bye” for the next 3 seconds", "… then “Day 2”", "… and the last “Night”": a second text after a first."""
    quoted = clause.quotations()
    bare = re.sub(f"{QUOTED}+", " ", clause.low)
    follows = not bare.strip(" .!") and _THEN.search(clause.link) is not None
    worded = any(isinstance(wish, ChangeText) or (isinstance(wish, AddText) and not wish.another) for wish in found)
    if quoted and follows and isinstance(last, ChangeText) and last.text:
        return AddText(quoted[0], place=last.place, color=last.color, size=last.size, another=True, after=True)
    if not quoted or (worded and not follows) or not isinstance(last, AddText) or last.text is None:
        return None
    time, length = when(bare), durations(bare)
    if _THEN.search(f"{clause.link} {bare}") and time == When(length=time.length):
        begin = _after(last)
        lasts = begin.start is not None and bool(length)
        time = When(begin.start, (begin.start or 0) + length[0].ms) if lasts else begin
    if length and re.search(r"next|following|then|接下来|后面", bare) and last.when.length and not last.when.start:
        time = When(last.when.length, last.when.length + length[0].ms)
    spot = _SPOT.search(bare)
    meant = Which((place,)) if spot and last.which and (place := ordinal(spot["which"])) else Which()
    named = next((wish.which for wish in found if isinstance(wish, AddText)), Which())
    meant = meant or named
    place_ = lettering.place(bare)
    role = "title" if last.role in ("subtitle", "tagline") else last.role  # of which a title has one
    return AddText(quoted[0], "", role, place_, time, lettering.colour(bare), lettering.size(bare), meant, another=True)


_THEN = re.compile(
    r"\b(?:then|next|after that|later|luego|después|dann|danach|puis|ensuite|depois)\b|затем|потом|然后|接着|再|それから|次に"
)


def _after(last: AddText) -> When:
    """Where a text begins that follows another."""
    if last.when.end is not None:
        return When(start=last.when.end)
    if last.when.start is None and last.when.edge in (None, "start") and not last.when.share:
        return When(start=last.when.length or _USUAL)
    return When(start=last.when.start + (last.when.length or _USUAL)) if last.when.start is not None else When()


_BESIDE = re.compile(
    r"(?P<side>before|after|behind|in front of) (?:the )?(?P<what>\w+)(?: (?:scene|shot|clip|part))?\s*$|"
    r"(?P<cwhat>[^，。在]{1,4}?)(?:镜头|场景|画面)?(?:的)?(?P<cside>之?前面?|之?后面?)\s*$"
)


def _placed_shot(clause: Source, last: AddShot) -> AddShot | None:
    """ "…, before the city": where a new shot goes, by what its neighbour shows."""
    match = _BESIDE.search(clause.low)
    shown = scene(match["what"] or match["cwhat"]) if match and len(clause.low.split()) <= 5 else None
    if match is None or shown is None:
        return None
    ahead = match["side"] in ("before", "in front of") or (match["cside"] or "").endswith(("前", "前面"))
    return replace(last, before=shown) if ahead else replace(last, after=shown)


def _longer_text(clause: Source, found: tuple[Wish, ...], last: AddText | ChangeText) -> ChangeText | None:
    """ "… and 2 seconds longer" of a text."""
    wish = found[0] if len(found) == 1 else None
    if (
        not isinstance(wish, ChangeLength)
        or not wish.delta
        or not isinstance(last, ChangeText)
        or _FILM.search(clause.low)
    ):
        return None
    return replace(last, longer=wish.delta)


def _longer_shot(clause: Source, found: tuple[Wish, ...], last: Wish) -> Wish | None:
    """ "…, 4 seconds" right after a shot to be added is that shot's length."""
    wish = found[0]
    bare = len(found) == 1 and len(clause.low.split()) <= 3 and "it" not in clause.low
    return replace(last, ms=wish.ms) if bare and isinstance(last, AddShot) and isinstance(wish, SetLength) else None


_STAYS = re.compile(
    r"\b(?:lasts?|lasting|stays?|hold|holds|show(?:s|n)?|display(?:ed)?|remain|keep|visible|keep it)\b|持续|显示|停留|保持|时长"
)
_STAYING = re.compile(r"(?:stay|keep|remain|last|hold|show)\w* (?:it )?(?:on )?(?:the )?(?:whole|entire|full) (?:video|film|"
    r"clip)|(?:for|over|during|through\w*) the (?:whole |"
    r"entire |full )?(?:video|film|clip)|\bit\b")  # fmt: skip


_TO_THE_END = re.compile(r"\b(?:until|till|to|up to) the (?:very )?end\b|到(?:最后|结尾|结束)")


def _longer(last: AddText | ChangeText, time: When) -> When:
    """The same beginning, another length."""
    begins = last.when.start is not None or last.when.edge is not None
    return replace(last.when, end=None, length=time.length) if begins and time.length and time.edge is None else time


_SHOT_ALONE = re.compile(
    rf"\s*(?:only |just )?(?:on |for |over )?(?:the )?(?P<which>{ORDINAL}) (?:photo|pic|picture|image|"
    rf"clip|shot|scene|slide|video|one)(?: only)?\s*")  # fmt: skip
_LENGTH_ALONE = re.compile(r"\s*(?:for )?\d+(?:\.\d+)? ?(?:s|secs?|seconds?|秒)(?: long)?\s*")


def _placed(time: When) -> bool:
    """Whether it is known where in the film it is."""
    return time.edge is not None or time.start is not None


def _same_text(clause: Source, found: tuple[Wish, ...], last: Wish, creates: bool) -> Wish | None:
    """ "… and make it red", "…, bottom, first 4 seconds" after a text: the wish takes the colour, size, place or time."""
    if not isinstance(last, AddText | ChangeText) or clause.quotations():
        return None
    if isinstance(last, AddText) and (alone := _SHOT_ALONE.fullmatch(clause.low)) and (at := ordinal(alone["which"])):
        return replace(last, which=Which((at,)))
    time, words_ = when(lasting(clause.low)), len(clause.low.split())
    stays = _STAYS.search(clause.low) and not _FILM.search(_STAYING.sub(" ", clause.low))
    if stays and _TO_THE_END.search(clause.low):
        return replace(last, when=replace(last.when, start=last.when.start or 0, end=FOREVER, edge=None, length=None))
    if stays and (time.length or time.edge == "all" or time.share):
        return replace(last, when=_longer(last, time))
    if found:
        timed = all(isinstance(wish, SetLength) and not wish.which for wish in found) and words_ <= 5
        bare = (
            time.edge is None
            and time.start is None
            and not (_placed(last.when) and not creates and _LENGTH_ALONE.fullmatch(clause.low))
        )
        if timed and not bare and not time.edge and time.start is None:
            return replace(last, when=_longer(last, time))
        if not timed or _FILM.search(clause.low) or (bare and (creates or not re.match(r"\s*for\b", clause.low))):
            return None
    elif words_ > 4 and not re.search(r"\b(?:it|in|at|on|the text)\b|它|字", clause.low):
        return None
    colour, size, place = lettering.colour(clause.low), lettering.size(clause.low), lettering.place(clause.low)
    if not (colour or size or place or time):
        return None
    return replace(
        last, color=colour or last.color, size=size or last.size, place=place or last.place, when=time or last.when
    )


_SOFT = 0.2
_SOFTLY = re.compile(
    r"\s*(?:but |and |very |really |quite |nice and |keep it |make it |it's |kept )*(?:quiet(?:ly)?|low|soft(?:ly)?|faint|"
    r"subtle)"
    r"(?: please| pls| volume)*\s*|\s*(?:小声|轻|低)一?点\s*"
)


def _same_music(clause: Source, last: Wish) -> Wish | None:
    """ "… music, cheerful, 30 percent": the last music takes the style or the level."""
    if not isinstance(last, SetMusic):
        return None
    if _SOFTLY.fullmatch(clause.low):
        return replace(last, volume=last.volume or _SOFT)
    style, level, time = music.style(clause.low), music.level(clause.low), when(clause.low)
    if last.style == "same" and time.end is not None and time.start is None:
        return replace(last, when=replace(last.when, end=time.end))
    if len(clause.low.split()) > 4 or not (style or level):
        return None
    open_ = last.style in ("auto", "other")  # a style that was named stays
    return replace(last, style=(style or last.style) if open_ else last.style, volume=level or last.volume)


_BARE = re.compile(r"\s*(?:then |also |make |a bit |much |a little |slightly |way )*(?:quieter|louder|slower|faster|muted?|"
    r"silent|black and white|brighter|"
    r"darker|warmer|cooler|shorter|longer|reversed?|backwards|sepia|vintage|b&w|\d(?:\.\d)?x(?: speed)?|(?:half|"
    r"double) speed)\s*[.!?]*")  # fmt: skip


_EACH = re.compile(r"\s*\d+(?:\.\d+)? ?(?:s|secs?|seconds?) (?:each|per photo|per picture|apiece)\s*")


def pronoun(clause: Source, last: Wish) -> Which | None:
    """The shots that "it" means: those of the wish before, unless that took them away."""
    joined = clause.link.split()[-1:] in (["and"], ["also"], ["then"]) and _BARE.fullmatch(clause.low)
    if isinstance(last, Move) and _EACH.fullmatch(clause.low):
        return last.which
    if isinstance(last, Remove | KeepOnly | AddText) or not (
        joined or re.search(r"\b(?:it|its|them)\b|它", clause.low)
    ):
        return None
    return getattr(last, "which", None) or None
