"""Looks that change nothing: is the service ready, credits, status, the timeline as a picture, a browser link."""

from collections.abc import Awaitable, Callable
from functools import partial

from core.conversation.handling.endings import delivery, ended
from core.conversation.handling.patience import patient
from core.conversation.handling.pictures import timeline_picture
from core.conversation.handling.stages import first_view
from core.conversation.handling.tools import Task, Tools, unpack
from core.conversation.naming import name_of
from core.conversation.payloads import QueryPayload
from core.conversation.replies import paragraphs, plain, result_buttons, status_card
from core.errors import NothingToExport, SessionUnknown
from core.jobs.run import JobOutcome, JobRun
from core.locales import N_
from core.model import (
    Content,
    ConversationKind,
    DeliveryKind,
    JobState,
    NewDelivery,
    Project,
    RichText,
    Session,
    SessionState,
    Span,
)
from core.ports import Activity
from core.timeline import has_content, summary

Answer = Callable[[Task[QueryPayload]], Awaitable[NewDelivery | None]]


class QueryHandler:
    """Runs jobs of kind QUERY."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._answers: dict[str, Answer] = {
            "setup": self._setup,
            "credits": self._credits,
            "status": self._status,
            "timeline": self._timeline,
            "link": self._link,
        }

    async def __call__(self, run: JobRun) -> JobOutcome:
        """One look and its answer."""
        task = patient(self._tools, unpack(self._tools, run, QueryPayload))
        done = N_("✅ Ready") if task.payload.what == "setup" else N_("✅ Done")
        return await ended(self._tools, task, self._work(task), done)

    async def _work(self, task: Task[QueryPayload]) -> JobOutcome:
        told = await self._answers[task.payload.what](task)
        return JobOutcome(JobState.SUCCEEDED, {}, (told,) if told is not None else ())

    async def _setup(self, task: Task[QueryPayload]) -> None:
        view = first_view(task.run, task.say("Setting things up…"), task.payload.kind)
        async with self._tools.board.track(task.run.job, view, partial(status_card, task.say), Activity.TYPING):
            await self._tools.sessions.ensure(task.project_id, task.caller, task.skill)

    async def _credits(self, task: Task[QueryPayload]) -> NewDelivery:
        caller, say = task.caller, task.say
        balance = await self._tools.line.call(
            caller, lambda access: self._tools.backend.credits(access, caller.attribution), repeatable=True
        )
        lines = [say("💳 {available} credits available.", available=f"{balance.available:g}")]
        if balance.frozen:
            lines.append(say("{frozen} more are set aside for work that is running.", frozen=f"{balance.frozen:g}"))
        lines.append(say("Generating costs about 100 a clip, editing about 50 a session; exports are free."))
        private = task.payload.kind == ConversationKind.GROUP
        return delivery(task.run.job, plain("\n".join(lines)), DeliveryKind.ANSWER, private=private)

    async def _project(self, task: Task[QueryPayload]) -> Project:
        project = await self._tools.store.projects.get(task.project_id)
        if project is None:
            raise NothingToExport
        return project

    async def _state(self, task: Task[QueryPayload]) -> SessionState:
        """The project's state; what was kept last when the session is gone or was never made."""
        project, caller = await self._project(task), task.caller
        session_id = project.session_id
        if session_id is not None:
            try:
                return await self._tools.line.call(
                    caller,
                    lambda access: self._tools.backend.state(access, caller.attribution, session_id),
                    repeatable=True,
                )
            except SessionUnknown:
                pass
        kept = await self._tools.store.projects.revision(task.project_id)
        return SessionState(kept.draft if kept is not None else {})

    async def _status(self, task: Task[QueryPayload]) -> NewDelivery:
        say, project, state = task.say, await self._project(task), await self._state(task)
        blocks = [RichText.of(say("Project “{name}”", name=name_of(project, say)))]
        blocks.append(await self._running(task))
        if has_content(state.draft):
            blocks.append(RichText.of(summary(state.draft, say)))
        elif state.video_infos:
            blocks.append(
                RichText.of(
                    say.count(
                        "{n} file is here; nothing is on the timeline yet.",
                        "{n} files are here; nothing is on the timeline yet.",
                        len(state.video_infos),
                    )
                )
            )
        else:
            blocks.append(RichText.of(say("The timeline is empty. Describe a video or send a clip.")))
        buttons = result_buttons(say, exported=False) if has_content(state.draft) else ()
        return delivery(task.run.job, Content(paragraphs(blocks), buttons), DeliveryKind.ANSWER)

    async def _running(self, task: Task[QueryPayload]) -> RichText:
        say, job = task.say, task.run.job
        jobs = [other for other in await self._tools.store.jobs.unfinished(job.conversation) if other.id != job.id]
        if not jobs:
            return RichText.of(say("Nothing is running."))
        requests = len({other.request_id for other in jobs})
        return RichText.of(say.count("{n} request is in the works.", "{n} requests are in the works.", requests))

    async def _timeline(self, task: Task[QueryPayload]) -> NewDelivery:
        state = await self._state(task)
        if not has_content(state.draft):
            raise NothingToExport
        picture = await timeline_picture(self._tools, task.run.job.id, state.draft, task.say)
        content = Content(RichText.of(summary(state.draft, task.say)), (), picture)
        return delivery(task.run.job, content, DeliveryKind.ANSWER)

    async def _link(self, task: Task[QueryPayload]) -> NewDelivery:
        caller = task.caller
        made: Session = await self._tools.sessions.ensure(task.project_id, caller, task.skill)
        link = await self._tools.line.call(
            caller, lambda access: self._tools.backend.claim_link(access, caller.attribution, made), repeatable=True
        )
        text = RichText.of(
            task.say("Open the project in a browser:") + " ",
            Span(link, url=link),
            "\n" + task.say("The link opens this one project and is good for a week."),
        )
        private = task.payload.kind == ConversationKind.GROUP
        return delivery(task.run.job, Content(text), DeliveryKind.ANSWER, private=private)
