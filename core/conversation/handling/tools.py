"""What every job handler works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from core.backend import BackendLine, Caller, Sessions
from core.conversation.payloads import EditPayload, ExportPayload, QueryPayload, UploadPayload, load
from core.fetching import UrlFetcher
from core.jobs.progress import ProgressBoard
from core.jobs.run import JobRun
from core.locales import Speech
from core.model import ConversationKey
from core.ports import Capabilities, Clock, Messenger, Store, VideoBackend
from core.skills import Skill

P = TypeVar("P", UploadPayload, EditPayload, ExportPayload, QueryPayload)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The waits of the protocol, in seconds: renders are polled, an unknown outcome is looked into."""

    render_poll: float = 30.0
    first_look: float = 30.0
    next_look: float = 60.0
    looks: int = 6


@dataclass(frozen=True, slots=True)
class Tools:
    """The rooms that handlers reach into. `spool` is a folder for files on their way; `web_url` the product's pages."""

    store: Store
    backend: VideoBackend
    line: BackendLine
    sessions: Sessions
    board: ProgressBoard
    skills: Mapping[str, Skill]
    messengers: Mapping[str, Messenger]
    clock: Clock
    spool: Path
    web_url: str
    fetcher: UrlFetcher
    schedule: Schedule

    def capabilities(self, conversation: ConversationKey) -> Capabilities:
        """What the conversation's platform can do."""
        return self.messengers[conversation.platform].capabilities(conversation)


@dataclass(frozen=True, slots=True)
class Task(Generic[P]):
    """One run of a job, unpacked: what is asked, for whom, in which language and with which skill."""

    run: JobRun
    payload: P
    say: Speech
    skill: Skill
    caller: Caller

    @property
    def project_id(self) -> int:
        """The project that the job works on."""
        project_id = self.run.job.project_id
        if project_id is None:
            raise LookupError(f"job {self.run.job.id} belongs to no project")
        return project_id


def unpack(tools: Tools, run: JobRun, shape: type[P]) -> Task[P]:
    """Read a job's payload; a skill that is gone is replaced by the first there is."""
    payload = load(shape, run.job.payload)
    skill = tools.skills.get(payload.skill) or next(iter(tools.skills.values()))
    conversation = run.job.conversation
    caller = Caller(conversation, skill.attribution(conversation.platform))
    return Task(run, payload, Speech(payload.language), skill, caller)
