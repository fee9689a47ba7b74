"""Messages about one file of several: "(This is about the file “b.png”.)"."""

import re
from dataclasses import replace

from studio.director.model import MediaItem, MediaKind, Turn
from studio.director.timeline import shots_of
from studio.draft import Draft

_ABOUT_FILE = re.compile(r"\s*\(This is about the file [\"“](?P<name>[^\n]{1,255})[\"”]\.?\)", re.IGNORECASE)


def about_one_file(turn: Turn) -> Turn:
    """The turn without such a line, seeing nothing but the file that it names.

    A film of that file alone goes on being edited; any other film makes room for a new one. Songs stay at hand.
    """
    match = _ABOUT_FILE.search(turn.text)
    if match is None:
        return turn
    text = (turn.text[: match.start()] + turn.text[match.end() :]).strip()
    meant = _named(match["name"], turn.media)
    if meant is None or meant.kind is MediaKind.AUDIO:
        return replace(turn, text=text)
    media = (meant, *(item for item in turn.media if item.kind is MediaKind.AUDIO))
    alone = {shot.media for shot in shots_of(turn.draft)} == {meant.id}
    return replace(turn, text=text, media=media, draft=turn.draft if alone else Draft())


def _named(name: str, media: tuple[MediaItem, ...]) -> MediaItem | None:
    """The latest upload of that name."""
    return next((item for item in reversed(media) if item.filename == name), None)
