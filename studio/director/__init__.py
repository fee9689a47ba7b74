"""The director: an editing assistant without AI. `direct` turns a message into a draft and a few honest words."""

from studio.director.director import direct
from studio.director.model import MediaItem, MediaKind, Outcome, Step, Turn

__all__ = ["MediaItem", "MediaKind", "Outcome", "Step", "Turn", "direct"]
