"""A video service in memory, for tests of the flows around it.

backend = FakeBackend()
backend.will_run(FakeRun(says=("Added a title.",), draft=draft_of("Urban Dreams")))   # one script per run, in order
backend.will_run(FakeRun(events=(KeepAlive(),), cut=OutcomeUnknown(), draft=..., shows_after=2))
backend.will_fail("state", BackendUnreachable())                      # the next call only
backend.will_fail("start_render", OutcomeUnknown(), arrives=True)     # carried out, but the answer is lost
backend.will_render(Render("", RenderState.PROCESSING, 40), Render("", RenderState.FAILED))   # polls of the next export
backend.will_know("s-1", draft)                                       # a session made before the test

Without a script a run says "Done." and adds a title track with what was asked; an export is pending, half done, then
completed. Each session keeps its draft in `drafts`. The books: `calls` lists every call with its arguments in order,
`asked("run")` those of one name, `prompts` the texts that arrived, `uploads` what arrived by session.
"""

import asyncio
import copy
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from core.errors import RenderUnknown, SessionUnknown
from core.model import (
    Access,
    AgentText,
    AnonymousToken,
    Attribution,
    Credits,
    DraftJson,
    Render,
    RenderState,
    RunEvent,
    Session,
    SessionState,
    UploadedFile,
)
from core.ports import OpenFile, UploadPart, VideoBackend
from tests.fakes.scripts import FakeRun, draft_of, usual_polls, with_title


@dataclass(frozen=True)
class FakeCall:
    """One call as it was made."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    access: Access | None = None
    attribution: Attribution | None = None


class FakeBackend:
    """A `VideoBackend` that does what it is told and keeps books."""

    def __init__(self) -> None:
        self.calls: list[FakeCall] = []
        self.prompts: list[str] = []
        self.uploads: defaultdict[str, list[UploadedFile]] = defaultdict(list)
        self.drafts: dict[str, DraftJson] = {}
        self.generated: Counter[str] = Counter()
        self.balance = Credits(available=100, frozen=0, total=100)
        self.token = "nmv_usr_test-token"
        self.video = b"\x00\x00\x00\x18ftypmp42 not really a video"
        self.running: asyncio.Event = asyncio.Event()  # set while a run is open
        self._runs: deque[FakeRun] = deque()
        self._failures: defaultdict[str, deque[tuple[Exception, bool]]] = defaultdict(deque)
        self._polls: deque[tuple[Render, ...]] = deque()
        self._renders: dict[str, deque[Render]] = {}
        self._late: dict[str, tuple[int, DraftJson]] = {}

    # what a test says beforehand

    def will_run(self, *runs: FakeRun) -> None:
        """Script the next runs, in order."""
        self._runs.extend(runs)

    def will_fail(self, name: str, *errors: Exception, arrives: bool = False) -> None:
        """Let the next calls of that name raise, one error each; `arrives` carries the call out all the same."""
        self._failures[name].extend((error, arrives) for error in errors)

    def will_render(self, *polls: Render) -> None:
        """Script what the polls of the next export answer (the last one repeats)."""
        self._polls.append(polls)

    def will_know(self, session_id: str, draft: DraftJson | None = None) -> None:
        """Know a session that was made before."""
        self.drafts[session_id] = draft or {}

    def forget(self, session_id: str) -> None:
        """Lose a session, as an expired one is lost."""
        self.drafts.pop(session_id, None)

    # the books

    def asked(self, name: str) -> list[FakeCall]:
        """The calls of one name, in order."""
        return [call for call in self.calls if call.name == name]

    # the port

    async def anonymous_token(self, client_id: str, attribution: Attribution) -> AnonymousToken:
        """See `VideoBackend`."""
        self._note("anonymous_token", None, attribution, client_id=client_id)
        self._fail_before("anonymous_token")
        return AnonymousToken(self.token, f"anon_{client_id[:8]}", datetime(2099, 1, 1, tzinfo=UTC), 100)

    async def create_session(
        self, access: Access, attribution: Attribution, *, task_name: str, language: str | None
    ) -> Session:
        """See `VideoBackend`."""
        self._note("create_session", access, attribution, task_name=task_name, language=language)
        lost = self._fail_before("create_session")
        number = len(self.asked("create_session"))
        session = Session(f"s-{number}", f"t-{number}", access.user_id or "anon_test")
        self.drafts.setdefault(session.session_id, {})
        _raise(lost)
        return session

    async def claim_link(self, access: Access, attribution: Attribution, session: Session) -> str:
        """See `VideoBackend`."""
        self._note("claim_link", access, attribution, session=session)
        self._fail_before("claim_link")
        return f"https://web.test/workspace/claim?ct=clm_{session.session_id}"

    @asynccontextmanager
    async def run(
        self, access: Access, attribution: Attribution, session_id: str, text: str
    ) -> AsyncIterator[AsyncIterator[RunEvent]]:
        """See `VideoBackend`."""
        self._note("run", access, attribution, session_id=session_id, text=text)
        _raise(self._fail_before("run"))
        script = self._runs.popleft() if self._runs else FakeRun(says=("Done.",), draft=with_title)
        _raise(script.refused)
        self._known(session_id)
        self.prompts.append(text)
        self.running.set()
        try:
            yield self._play(script, session_id, text)
        finally:
            self.running.clear()

    async def upload_files(
        self, access: Access, attribution: Attribution, session_id: str, parts: Sequence[UploadPart]
    ) -> tuple[UploadedFile, ...]:
        """See `VideoBackend`."""
        self._note("upload_files", access, attribution, session_id=session_id, parts=tuple(parts))
        files = tuple(UploadedFile(part.name, part.media_type.split("/")[0]) for part in parts)
        return self._uploaded("upload_files", session_id, files)

    async def upload_urls(
        self, access: Access, attribution: Attribution, session_id: str, urls: Sequence[str]
    ) -> tuple[UploadedFile, ...]:
        """See `VideoBackend`."""
        self._note("upload_urls", access, attribution, session_id=session_id, urls=tuple(urls))
        files = tuple(UploadedFile(url.rsplit("/", 1)[-1], "video", cdn_url=url) for url in urls)
        return self._uploaded("upload_urls", session_id, files)

    async def credits(self, access: Access, attribution: Attribution) -> Credits:
        """See `VideoBackend`."""
        self._note("credits", access, attribution)
        self._fail_before("credits")
        return self.balance

    async def state(self, access: Access, attribution: Attribution, session_id: str) -> SessionState:
        """See `VideoBackend`."""
        self._note("state", access, attribution, session_id=session_id)
        self._fail_before("state")
        self._known(session_id)
        self._let_late_changes_show(session_id)
        draft = copy.deepcopy(self.drafts[session_id])
        infos = tuple({"filename": file.filename} for file in self.uploads[session_id])
        made = self.generated[session_id]
        return SessionState(draft, infos, made, user_id=access.user_id, raw={"draft": draft})

    async def start_render(
        self, access: Access, attribution: Attribution, render_id: str, session_id: str, draft: DraftJson
    ) -> Render:
        """See `VideoBackend`."""
        self._note("start_render", access, attribution, render_id=render_id, session_id=session_id, draft=draft)
        lost = self._fail_before("start_render")
        self._renders[render_id] = deque(self._polls.popleft() if self._polls else usual_polls(render_id))
        _raise(lost)
        return Render(render_id, RenderState.PENDING)

    async def render(self, access: Access, attribution: Attribution, render_id: str) -> Render:
        """See `VideoBackend`."""
        self._note("render", access, attribution, render_id=render_id)
        self._fail_before("render")
        if render_id not in self._renders:
            raise RenderUnknown
        polls = self._renders[render_id]
        return replace(polls.popleft() if len(polls) > 1 else polls[0], id=render_id)

    async def cancel_render(self, access: Access, attribution: Attribution, render_id: str) -> None:
        """See `VideoBackend`."""
        self._note("cancel_render", access, attribution, render_id=render_id)
        self._fail_before("cancel_render")
        if render_id in self._renders:
            self._renders[render_id] = deque([Render(render_id, RenderState.CANCELLED)])

    @asynccontextmanager
    async def download(self, access: Access, attribution: Attribution, render: Render) -> AsyncIterator[OpenFile]:
        """See `VideoBackend`."""
        self._note("download", access, attribution, render=render)
        self._fail_before("download")
        yield OpenFile(f"{render.id}.mp4", len(self.video), "video/mp4", _chunks(self.video))

    # inside

    def _note(self, name: str, access: Access | None, attribution: Attribution, **arguments: Any) -> None:
        self.calls.append(FakeCall(name, arguments, access, attribution))

    def _fail_before(self, name: str) -> Exception | None:
        """Raise the scripted error, or hand it back when the call is to be carried out first."""
        if not self._failures[name]:
            return None
        error, arrives = self._failures[name].popleft()
        if not arrives:
            raise error
        return error

    def _known(self, session_id: str) -> None:
        if session_id not in self.drafts:
            raise SessionUnknown(code=1002)

    async def _play(self, script: FakeRun, session_id: str, text: str) -> AsyncIterator[RunEvent]:
        for event in (*script.events, *(AgentText(said) for said in script.says)):
            yield event
            await asyncio.sleep(0)
        if script.gate:
            await script.gate.wait()
        self._change(script, session_id, text)
        _raise(script.cut)

    def _change(self, script: FakeRun, session_id: str, text: str) -> None:
        self.generated[session_id] += script.generated
        if script.draft is None:
            return
        new = script.draft(self.drafts[session_id], text) if callable(script.draft) else script.draft
        if script.shows_after:
            self._late[session_id] = (script.shows_after, new)
        else:
            self.drafts[session_id] = new

    def _let_late_changes_show(self, session_id: str) -> None:
        if session_id not in self._late:
            return
        looks, draft = self._late.pop(session_id)
        if looks > 1:
            self._late[session_id] = (looks - 1, draft)
        else:
            self.drafts[session_id] = draft

    def _uploaded(self, name: str, session_id: str, files: tuple[UploadedFile, ...]) -> tuple[UploadedFile, ...]:
        lost = self._fail_before(name)
        self._known(session_id)
        self.uploads[session_id].extend(files)
        _raise(lost)
        return files


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 16):
        yield data[start : start + 16]


def _raise(error: Exception | None) -> None:
    if error is not None:
        raise error


def _is_a_backend(fake: FakeBackend) -> VideoBackend:
    return fake  # checked by mypy: the fake keeps to the port


__all__ = ["FakeBackend", "FakeCall", "FakeRun", "draft_of"]
