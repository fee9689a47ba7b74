"""The video service with a watch beside it: every call is timed, every failure counted, open streams known."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeVar

from core.metrics import Metrics
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
from core.ports import OpenFile, UploadPart, VideoBackend

T = TypeVar("T")


class MeasuredBackend:
    """A `VideoBackend` that hands every call on as it is."""

    def __init__(self, backend: VideoBackend, metrics: Metrics) -> None:
        self._backend = backend
        self._metrics = metrics

    async def anonymous_token(self, client_id: str, attribution: Attribution) -> AnonymousToken:
        """Get (or renew) a free token."""
        with self._metrics.backend_call("anonymous_token"):
            return await self._backend.anonymous_token(client_id, attribution)

    async def create_session(
        self, access: Access, attribution: Attribution, *, task_name: str, language: str | None
    ) -> Session:
        """Start a session."""
        with self._metrics.backend_call("create_session"):
            return await self._backend.create_session(access, attribution, task_name=task_name, language=language)

    async def claim_link(self, access: Access, attribution: Attribution, session: Session) -> str:
        """A browser address that opens the project."""
        with self._metrics.backend_call("claim_link"):
            return await self._backend.claim_link(access, attribution, session)

    @asynccontextmanager
    async def run(
        self, access: Access, attribution: Attribution, session_id: str, text: str
    ) -> AsyncIterator[AsyncIterator[RunEvent]]:
        """Send one message to the agent: the call lasts until it is accepted, the stream until it closes."""
        async with self._entered("run", self._backend.run(access, attribution, session_id, text)) as events:
            with self._metrics.stream():
                yield events

    async def upload_files(
        self, access: Access, attribution: Attribution, session_id: str, parts: Sequence[UploadPart]
    ) -> tuple[UploadedFile, ...]:
        """Send local files."""
        with self._metrics.backend_call("upload_files"):
            return await self._backend.upload_files(access, attribution, session_id, parts)

    async def upload_urls(
        self, access: Access, attribution: Attribution, session_id: str, urls: Sequence[str]
    ) -> tuple[UploadedFile, ...]:
        """Let the backend fetch files by address."""
        with self._metrics.backend_call("upload_urls"):
            return await self._backend.upload_urls(access, attribution, session_id, urls)

    async def credits(self, access: Access, attribution: Attribution) -> Credits:
        """The balance."""
        with self._metrics.backend_call("credits"):
            return await self._backend.credits(access, attribution)

    async def state(self, access: Access, attribution: Attribution, session_id: str) -> SessionState:
        """The session as the backend sees it."""
        with self._metrics.backend_call("state"):
            return await self._backend.state(access, attribution, session_id)

    async def start_render(
        self, access: Access, attribution: Attribution, render_id: str, session_id: str, draft: DraftJson
    ) -> Render:
        """Start an export."""
        with self._metrics.backend_call("start_render"):
            return await self._backend.start_render(access, attribution, render_id, session_id, draft)

    async def render(self, access: Access, attribution: Attribution, render_id: str) -> Render:
        """How an export stands."""
        with self._metrics.backend_call("render"):
            return await self._backend.render(access, attribution, render_id)

    async def cancel_render(self, access: Access, attribution: Attribution, render_id: str) -> None:
        """Ask to stop an export."""
        with self._metrics.backend_call("cancel_render"):
            await self._backend.cancel_render(access, attribution, render_id)

    @asynccontextmanager
    async def download(self, access: Access, attribution: Attribution, render: Render) -> AsyncIterator[OpenFile]:
        """Stream the MP4: the call lasts until its first byte may be read."""
        async with self._entered("download", self._backend.download(access, attribution, render)) as file:
            yield file

    @asynccontextmanager
    async def _entered(self, call: str, manager: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
        """Enter under the watch; what is done with it is not the call's time."""
        async with AsyncExitStack() as stack:
            with self._metrics.backend_call(call):
                entered = await stack.enter_async_context(manager)
            yield entered
