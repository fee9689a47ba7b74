"""Files behind addresses that somebody wrote, fetched safely: see `core.addresses` for what is let through."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote, urlsplit

from core.addresses import CheckedUrl, Resolver, check, refused, system_resolver
from core.clock import SystemClock
from core.errors import BackendUnavailable, BackendUnreachable
from core.http import MAX_REDIRECTS, HttpPool, HttpRequest, HttpStream, redirect_target
from core.locales import N_
from core.ports import Clock, OpenFile

MEGABYTE = 1024 * 1024
_WRITE_SIZE = 256 * 1024
_ATTEMPTS = 3  # of a host's addresses

NO_ANSWER = N_("its server does not answer")
TOO_SLOW = N_("its server takes too long")
TOO_MANY_REDIRECTS = N_("it leads from one address to the next without end")
BROKE_OFF = N_("its server broke off in the middle")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What is known of a file before it is read: `size` in bytes and `media_type` where its server tells."""

    url: str
    name: str
    media_type: str | None
    size: int | None


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file that was fetched to this machine's disk. `size` in bytes."""

    path: Path
    name: str
    media_type: str | None
    size: int


class UrlFetcher:
    """Fetches user URLs over `http`. `total_seconds` is the longest that one file may take.

    Every method raises `UrlRefused` with a plain reason.
    """

    def __init__(
        self,
        http: HttpPool,
        *,
        allow_private: bool = False,
        resolve: Resolver = system_resolver,
        clock: Clock | None = None,
        read_timeout: float = 30.0,
        total_seconds: float = 900.0,
    ) -> None:
        self._http = http
        self._allow_private = allow_private
        self._resolve = resolve
        self._clock = clock or SystemClock()
        self._read_timeout = read_timeout
        self._total_seconds = total_seconds

    async def check(self, url: str) -> CheckedUrl:
        """Check an address without fetching it (its redirects are not known then)."""
        return await check(url, allow_private=self._allow_private, resolve=self._resolve)

    async def probe(self, url: str) -> RemoteFile:
        """Name, type and size by a HEAD, or by asking for the first byte where HEAD is not understood."""
        async with self._visit("HEAD", url) as answer:
            if answer.status < 300:
                return _described(answer)
        async with self._visit("GET", url, {"range": "bytes=0-0"}) as answer:
            _demand_success(answer)
            return _described(answer)

    @asynccontextmanager
    async def open(self, url: str, *, limit: int | None = None) -> AsyncIterator[OpenFile]:
        """Stream a file of at most `limit` bytes. Reading on may raise as well: a server's word on size is not trusted."""
        async with self._visit("GET", url) as answer:
            _demand_success(answer)
            file = _described(answer)
            if limit is not None and (file.size or 0) > limit:
                raise _too_large(limit)
            yield OpenFile(file.name, file.size, file.media_type, self._chunks(answer, limit))

    async def fetch(self, url: str, path: Path, *, limit: int | None = None) -> FetchedFile:
        """Fetch a file of at most `limit` bytes to `path`; nothing is left there when it fails."""
        async with self.open(url, limit=limit) as file:
            size = await _write(file.chunks, path)
            return FetchedFile(path, file.name, file.media_type, size)

    @asynccontextmanager
    async def _visit(self, method: str, url: str, headers: dict[str, str] | None = None) -> AsyncIterator[HttpStream]:
        """Open an address, following its redirects, each checked like the first."""
        for _ in range(MAX_REDIRECTS + 1):
            checked = await self.check(url)
            async with self._connected(method, checked, headers or {}) as answer:
                target = redirect_target(answer, checked.url)
                if target is None:
                    yield answer
                    return
                url = target
        raise refused(TOO_MANY_REDIRECTS)

    @asynccontextmanager
    async def _connected(self, method: str, checked: CheckedUrl, headers: dict[str, str]) -> AsyncIterator[HttpStream]:
        async with AsyncExitStack() as stack:
            yield await self._first_answer(stack, method, checked, headers)

    async def _first_answer(
        self, stack: AsyncExitStack, method: str, checked: CheckedUrl, headers: dict[str, str]
    ) -> HttpStream:
        """The answer of the first of the checked addresses that takes a connection."""
        for address in checked.addresses[:_ATTEMPTS]:
            request = HttpRequest(
                method,
                checked.url,
                {"accept": "*/*", **headers},
                repeatable=True,
                read_timeout=self._read_timeout,
                connect_to=address,
            )
            with suppress(BackendUnreachable, BackendUnavailable):
                return await stack.enter_async_context(self._http.stream(request))
        raise refused(NO_ANSWER)

    async def _chunks(self, answer: HttpStream, limit: int | None) -> AsyncIterator[bytes]:
        deadline = self._clock.monotonic() + self._total_seconds
        size = 0
        try:
            async for chunk in answer.chunks():
                size += len(chunk)
                if limit is not None and size > limit:
                    raise _too_large(limit)
                if self._clock.monotonic() > deadline:
                    raise refused(TOO_SLOW)
                yield chunk
        except BackendUnavailable:
            raise refused(BROKE_OFF) from None


async def _write(chunks: AsyncIterator[bytes], path: Path) -> int:
    """Write to disk from a thread, in large pieces; the number of bytes."""
    file: IO[bytes] = await asyncio.to_thread(path.open, "wb")
    complete = False
    try:
        size, pending = 0, bytearray()
        async for chunk in chunks:
            pending += chunk
            if len(pending) >= _WRITE_SIZE:
                size += await asyncio.to_thread(file.write, bytes(pending))
                pending.clear()
        size += await asyncio.to_thread(file.write, bytes(pending))
        await asyncio.to_thread(file.flush)
        complete = True
        return size
    finally:
        file.close()
        if not complete:
            await asyncio.to_thread(path.unlink, missing_ok=True)


def _demand_success(answer: HttpStream) -> None:
    if not 200 <= answer.status < 300:
        raise refused(N_("its server answers with an error ({status})"), status=answer.status)


def _too_large(limit: int) -> Exception:
    return refused(N_("the file is larger than {limit_mb} MB"), limit_mb=limit // MEGABYTE)


def _described(answer: HttpStream) -> RemoteFile:
    media_type = answer.headers.get("content-type", "").split(";")[0].strip().lower() or None
    name = file_name(answer.headers.get("content-disposition", ""), answer.url)
    return RemoteFile(answer.url, name, media_type, _size(answer))


def _size(answer: HttpStream) -> int | None:
    """The whole file's size, from Content-Range where only a part was asked for."""
    if answer.status == 206:
        total = answer.headers.get("content-range", "").rpartition("/")[2]
    else:
        total = answer.headers.get("content-length", "")
    return int(total) if re.fullmatch(r"[0-9]{1,18}", total) else None


def file_name(disposition: str, url: str) -> str:
    """A file name without any folder: from a Content-Disposition header, else the last part of the address's path."""
    extended = re.search(r"filename\*\s*=\s*utf-8''([^;\s]+)", disposition, re.IGNORECASE)
    plain = re.search(r'filename\s*=\s*(?:"([^"]*)"|([^;\s]+))', disposition, re.IGNORECASE)
    if extended:
        name = unquote(extended[1])
    elif plain:
        name = plain[1] or plain[2] or ""
    else:
        name = unquote(urlsplit(url).path)
    name = PurePosixPath(name.replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable())[-200:]
    return name if name.strip(" .") else "file"
