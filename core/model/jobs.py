"""Durable work: what was asked, how far it got, and who may write about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.model.messages import MessageRef
from core.model.places import ConversationKey, Person


class JobKind(StrEnum):
    """What a job does."""

    UPLOAD = "upload"  # files to the project's session
    EDIT = "edit"  # one message to the agent; never sent twice
    EXPORT = "export"  # one render of one draft, and its delivery
    QUERY = "query"  # credits, status, browser link: reads only


class JobState(StrEnum):
    """Where a job stands in its line (a project's jobs, first in, first out)."""

    WAITING = "waiting"  # behind another job of its line
    READY = "ready"  # head of its line, for any worker to claim
    RUNNING = "running"  # claimed, under a lease
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be queued.

    `key` is unique for good: queueing it twice queues it once. `line` names what must not run side by side
    (`project:12`; a query stands in a line of its own). `request_id` groups the jobs that one message asked for: they
    share a status message, and when one fails those behind it in the request are cancelled.
    """

    key: str
    line: str
    request_id: str
    conversation: ConversationKey
    kind: JobKind
    payload: Mapping[str, Any]
    person: Person
    reply_to: MessageRef | None = None
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A queued job as its worker sees it.

    `phase` names the last step that was written down, `data` is what that step needs after a crash. `nonce` is the
    run's own: a phase that carries another nonce was reached by an earlier run. `fence` grows with each claim; every
    write carries it and is refused once another worker has claimed the job.
    """

    id: int
    key: str
    line: str
    request_id: str
    conversation: ConversationKey
    kind: JobKind
    payload: Mapping[str, Any]
    person: Person
    state: JobState
    created_at: datetime
    reply_to: MessageRef | None = None
    project_id: int | None = None
    phase: str = "new"
    data: Mapping[str, Any] = field(default_factory=dict)
    owner: str | None = None
    fence: int = 0
    nonce: str = ""
    cancel_requested: bool = False
    run_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobEvent:
    """A step in a job's story: how it stood from `at` (UTC) on. `owner` is the worker that had it."""

    at: datetime
    state: JobState
    phase: str
    fence: int
    owner: str | None = None
    cancel_requested: bool = False
