"""Looking at drafts: what is in one, what changed between two, how one looks as a picture, and what could come next."""

from core.timeline.changes import changes
from core.timeline.identity import same
from core.timeline.parse import Draft, Kind, Segment, Track, has_content, parse
from core.timeline.picture import draw
from core.timeline.suggestions import suggestions
from core.timeline.summary import summary

__all__ = [
    "Draft",
    "Kind",
    "Segment",
    "Track",
    "changes",
    "draw",
    "has_content",
    "parse",
    "same",
    "suggestions",
    "summary",
]
