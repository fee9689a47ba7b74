"""Everything that goes out over HTTP: the one module that knows httpx.

`HttpPool` opens its clients lazily and shares one TLS context among them (a context costs 20-40 ms, a client with its own
866 KiB). Streams go round-robin over several clients, because finding a free connection scans its client's pool.
Cookies are never kept: what the backend sets for one conversation must not travel with another.
"""

import asyncio
import logging
import re
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from core.errors import BackendUnavailable, BackendUnreachable, OutcomeUnknown, ReelayError
from core.json_text import decode_json
from core.proxy import Proxy
from core.unpacking import unpacker

MAX_ANSWER = 8 * 1024 * 1024
MAX_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.InvalidURL,
)
# A peer that vanished without a word is noticed within about a minute and a half, without a byte of ours on the stream.
_SOCKET_OPTIONS = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)] + [
    (socket.IPPROTO_TCP, getattr(socket, name), value)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6))
    if hasattr(socket, name)
]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request. Header values never show in its repr.

    `repeatable` says that sending it twice does no harm, so a broken answer is `BackendUnavailable` and not
    `OutcomeUnknown`. `connect_to` is an IP address to connect to instead of resolving the host again, never through a
    proxy: that one would resolve for itself, or could not tell whose certificate to expect. Timeouts are in
    seconds, None for none; `read_timeout` is the longest pause between two pieces of the answer.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | AsyncIterable[bytes] | None = field(default=None, repr=False)
    repeatable: bool = False
    read_timeout: float | None = 60.0
    connect_to: str | None = None


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> object:
        """The decoded body, or None when it is no JSON."""
        return decode_json(self.body)


class HttpStream:
    """An answer whose body is still to come. `url` is the address that gave it."""

    def __init__(self, response: httpx.Response, request: HttpRequest) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = dict(response.headers)
        self.url = request.url
        self._response = response
        self._repeatable = request.repeatable

    @property
    def media_type(self) -> str:
        """What the body is said to be, in lower case and without parameters; empty where nothing is said."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def size(self) -> int | None:
        """How many bytes the body is said to have."""
        length = self.headers.get("content-length", "")
        return int(length) if re.fullmatch("[0-9]{1,18}", length) else None

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body as it arrives, undecoded; it can be read once."""
        with _translated(repeatable=self._repeatable):
            async for chunk in self._response.aiter_raw():
                yield chunk

    async def read(self, limit: int = MAX_ANSWER) -> bytes:
        """The whole body, decompressed. Raises BackendUnavailable when it is longer than `limit` bytes."""
        body = bytearray()
        unpack = unpacker(self.headers.get("content-encoding", ""), limit)
        async for chunk in self.chunks():
            body += unpack(chunk)
            if len(body) > limit:
                raise BackendUnavailable("The answer is longer than anything sensible", status=self.status)
        return bytes(body)


CALL_CLIENTS = 32
"""How many clients share the short calls: finding a free connection takes the square of how many one client has."""


class _Shared:
    """Clients made when they are first needed. The least busy one serves, so that calls one after the other share one
    connection, and a thousand at once are spread evenly."""

    def __init__(self, clients: int, limits: httpx.Limits, made: Callable[[httpx.Limits], httpx.AsyncClient]) -> None:
        self._limits = limits
        self._made = made
        self._clients: list[httpx.AsyncClient | None] = [None] * clients
        self._busy = [0] * clients

    @contextmanager
    def least_busy(self) -> Iterator[httpx.AsyncClient]:
        """A client; it counts as busy with this until left."""
        number = self._busy.index(min(self._busy))
        client = self._clients[number]
        if client is None:
            client = self._clients[number] = self._made(self._limits)
        self._busy[number] += 1
        try:
            yield client
        finally:
            self._busy[number] -= 1

    async def close(self) -> None:
        """Close what is open; what is needed afterwards is made anew."""
        clients, self._clients = self._clients, [None] * len(self._clients)
        for client in clients:
            if client is not None:
                await client.aclose()


class HttpPool:
    """The clients. Use it as an async context manager; what is still open is closed at its end.

    `stream_clients` is how many clients share the long streams (32-64 carry 5,000 of them). `tls` replaces the context
    made from the certificate store. What `proxy` serves goes through it.
    """

    def __init__(
        self,
        *,
        stream_clients: int = 32,
        connect_timeout: float = 10.0,
        tls: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self._connect_timeout = connect_timeout
        self._proxy = proxy
        self._tls = tls
        # A server may close an idle connection just as we use it again; two seconds stay below all usual limits.
        self._calls = _Shared(CALL_CLIENTS, httpx.Limits(max_connections=None, keepalive_expiry=2.0), self._client)
        once = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._streams = _Shared(max(1, stream_clients), once, self._client)
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)

    async def __aenter__(self) -> Self:
        if self._tls is None:
            self._tls = await asyncio.to_thread(httpx.create_ssl_context)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._calls.close()
        await self._streams.close()

    async def call(self, request: HttpRequest, *, limit: int = MAX_ANSWER) -> HttpAnswer:
        """Send a request and read its answer of at most `limit` bytes. Redirects are answers like any other.

        Raises `BackendUnreachable` when nothing was sent; else `OutcomeUnknown`, or `BackendUnavailable` for a
        repeatable request.
        """
        async with self._open(self._calls, request) as answer:
            return HttpAnswer(answer.status, answer.headers, await answer.read(limit))

    @asynccontextmanager
    async def stream(self, request: HttpRequest) -> AsyncIterator[HttpStream]:
        """Send a request and hand over its answer as soon as the headers are there. Raises as `call` does."""
        async with self._open(self._streams, request) as answer:
            yield answer

    def _client(self, limits: httpx.Limits) -> httpx.AsyncClient:
        tls = self._tls if self._tls is not None else httpx.create_ssl_context()
        transport: httpx.AsyncBaseTransport
        transport = httpx.AsyncHTTPTransport(verify=tls, limits=limits, socket_options=_SOCKET_OPTIONS)
        if self._proxy is not None:
            transport = _WaysOut(transport, self._proxy, tls, limits)
        no_cookies = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
        return httpx.AsyncClient(transport=transport, cookies=no_cookies, trust_env=False, follow_redirects=False)

    @asynccontextmanager
    async def _open(self, clients: _Shared, request: HttpRequest) -> AsyncIterator[HttpStream]:
        with clients.least_busy() as client:
            with _translated(repeatable=request.repeatable):
                response = await client.send(self._built(client, request), stream=True)
            try:
                yield HttpStream(response, request)
            finally:
                await response.aclose()

    def _built(self, client: httpx.AsyncClient, request: HttpRequest) -> httpx.Request:
        url = httpx.URL(request.url)
        headers = {"accept-encoding": "identity", "user-agent": "reelay", **request.headers}
        extensions: dict[str, Any] = {}
        if request.connect_to is not None:
            headers["host"] = url.netloc.decode("ascii")
            extensions["sni_hostname"] = url.raw_host.decode("ascii")
            url = url.copy_with(host=request.connect_to)
        timeout = httpx.Timeout(60.0, read=request.read_timeout, connect=self._connect_timeout)
        return client.build_request(
            request.method, url, headers=headers, content=request.body, timeout=timeout, extensions=extensions
        )


class _WaysOut(httpx.AsyncBaseTransport):
    """Each request straight to its server, or through the proxy that serves it."""

    def __init__(
        self, direct: httpx.AsyncBaseTransport, proxy: Proxy, tls: ssl.SSLContext, limits: httpx.Limits
    ) -> None:
        self._direct = direct
        self._proxy = proxy
        self._proxied = httpx.AsyncHTTPTransport(
            verify=tls,
            limits=limits,
            socket_options=_SOCKET_OPTIONS,
            proxy=httpx.Proxy(proxy.address, auth=proxy.login, ssl_context=tls if proxy.encrypted else None),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        pinned = "sni_hostname" in request.extensions
        way = self._proxied if not pinned and self._proxy.serves(str(request.url)) else self._direct
        return await way.handle_async_request(request)

    async def aclose(self) -> None:
        await self._direct.aclose()
        await self._proxied.aclose()


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses share scheme, host and port: only then may a token go along."""
    return _origin(one) == _origin(other) is not None


def redirect_target(answer: HttpStream | HttpAnswer, url: str) -> str | None:
    """Where a redirect that came from `url` points, or None when the answer is none."""
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTS or not location:
        return None
    try:
        return urljoin(url, location)
    except ValueError:
        return location  # no address at all, which whoever goes there is told


def _origin(url: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port)


@contextmanager
def _translated(*, repeatable: bool) -> Iterator[None]:
    """httpx's errors in our own words. Their texts are dropped: some quote header values."""
    try:
        yield
    except _NOTHING_SENT as error:
        raise BackendUnreachable(f"No connection ({type(error).__name__})") from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise _after_sending(type(error).__name__, repeatable=repeatable) from None


def _after_sending(what: str, *, repeatable: bool) -> ReelayError:
    if repeatable:
        return BackendUnavailable(f"The answer broke off ({what})")
    return OutcomeUnknown(f"The connection broke after the request had left ({what})")
