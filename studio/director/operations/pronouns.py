"""What "it" is, when a message names nothing: the text, or what lies over the film."""

from dataclasses import replace

from studio.director.following import inlays_of
from studio.director.meaning import Kind
from studio.director.operations.bench import Bench
from studio.director.operations.texts import texts_of
from studio.director.picture_wishes import Inlay
from studio.director.wishes import ChangeText, Wish
from studio.draft import Draft

_SPOTS = {"top": "top", "bottom": "bottom", "lower-third": "bottom", "center": "center"}


def settled(draft: Draft, wish: Wish, bench: Bench) -> Wish:
    """The wish about the thing that is there, or that the latest edit was about when both are."""
    if isinstance(wish, ChangeText) and wish == ChangeText(place=wish.place, size=wish.size):
        return _inlay(wish) if _is_the_inlay(draft, bench) else wish
    bare = isinstance(wish, Inlay) and wish.known and not (wish.which or wish.files or wish.media)
    if isinstance(wish, Inlay) and bare and texts_of(draft) and not _is_the_inlay(draft, bench):
        return _text(wish)
    return wish


def _is_the_inlay(draft: Draft, bench: Bench) -> bool:
    there = inlays_of(draft)
    if not there or not texts_of(draft) or not bench.history:
        return bool(there)
    before = bench.history[-1]
    return inlays_of(before) != there or texts_of(before) == texts_of(draft)


def _inlay(wish: ChangeText) -> Wish:
    return Inlay(spot=_SPOTS.get(wish.place or ""), factor=wish.size or 1.0, known=True)


def _text(wish: Inlay) -> Wish:
    spot = wish.spot or ""
    place = next((place for place in ("top", "bottom") if place in spot), "center" if spot else None)
    return replace(ChangeText(Kind.TEXT), place=place, size=wish.factor if wish.factor != 1 else None)
