"""An edit: prepared, sent to the agent (see `agent_work`), told.

Phases: new → prepared (session, prompt and the draft before are stored) → sent → answered.
"""

from dataclasses import replace
from functools import partial

from core.conversation.handling import documents
from core.conversation.handling.agent_work import AgentWork, seen_before
from core.conversation.handling.answer import Answer
from core.conversation.handling.endings import cancelled, delivery, ended
from core.conversation.handling.pictures import timeline_picture
from core.conversation.handling.reports import make_report
from core.conversation.handling.stages import DEFAULT_STAGE, first_view
from core.conversation.handling.tools import Tools, unpack
from core.conversation.naming import name_from
from core.conversation.payloads import EditPayload, ExportPayload, Report, dump
from core.conversation.replies import edit_result, status_card
from core.jobs.run import JobCancelled, JobOutcome, JobRun
from core.model import (
    DeliveryKind,
    DraftJson,
    JobKind,
    JobState,
    Media,
    NewJob,
    SessionState,
)
from core.nemo.screen_talk import Action
from core.ports import Activity
from core.timeline import has_content, same


class EditHandler:
    """Runs jobs of kind EDIT."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, run: JobRun) -> JobOutcome:
        """One edit from its prompt to its report."""
        task = unpack(self._tools, run, EditPayload)
        view = first_view(run, task.say("Setting things up…"), task.payload.kind)
        async with self._tools.board.track(run.job, view, partial(status_card, task.say), Activity.WORKING) as progress:
            return await ended(self._tools, task, _Edit(self._tools, task, progress).work())


class _Edit(AgentWork):
    async def work(self) -> JobOutcome:
        if self._run.job.phase == "new":
            await self._prepare()
        self._progress.stage(self._say(DEFAULT_STAGE))
        try:
            answer = await self._answer()
        except JobCancelled:
            return await self._stopped()
        return await self._outcome(*await self._seen(answer))

    # before anything is sent

    async def _prepare(self) -> None:
        prompt, note = self._task.payload.text, ""
        if self._task.payload.documents:
            self._progress.stage(self._say("📄 Reading your document…"))
            prompt, note = await documents.prompt(self._tools, self._task, self._task.payload.documents, prompt)
        before, replaced = await self._state_in_a_session()
        await self._run.checkpoint(
            "prepared",
            prompt=prompt,
            note=note,
            **seen_before(before),
            replaced=replaced,
        )

    async def _stopped(self) -> JobOutcome:
        """A cancel: the connection is closed, which ends the run; what had been done by then is told."""
        if self._run.job.phase != "sent":
            return cancelled(self._tools, self._task)
        state = await self._look()
        if state is None or not self._changed(state):
            return cancelled(self._tools, self._task)
        done = await make_report(self._task, self._data["before"], state.draft, "")
        told = self._say("I stopped it, but this had been done by then:")
        return cancelled(self._tools, self._task, "\n• ".join((told, *done.changes)))

    # what came of it

    async def _outcome(self, answer: Answer, state: SessionState) -> JobOutcome:
        job, data = self._run.job, self._data
        before: DraftJson = data["before"]
        edited = not same(before, state.draft)
        if edited:
            number: int | None = await self._keep(state.draft)
        else:
            number = None
        report = await make_report(self._task, before, state.draft, answer.text, replaced=bool(data.get("replaced")))
        report = replace(report, note=answer.note or data["note"])
        wanted = (self._task.payload.then_export and edited) or Action.EXPORT in answer.actions
        if wanted and has_content(state.draft) and not self._run.cancelled.is_set():
            return JobOutcome(JobState.SUCCEEDED, {}, (), (self._export(report, number),))
        picture = await self._picture(state.draft) if edited else None
        told = delivery(job, edit_result(self._say, report, picture), DeliveryKind.RESULT)
        return JobOutcome(JobState.SUCCEEDED, {}, (told,))

    async def _keep(self, draft: DraftJson) -> int:
        """The draft as a revision, an emptied timeline too; the first thing that is made names its project."""
        job, prompt, projects = self._run.job, self._data["prompt"], self._tools.store.projects
        kept = await projects.add_revision(
            self._task.project_id,
            draft=draft,
            request=prompt[:500],
            requested_by=job.person.display_name,
            job_id=job.id,
            name=name_from(prompt) if has_content(draft) else "",
        )
        return kept.number

    async def _picture(self, draft: DraftJson) -> Media | None:
        """The timeline as a picture, where the conversation wants one with every edit."""
        conversation = await self._tools.store.conversations.get(self._run.job.conversation)
        if not conversation.timeline_picture or not has_content(draft):
            return None
        return await timeline_picture(self._tools, self._run.job.id, draft, self._say)

    def _export(self, report: Report, revision: int | None) -> NewJob:
        job, payload = self._run.job, self._task.payload
        ask = ExportPayload(payload.language, payload.kind, payload.skill, revision, report, payload.wished)
        return NewJob(
            key=f"{job.key}:export",
            line=job.line,
            request_id=job.request_id,
            conversation=job.conversation,
            kind=JobKind.EXPORT,
            payload=dump(ask),
            person=job.person,
            reply_to=job.reply_to,
            project_id=job.project_id,
        )
