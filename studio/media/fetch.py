"""Fetching a file by its address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from yarl import URL

from studio.errors import BadRequest, FileTooLarge
from studio.media.addresses import PublicResolver, check_url
from studio.media.spool import Arrived, Spool
from studio.media.types import MEDIA_TYPES, check_name, safe_name, suffix

HOPS: Final = 5
CHUNK: Final = 64 * 1024
MOVED: Final = (301, 302, 303, 307, 308)
PLAIN: Final = {"Accept-Encoding": "identity"}  # the bytes are kept as they come
TIMES: Final = aiohttp.ClientTimeout(total=600, sock_connect=10, sock_read=30)


def _name(response: aiohttp.ClientResponse) -> str:
    given = response.content_disposition.filename if response.content_disposition else None
    name = safe_name(given or response.url.name)
    if suffix(name):
        return name
    ending = next((key for key, value in MEDIA_TYPES.items() if value == response.content_type), None)
    return f"{name}.{ending}" if ending else name


def parsed_url(address: str) -> URL:
    """An address as it was written; raises BadRequest."""
    try:
        url = URL(address)
        url.host  # noqa: B018 - it is decoded when it is first asked for
    except (ValueError, IndexError) as error:  # the library trips over some that are none
        raise BadRequest("This is not an address.") from error
    return url


class Fetcher:
    """Streams files from addresses into a spool. `limit` in bytes."""

    def __init__(self, limit: int, *, allow_private: bool) -> None:
        self._limit = limit
        self._allow_private = allow_private

    async def fetch(self, address: str, spool: Spool) -> Arrived:
        """One file. Raises BadRequest when it cannot be had, FileTooLarge, FileTypeUnsupported."""
        url = parsed_url(address)
        try:
            async with self._session() as session, self._open(session, url) as response:
                return await self._take(response, spool)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise BadRequest(f"“{url.host}” did not give the file ({type(error).__name__}).") from error

    def _session(self) -> aiohttp.ClientSession:
        resolver = None if self._allow_private else PublicResolver()
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False)
        return aiohttp.ClientSession(
            connector=connector, headers=PLAIN, timeout=TIMES, trust_env=False, auto_decompress=False
        )

    @asynccontextmanager
    async def _open(self, session: aiohttp.ClientSession, url: URL) -> AsyncIterator[aiohttp.ClientResponse]:
        for _ in range(HOPS + 1):
            check_url(url, allow_private=self._allow_private)
            async with session.get(url, allow_redirects=False) as response:
                location = response.headers.get("Location")
                if response.status in MOVED and location:
                    url = response.url.join(parsed_url(location))
                    continue
                yield response
                return
        raise BadRequest("This address leads on and on.")

    async def _take(self, response: aiohttp.ClientResponse, spool: Spool) -> Arrived:
        if response.status != 200:
            raise BadRequest(f"“{response.url.host}” answered {response.status} instead of the file.")
        name = _name(response)
        check_name(name)
        if (response.content_length or 0) > self._limit:
            raise FileTooLarge(f"“{name}” is larger than {self._limit / 2**20:g} MB.")
        return await spool.take(name, response.content.iter_chunked(CHUNK))
