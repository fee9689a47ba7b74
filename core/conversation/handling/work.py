"""What the handlers of a project's jobs share: their progress, their stored data, and the project's session."""

from dataclasses import replace
from typing import Any, Generic

from core.conversation.handling.tools import P, Task, Tools
from core.conversation.replies import waiting_text
from core.errors import ReelayError, SessionUnknown
from core.jobs.progress import Progress
from core.model import SessionState


class ProjectWork(Generic[P]):
    """One run of one job of a project. While a call waits for the backend, the status message says why."""

    def __init__(self, tools: Tools, task: Task[P], progress: Progress) -> None:
        self._tools = tools
        self._task: Task[P] = replace(task, caller=replace(task.caller, on_wait=self._waiting, sleep=task.run.sleep))
        self._run = task.run
        self._say = task.say
        self._progress = progress

    def _waiting(self, error: ReelayError) -> None:
        self._progress.stage("⏸ " + waiting_text(self._say, error))

    @property
    def _data(self) -> dict[str, Any]:
        """What the earlier phases wrote down."""
        return dict(self._run.job.data)

    async def _session_id(self) -> str:
        session = await self._tools.sessions.ensure(self._task.project_id, self._task.caller, self._task.skill)
        return session.session_id

    async def _replace_session(self, lost: str) -> str:
        session = await self._tools.sessions.replace(self._task.project_id, lost, self._task.caller, self._task.skill)
        return session.session_id

    async def _state(self, session_id: str) -> SessionState:
        caller = self._task.caller
        return await self._tools.line.call(
            caller, lambda access: self._tools.backend.state(access, caller.attribution, session_id), repeatable=True
        )

    async def _state_in_a_session(self) -> tuple[SessionState, bool]:
        """The state, and whether it is that of a new session because the old one was gone."""
        session_id = await self._session_id()
        try:
            return await self._state(session_id), False
        except SessionUnknown:
            return await self._state(await self._replace_session(session_id)), True
