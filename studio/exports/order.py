"""What an export is made from."""

from collections.abc import Iterator
from typing import Final

from studio.draft import Draft
from studio.errors import BadRequest

QUALITIES: Final = {"high": 21, "medium": 24, "low": 28}
"""x264's constant rate factor by the protocol's word."""
WIDTH: Final = 1920
HEIGHT: Final = 1080


def check(draft: Draft) -> None:
    """Refuse a draft that has nothing in it to export. Raises BadRequest."""
    if not any(track.segments for track in draft.tracks) or draft.duration <= 0:
        raise BadRequest("There is nothing on the timeline to export yet.")


def media_ids(draft: Draft) -> Iterator[str]:
    """The uploaded files that a draft uses."""
    for track in draft.tracks:
        for segment in track.segments:
            found = segment.meta.get("media")
            if isinstance(found, str):
                yield found


def size(draft: Draft) -> tuple[int, int]:
    """Width and height in pixels; full HD where the draft does not say."""
    width, height = draft.meta.get("width"), draft.meta.get("height")
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return width, height
    return WIDTH, HEIGHT
