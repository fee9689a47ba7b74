"""People's files as files on this machine's disk, checked before anything else is done with them."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from core.audio import is_voice, to_m4a
from core.conversation.handling.tools import Tools
from core.errors import AttachmentUnavailable
from core.files import accept, read_head, spool
from core.model import Attachment, AttachmentSource, ConversationKey
from core.skills import Skill


@asynccontextmanager
async def on_disk(
    tools: Tools, conversation: ConversationKey, attachment: Attachment, skill: Skill
) -> AsyncIterator[Path]:
    """The attachment as a local file for as long as entered, a voice recording as M4A. Raises the refusals of
    `core.files.accept` (by name and size before a byte is fetched, by content after) and AttachmentUnavailable."""
    accept(attachment.name, attachment.size, None, skill)
    folder = tools.spool / uuid4().hex
    try:
        if attachment.source is AttachmentSource.FILE:
            path = Path(attachment.reference)
        else:
            path = await _fetched(tools, conversation, attachment, folder, skill)
        await _checked(path, attachment, skill)
        yield await to_m4a(path, folder) if is_voice(attachment.name) else path
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _fetched(
    tools: Tools, conversation: ConversationKey, attachment: Attachment, folder: Path, skill: Skill
) -> Path:
    messenger = tools.messengers[conversation.platform]
    by_address = attachment.source is AttachmentSource.URL
    async with (
        tools.fetcher.open(attachment.reference, limit=skill.max_bytes) if by_address else messenger.open(attachment)
    ) as file:
        return await spool(file, folder, skill.max_bytes)


async def _checked(path: Path, attachment: Attachment, skill: Skill) -> None:
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
        head = await read_head(path)
    except OSError as error:
        raise AttachmentUnavailable(name=attachment.name) from error
    accept(attachment.name, size, head, skill)
