"""A message to the agent: sent once, listened to, and told; after a cut the state is asked, never the agent again.

Phases: new → prepared (session, prompt and the draft before are stored) → sent → answered. A run that finds `sent` of an
earlier run only looks at the state.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial

import structlog

from core.conversation.handling import documents
from core.conversation.handling.answer import Answer, answer_of
from core.conversation.handling.endings import cancelled, delivery, ended
from core.conversation.handling.pictures import timeline_picture
from core.conversation.handling.reports import make_report
from core.conversation.handling.stages import DEFAULT_STAGE, first_view, stage_of
from core.conversation.handling.tools import Tools, unpack
from core.conversation.handling.work import ProjectWork
from core.conversation.naming import name_from
from core.conversation.payloads import EditPayload, ExportPayload, Report, dump
from core.conversation.replies import edit_result, status_card
from core.errors import OutcomeUnknown, ReelayError
from core.jobs.run import JobCancelled, JobOutcome, JobRun
from core.model import (
    Access,
    AgentText,
    DeliveryKind,
    DraftJson,
    JobKind,
    JobState,
    KeepAlive,
    Media,
    NewJob,
    RunEvent,
    SessionState,
    ToolCall,
)
from core.nemo.screen_talk import Action
from core.ports import Activity
from core.timeline import has_content, same

log = structlog.get_logger(__name__)


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


class _Edit(ProjectWork[EditPayload]):
    async def work(self) -> JobOutcome:
        if self._run.job.phase == "new":
            await self._prepare()
        self._progress.stage(self._say(DEFAULT_STAGE))
        try:
            answer = await self._answer()
        except JobCancelled:
            return await self._stopped()
        state = await self._state(await self._session_id())
        return await self._outcome(answer, state)

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
            before=dict(before.draft),
            media=len(before.video_infos),
            user_id=before.user_id,
            replaced=replaced,
        )

    # the one send

    async def _answer(self) -> Answer:
        data = self._data
        if self._run.job.phase == "answered":
            return Answer(data.get("text", ""), frozenset(Action(name) for name in data.get("actions", ())))
        if await self._run.begun("sent"):
            return await self._find_out()
        try:
            answer = await self._send(data["prompt"])
        except OutcomeUnknown as error:
            log.warning("stream ended without an answer", job=self._run.job.id, detail=str(error))
            return await self._find_out()
        await self._run.checkpoint("answered", cancellable=False, text=answer.text, actions=sorted(answer.actions))
        return answer

    async def _send(self, prompt: str) -> Answer:
        session_id = await self._session_id()
        texts: list[str] = []
        async with self._tools.line.open(
            self._task.caller, lambda access: self._sending(access, session_id, prompt)
        ) as events:
            async for event in _until(self._run.cancelled, events):
                self._hear(event, texts)
        if self._run.cancelled.is_set():
            raise JobCancelled
        return answer_of(texts)

    @asynccontextmanager
    async def _sending(self, access: Access, session_id: str, prompt: str) -> AsyncIterator[AsyncIterator[RunEvent]]:
        """The request, its intent stored first; a refusal takes the intent back, so that asking again is allowed."""
        await self._run.intent("sent")
        request = self._tools.backend.run(access, self._task.caller.attribution, session_id, prompt)
        async with AsyncExitStack() as stack:
            try:
                events = await stack.enter_async_context(request)
            except OutcomeUnknown:
                raise
            except ReelayError:
                await self._run.retract("sent", to="prepared")
                raise
            yield events

    def _hear(self, event: RunEvent, texts: list[str]) -> None:
        match event:
            case KeepAlive():
                self._progress.alive()
            case AgentText(text):
                texts.append(text)
                self._progress.stage(self._say("✍️ Finishing up…"))
            case ToolCall(name):
                self._progress.stage(self._say(stage_of(name)))
            case _:
                self._progress.moved()

    # after a cut

    async def _find_out(self) -> Answer:
        """Compare the state with the one before, on the protocol's schedule; OutcomeUnknown when nothing shows."""
        schedule, data = self._tools.schedule, self._data
        self._progress.stage(self._say("🔎 The connection broke; checking what was done…"))
        for look in range(int(data.get("looks", 0)), schedule.looks):
            await self._run.sleep(schedule.first_look if look == 0 else schedule.next_look)
            state = await self._state(await self._session_id())
            if self._changed(state):
                note = self._say("The connection broke on the way, but the change has arrived.")
                return Answer(note=note)
            await self._run.checkpoint("sent", looks=look + 1)
        raise OutcomeUnknown

    def _changed(self, state: SessionState) -> bool:
        data = self._data
        return not same(data["before"], state.draft) or len(state.video_infos) != data["media"]

    async def _stopped(self) -> JobOutcome:
        """A cancel: the connection is closed, which ends the run; what had been done by then is told."""
        if self._run.job.phase != "sent":
            return await cancelled(self._tools, self._task)
        state = await self._state(await self._session_id())
        if not self._changed(state):
            return await cancelled(self._tools, self._task)
        done = make_report(self._task, self._data["before"], state.draft, "")
        told = self._say("I stopped it, but this had been done by then:")
        return await cancelled(self._tools, self._task, "\n• ".join((told, *done.changes)))

    # what came of it

    async def _outcome(self, answer: Answer, state: SessionState) -> JobOutcome:
        job, data = self._run.job, self._data
        before: DraftJson = data["before"]
        edited = not same(before, state.draft)
        if edited and has_content(state.draft):
            number: int | None = await self._keep(state.draft)
        else:
            number = None
        report = make_report(self._task, before, state.draft, answer.text, replaced=bool(data.get("replaced")))
        report = replace(report, note=answer.note or data["note"])
        wanted = (self._task.payload.then_export and edited) or Action.EXPORT in answer.actions
        if wanted and has_content(state.draft) and not self._run.cancelled.is_set():
            return JobOutcome(JobState.SUCCEEDED, {}, (), (self._export(report, number),))
        picture = await self._picture(state.draft) if edited else None
        told = delivery(job, edit_result(self._say, report, picture), DeliveryKind.RESULT)
        return JobOutcome(JobState.SUCCEEDED, {}, (told,))

    async def _keep(self, draft: DraftJson) -> int:
        """The draft as a revision; the first one names its project."""
        job, prompt, projects = self._run.job, self._data["prompt"], self._tools.store.projects
        who = job.person.display_name
        kept = await projects.add_revision(
            self._task.project_id, draft=draft, request=prompt[:500], requested_by=who, job_id=job.id
        )
        if kept.number == 1:
            await projects.name_unnamed(self._task.project_id, name_from(prompt))
        return kept.number

    async def _picture(self, draft: DraftJson) -> Media | None:
        """The timeline as a picture, where the conversation wants one with every edit."""
        conversation = await self._tools.store.conversations.get(self._run.job.conversation)
        if not conversation.timeline_picture or not has_content(draft):
            return None
        return await timeline_picture(self._tools, self._run.job.id, draft, self._say)

    def _export(self, report: Report, revision: int | None) -> NewJob:
        job, payload = self._run.job, self._task.payload
        ask = ExportPayload(payload.language, payload.kind, payload.skill, revision, report)
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


async def _until(stop: asyncio.Event, events: AsyncIterator[RunEvent]) -> AsyncIterator[RunEvent]:
    """The events until they end or `stop` is set, whichever comes first."""
    stopped = asyncio.ensure_future(stop.wait())
    try:
        while True:
            following = asyncio.ensure_future(anext(events, None))
            try:
                await asyncio.wait((following, stopped), return_when=asyncio.FIRST_COMPLETED)
            finally:  # nobody may close the stream while somebody reads from it, when we are cancelled either
                if not following.done():
                    following.cancel()
                    await asyncio.gather(following, return_exceptions=True)
            if following.cancelled():
                return
            event = following.result()
            if event is None:
                return
            yield event
    finally:
        stopped.cancel()
