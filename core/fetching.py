"""Files behind addresses that somebody wrote, fetched safely: see `core.addresses` for what is let through."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from core.addresses import CheckedUrl, Resolver, check, refused, system_resolver
from core.clock import SystemClock
from core.errors import BackendUnavailable, BackendUnreachable
from core.http import MAX_REDIRECTS, HttpPool, HttpRequest, HttpStream, redirect_target
from core.locales import N_
from core.ports import Clock, OpenFile

MEGABYTE = 1024 * 1024
_ATTEMPTS = 3  # of a host's addresses
_PAUSE, _LONGEST = 30.0, 900.0  # seconds between two pieces of a file, and for all of it

PAGES = ("text/html", "application/xhtml+xml")
NO_ANSWER = N_("its server does not answer")
TOO_SLOW = N_("its server takes too long")
TOO_MANY_REDIRECTS = N_("it leads from one address to the next without end")
BROKE_OFF = N_("its server broke off in the middle")


class UrlFetcher:
    """Fetches user URLs over `http`. Every method raises `UrlRefused` with a plain reason."""

    def __init__(
        self,
        http: HttpPool,
        *,
        allow_private: bool = False,
        resolve: Resolver = system_resolver,
        clock: Clock | None = None,
    ) -> None:
        self._http = http
        self._allow_private = allow_private
        self._resolve = resolve
        self._clock = clock or SystemClock()

    async def check(self, url: str) -> CheckedUrl:
        """Check an address without fetching it (its redirects are not known then)."""
        return await check(url, allow_private=self._allow_private, resolve=self._resolve)

    @asynccontextmanager
    async def open(self, url: str, *, limit: int | None = None) -> AsyncIterator[OpenFile]:
        """Stream a file of at most `limit` bytes. Reading on may raise as well: a server's word on size is not trusted."""
        async with self._visit(url) as answer:
            if not 200 <= answer.status < 300:
                raise refused(N_("its server answers with an error ({status})"), status=answer.status)
            if answer.media_type in PAGES:
                raise refused(N_("it leads to a web page, not to a file"))
            if limit is not None and (answer.size or 0) > limit:
                raise _too_large(limit)
            name = file_name(answer.headers.get("content-disposition", ""), answer.url)
            yield OpenFile(name, answer.size, answer.media_type or None, self._chunks(answer, limit))

    @asynccontextmanager
    async def _visit(self, url: str) -> AsyncIterator[HttpStream]:
        """Open an address, following its redirects, each checked like the first."""
        for _ in range(MAX_REDIRECTS + 1):
            checked = await self.check(url)
            async with self._connected(checked) as answer:
                target = redirect_target(answer, checked.url)
                if target is None:
                    yield answer
                    return
                url = target
        raise refused(TOO_MANY_REDIRECTS)

    @asynccontextmanager
    async def _connected(self, checked: CheckedUrl) -> AsyncIterator[HttpStream]:
        async with AsyncExitStack() as stack:
            yield await self._first_answer(stack, checked)

    async def _first_answer(self, stack: AsyncExitStack, checked: CheckedUrl) -> HttpStream:
        """The answer of the first of the checked addresses that takes a connection."""
        for address in checked.addresses[:_ATTEMPTS]:
            request = HttpRequest(
                "GET",
                checked.url,
                {"accept": "*/*"},
                repeatable=True,
                read_timeout=_PAUSE,
                connect_to=address,
            )
            with suppress(BackendUnreachable, BackendUnavailable):
                return await stack.enter_async_context(self._http.stream(request))
        raise refused(NO_ANSWER)

    async def _chunks(self, answer: HttpStream, limit: int | None) -> AsyncIterator[bytes]:
        deadline = self._clock.monotonic() + _LONGEST
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


def _too_large(limit: int) -> Exception:
    return refused(N_("the file is larger than {limit_mb} MB"), limit_mb=limit // MEGABYTE)


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
