"""One Discord message to be, before it is known which way it goes."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import discord

from core.model import Media

_NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Post:
    """One Discord message to be: markdown, a view, a file and a picture beside it, whom it notifies, what it answers."""

    content: str
    view: discord.ui.View | None = None
    media: Media | None = None
    picture: Media | None = None
    mention: int | None = None
    answers: int | None = None  # a message id of the same channel
    previews: bool = False  # whether Discord may open its links and show what it finds

    @property
    def allowed(self) -> discord.AllowedMentions:
        """Nobody but the one person it is for."""
        if self.mention is None:
            return _NOBODY
        users = [discord.Object(self.mention)]
        return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)

    async def files(self) -> list[discord.File]:
        """What is attached, opened."""
        return [await _open_file(media) for media in (self.media, self.picture) if media is not None]

    def bare(self) -> "Post":
        """The same without pointing at another message."""
        return replace(self, answers=None)


async def _open_file(media: Media) -> discord.File:
    """A file that discord.py streams from disk."""
    return await asyncio.to_thread(discord.File, Path(media.path), filename=media.name)
