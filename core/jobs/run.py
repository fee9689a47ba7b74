"""One run of one job: what its handler is given, and what it gives back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from core.model import Content, Job, JobState, NewDelivery, NewJob
from core.ports import Clock, JobQueue
from core.waiting import first_of, until_stored

_INTENTS = "intents"
"""The key of `Job.data` under which a job keeps the nonce of the run that stored each intent."""


class JobCancelled(Exception):
    """A cancel was asked for. Raised at a checkpoint or in a sleep; a handler may clean up and tell, then end."""


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """How a run ended: the job's last data, what is owed, what follows, and the last words of earlier messages by key."""

    state: JobState
    data: Mapping[str, Any] = field(default_factory=dict)
    deliveries: Sequence[NewDelivery] = ()
    then: Sequence[NewJob] = ()
    edits: Mapping[str, Content] = field(default_factory=dict)


class JobRun:
    """A claimed job in the hands of its handler.

    `cancelled` is set as soon as somebody asks for an end. Every write is fenced: LeaseLost means that another worker
    has the job, and the handler lets it pass through.
    """

    def __init__(self, jobs: JobQueue, clock: Clock, job: Job) -> None:
        self._jobs = jobs
        self._clock = clock
        self._job = job
        self.cancelled = asyncio.Event()
        if job.cancel_requested:
            self.cancelled.set()

    @property
    def job(self) -> Job:
        """The job, with the phase and data of the last checkpoint."""
        return self._job

    @property
    def nonce(self) -> str:
        """This run's own word: what carries another one was done by an earlier run."""
        return self._job.nonce

    def reached(self, phase: str) -> bool:
        """Whether the last checkpoint was at this phase."""
        return self._job.phase == phase

    async def checkpoint(self, phase: str, /, *, cancellable: bool = True, **data: object) -> None:
        """Write a phase down with what it needs after a crash (merged over the earlier data).

        Raises JobCancelled, once it is written, when a cancel was asked for; LeaseLost.
        """
        asked = await self._stored(lambda: self._jobs.checkpoint(self._job, phase, data))
        self._job = replace(self._job, phase=phase, data={**self._job.data, **data})
        if asked:
            self.cancelled.set()
        if cancellable and self.cancelled.is_set():
            raise JobCancelled

    async def intent(self, phase: str, /, **data: object) -> bool:
        """Store that an effect outside is about to be made. True: make it. False: an earlier run may have made it.

        Then ask the state, and never make it again unless that shows that it was not made. Raises JobCancelled before
        anything is stored, LeaseLost.
        """
        if self.begun(phase):
            return False
        if self.cancelled.is_set():
            raise JobCancelled
        before, stored = self._job.phase, {**data, _INTENTS: {**self._intents, phase: self.nonce}}
        asked = await self._stored(lambda: self._jobs.checkpoint(self._job, phase, stored))
        self._job = replace(self._job, phase=phase, data={**self._job.data, **stored})
        if asked:
            self.cancelled.set()
            await self.retract(phase, to=before)
            raise JobCancelled
        return True

    def begun(self, phase: str) -> bool:
        """Whether an earlier run stored the intent of this phase."""
        return self._intents.get(phase, self.nonce) != self.nonce

    async def retract(self, phase: str, *, to: str) -> None:
        """The effect was certainly not made (refused, not connected): forget its intent and go back to phase `to`."""
        intents = {name: nonce for name, nonce in self._intents.items() if name != phase}
        await self.checkpoint(to, cancellable=False, **{_INTENTS: intents})

    async def sleep(self, seconds: float) -> None:
        """Wait. Raises JobCancelled as soon as somebody asks for an end."""
        if not self.cancelled.is_set():
            await first_of(self._clock.sleep(seconds), self.cancelled.wait())
        if self.cancelled.is_set():
            raise JobCancelled

    @property
    def _intents(self) -> Mapping[str, str]:
        intents: Mapping[str, str] = self._job.data.get(_INTENTS, {})
        return intents

    async def _stored(self, write: Callable[[], Awaitable[bool]]) -> bool:
        return await until_stored(self._clock, write)


class JobHandler(Protocol):
    """What does the jobs of one kind."""

    async def __call__(self, run: JobRun) -> JobOutcome:
        """Do the job from the phase it is in; see `JobRun` for what may be raised through."""
        ...
