"""The timeline as a picture, drawn to the spool folder on its way to a chat."""

import asyncio

from core.conversation.handling.tools import Tools
from core.locales import Speech
from core.model import DraftJson, Media, MediaKind
from core.timeline import draw


async def timeline_picture(tools: Tools, job_id: int, draft: DraftJson, say: Speech) -> Media:
    """A PNG of the tracks, made for one job and lettered in its language."""
    folder = tools.spool / f"timeline-{job_id}"
    path = folder / "timeline.png"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    width, height = await asyncio.to_thread(draw, draft, path, say)
    size = (await asyncio.to_thread(path.stat)).st_size
    return Media(MediaKind.PICTURE, str(path), path.name, size, width, height)
