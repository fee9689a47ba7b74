"""Clauses that go on with a wish that is about anything but words: said again, told more exactly, or once more."""

import re
from dataclasses import replace

from studio.director.grammar.durations import durations
from studio.director.grammar.normal import Source
from studio.director.grammar.times import edge_length, stretch
from studio.director.meaning import Kind, When, Which
from studio.director.picture_wishes import Drift, Freeze, Inlay, Rotate, Zoom
from studio.director.topic_wishes import It
from studio.director.wishes import (
    AddText,
    ChangeLength,
    Cut,
    SetFade,
    SetLength,
    SetSpeed,
    SetTransition,
    SetVolume,
    Split,
    Wish,
)

_LONGEST_TRANSITION = 3_000


_MOMENT_ALONE = re.compile(
    r"\s*(?:and |then |again |once more |also )*(?:at )?(?:the )?[\d:.]+ ?(?:s|secs?|seconds?|"
    r"秒)?(?: mark)?\s*")  # fmt: skip


_MUSIC_TOO = re.compile(
    r"\s*(?:and |with )*(?:the )?(?:music|song|sound|audio|bgm)(?: too| as well| also)?\s*|音乐也(?:是|一样)?"
)


_REST = re.compile(r"\s*(?:and )?(?:everything|all|anything|the rest|what(?:ever)? comes?)?(?: that comes|"
    r" that is)?\s?(?P<side>after|past|beyond|before|until|up to|from) "
    r"(?:the )?(?P<n>\d+(?::\d{2})?(?:\.\d+)?)(?: ?(?:s|secs?|" r"seconds?))?(?: mark)?(?: on(?:wards)?)?\s*")  # fmt: skip


def _same_frame(found: tuple[Wish, ...], last: Wish) -> Wish | None:
    """ "It lies on its side, turn it left", "picture in picture, the second one over the first": one wish, said twice."""
    wish = found[0] if len(found) == 1 else None
    if isinstance(last, Rotate) and isinstance(wish, Rotate) and last.which == wish.which:
        return wish
    if isinstance(last, It) and isinstance(wish, It):
        return _both(last, wish)
    if isinstance(last, Inlay) and isinstance(wish, It) and not wish.gone:
        factor = (wish.size or 1.0) * last.factor
        seen = last.opacity if wish.opacity is None else wish.opacity
        return replace(last, factor=factor, spot=wish.spot or last.spot, when=wish.when or last.when, opacity=seen)
    if isinstance(last, Inlay) and isinstance(wish, Inlay) and not last.which and not last.files:
        return replace(wish, spot=wish.spot or last.spot, media=wish.media or last.media)
    return None


def _both(first: It, more: It) -> It:
    """ "Bigger, and yellow"."""
    return It(
        more.size or first.size,
        more.color or first.color,
        more.place or first.place,
        more.spot or first.spot,
        more.when or first.when,
        more.gone or first.gone,
        first.opacity if more.opacity is None else more.opacity,
        more.later or first.later,
    )


_STRETCH_ALONE = re.compile(
    r"\s*(?:only |just )?(?:from |between |at |during )?[\d:.]+ ?(?:s|secs?|seconds?)? ?(?:-|–|to|"
    r"until|and) ?[\d:.]+ ?(?:s|secs?|seconds?)?\s*")  # fmt: skip


def _its_stretch(clause: Source, last: Wish) -> Wish | None:
    """ "Zoom in when she walks, from 10 to 15 s": when it is."""
    span = stretch(clause.low) if _STRETCH_ALONE.fullmatch(clause.low) else None
    if span is None or span.end is None:
        return None
    if isinstance(last, Cut) and last.keep and last.start is not None:
        return replace(last, more=(*last.more, (span.start, span.end)))
    if isinstance(last, Zoom | Drift | SetSpeed | SetVolume) and not last.when:
        return replace(last, when=When(start=span.start, end=span.end))
    return None


def _same_level(clause: Source, found: tuple[Wish, ...], last: Wish) -> SetVolume | None:
    """ "The second one is too loud, turn it down": said twice, wanted once."""
    wish = found[0] if len(found) == 1 else None
    if (
        not isinstance(last, SetVolume)
        or not isinstance(wish, SetVolume)
        or not re.search(r"\b(?:it|that)\b|它", clause.low)
    ):
        return None
    alike = (last.factor < 1) == (wish.factor < 1) and last.level is None and wish.which in (Which(), last.which)
    if not alike:
        return None
    return replace(
        last,
        factor=min(last.factor, wish.factor) if last.factor < 1 else max(last.factor, wish.factor),
        level=wish.level,
    )


def _exact(clause: Source, found: tuple[Wish, ...], last: Wish) -> SetLength | None:
    """ "Longer, 8 seconds": the length says how much longer."""
    wish = found[0] if len(found) == 1 else None
    if (
        not isinstance(last, ChangeLength)
        or last.delta
        or not isinstance(wish, SetLength)
        or len(clause.low.split()) > 4
    ):
        return None
    return replace(wish, which=wish.which or last.which)


def _transition_length(found: tuple[Wish, ...], last: Wish) -> SetTransition | None:
    """ "Slower transitions, like 2 seconds"."""
    wish = found[0] if len(found) == 1 else None
    if not isinstance(last, SetTransition) or last.ms or not isinstance(wish, SetLength) or wish.which:
        return None
    return replace(last, ms=wish.ms) if wish.ms <= _LONGEST_TRANSITION else None


def one_more(clause: Source, found: tuple[Wish, ...], last: Wish) -> Wish | None:
    """One more wish of the last one's kind: another stretch, another moment, the music too."""
    if isinstance(last, Cut):
        return _another_cut(clause, found, last)
    if isinstance(last, Split) and last.at is not None and _MOMENT_ALONE.fullmatch(clause.low):
        spans = durations(clause.low)
        return Split(spans[0].ms) if spans else None
    if isinstance(last, SetFade) and last.kind is Kind.SHOT and _MUSIC_TOO.fullmatch(clause.low):
        return replace(last, kind=Kind.MUSIC)
    text = found[0] if len(found) == 1 else None
    if isinstance(last, Freeze) and isinstance(text, AddText) and not text.when and not last.over:
        when_ = When(edge=last.edge, length=last.ms) if last.at is None else When(start=last.at, length=last.ms)
        return replace(text, when=when_, another=True)
    return None


_EDGE_BY = re.compile(
    r"\s*(?:and |also |then )*(?:the )?(?P<edge>start|beginning|front|end|back) by (?P<n>\d+(?:\.\d+)?) ?(?:s|secs?|seconds?)?\s*"
)


def _another_cut(clause: Source, found: tuple[Wish, ...], last: Cut) -> Cut | None:
    """ "Cut from 5 s to 8 s and from 12 s to 15 s": one more stretch of the same kind."""
    if not last.keep and (by := _EDGE_BY.fullmatch(clause.low)):
        ms = round(float(by["n"]) * 1_000)
        return Cut(tail=ms, which=last.which) if by["edge"] in ("end", "back") else Cut(head=ms, which=last.which)
    span, edge = stretch(clause.low), edge_length(clause.low)
    if not last.keep and (rest := _REST.fullmatch(clause.low)):
        minutes, _, seconds = rest["n"].rpartition(":")
        at = round((int(minutes or 0) * 60 + float(seconds)) * 1_000)
        return Cut(
            False,
            None if rest["side"] in ("before", "until", "up to") else at,
            at if rest["side"] in ("before", "until", "up to") else None,
            which=last.which,
        )
    if last.keep or any(not isinstance(wish, SetLength) for wish in found) or len(clause.low.split()) > 7:
        return None
    if span is not None:
        return Cut(False, span.start, span.end, which=last.which)
    if edge is None or edge.edge not in ("start", "end"):
        return None
    head, tail = (edge.length, None) if edge.edge == "start" else (None, edge.length)
    return Cut(False, head=head, tail=tail, which=last.which)


def instead(clause: Source, found: tuple[Wish, ...], last: Wish) -> Wish | None:
    """The last wish as the clause has it now; None when it says nothing of it."""
    return (
        _its_stretch(clause, last)
        or _same_frame(found, last)
        or _same_level(clause, found, last)
        or _exact(clause, found, last)
        or _transition_length(found, last)
    )
