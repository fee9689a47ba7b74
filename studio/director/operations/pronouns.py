"""What "it" is, when a message names nothing: what the edit before was about, else the text or what lies over the film."""

from collections.abc import Sequence
from dataclasses import replace

from studio.director import history
from studio.director.following import inlays_of
from studio.director.grammar.times import FOREVER
from studio.director.meaning import Kind, When, Which
from studio.director.operations.bench import Bench
from studio.director.operations.sound import music_of
from studio.director.operations.texts import texts_of
from studio.director.picture_wishes import Inlay
from studio.director.timeline import shots_of
from studio.director.topic_wishes import It
from studio.director.wishes import ChangeText, Cut, Remove, Wish
from studio.draft import Draft, Segment

_SPOTS = {"top": "top", "bottom": "bottom", "lower-third": "bottom-left", "center": "center"}


def settled(draft: Draft, wish: Wish, bench: Bench) -> Wish:
    """The wish about the thing that is there, or that the latest edit was about when both are."""
    if isinstance(wish, ChangeText) and wish == ChangeText(place=wish.place, size=wish.size, color=wish.color):
        wish = It(wish.size, wish.color, wish.place, _SPOTS.get(wish.place or ""))
    if isinstance(wish, Inlay) and wish.known and not (wish.which or wish.files or wish.media):
        place = next((place for place in ("top", "bottom", "center") if place in (wish.spot or "")), None)
        wish = It(
            wish.factor if wish.factor != 1 else wish.size, None, place, wish.spot, wish.when, opacity=wish.opacity
        )
    return _about(draft, wish, bench) if isinstance(wish, It) else wish


def _about(draft: Draft, wish: It, bench: Bench) -> Wish:
    """The wish with "it" named."""
    texts, inlays = texts_of(draft), inlays_of(draft)
    before = history.clean(bench.history[-1]) if bench.history else Draft()
    newer = _newer(texts, texts_of(before))
    if wish.again:
        return _dropped(wish.when) if bench.history and _shorter(draft, before, bench) else It(gone=True)
    if wish.gone:
        return _gone(draft, before, newer)
    if not texts and not inlays and wish.when and wish.when.end != FOREVER:
        return _only(wish.when)
    if wish.opacity is not None:
        return Inlay(spot=wish.spot, factor=wish.size or 1.0, when=wish.when, known=True, opacity=wish.opacity)
    if wish.later:
        return replace(ChangeText(Kind.TEXT, match=_only_one(newer, texts)), later=wish.later)
    if inlays and not newer and (not texts or _newer(inlays, inlays_of(before))):
        return Inlay(spot=wish.spot, factor=wish.size or 1.0, when=wish.when, known=True)
    match = _only_one(newer, texts)
    return ChangeText(Kind.TEXT, None, wish.place, wish.when, wish.color, wish.size, match)


def _shorter(draft: Draft, before: Draft, bench: Bench) -> bool:
    """Whether the edit before cut something out: nothing new, and less of it."""
    if not before.duration:
        used = {shot.media for shot in shots_of(draft)}
        return draft.duration < sum(item.duration for item in bench.media.values() if item.id in used)
    names = {shot.media for shot in shots_of(draft)} <= {shot.media for shot in shots_of(before)}
    same = all(shot.speed == 1 for shot in shots_of(draft)) == all(shot.speed == 1 for shot in shots_of(before))
    return names and same and draft.duration < before.duration


def _only_one(newer: Sequence[Segment], texts: Sequence[Segment]) -> str | None:
    """The words of the one text that was touched last, where there are others."""
    return str(newer[0].meta.get("text")) if len(newer) == 1 and len(texts) > 1 else None


def _dropped(time: When) -> Cut:
    """One more stretch cut away."""
    if time.edge in ("start", "end"):
        return Cut(head=time.length) if time.edge == "start" else Cut(tail=time.length)
    return Cut(False, time.start, time.end)


def _only(time: When) -> Cut:
    """ "Only show it from 5 to 8 seconds" of a film with nothing on it."""
    length = time.length or 3_000
    if time.edge in ("start", "end"):
        return Cut(True, head=length) if time.edge == "start" else Cut(True, tail=length)
    return Cut(True, time.start, time.end, share=time.share)


def _newer(now: Sequence[Segment], before: Sequence[Segment]) -> list[Segment]:
    """What is new or looks different since; a mere shift in time is neither."""
    old = {part.id: part.meta for part in before}
    return [part for part in now if part.id not in old or old[part.id] != part.meta]


def _gone(draft: Draft, before: Draft, texts: Sequence[Segment]) -> Wish:
    """What the edit before brought goes."""
    if len(texts) == 1:
        return Remove(Kind.TEXT, match=str(texts[0].meta.get("text")))
    if texts:
        return Remove(Kind.TEXT)
    if _newer(inlays_of(draft), inlays_of(before)):
        return Remove(Kind.INLAY)
    if _newer(music_of(draft), music_of(before)):
        return Remove(Kind.MUSIC)
    known = {shot.id for shot in shots_of(before)}
    fresh = tuple(shot.id for shot in shots_of(draft) if shot.id not in known)
    if fresh and len(fresh) < len(shots_of(draft)):
        return Remove(Kind.SHOT, Which(ids=fresh))
    return replace(It(), gone=True)
