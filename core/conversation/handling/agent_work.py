"""A message to the agent: sent once, listened to, and looked after when its stream did not tell what came of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import structlog

from core.conversation.handling.answer import Answer, answer_of, without_apology
from core.conversation.handling.stages import stage_of
from core.conversation.handling.tools import Task, Tools
from core.conversation.handling.work import ProjectWork
from core.conversation.payloads import EditPayload
from core.conversation.replies import error_text
from core.errors import (
    BackendError,
    BackendUnavailable,
    BackendUnreachable,
    OutcomeUnknown,
    OutOfCredits,
    ReelayError,
    SessionUnknown,
    TokenRejected,
)
from core.jobs.progress import Progress
from core.jobs.run import JobCancelled
from core.model import Access, AgentText, KeepAlive, RunEvent, SessionState, ToolCall, ToolResult
from core.nemo.screen_talk import Action
from core.timeline import has_content, same

log = structlog.get_logger(__name__)

SETTLING = 5.0
"""Seconds until the state is looked at once more when neither the agent nor the state told anything."""


def seen_before(state: SessionState) -> dict[str, Any]:
    """What a job keeps of the state before its message, to compare with later."""
    return {
        "before": dict(state.draft),
        "media": len(state.video_infos),
        "generated": state.generated,
        "user_id": state.user_id,
    }


class AgentWork(ProjectWork[EditPayload]):
    """Phases: prepared → sent → answered. A run that finds `sent` of an earlier run only looks at the state."""

    def __init__(self, tools: Tools, task: Task[EditPayload], progress: Progress) -> None:
        super().__init__(tools, task, progress)
        self._texts: list[str] = []
        self._heard = False
        self._tools_at_work = 0

    async def _answer(self) -> Answer:
        data = self._data
        if self._run.job.phase == "answered":
            return Answer(data.get("text", ""), frozenset(Action(name) for name in data.get("actions", ())))
        if self._run.begun("sent"):
            return await self._find_out()
        try:
            answer = await self._accepted()
            await self._demand_an_end(answer)
        except OutcomeUnknown as error:
            log.warning("stream ended without an answer", job=self._run.job.id, detail=str(error))
            return await self._find_out()
        except BackendError as error:
            return await self._broken_off(error)
        await self._run.checkpoint("answered", cancellable=False, text=answer.text, actions=sorted(answer.actions))
        return answer

    # the one send

    async def _accepted(self) -> Answer:
        """The answer to the message; one that was refused for its token or session is sent with another, once."""
        try:
            return await self._send()
        except TokenRejected as error:  # with a refusal of the request itself, a new token was tried already
            await self._take_back(error)
            await self._renew()
        except SessionUnknown as error:
            if self._run.reached("sent"):
                await self._take_back(error)
            await self._start_afresh(error)
        return await self._send()

    async def _send(self) -> Answer:
        session_id, prompt = await self._session_id(), self._data["prompt"]
        async with self._tools.line.open(
            self._task.caller, lambda access: self._sending(access, session_id, prompt)
        ) as events:
            async for event in _until(self._run.cancelled, events):
                self._hear(event)
        if self._run.cancelled.is_set():
            raise JobCancelled
        return answer_of(self._texts)

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

    def _hear(self, event: RunEvent) -> None:
        self._heard = self._heard or not isinstance(event, KeepAlive)
        match event:
            case KeepAlive():
                return  # a sign of life, and no progress
            case AgentText(text):
                self._texts.append(text)
                self._progress.stage(self._say("✍️ Finishing up…"))
            case ToolCall(name, outlives=outlives):
                self._tools_at_work += not outlives
                self._progress.stage(self._say(stage_of(name)))
            case ToolResult():
                self._tools_at_work = max(0, self._tools_at_work - 1)
                self._progress.moved()
            case _:
                self._progress.moved()

    # refused

    async def _take_back(self, error: BackendError) -> None:
        """Allow the message to be sent again after its stream began with a refusal. Raises any other `error`."""
        if self._heard or not self._run.reached("sent"):
            raise error
        await self._run.retract("sent", to="prepared")

    async def _renew(self) -> None:
        accounts, caller = self._tools.line.accounts, self._task.caller
        refused = await accounts.access(caller.conversation, caller.attribution)
        await accounts.renew(caller.conversation, refused, caller.attribution)

    async def _start_afresh(self, error: SessionUnknown) -> None:
        """A new session. Raises `error` when the lost one held something that the message may be about."""
        data = self._data
        session_id = await self._replace_session(await self._session_id())
        if has_content(data["before"]) or data["media"]:
            raise error
        await self._run.checkpoint("prepared", **seen_before(await self._state(session_id)))

    # broken off

    async def _demand_an_end(self, answer: Answer) -> None:
        """Raise OutcomeUnknown for a stream that closed in the middle of a tool's work and left nothing behind."""
        if answer.text or not self._tools_at_work:
            return
        state = await self._look()
        if state is None or not self._changed(state):
            raise OutcomeUnknown("The stream closed while a tool was at work")

    async def _broken_off(self, error: BackendError) -> Answer:
        """What was done before the run failed: it is there and was paid for. Raises `error` when that is nothing."""
        if self._run.job.phase != "sent":
            raise error
        try:
            state = await self._look()
        except BackendError:
            raise error from None
        if state is None:
            return await self._find_out()
        if not self._changed(state):
            raise error
        return self._so_far(self._how_far(error))

    def _how_far(self, error: BackendError) -> str:
        if isinstance(error, OutOfCredits):
            return self._say("The credits ran out before the agent was through; this much is done.")
        return self._say("The agent broke off with an error; this much is done.")

    # after a cut

    async def _find_out(self) -> Answer:
        """Compare the state with the one before, on the protocol's schedule; OutcomeUnknown when nothing shows.

        Where the agent had spoken and no tool was at work the first look comes at once: it may have been through.
        """
        schedule, data = self._tools.schedule, self._data
        spoken, generated = bool(self._texts and not self._tools_at_work), False
        self._progress.stage(self._say("🔎 The connection broke; checking what was done…"))
        for look in range(int(data.get("looks", 0)) - spoken, schedule.looks):
            await self._run.sleep(self._pause(look))
            state = await self._look()
            if state is not None and self._changed(state):
                return self._so_far(self._say("The connection broke on the way, but the change has arrived."))
            generated = generated if state is None else self._generated(state)
            await self._run.checkpoint("sent", looks=look + 1)
        if generated:
            return Answer(self._generated_only())
        if self._texts:
            return self._so_far(error_text(self._say, OutcomeUnknown()))
        raise OutcomeUnknown

    def _pause(self, look: int) -> float:
        schedule = self._tools.schedule
        return 0.0 if look < 0 else schedule.first_look if look == 0 else schedule.next_look

    def _so_far(self, note: str) -> Answer:
        """What the agent had said until it broke off. Nobody is led anywhere by half an answer."""
        return replace(answer_of(self._texts), actions=frozenset(), note=note)

    async def _look(self) -> SessionState | None:
        """The state after the message was sent; None where it cannot be read, which is no word on what was done.

        Raises OutcomeUnknown when the service has been out of reach for too long.
        """
        try:
            return await self._state(await self._session_id())
        except BackendUnreachable as error:
            raise OutcomeUnknown("The service is out of reach") from error
        except (BackendUnavailable, OutcomeUnknown) as error:
            log.warning("the state cannot be read", job=self._run.job.id, detail=str(error))
            return None

    def _changed(self, state: SessionState) -> bool:
        data = self._data
        return not same(data["before"], state.draft) or len(state.video_infos) != data["media"]

    # what nobody told

    async def _seen(self, answer: Answer) -> tuple[Answer, SessionState]:
        """The state after a run; where neither it nor the agent tells anything, it is looked at once more."""
        try:
            state = await self._look()
            if state is not None and not (answer.text or answer.note or self._changed(state)):
                await self._run.sleep(SETTLING)
                state = await self._look()
        except SessionUnknown:
            raise  # with its timeline the work is gone as well
        except (BackendError, OutcomeUnknown) as error:  # the run is over and paid for: what is known of it is told
            log.warning("the state cannot be read", job=self._run.job.id, detail=str(error))
            state = None
        if state is None:
            return self._unseen(answer), SessionState(self._data["before"])
        if self._changed(state):
            return without_apology(answer), state
        if not answer.text and self._generated(state):
            answer = replace(answer, text=self._generated_only())
        return answer, state

    def _unseen(self, answer: Answer) -> Answer:
        told = self._say(
            "The agent has finished, but I cannot read the timeline right now. Ask for the status in a few minutes."
        )
        return replace(answer, note=told) if answer.text else replace(answer, text=told)

    def _generated(self, state: SessionState) -> bool:
        return state.generated > int(self._data.get("generated", 0))

    def _generated_only(self) -> str:
        return self._say(
            "The agent made something, but it is not on the timeline yet. "
            "Ask for the status in a minute, or tell me to put it there."
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
