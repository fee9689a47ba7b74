"""Whatever is done to the queue in whatever order: one active job a line, order kept, nothing lost, the fence holds."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.errors import LeaseLost
from core.model import Job, JobState
from core.ports import JobQueue
from core.vault import Vault
from tests.core.store.builders import CHAT, job
from tests.core.store.conformance.conftest import IMPLEMENTATIONS, Opened
from tests.fakes.clock import FakeClock

T = TypeVar("T")
VAULT = Vault([Fernet.generate_key().decode()])
LINES = st.sampled_from(["line 0", "line 1", "line 2"])
REQUESTS = st.sampled_from(["request 0", "request 1", "request 2", "request 3"])
WORKERS = st.sampled_from(["w0", "w1"])
LEASE = 30.0


@dataclass
class Known:
    """What the model knows of a job."""

    id: int
    request: str
    state: JobState = JobState.WAITING
    begun: bool = False
    claim: Job | None = None
    run_at: float = 0.0
    asked: bool = False


@dataclass
class Model:
    """The queue as plain lists: each line's unfinished jobs in order."""

    lines: dict[str, list[Known]] = field(default_factory=dict)
    ended: list[Known] = field(default_factory=list)

    @property
    def unfinished(self) -> list[Known]:
        return [known for line in self.lines.values() for known in line]

    def end(self, known: Known, state: JobState) -> None:
        known.state, known.claim = state, None
        for line in self.lines.values():
            if known in line:
                line.remove(known)
        self.ended.append(known)

    def cancel_request(self, request: str) -> None:
        for known in [known for known in self.unfinished if known.request == request]:
            if known.state is not JobState.RUNNING and not known.begun:
                self.end(known, JobState.CANCELLED)
            else:
                known.asked, known.run_at = True, 0.0

    def promote(self) -> None:
        for line in self.lines.values():
            if line and line[0].state is JobState.WAITING:
                line[0].state = JobState.READY


class QueueMachine(RuleBasedStateMachine):
    """Drives a real queue and the model side by side."""

    implementation: Opened
    claims = Bundle("claims")

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.stack = AsyncExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        store = self.do(self.stack.enter_async_context(type(self).implementation(folder, VAULT, self.clock)))
        self.queue: JobQueue = store.jobs
        self.model = Model()
        self.leases: dict[str, float] = {}
        self.keys = 0
        self.queued: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.do(self.stack.aclose())
            self.loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    def new_key(self) -> str:
        self.keys += 1
        return f"job {self.keys}"

    @rule(line=LINES, request=REQUESTS)
    def enqueue(self, line: str, request: str) -> None:
        queued = self.do(self.queue.enqueue(job(self.new_key(), line, request=request)))
        assert queued is not None
        self.queued.add(queued.key)
        self.model.lines.setdefault(line, []).append(Known(queued.id, request))
        self.model.promote()
        assert queued.state is self.state_of(queued.id)

    @rule(number=st.integers(1, 5))
    def enqueue_again(self, number: int) -> None:
        if f"job {number}" in self.queued:
            assert self.do(self.queue.enqueue(job(f"job {number}"))) is None

    @rule(target=claims, worker=WORKERS, limit=st.integers(1, 3))
    def claim(self, worker: str, limit: int) -> tuple[Job, ...]:
        self.do(self.queue.beat(worker, LEASE))
        self.leases[worker] = self.now + LEASE
        ready = [known for known in self.model.unfinished if known.state is JobState.READY and known.run_at <= self.now]
        claimed = self.do(self.queue.claim(worker, limit))
        assert len(claimed) == min(limit, len(ready))
        assert {item.id for item in claimed} <= {known.id for known in ready}
        for item in claimed:
            known = self.known(item.id)
            known.state, known.claim, known.run_at = JobState.RUNNING, item, 0.0
            assert item.cancel_requested is known.asked
        return tuple(claimed)

    @rule(claims=claims, phase=st.sampled_from(["new", "sent"]))
    def checkpoint(self, claims: tuple[Job, ...], phase: str) -> None:
        for claim in claims:
            if self.mine(claim):
                known = self.known(claim.id)
                known.begun = phase != "new"
                assert self.do(self.queue.checkpoint(claim, phase, {"x": 1})) is known.asked
            else:
                self.refused(self.queue.checkpoint(claim, phase, {"x": 2}))

    @rule(
        claims=claims,
        state=st.sampled_from([JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED]),
        follow=st.lists(st.tuples(LINES, REQUESTS), max_size=2),
    )
    def finish(self, claims: tuple[Job, ...], state: JobState, follow: list[tuple[str, str]]) -> None:
        for claim in claims:
            then = [job(self.new_key(), line, request=request) for line, request in follow]
            if not self.mine(claim):
                self.refused(self.queue.finish(claim, state, then=then))
                continue
            self.do(self.queue.finish(claim, state, then=then))
            known = self.known(claim.id)
            self.model.end(known, state)
            if state is not JobState.SUCCEEDED:
                self.model.cancel_request(known.request)
            self.queued |= {new.key for new in then}
            self.add_followers(claim.line, then)
            self.model.promote()

    def add_followers(self, line: str, then: list[Any]) -> None:
        added = sorted(item.id for item in self.do(self.all_new()))
        by_key = {item.key: item for item in (self.do(self.queue.job(number)) for number in added) if item}
        behind = [Known(by_key[new.key].id, new.request_id) for new in then if new.line == line]
        self.model.lines[line][:0] = behind
        for new in then:
            if new.line != line:
                self.model.lines.setdefault(new.line, []).append(Known(by_key[new.key].id, new.request_id))

    async def all_new(self) -> list[Job]:
        seen = {known.id for known in [*self.model.unfinished, *self.model.ended]}
        found = [await self.queue.jobs_of_request(f"request {number}") for number in range(4)]
        return [item for items in found for item in items if item.id not in seen]

    @rule(claims=claims, delay=st.sampled_from([0, 20]))
    def release(self, claims: tuple[Job, ...], delay: int) -> None:
        run_at = self.clock.now() + timedelta(seconds=delay) if delay else None
        for claim in claims:
            if self.mine(claim):
                self.do(self.queue.release(claim, run_at=run_at))
                known = self.known(claim.id)
                known.state, known.claim, known.run_at = JobState.READY, None, self.now + delay if delay else 0.0
            else:
                self.refused(self.queue.release(claim, run_at=run_at))

    @rule(number=st.integers(0, 30))
    def cancel(self, number: int) -> None:
        if not (all_known := [*self.model.unfinished, *self.model.ended]):
            return
        known = all_known[number % len(all_known)]
        told = self.do(self.queue.request_cancel(known.id))
        if not known.state.finished:
            if known.state is JobState.RUNNING or known.begun:
                known.asked, known.run_at = True, 0.0
            else:
                self.model.cancel_request(known.request)
                self.model.promote()
        assert told is known.state

    @rule(seconds=st.sampled_from([10, 40]))
    def pass_time(self, seconds: int) -> None:
        self.do(self.clock.advance(seconds))

    @rule()
    def reap(self) -> None:
        dead = {worker for worker, until in self.leases.items() if until < self.now}
        lost = [known for known in self.model.unfinished if known.claim is not None and known.claim.owner in dead]
        assert self.do(self.queue.reap()) == len(lost)
        for known in lost:
            known.state, known.claim = JobState.READY, None
        for worker in dead:
            del self.leases[worker]

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        if not hasattr(self, "model"):
            return
        stored_order = [stored.id for stored in self.do(self.queue.unfinished(CHAT))]
        for line in self.model.lines.values():
            order = [known.id for known in line]
            assert [job_id for job_id in stored_order if job_id in order] == order
            assert sum(known.state in (JobState.READY, JobState.RUNNING) for known in line) == min(1, len(line))
            for known in line:
                stored = self.do(self.queue.job(known.id))
                assert stored is not None
                assert (stored.state, stored.cancel_requested) == (known.state, known.asked)
        for known in self.model.ended:
            assert self.state_of(known.id) is known.state

    def known(self, job_id: int) -> Known:
        return next(known for known in self.model.unfinished if known.id == job_id)

    def state_of(self, job_id: int) -> JobState:
        stored = self.do(self.queue.job(job_id))
        assert stored is not None
        return stored.state

    def mine(self, claim: Job) -> bool:
        return any(known.claim is claim for known in self.model.unfinished)

    def refused(self, write: Coroutine[Any, Any, object]) -> None:
        with pytest.raises(LeaseLost):
            self.do(write)


@pytest.mark.parametrize("name", sorted(IMPLEMENTATIONS))
def test_the_queue_keeps_its_promises_whatever_is_done_to_it(name: str) -> None:
    machine = type("Machine", (QueueMachine,), {"implementation": staticmethod(IMPLEMENTATIONS[name])})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
