"""Connections to the Bot API: the library's requests with sane timeouts, and our own streaming download."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

import httpx
from telegram.request import HTTPXRequest

from bots.telegram.connections import SharedConnections
from core.proxy import Proxy

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
MEDIA_ANSWER_SECONDS = 300.0  # Telegram answers an upload only when it has processed it
WRITE_SECONDS = 60.0  # for one write to the socket, not for the whole file
CHUNK = 256 * 1024


class DownloadFailed(Exception):
    """A file did not come whole. The message holds no address: it would hold the token."""


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def way_out(proxy: Proxy | None, url: str) -> httpx.Proxy | None:
    """The proxy for an address, as the HTTP library wants it."""
    if proxy is None or not proxy.serves(url):
        return None
    tls = _ssl_context() if proxy.encrypted else None
    return httpx.Proxy(proxy.address, auth=proxy.login, ssl_context=tls)


def request(connections: int, proxy: httpx.Proxy | None = None) -> SharedConnections:
    """For so many calls at once."""
    return SharedConnections(connections, partial(_library_request, proxy=proxy))


def _library_request(connections: int, *, proxy: httpx.Proxy | None) -> HTTPXRequest:
    """The library's HTTP client, sharing one store of certificates with its siblings. It asks no environment for proxies."""
    return HTTPXRequest(
        connection_pool_size=connections,
        proxy=proxy,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        write_timeout=ANSWER_SECONDS,
        pool_timeout=ANSWER_SECONDS,
        media_write_timeout=WRITE_SECONDS,
        httpx_kwargs={"verify": _ssl_context(), "trust_env": False},
    )


class Downloader:
    """Streams files from the Bot API's file server."""

    def __init__(self, proxy: httpx.Proxy | None = None) -> None:
        self._proxy = proxy
        self._client = self._made()

    def open(self) -> None:
        """Open again after `close`."""
        if self._client.is_closed:
            self._client = self._made()

    def _made(self) -> httpx.AsyncClient:
        timeout = httpx.Timeout(CONNECT_SECONDS, read=WRITE_SECONDS)
        return httpx.AsyncClient(
            timeout=timeout, verify=_ssl_context(), follow_redirects=False, proxy=self._proxy, trust_env=False
        )

    @asynccontextmanager
    async def stream(self, url: str) -> AsyncIterator[tuple[int | None, AsyncIterator[bytes]]]:
        """The length in bytes where the server says so, and the chunks. Raises DownloadFailed, while reading too."""
        try:
            async with self._client.stream("GET", url) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise DownloadFailed(f"the file server answered {answer.status_code}")
                length = answer.headers.get("content-length")
                yield (int(length) if length else None), _chunks(answer)
        except httpx.HTTPError as error:
            raise DownloadFailed(type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _chunks(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_bytes(CHUNK):
            yield chunk
    except httpx.HTTPError as error:
        raise DownloadFailed(type(error).__name__) from None
