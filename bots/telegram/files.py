"""Files that people sent, streamed from Telegram in constant memory. Their addresses hold the token and stay in here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from telegram.error import BadRequest, TelegramError

from bots.telegram.client import Client
from bots.telegram.failures import TOO_LARGE, TelegramFileTooLarge, says
from bots.telegram.transport import CHUNK, Downloader, DownloadFailed
from core.errors import AttachmentUnavailable
from core.model import Attachment
from core.ports import OpenFile

CLOUD_DOWNLOAD = 20 * 1024 * 1024
LOCAL_LIMIT = 2000 * 1024 * 1024


class Files:
    """Opens attachments of source PLATFORM. `local`: the Bot API server is ours and shares the disk."""

    def __init__(self, bot: Client, downloader: Downloader, *, local: bool) -> None:
        self._bot = bot
        self._downloader = downloader
        self._local = local

    @asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenFile]:
        """Stream one file. Raises AttachmentTooLarge (before any call, where the size is known) or AttachmentUnavailable."""
        if not self._local and attachment.size is not None and attachment.size > CLOUD_DOWNLOAD:
            raise _too_large(attachment)
        path = await self._path(attachment)
        if self._local and (size := await asyncio.to_thread(_size_on_disk, path)) is not None:
            yield OpenFile(attachment.name, size, attachment.media_type, _read(attachment, Path(path)))
            return
        async with self._download(attachment, self._bot.file_url(path)) as file:
            yield file

    async def _path(self, attachment: Attachment) -> str:
        """Where the server keeps the file."""
        try:
            path = await self._bot.file_path(attachment.reference)
        except BadRequest as error:
            if says(error, *TOO_LARGE):
                raise _too_large(attachment) from None
            raise AttachmentUnavailable(name=attachment.name) from None
        except TelegramError:
            raise AttachmentUnavailable(name=attachment.name) from None
        if not path:
            raise AttachmentUnavailable(name=attachment.name)
        return path

    @asynccontextmanager
    async def _download(self, attachment: Attachment, address: str) -> AsyncIterator[OpenFile]:
        try:
            async with self._downloader.stream(address) as (length, chunks):
                size = length if length is not None else attachment.size
                yield OpenFile(attachment.name, size, attachment.media_type, _watched(attachment, size, chunks))
        except DownloadFailed:
            raise AttachmentUnavailable(name=attachment.name) from None


async def _watched(attachment: Attachment, size: int | None, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """A file that ends early is no file."""
    got = 0
    try:
        async for chunk in chunks:
            got += len(chunk)
            yield chunk
    except DownloadFailed:
        raise AttachmentUnavailable(name=attachment.name) from None
    if size is not None and got < size:
        raise AttachmentUnavailable(name=attachment.name)


def _size_on_disk(path: str) -> int | None:
    """The size of a local server's file, or None when the disk is not shared and HTTP has to do."""
    file = Path(path)
    return file.stat().st_size if file.is_absolute() and file.is_file() else None


async def _read(attachment: Attachment, path: Path) -> AsyncIterator[bytes]:
    try:
        file = await asyncio.to_thread(path.open, "rb")
        try:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk
        finally:
            await asyncio.to_thread(file.close)
    except OSError:
        raise AttachmentUnavailable(name=attachment.name) from None


def _too_large(attachment: Attachment) -> TelegramFileTooLarge:
    size = "> 20" if attachment.size is None else f"{attachment.size / 1024 / 1024:.0f}"
    return TelegramFileTooLarge(name=attachment.name, size_mb=size, limit_mb=CLOUD_DOWNLOAD // 1024 // 1024)
