"""The video service as the core needs it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file being read: `size` in bytes where it is known before reading; `chunks` can be read once."""

    name: str
    size: int | None
    media_type: str | None
    chunks: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class UploadPart:
    """A local file to be sent to the backend; it is streamed from disk."""

    path: Path
    name: str
    media_type: str


class VideoBackend(Protocol):
    """The NemoVideo service. Every method raises the `BackendError` tree, `BackendUnreachable`, `BackendUnavailable`
    or `OutcomeUnknown`; none of them repeats a call by itself."""

    async def anonymous_token(self, client_id: str, attribution: Attribution) -> AnonymousToken:
        """Get (or renew, with the same `client_id`) a free token."""
        ...

    async def create_session(
        self, access: Access, attribution: Attribution, *, task_name: str, language: str | None
    ) -> Session:
        """Start a session. `language` is an ISO code, or None to leave it out."""
        ...

    async def claim_link(self, access: Access, attribution: Attribution, session: Session) -> str:
        """A browser address that opens the project; it carries a claim token, never the account's."""
        ...

    def run(
        self, access: Access, attribution: Attribution, session_id: str, text: str
    ) -> AbstractAsyncContextManager[AsyncIterator[RunEvent]]:
        """Send one message to the agent and stream what it tells until the stream closes.

        Entering sends the request. Raised on entering: refusals (nothing was accepted, except with `OutcomeUnknown`).
        Raised while iterating: `RunFailed` and its kin for an error inside the stream, `OutcomeUnknown` for a cut, a
        read timeout, 15 minutes in all, or 10 minutes of keep-alives only.
        """
        ...

    async def upload_files(
        self, access: Access, attribution: Attribution, session_id: str, parts: Sequence[UploadPart]
    ) -> tuple[UploadedFile, ...]:
        """Send local files in constant memory."""
        ...

    async def upload_urls(
        self, access: Access, attribution: Attribution, session_id: str, urls: Sequence[str]
    ) -> tuple[UploadedFile, ...]:
        """Let the backend fetch files by address."""
        ...

    async def credits(self, access: Access, attribution: Attribution) -> Credits:
        """The balance."""
        ...

    async def state(self, access: Access, attribution: Attribution, session_id: str) -> SessionState:
        """The session as the backend sees it."""
        ...

    async def start_render(
        self, access: Access, attribution: Attribution, render_id: str, session_id: str, draft: DraftJson
    ) -> Render:
        """Start an export under our own `render_id`."""
        ...

    async def render(self, access: Access, attribution: Attribution, render_id: str) -> Render:
        """How an export stands. Raises `RenderUnknown` when the POST never arrived."""
        ...

    async def cancel_render(self, access: Access, attribution: Attribution, render_id: str) -> None:
        """Ask to stop an export; best effort, a backend that cannot do it is no error."""
        ...

    def download(
        self, access: Access, attribution: Attribution, render: Render
    ) -> AbstractAsyncContextManager[OpenFile]:
        """Stream the MP4: from its address, else from the backend's download call."""
        ...
