"""Which uploads a new film is made of, and whether it is made of any."""

from collections.abc import Sequence

from studio.director.model import MediaItem, MediaKind, Turn
from studio.director.operations import inlays
from studio.director.picture_wishes import Inlay
from studio.director.request import Request
from studio.director.timeline import shots_of
from studio.director.wishes import Arrange, Move

_KINDS = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO}


def chosen(turn: Turn, request: Request) -> list[MediaItem]:
    """The uploads that the film is to be made of: those named, those of the kind named, else all."""
    visual = _left_for_the_film(_visible(turn.media), request)
    named = [item for name in request.files for item in visual if item.id == name]
    if named:
        return named
    pool = _of_the_kind(visual, request)
    places = {place - 1 if place > 0 else len(pool) + place for place in request.media_places}
    placed = [item for index, item in enumerate(pool) if index in places]
    first = _KINDS.get(request.first_kind or "")
    return placed or (sorted(pool, key=lambda item: item.kind is not first) if first else pool)


def _visible(media: Sequence[MediaItem]) -> list[MediaItem]:
    return [
        item for item in media if item.kind is MediaKind.IMAGE or (item.kind is MediaKind.VIDEO and item.duration > 0)
    ]


def _left_for_the_film(visual: list[MediaItem], request: Request) -> list[MediaItem]:
    """The uploads without those that shall lie small over the rest."""
    laid = [inlays.upload(wish, visual) for wish in request.wishes if isinstance(wish, Inlay) and not wish.which]
    return [item for item in visual if item not in laid] or visual


def _of_the_kind(visual: list[MediaItem], request: Request) -> list[MediaItem]:
    """The photos or the clips when the prompt speaks of one kind alone; a slide show leaves no photo out."""
    if any(isinstance(wish, Move | Arrange) for wish in request.wishes):
        return visual
    kind = _KINDS.get(request.says_media or "")
    of_kind = [item for item in visual if kind is None or item.kind is kind]
    mixed = request.style == "slideshow" and kind is MediaKind.VIDEO and len(of_kind) < len(visual)
    return visual if mixed and not request.media_places else of_kind or visual


def is_wanted(turn: Turn, request: Request, items: Sequence[MediaItem]) -> bool:
    """Whether the prompt wants a film of these uploads, rather than a drawn one or an edit."""
    if not items:
        return False
    if request.says_media or request.files or request.recuts or request.style == "slideshow":
        return True
    if len(request.beats) > 1 and not turn.draft.duration:
        return True
    used = {shot.media for shot in shots_of(turn.draft)}
    unused = any(item.id not in used for item in items)
    describes = bool(request.subject) and bool(request.beats) and not request.stand_in
    return unused and not describes if request.beats else unused or request.creates or not turn.draft.duration


def is_missing(turn: Turn, request: Request, items: Sequence[MediaItem]) -> bool:
    """Whether the prompt speaks of uploads that are not there."""
    if items:
        return False
    if request.says_media == "any" and turn.media and request.style != "slideshow":
        return False  # "turn this into a promo" of a sound alone: it is drawn to that
    if request.says_media in ("image", "video", "any"):
        return not (request.says_media == "image" and request.beats and not request.creates)
    return request.style == "slideshow" and not request.beats
