"""One render of one draft, and its delivery.

Phases: new → chosen (the draft is stored) → intended (our render id is stored, then posted) → rendered. A run that finds
an id of an earlier run asks for that id before it posts anything. A failed render is tried once more, under a new id.
"""

from dataclasses import replace
from functools import partial

import structlog

from core.conversation import wishes
from core.conversation.handling.endings import cancelled, delivery, ended
from core.conversation.handling.fetching import Fetched, fetch_video
from core.conversation.handling.pictures import timeline_picture
from core.conversation.handling.stages import first_view
from core.conversation.handling.tools import Task, Tools, unpack
from core.conversation.handling.work import ProjectWork
from core.conversation.payloads import ExportPayload
from core.conversation.replies import edit_result, export_result, status_card
from core.errors import (
    BackendError,
    BackendUnavailable,
    NothingToExport,
    OutcomeUnknown,
    ReelayError,
    RenderFailed,
    RenderUnknown,
    SessionUnknown,
)
from core.jobs.run import JobCancelled, JobOutcome, JobRun
from core.model import DeliveryKind, DraftJson, JobState, Media, Render, RenderState
from core.nemo import new_render_id
from core.ports import Activity, Clock
from core.timeline import has_content, summary

log = structlog.get_logger(__name__)

RENDER_TRIES = 2
SOONEST_POLL = 0.2
LATEST_POLL = 120.0
UNKNOWN_LOOKS = 3
"""So often an export that was accepted may be unknown, before it counts as failed."""
STANDSTILL = 1800.0
"""Seconds without any change after which an export counts as failed; 30 to 90 are usual for a whole one."""
SETTLING = 2.0
"""Seconds to let a request settle before the backend is asked whether it arrived."""
_UNKNOWN = (RenderUnknown, SessionUnknown)


class ExportHandler:
    """Runs jobs of kind EXPORT."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, run: JobRun) -> JobOutcome:
        """One export from its draft to its delivery."""
        task = unpack(self._tools, run, ExportPayload)
        view = first_view(run, task.say("🎞 Rendering…"), task.payload.kind)
        async with self._tools.board.track(run.job, view, partial(status_card, task.say), Activity.WORKING) as progress:
            outcome = await ended(self._tools, task, _Export(self._tools, task, progress).work())
        return outcome if outcome.state is JobState.SUCCEEDED else _with_report(task, outcome)


def _with_report(task: Task[ExportPayload], outcome: JobOutcome) -> JobOutcome:
    """What the edit before came to, which was to be told with the video, is told without one."""
    report = task.payload.report
    if not (report.text or report.changes or report.note):
        return outcome
    told = delivery(task.run.job, edit_result(task.say, report), DeliveryKind.RESULT)
    return replace(outcome, deliveries=(told, *outcome.deliveries))


class _Watch:
    """Whether there is hope for a render: it is known, and something about it changes now and then."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._unknown = 0
        self._seen: tuple[RenderState, int] | None = None
        self._changed = clock.monotonic()

    @property
    def hopeful(self) -> bool:
        return self._unknown < UNKNOWN_LOOKS and self._clock.monotonic() - self._changed < STANDSTILL

    def unknown(self) -> None:
        self._unknown += 1

    def saw(self, render: Render) -> None:
        if (render.state, render.progress) != self._seen:
            self._seen = render.state, render.progress
            self._changed = self._clock.monotonic()


class _Export(ProjectWork[ExportPayload]):
    async def work(self) -> JobOutcome:
        if self._run.job.phase == "new":
            await self._choose()
        try:
            render = await self._rendered()
        except JobCancelled:
            return await self._stopped()
        self._progress.stage(self._say("📦 Fetching your video…"))
        fetched = await fetch_video(self._tools, self._task, render)
        return await self._outcome(render, fetched)

    # which draft

    async def _choose(self) -> None:
        session_id = await self._session_id()
        number = self._task.payload.revision
        draft = await self._kept_draft(number) if number is not None else None
        if draft is None:
            try:
                draft = await self._current_draft(session_id)
            except SessionUnknown:
                draft = await self._kept_draft(None)
                session_id = await self._replace_session(session_id)
        if draft is None or not has_content(draft):
            raise NothingToExport
        await self._run.checkpoint("chosen", draft=dict(draft), session=session_id)

    async def _kept_draft(self, number: int | None) -> DraftJson | None:
        revision = await self._tools.store.projects.revision(self._task.project_id, number)
        return revision.draft if revision is not None else None

    async def _current_draft(self, session_id: str) -> DraftJson | None:
        state = await self._state(session_id)
        return state.draft if has_content(state.draft) else await self._kept_draft(None)

    # rendering

    async def _rendered(self) -> Render:
        tried = int(self._data.get("tried", 0))
        while True:
            failure = await self._try(tried)
            if isinstance(failure, Render):
                await self._run.checkpoint("rendered")
                return failure
            tried += 1
            log.warning("render failed", job=self._run.job.id, error=str(failure), tried=tried)
            if tried >= RENDER_TRIES:
                raise failure
            self._progress.stage(self._say("🎞 The render failed; trying once more…"))

    async def _try(self, tried: int) -> Render | ReelayError:
        """One render under one id: the finished one, or why it failed."""
        try:
            render = await self._follow(await self._started(tried))
        except BackendUnavailable as error:
            return error
        except BackendError as error:
            if type(error) is not BackendError:  # a refusal with a meaning of its own will not go away by asking again
                raise
            return RenderFailed(str(error))
        return render if render.state is RenderState.COMPLETED else RenderFailed(render.error or "")

    async def _started(self, tried: int) -> str:
        """The render id under way, posted now unless an earlier run did."""
        data = self._data
        if data.get("tried") == tried and "render" in data:
            render_id = str(data["render"])
            if await self._known(render_id):
                return render_id
            await self._run.sleep(SETTLING)  # it may have left just before the process ended
            if await self._known(render_id):
                return render_id
        else:
            render_id = new_render_id()
            await self._run.checkpoint("intended", render=render_id, tried=tried)
            await self._tools.store.renders.add(
                render_id,
                job_id=self._run.job.id,
                project_id=self._task.project_id,
                revision=self._task.payload.revision,
            )
        await self._post(render_id)
        return render_id

    async def _known(self, render_id: str) -> bool:
        try:
            await self._ask(render_id)
        except _UNKNOWN:
            return False
        return True

    async def _post(self, render_id: str) -> None:
        """Start it under our id. An answer that got lost is asked for by the id, so nothing starts twice."""
        try:
            await self._start(render_id)
        except (OutcomeUnknown, BackendUnavailable) as error:
            await self._run.sleep(SETTLING)
            if await self._known(render_id):
                return
            if isinstance(error, BackendUnavailable):
                raise
            await self._start(render_id)
        except SessionUnknown:
            await self._post_in_new_session(render_id)

    async def _post_in_new_session(self, render_id: str) -> None:
        """The session is gone, the draft is not: it is rendered from a new one."""
        session_id = await self._replace_session(self._data["session"])
        await self._run.checkpoint("intended", session=session_id)
        await self._start(render_id)

    async def _start(self, render_id: str) -> None:
        caller, data = self._task.caller, self._data
        await self._tools.line.call(
            caller,
            lambda access: self._tools.backend.start_render(
                access, caller.attribution, render_id, data["session"], data["draft"]
            ),
        )

    async def _ask(self, render_id: str) -> Render:
        caller = self._task.caller
        return await self._tools.line.call(
            caller, lambda access: self._tools.backend.render(access, caller.attribution, render_id), repeatable=True
        )

    async def _follow(self, render_id: str) -> Render:
        self._progress.stage(self._say("🎞 Rendering…"), 0)
        watch = _Watch(self._tools.clock)
        while watch.hopeful:
            try:
                render = await self._ask(render_id)
            except _UNKNOWN:
                watch.unknown()
                await self._run.sleep(SETTLING)
                continue
            watch.saw(render)
            await self._tools.store.renders.save(render)
            if render.state in (RenderState.COMPLETED, RenderState.FAILED, RenderState.CANCELLED):
                return render
            self._progress.percent(render.progress)
            await self._run.checkpoint(self._run.job.phase, progress=render.progress)
            await self._run.sleep(self._pause(render))
        await self._cancel(render_id)
        return Render(render_id, RenderState.FAILED, error="It is unknown to the service, or stands still")

    def _pause(self, render: Render) -> float:
        """As the service says, where it does, within bounds: neither without a breath in between nor next week."""
        said = render.retry_after
        return self._tools.schedule.render_poll if said is None else min(max(said, SOONEST_POLL), LATEST_POLL)

    async def _stopped(self) -> JobOutcome:
        render_id = self._data.get("render")
        if render_id is not None:
            await self._cancel(render_id)
        return cancelled(self._tools, self._task)

    async def _cancel(self, render_id: str) -> None:
        caller = self._task.caller
        await self._tools.line.call(
            caller, lambda access: self._tools.backend.cancel_render(access, caller.attribution, render_id)
        )

    # the result

    async def _outcome(self, render: Render, fetched: Fetched) -> JobOutcome:
        report = self._task.payload.report
        if not report.timeline:
            report = replace(report, timeline=summary(self._data["draft"], self._say))
        unmet = wishes.unmet(self._task.payload.wished, self._data["draft"], self._say)
        note = " ".join(filter(None, (unmet, fetched.note)))
        content = export_result(self._say, report, url=fetched.link, media=fetched.media, note=note)
        content = replace(content, picture=await self._picture())
        told = delivery(self._run.job, content, DeliveryKind.RESULT)
        return JobOutcome(JobState.SUCCEEDED, {"url": render.url}, (told,))

    async def _picture(self) -> Media | None:
        """The timeline as a picture, where one can stand beside the video."""
        job = self._run.job
        if not self._tools.capabilities(job.conversation).picture_beside:
            return None
        return await timeline_picture(self._tools, job.id, self._data["draft"], self._say)
