"""Bringing a rendered video here, when its conversation's platform can carry it."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import structlog

from core.conversation.handling.tools import Task, Tools
from core.conversation.payloads import ExportPayload
from core.errors import AttachmentTooLarge, AttachmentUnavailable, BackendUnavailable, OutcomeUnknown, ReelayError
from core.files import spool
from core.media import inspect, thumbnail
from core.model import Media, MediaKind, Render

log = structlog.get_logger(__name__)

MB = 1024 * 1024
PAUSES = (1.0, 5.0)
"""Seconds before a download that broke off is begun anew."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What can be delivered: the file or not, the link, and a word when the file cannot come along."""

    media: Media | None
    link: str | None
    note: str = ""


async def fetch_video(tools: Tools, task: Task[ExportPayload], render: Render) -> Fetched:
    """Download a finished render if the platform takes it. A video that cannot be fetched is delivered as its link."""
    capabilities = tools.capabilities(task.run.job.conversation)
    link = render.url
    limit = capabilities.upload_limit
    if render.size is not None and render.size > limit:
        return Fetched(None, link, _too_large(task, render.size, limit))
    try:
        media = await _download(tools, task, render, limit)
    except AttachmentTooLarge:
        return Fetched(None, link, _too_large(task, render.size, limit))
    except (ReelayError, OSError) as error:
        if link is None:
            raise
        log.warning("video not fetched", render=render.id, error=str(error))
        return Fetched(None, link)
    return Fetched(media, link)


def _too_large(task: Task[ExportPayload], size: int | None, limit: int) -> str:
    if size is None:
        return task.say("The file is larger than the {limit} MB that fit here, so here is its link.", limit=limit // MB)
    return task.say(
        "The file has {size} MB, more than the {limit} MB that fit here, so here is its link.",
        size=round(size / MB),
        limit=limit // MB,
    )


async def _download(tools: Tools, task: Task[ExportPayload], render: Render, limit: int) -> Media:
    caller = task.caller
    folder = tools.spool / render.id
    for pause in (*PAUSES, None):
        try:
            async with tools.line.open(
                caller, lambda access: tools.backend.download(access, caller.attribution, render)
            ) as file:
                path = await spool(file, folder, limit)
            break
        except (OutcomeUnknown, BackendUnavailable, AttachmentUnavailable) as error:
            log.warning("a download broke off", render=render.id, error=str(error))
            if pause is None:
                raise
            await task.run.sleep(pause)
    return await _described(path, render)


async def _described(path: Path, render: Render) -> Media:
    facts = await inspect(path)
    if not facts.has_video:
        raise BackendUnavailable("what was downloaded is not a video")
    picture = path.with_suffix(".jpg")
    return Media(
        kind=MediaKind.VIDEO,
        path=str(path),
        name=f"reelay-{render.id[-8:]}.mp4",
        size=(await asyncio.to_thread(path.stat)).st_size,
        width=facts.width,
        height=facts.height,
        duration=facts.duration,
        thumbnail=str(picture) if await thumbnail(path, picture) else None,
    )
