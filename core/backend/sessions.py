"""The backend session of a project: made when it is first needed, replaced when the backend has forgotten it."""

import asyncio
from weakref import WeakValueDictionary

from core.backend.line import BackendLine, Caller
from core.model import Project, Session
from core.ports import Projects, VideoBackend
from core.skills import Skill


class Sessions:
    """Makes sessions, one per project, however many jobs ask at once."""

    def __init__(self, backend: VideoBackend, projects: Projects, line: BackendLine) -> None:
        self._backend = backend
        self._projects = projects
        self._line = line
        self._locks = WeakValueDictionary[int, asyncio.Lock]()

    async def ensure(self, project_id: int, caller: Caller, skill: Skill) -> Session:
        """The project's session, made now when there is none."""
        async with self._locks.setdefault(project_id, asyncio.Lock()):
            project = await self._projects.get(project_id)
            if project is None:
                raise LookupError(f"no project {project_id}")
            if project.session_id is not None:
                return Session(project.session_id, project.task_id or "")
            return await self._make(project, caller, skill)

    async def replace(self, project_id: int, lost: str, caller: Caller, skill: Skill) -> Session:
        """A new session after the backend said that it does not know `lost`."""
        async with self._locks.setdefault(project_id, asyncio.Lock()):
            project = await self._projects.get(project_id)
            if project is not None and project.session_id == lost:
                await self._projects.set_session(project_id, None)
        return await self.ensure(project_id, caller, skill)

    async def _make(self, project: Project, caller: Caller, skill: Skill) -> Session:
        language = project.language if skill.sends_language else None
        session = await self._line.call(
            caller,
            lambda access: self._backend.create_session(
                access, caller.attribution, task_name=skill.task_name, language=language
            ),
            repeatable=True,  # a session nobody uses costs nothing
        )
        await self._projects.set_session(project.id, session)
        return session
