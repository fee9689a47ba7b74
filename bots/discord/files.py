"""Files that people sent, streamed from Discord's storage in constant memory."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import discord
import structlog

from bots.discord.wayout import way_out
from core.errors import AttachmentGone, AttachmentUnavailable
from core.model import Attachment
from core.ports import Clock, OpenFile
from core.proxy import Proxy

_log = structlog.get_logger(__name__)

_CHUNK = 64 * 2**10
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=60)
_MARGIN = 600
"""Seconds an address must still be good for to be handed on."""


class AttachmentReader:
    """Opens attachments; an address that is over (they last a day) is asked for anew."""

    def __init__(self, clock: Clock, *, any_address: bool = False, proxy: Proxy | None = None) -> None:
        self._clock = clock
        self._proxy = proxy
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
        """Stream one attachment. Raises AttachmentUnavailable, while opening and while reading, and AttachmentGone."""
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
        if not self._is_over(url, _MARGIN):
            return url
        try:
            return await self._renewed(where, attachment.name)
        except (AttachmentGone, AttachmentUnavailable):
            return None  # streaming it will tell why

    async def _get(self, attachment: Attachment) -> aiohttp.ClientResponse:
        where = _where(attachment)
        url = str(where["url"])
        if not self._is_over(url, 0):
            response = await self._request(url, attachment)
            if response.status == HTTPStatus.OK:
                return response
            response.close()
            _log.info("discord.attachment_refused", status=response.status)
        response = await self._request(await self._renewed(where, attachment.name), attachment)
        if response.status != HTTPStatus.OK:
            response.close()
            raise AttachmentUnavailable(f"Discord's storage answers {response.status}", name=attachment.name)
        return response

    async def _request(self, url: str, attachment: Attachment) -> aiohttp.ClientResponse:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=False)
        try:
            return await self._session.get(url, **way_out(self._proxy, url))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AttachmentUnavailable(type(error).__name__, name=attachment.name) from error

    def _is_over(self, url: str, margin: float) -> bool:
        """Discord writes the end of an address into it, as hexadecimal Unix seconds."""
        try:
            end = int(parse_qs(urlsplit(url).query)["ex"][0], 16)
        except (KeyError, ValueError):
            return False
        return end <= self._clock.now().timestamp() + margin

    async def _renewed(self, where: dict[str, Any], name: str) -> str:
        """A fresh address, from the message that the file hangs on.

        Raises AttachmentGone when that is gone, or was none: files of commands are kept for a day, and hang on nothing.
        Raises AttachmentUnavailable while Discord does not say.
        """
        if not where.get("channel") or not where.get("message"):
            raise AttachmentGone("the address of a command's file is over", name=name)
        if self._client is None:
            raise AttachmentUnavailable("Discord is not connected yet", name=name)
        channel = self._client.get_partial_messageable(int(where["channel"]))
        try:
            message = await channel.fetch_message(int(where["message"]))
        except (discord.NotFound, discord.Forbidden) as error:
            raise AttachmentGone("the message of a file is gone", name=name) from error
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise AttachmentUnavailable(type(error).__name__, name=name) from error
        files = [*message.attachments, *(file for one in message.message_snapshots for file in one.attachments)]
        for file in files:
            if file.id == where["attachment"]:
                return file.url
        raise AttachmentGone("the file was taken off its message", name=name)


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
