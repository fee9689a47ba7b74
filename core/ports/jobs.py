"""Durable jobs as the core needs them."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any, Protocol

from core.model import Content, ConversationKey, Job, JobEvent, JobState, NewDelivery, NewJob, Person


class JobQueue(Protocol):
    """Durable jobs in lines. Every write about a claimed job is fenced by its owner and `fence`."""

    async def enqueue(self, job: NewJob) -> Job | None:
        """Queue a job; None when its key was queued before. Head of its line: READY, else WAITING."""
        ...

    async def claim(self, worker: str, limit: int) -> list[Job]:
        """Take up to `limit` READY jobs whose time has come, oldest first; each gets a new fence and nonce."""
        ...

    async def checkpoint(self, job: Job, phase: str, data: Mapping[str, Any]) -> bool:
        """Record a phase and its data (merged over the earlier data). True when a cancel was asked for.

        Raises LeaseLost when the job is not this run's any more.
        """
        ...

    async def finish(
        self,
        job: Job,
        state: JobState,
        data: Mapping[str, Any] | None = None,
        *,
        deliveries: Sequence[NewDelivery] = (),
        then: Sequence[NewJob] = (),
        edits: Mapping[str, Content] | None = None,
    ) -> None:
        """End a job, owe what it says, queue what follows directly behind it, and promote the next of its line: all or nothing.

        `edits` are the last words of messages that were sent before, by their delivery keys (see `Outbox.final_edit`).
        A job that ends FAILED or CANCELLED takes the unfinished jobs of its request with it. Raises LeaseLost.
        """
        ...

    async def release(self, job: Job, *, run_at: datetime | None = None) -> None:
        """Give a job back unfinished (a clean stop, or not before `run_at`); it stays the head of its line."""
        ...

    async def request_cancel(self, job_id: int) -> JobState | None:
        """Ask for an end: WAITING and READY jobs end at once, RUNNING ones at their next checkpoint. Gives the state now.

        A READY job that ran before and stored a phase may have effects outside: it is claimed once more, and ends at its
        next checkpoint. A job that ends takes the unfinished jobs of its request with it.
        """
        ...

    async def beat(self, worker: str, lease_seconds: float) -> None:
        """Prolong a worker's lease (one row a worker, whatever it runs)."""
        ...

    async def reap(self, asker: str | None = None) -> int:
        """Give back the jobs whose worker's lease is over; never those of `asker`, who lives. Returns how many."""
        ...

    async def expire_other_workers(self, worker: str) -> int:
        """Called once at start by a process that knows it is alone: take over at once. Returns how many jobs."""
        ...

    async def owned(self, worker: str) -> set[int]:
        """The ids of the jobs that are RUNNING under this worker."""
        ...

    async def job(self, job_id: int) -> Job | None:
        """One job as it stands."""
        ...

    async def jobs_of_request(self, request_id: str) -> list[Job]:
        """The jobs of one request, in order."""
        ...

    async def unfinished(self, conversation: ConversationKey) -> list[Job]:
        """A conversation's jobs that have not ended, in order."""
        ...

    async def requests_since(self, person: Person | None, conversation: ConversationKey | None, since: datetime) -> int:
        """How many requests were made since then by this person, in this chat (all its topics), or both.

        Queries cost nothing and do not count.
        """
        ...

    async def open_requests(self, person: Person | None, conversation: ConversationKey | None) -> int:
        """How many requests of this person, in this chat (all its topics), or both, have unfinished jobs; looks aside."""
        ...

    async def newest_of(self, conversation: ConversationKey, person: Person) -> Job | None:
        """The job that a person asked for last in a conversation, ended or not."""
        ...

    async def last_request(self, conversation: ConversationKey, person: Person | None = None) -> str | None:
        """The newest request of a conversation (and person) that has unfinished jobs."""
        ...

    async def failed_requests(self, conversation: ConversationKey, person: Person | None = None) -> list[str]:
        """The newest requests of a conversation (and person) in which something failed, newest first.

        Looks do not count; at most 20.
        """
        ...

    async def story(self, job_id: int) -> list[JobEvent]:
        """What happened to a job, oldest first."""
        ...

    async def cancels(self, worker: str, seen: Set[int], timeout: float) -> set[int]:
        """The ids of this worker's RUNNING jobs that are asked to end.

        Returns when there is one that is not in `seen`, or after `timeout` seconds.
        """
        ...

    async def wait_for_work(self, timeout: float) -> None:
        """Return when something may be claimable, or after `timeout` seconds."""
        ...
