"""Files that people sent, streamed from Discord's storage in constant memory."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import discord
import structlog

from core.errors import AttachmentUnavailable
from core.model import Attachment
from core.ports import Clock, OpenFile

_log = structlog.get_logger(__name__)

_CHUNK = 64 * 2**10
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=60)
_MARGIN = 600
"""Seconds an address must still be good for to be handed on."""


class AttachmentReader:
    """Opens attachments; an address that is over (they last a day) is asked for anew."""

    def __init__(self, clock: Clock, *, any_address: bool = False) -> None:
        self._clock = clock
        self._any_address = any_address
        self._client: discord.Client | None = None
        self._session: aiohttp.ClientSession | None = None

    def attach(self, client: discord.Client) -> None:
        """Ask through this client from now on."""
        self._client = client

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenFile]:
        """Stream one attachment. Raises AttachmentUnavailable, while opening and while reading."""
        response = await self._get(attachment)
        try:
            yield OpenFile(
                name=attachment.name,
                size=response.content_length if response.content_length is not None else attachment.size,
                media_type=attachment.media_type or response.content_type,
                chunks=_chunks(response, attachment),
            )
        finally:
            response.close()

    async def public_url(self, attachment: Attachment) -> str | None:
        """An address that others may fetch it by, good for some minutes at least; None when there is none."""
        where = _where(attachment)
        url = str(where["url"])
        if not self._any_address and urlsplit(url).scheme != "https":
            return None
        if self._is_over(url, _MARGIN):
            return await self._renewed(where)
        return url

    async def _get(self, attachment: Attachment) -> aiohttp.ClientResponse:
        where = _where(attachment)
        url = str(where["url"])
        tries = [url] if not self._is_over(url, 0) else []
        for _ in range(2):
            if not tries:
                renewed = await self._renewed(where)
                tries = [renewed] if renewed is not None else []
            if not tries:
                break
            response = await self._request(tries.pop(), attachment)
            if response.status == 200:
                return response
            response.close()
            _log.info("discord.attachment_refused", status=response.status)
        raise AttachmentUnavailable(f"{attachment.name} is gone from Discord's storage", name=attachment.name)

    async def _request(self, url: str, attachment: Attachment) -> aiohttp.ClientResponse:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=False)
        try:
            return await self._session.get(url)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AttachmentUnavailable(type(error).__name__, name=attachment.name) from error

    def _is_over(self, url: str, margin: float) -> bool:
        """Discord writes the end of an address into it, as hexadecimal Unix seconds."""
        try:
            end = int(parse_qs(urlsplit(url).query)["ex"][0], 16)
        except (KeyError, ValueError):
            return False
        return end <= self._clock.now().timestamp() + margin

    async def _renewed(self, where: dict[str, Any]) -> str | None:
        """A fresh address, from the message that the file hangs on; None when that is gone or was none."""
        if self._client is None or not where.get("channel") or not where.get("message"):
            return None
        channel = self._client.get_partial_messageable(int(where["channel"]))
        try:
            message = await channel.fetch_message(int(where["message"]))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _log.info("discord.attachment_not_renewed", error=type(error).__name__)
            return None
        files = [*message.attachments, *(file for one in message.message_snapshots for file in one.attachments)]
        return next((file.url for file in files if file.id == where["attachment"]), None)


async def _chunks(response: aiohttp.ClientResponse, attachment: Attachment) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            yield chunk
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise AttachmentUnavailable(type(error).__name__, name=attachment.name) from error


def _where(attachment: Attachment) -> dict[str, Any]:
    where = json.loads(attachment.reference)
    if not isinstance(where, dict) or "url" not in where:
        raise AttachmentUnavailable("the reference does not say where the file is", name=attachment.name)
    return where
