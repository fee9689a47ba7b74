"""The NemoVideo client: every call of the service, each sent once and never repeated by itself."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from core.errors import BackendError, BackendUnavailable
from core.http import HttpAnswer, HttpPool, HttpRequest
from core.model import (
    Access,
    AnonymousToken,
    Attribution,
    Credits,
    DraftJson,
    Render,
    RunEvent,
    Session,
    SessionState,
    UploadedFile,
)
from core.nemo import requests, shapes
from core.nemo.codes import Call
from core.nemo.downloads import open_download
from core.nemo.envelopes import payload, retry_after
from core.nemo.links import claim_address
from core.nemo.requests import AGENT, USER, attribution_headers, authorization, segment
from core.nemo.runs import open_run
from core.nemo.timing import RunLimits
from core.nemo.uploads import MultipartBody
from core.ports import Clock, OpenFile, UploadPart

DEFAULT_LIMITS = RunLimits()
UPLOAD_SECONDS = 300.0
"""How long the service may look at what it was sent before it answers."""


class NemoClient:
    """A `VideoBackend` over HTTP.

    `base_url` is the service's address (a path in it is kept), `web_url` that of its web pages. `limits` bound a run.
    """

    def __init__(
        self,
        base_url: str,
        web_url: str,
        http: HttpPool,
        clock: Clock,
        *,
        limits: RunLimits = DEFAULT_LIMITS,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._web = web_url
        self._http = http
        self._clock = clock
        self._limits = limits

    async def anonymous_token(self, client_id: str, attribution: Attribution) -> AnonymousToken:
        """See `VideoBackend`. Raises `TokenAllowanceExhausted` when this address has had its share."""
        headers = {**attribution_headers(attribution), "X-Client-Id": client_id}
        request = requests.post(self._url("/api/auth/anonymous-token"), headers, repeatable=True)
        return shapes.anonymous_token(await self._payload(request, Call.TOKEN))

    async def create_session(
        self, access: Access, attribution: Attribution, *, task_name: str, language: str | None
    ) -> Session:
        """See `VideoBackend`."""
        body = {"task_name": task_name} | ({"language": language} if language else {})
        url = self._url(f"/api/tasks/{USER}/with-session/{AGENT}")
        request = requests.post(url, _headers(access, attribution), body, repeatable=True)
        return shapes.session(await self._payload(request, Call.READ, access))

    async def claim_link(self, access: Access, attribution: Attribution, session: Session) -> str:
        """See `VideoBackend`."""
        body = {"task_id": session.task_id, "session_id": session.session_id}
        url = self._url("/api/auth/claim-token")
        request = requests.post(url, _headers(access, attribution), body, repeatable=True)
        return claim_address(self._web, shapes.claim_token(await self._payload(request, Call.READ, access)))

    def run(
        self, access: Access, attribution: Attribution, session_id: str, text: str
    ) -> AbstractAsyncContextManager[AsyncIterator[RunEvent]]:
        """See `VideoBackend`."""
        request = requests.run(self._url("/run_sse"), _headers(access, attribution), session_id, text)
        return open_run(self._http, request, self._clock, self._limits, access.user_id)

    async def upload_files(
        self, access: Access, attribution: Attribution, session_id: str, parts: Sequence[UploadPart]
    ) -> tuple[UploadedFile, ...]:
        """See `VideoBackend`. Raises `AttachmentUnavailable` when a file cannot be read."""
        body = await MultipartBody.of(parts)
        own = {"content-type": body.content_type, "content-length": str(body.length)}
        headers = {**_headers(access, attribution), **own}
        request = requests.upload(self._upload_url(session_id), headers, body, UPLOAD_SECONDS)
        return shapes.uploaded_files(await self._payload(request, Call.WRITE, access))

    async def upload_urls(
        self, access: Access, attribution: Attribution, session_id: str, urls: Sequence[str]
    ) -> tuple[UploadedFile, ...]:
        """See `VideoBackend`."""
        request = requests.post(
            self._upload_url(session_id),
            _headers(access, attribution),
            {"urls": list(urls), "source_type": "url"},
            repeatable=False,
            read_timeout=UPLOAD_SECONDS,
        )
        return shapes.uploaded_files(await self._payload(request, Call.WRITE, access))

    async def credits(self, access: Access, attribution: Attribution) -> Credits:
        """See `VideoBackend`."""
        request = requests.get(self._url("/api/credits/balance/simple"), _headers(access, attribution))
        return shapes.balance(await self._payload(request, Call.READ, access))

    async def state(self, access: Access, attribution: Attribution, session_id: str) -> SessionState:
        """See `VideoBackend`."""
        url = self._url(f"/api/state/{AGENT}/{USER}/{segment(session_id)}/latest")
        request = requests.get(url, _headers(access, attribution))
        return shapes.session_state(await self._payload(request, Call.READ, access))

    async def start_render(
        self, access: Access, attribution: Attribution, render_id: str, session_id: str, draft: DraftJson
    ) -> Render:
        """See `VideoBackend`."""
        body = {
            "id": render_id,
            "sessionId": session_id,
            "draft": draft,
            "output": {"format": "mp4", "quality": "high"},
        }
        url = self._url("/api/render/proxy/lambda")
        request = requests.post(url, _headers(access, attribution), body, repeatable=False)
        return await self._render(request, Call.WRITE, access, render_id)

    async def render(self, access: Access, attribution: Attribution, render_id: str) -> Render:
        """See `VideoBackend`."""
        url = self._url(f"/api/render/proxy/lambda/{segment(render_id)}")
        return await self._render(requests.get(url, _headers(access, attribution)), Call.RENDER, access, render_id)

    async def cancel_render(self, access: Access, attribution: Attribution, render_id: str) -> None:
        """See `VideoBackend`."""
        url = self._url(f"/api/render/proxy/lambda/{segment(render_id)}/cancel")
        request = requests.post(url, _headers(access, attribution), repeatable=True)
        with suppress(BackendError, BackendUnavailable):
            await self._payload(request, Call.RENDER, access)

    @asynccontextmanager
    async def download(self, access: Access, attribution: Attribution, render: Render) -> AsyncIterator[OpenFile]:
        """See `VideoBackend`. Raises `RenderUnknown` when there is no such file."""
        fallback = self._url(f"/api/render/proxy/{segment(render.id)}/download")
        headers = _headers(access, attribution)
        async with open_download(self._http, self._base, headers, render, fallback, self._clock.now()) as file:
            yield file

    async def _render(self, request: HttpRequest, call: Call, access: Access, render_id: str) -> Render:
        answer = await self._http.call(request)
        data = self._read(answer, call, access)
        return shapes.render(data, render_id, self._base, retry_after(answer.headers, self._clock.now()))

    async def _payload(self, request: HttpRequest, call: Call, access: Access | None = None) -> Mapping[str, Any]:
        return self._read(await self._http.call(request), call, access)

    def _read(self, answer: HttpAnswer, call: Call, access: Access | None) -> Mapping[str, Any]:
        return payload(answer, call, now=self._clock.now(), user_id=access.user_id if access else None)

    def _upload_url(self, session_id: str) -> str:
        return self._url(f"/api/upload-video/{AGENT}/{USER}/{segment(session_id)}")

    def _url(self, path: str) -> str:
        return self._base + path


def _headers(access: Access, attribution: Attribution) -> dict[str, str]:
    return {**authorization(access), **attribution_headers(attribution)}
