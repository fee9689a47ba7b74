"""Lines: one active job each, first in, first out."""

from datetime import timedelta

import pytest

from core.errors import LeaseLost
from core.model import JobKind, JobState
from core.ports import JobQueue
from tests.core.store.builders import ANNA, BEN, CHAT, OTHER, job
from tests.core.store.conformance.conftest import keys_in_order, take
from tests.fakes.clock import FakeClock


async def test_the_first_of_a_line_is_ready_and_the_second_waits(jobs: JobQueue) -> None:
    first, second = await jobs.enqueue(job("a")), await jobs.enqueue(job("b"))
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (JobState.READY, JobState.WAITING)
    assert [item.id for item in await jobs.unfinished(CHAT)] == [first.id, second.id]


async def test_a_job_comes_back_as_it_was_queued(jobs: JobQueue) -> None:
    queued = await jobs.enqueue(job("a", payload={"n": 1, "list": ["é", None], "deep": {"x": 0.5}}, project_id=3))
    assert queued is not None
    claimed = await take(jobs)
    assert claimed.payload == {"n": 1, "list": ["é", None], "deep": {"x": 0.5}}
    assert (claimed.project_id, claimed.person, claimed.conversation, claimed.kind) == (3, ANNA, CHAT, JobKind.EDIT)
    assert (claimed.owner, claimed.fence, claimed.phase) == ("w1", 1, "new")


async def test_queueing_a_key_twice_queues_it_once_even_after_its_end(jobs: JobQueue) -> None:
    assert await jobs.enqueue(job("a"))
    assert await jobs.enqueue(job("a")) is None
    await jobs.finish(await take(jobs), JobState.SUCCEEDED)
    assert await jobs.enqueue(job("a")) is None


async def test_a_line_runs_one_at_a_time_and_other_lines_beside_it(jobs: JobQueue) -> None:
    for key, line in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        await jobs.enqueue(job(key, line))
    assert [item.key for item in await jobs.claim("w", 10)] == ["a1", "b1"]
    assert await jobs.claim("w", 10) == []


async def test_a_line_keeps_its_order(jobs: JobQueue) -> None:
    for number in range(5):
        await jobs.enqueue(job(str(number)))
    assert await keys_in_order(jobs) == list("01234")


async def test_follow_ups_come_ahead_of_what_waits_in_the_line(jobs: JobQueue) -> None:
    for key in ("upload", "later 1", "later 2"):
        await jobs.enqueue(job(key))
    await jobs.finish(await take(jobs), JobState.SUCCEEDED, then=[job("edit"), job("export")])
    edit = await take(jobs)
    assert edit.key == "edit"
    await jobs.finish(edit, JobState.SUCCEEDED, then=[job("preview")])
    assert await keys_in_order(jobs) == ["preview", "export", "later 1", "later 2"]


async def test_a_follow_up_of_another_line_goes_to_the_end_of_that_line(jobs: JobQueue) -> None:
    for key, line in (("a1", "a"), ("b1", "b")):
        await jobs.enqueue(job(key, line))
    await jobs.finish(await take(jobs), JobState.SUCCEEDED, then=[job("b2", "b")])
    assert await keys_in_order(jobs) == ["b1", "b2"]


async def test_follow_ups_of_old_requests_are_claimed_before_new_requests(jobs: JobQueue) -> None:
    await jobs.enqueue(job("old", "a"))
    await jobs.enqueue(job("new", "b"))
    await jobs.finish(await take(jobs), JobState.SUCCEEDED, then=[job("old's second", "a")])
    assert await keys_in_order(jobs) == ["old's second", "new"]


async def test_checkpoints_merge_their_data(jobs: JobQueue) -> None:
    await jobs.enqueue(job("a"))
    claimed = await take(jobs)
    assert await jobs.checkpoint(claimed, "one", {"x": 1, "y": {"p": 1}}) is False
    await jobs.checkpoint(claimed, "two", {"y": {"q": 2}})
    seen = await jobs.job(claimed.id)
    assert seen is not None
    assert (seen.phase, seen.data) == ("two", {"x": 1, "y": {"q": 2}})
    await jobs.finish(claimed, JobState.SUCCEEDED, {"z": None})
    ended = await jobs.job(claimed.id)
    assert ended is not None
    assert ended.data == {"x": 1, "y": {"q": 2}, "z": None}


async def test_a_zombie_is_refused_everywhere_and_changes_nothing(jobs: JobQueue, clock: FakeClock) -> None:
    await jobs.enqueue(job("a"))
    zombie = await take(jobs)
    await clock.advance(61)
    assert await jobs.reap() == 1
    heir = await take(jobs, "w2")
    assert (heir.id, heir.fence) == (zombie.id, zombie.fence + 1)
    assert heir.nonce != zombie.nonce
    for attempt in (
        jobs.checkpoint(zombie, "late", {"x": 1}),
        jobs.finish(zombie, JobState.SUCCEEDED, then=[job("ghost")]),
        jobs.release(zombie),
    ):
        with pytest.raises(LeaseLost):
            await attempt
    assert await jobs.job(heir.id) == heir
    await jobs.finish(heir, JobState.SUCCEEDED)
    assert await keys_in_order(jobs) == []


async def test_the_same_worker_is_fenced_from_its_own_earlier_run(jobs: JobQueue) -> None:
    await jobs.enqueue(job("a"))
    first = await take(jobs)
    await jobs.release(first)
    second = await take(jobs)
    with pytest.raises(LeaseLost):
        await jobs.checkpoint(first, "late", {})
    assert second.nonce != first.nonce


async def test_a_living_lease_is_not_reaped(jobs: JobQueue, clock: FakeClock) -> None:
    await jobs.enqueue(job("a"))
    await take(jobs)
    await clock.advance(50)
    await jobs.beat("w1", 60)
    await clock.advance(50)
    assert await jobs.reap() == 0
    assert len(await jobs.owned("w1")) == 1


async def test_a_process_that_is_alone_takes_over_at_once(jobs: JobQueue) -> None:
    await jobs.enqueue(job("a"))
    await take(jobs, "dead")
    await jobs.beat("me", 60)
    assert await jobs.expire_other_workers("me") == 1
    assert (await take(jobs, "me")).key == "a"


async def test_a_released_job_stays_the_head_and_waits_for_its_time(jobs: JobQueue, clock: FakeClock) -> None:
    await jobs.enqueue(job("a"))
    await jobs.enqueue(job("b"))
    await jobs.release(await take(jobs), run_at=clock.now() + timedelta(seconds=30))
    assert await jobs.claim("w", 10) == []
    await clock.advance(30)
    assert (await take(jobs)).key == "a"


async def test_requests_are_counted_by_person_and_chat_without_queries(jobs: JobQueue, clock: FakeClock) -> None:
    start = clock.now()
    await jobs.enqueue(job("a", request="r1"))
    await jobs.enqueue(job("b", request="r1"))
    await jobs.enqueue(job("c", "query:1", kind=JobKind.QUERY))
    await jobs.enqueue(job("d", person=BEN))
    await clock.advance(60)
    await jobs.enqueue(job("e", conversation=OTHER))
    assert await jobs.requests_since(ANNA, None, start) == 2
    assert await jobs.requests_since(None, CHAT, start) == 2
    assert await jobs.requests_since(ANNA, CHAT, start) == 1
    assert await jobs.requests_since(ANNA, None, clock.now()) == 1


async def test_the_newest_request_that_is_not_over_can_be_found(jobs: JobQueue) -> None:
    assert await jobs.last_request(CHAT) is None
    await jobs.enqueue(job("a", request="r1"))
    await jobs.enqueue(job("b", "other", request="r2"))
    await jobs.enqueue(job("c", "third", request="r3", person=BEN))
    assert await jobs.last_request(CHAT) == "r3"
    assert await jobs.last_request(CHAT, ANNA) == "r2"
    (second,) = await jobs.jobs_of_request("r2")
    await jobs.request_cancel(second.id)
    assert await jobs.last_request(CHAT, ANNA) == "r1"


async def test_the_newest_job_of_a_person_in_a_conversation_can_be_found_though_it_ended(jobs: JobQueue) -> None:
    assert await jobs.newest_of(CHAT, ANNA) is None
    await jobs.enqueue(job("a"))
    await jobs.enqueue(job("b"))
    await jobs.enqueue(job("c", "third", person=BEN))
    await jobs.enqueue(job("d", "other", conversation=OTHER))
    for each in await jobs.unfinished(CHAT):
        await jobs.request_cancel(each.id)
    newest = await jobs.newest_of(CHAT, ANNA)
    assert newest is not None
    assert newest.key == "b"


async def test_the_requests_that_failed_come_newest_first_and_without_looks(jobs: JobQueue) -> None:
    kinds = {"a": JobKind.EDIT, "b": JobKind.EXPORT, "c": JobKind.QUERY, "d": JobKind.EDIT}
    for key, kind in kinds.items():
        await jobs.enqueue(job(key, key, request=f"r{key}", kind=kind, person=BEN if key == "b" else ANNA))
    await jobs.enqueue(job("x", "x", conversation=OTHER))
    for _ in range(3):
        await jobs.finish(await take(jobs), JobState.FAILED)
    await jobs.finish(await take(jobs), JobState.SUCCEEDED)
    await jobs.finish(await take(jobs), JobState.FAILED)
    assert await jobs.failed_requests(CHAT) == ["rb", "ra"]
    assert await jobs.failed_requests(CHAT, ANNA) == ["ra"]


async def test_a_conversation_lists_its_unfinished_jobs_in_order(jobs: JobQueue) -> None:
    for key in ("a", "b"):
        await jobs.enqueue(job(key))
    await jobs.enqueue(job("x", "other", conversation=OTHER))
    await jobs.finish(await take(jobs), JobState.SUCCEEDED, then=[job("a2")])
    assert [item.key for item in await jobs.unfinished(CHAT)] == ["a2", "b"]


async def test_a_job_has_a_story(jobs: JobQueue, clock: FakeClock) -> None:
    queued = await jobs.enqueue(job("a"))
    assert queued is not None
    await clock.advance(5)
    claimed = await take(jobs)
    await jobs.checkpoint(claimed, "sent", {})
    await jobs.request_cancel(claimed.id)
    await jobs.finish(claimed, JobState.CANCELLED)
    story = await jobs.story(queued.id)
    assert [(step.state, step.phase) for step in story] == [
        (JobState.WAITING, "new"),
        (JobState.READY, "new"),
        (JobState.RUNNING, "new"),
        (JobState.RUNNING, "sent"),
        (JobState.RUNNING, "sent"),
        (JobState.CANCELLED, "sent"),
    ]
    assert story[-1].cancel_requested
    assert (story[2].owner, story[2].at - story[0].at) == ("w1", timedelta(seconds=5))


async def test_who_reaps_lives_even_when_its_own_beat_is_late(jobs: JobQueue, clock: FakeClock) -> None:
    await jobs.enqueue(job("a"))
    await take(jobs, "w1")
    await clock.advance(3600)
    assert await jobs.reap("w1") == 0
    assert await jobs.reap("w2") == 1
