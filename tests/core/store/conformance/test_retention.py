"""What is forgotten of projects, their versions and their exports, and what stays because somebody may need it."""

from datetime import timedelta

import pytest

from core.model import DeliveryState, JobState, Project, Render, RenderState
from core.ports import Store
from tests.core.store.builders import CHAT, OTHER, delivery, job, words
from tests.fakes.clock import FakeClock

DAY = 24 * 3600.0
jobs_so_far = iter(range(1_000, 10_000))


async def new_project(store: Store, *, revisions: int = 0, renders: int = 0) -> Project:
    """The conversation's newest project, with this much in it."""
    project = await store.projects.create(CHAT, name="n", skill="s", language="en")
    for number in range(1, revisions + 1):
        await revise(store, project, number)
    for number in range(1, renders + 1):
        await export(store, project, f"render {project.id}/{number}")
    return project


async def revise(store: Store, project: Project, number: int) -> None:
    draft = {"t": [{"n": number}]}
    await store.projects.add_revision(
        project.id, draft=draft, request=f"edit {number}", requested_by="Anna", job_id=next(jobs_so_far)
    )


async def export(store: Store, project: Project, render_id: str, job_id: int | None = None) -> None:
    await store.renders.add(render_id, job_id=job_id or next(jobs_so_far), project_id=project.id, revision=1)
    await store.renders.save(Render(render_id, RenderState.COMPLETED, 100))


async def numbers(store: Store, project: Project) -> list[int]:
    return [revision.number for revision in await store.projects.revisions(project.id, 1_000)]


async def forget_all(store: Store, clock: FakeClock, *, projects: float = 365 * DAY) -> int:
    """Forget unused projects, until nothing is left to."""
    total = 0
    while gone := await store.retention.forget_projects(clock.now() - timedelta(seconds=projects), limit=3):
        total += gone
    return total


# what is owed


async def test_what_nobody_has_taken_for_long_is_owed_no_longer(store: Store, clock: FakeClock) -> None:
    await store.outbox.owe(delivery("never tried"))
    await store.outbox.owe(delivery("tried", OTHER))
    (due,) = [item for item in await store.outbox.due(["telegram"], 9) if item.order.key == "tried"]
    await store.outbox.sending(due)
    await clock.advance(31 * DAY)
    await store.outbox.owe(delivery("young"))
    before = clock.now() - timedelta(days=30)
    assert await store.retention.give_up_deliveries(before, limit=1) == 1
    assert await store.retention.give_up_deliveries(before, limit=9) == 1
    assert await store.retention.give_up_deliveries(before, limit=9) == 0
    states = {key: await store.outbox.by_key(key) for key in ("never tried", "tried", "young")}
    assert {key: found.state for key, found in states.items() if found} == {
        "never tried": DeliveryState.DROPPED,
        "tried": DeliveryState.DROPPED,
        "young": DeliveryState.PENDING,
    }
    assert not await store.outbox.sending(due)


async def test_a_send_that_is_under_way_decides_for_itself(store: Store, clock: FakeClock) -> None:
    await store.outbox.owe(delivery("late"))
    await clock.advance(31 * DAY)
    (due,) = await store.outbox.due(["telegram"], 1)
    await store.outbox.sending(due)
    assert await store.retention.give_up_deliveries(clock.now() - timedelta(days=30), limit=9) == 0
    await store.outbox.settled(due, DeliveryState.SENT)
    kept = await store.outbox.by_key("late")
    assert kept is not None
    assert kept.state is DeliveryState.SENT


async def test_last_words_that_nobody_could_be_shown_are_given_up_and_forgotten(store: Store, clock: FakeClock) -> None:
    await store.outbox.owe(delivery("status"))
    (due,) = await store.outbox.due(["telegram"], 1)
    await store.outbox.sending(due)
    await store.outbox.settled(due, DeliveryState.SENT)
    await store.outbox.final_edit("status", words("done"))
    await clock.advance(60)
    assert await store.retention.forget_finished(clock.now(), limit=9) == 0
    assert await store.retention.give_up_deliveries(clock.now(), limit=9) == 1
    assert await store.outbox.final_edits(["telegram"]) == []
    assert await store.retention.forget_finished(clock.now(), limit=9) == 1


# versions


async def test_the_newest_versions_stay_and_new_ones_go_on_counting(store: Store) -> None:
    long, short = await new_project(store, revisions=8), await new_project(store, revisions=3)
    assert await store.retention.forget_revisions(3, limit=100) == 5
    assert await store.retention.forget_revisions(3, limit=100) == 0
    assert await numbers(store, long) == [8, 7, 6]
    assert await numbers(store, short) == [3, 2, 1]
    await revise(store, long, 9)
    assert await numbers(store, long) == [9, 8, 7, 6]


async def test_versions_go_in_portions_the_oldest_first(store: Store) -> None:
    one, other = await new_project(store, revisions=7), await new_project(store, revisions=7)
    assert await store.retention.forget_revisions(2, limit=3) == 3
    assert await numbers(store, one) == [7, 6, 5, 4]
    assert await store.retention.forget_revisions(2, limit=3) == 3
    assert await store.retention.forget_revisions(2, limit=100) == 4
    assert [len(await numbers(store, project)) for project in (one, other)] == [2, 2]


@pytest.mark.parametrize("running", [True, False])
async def test_no_version_goes_while_an_open_job_may_ask_for_it(store: Store, running: bool) -> None:
    project = await new_project(store, revisions=5)
    line = f"project:{project.id}"
    await store.jobs.enqueue(job("first", line))
    await store.jobs.enqueue(job("export of version 1", line))
    claimed = await store.jobs.claim("worker", 1) if running else []
    assert await store.retention.forget_revisions(1, limit=100) == 0
    for taken in claimed or await store.jobs.claim("worker", 1):
        await store.jobs.finish(taken, JobState.SUCCEEDED)
    assert await store.retention.forget_revisions(1, limit=100) == 0  # the other one is at the head now
    (last,) = await store.jobs.claim("worker", 1)
    await store.jobs.finish(last, JobState.SUCCEEDED)
    assert await store.retention.forget_revisions(1, limit=100) == 4


# exports


async def test_old_exports_go_but_the_newest_of_each_project(store: Store, clock: FakeClock) -> None:
    project, other = await new_project(store, renders=4), await new_project(store, renders=1)
    await clock.advance(60)
    await export(store, other, "fresh")
    await clock.advance(60)
    before = clock.now() - timedelta(seconds=90)
    assert await store.retention.forget_renders(before, limit=2) == 2
    assert await store.retention.forget_renders(before, limit=100) == 2
    assert await store.retention.forget_renders(before, limit=100) == 0
    newest = await store.renders.latest(project.id)
    assert newest is not None
    assert newest.id == f"render {project.id}/4"


async def test_an_export_stays_while_its_job_is_open(store: Store, clock: FakeClock) -> None:
    project = await new_project(store)
    waiting = await store.jobs.enqueue(job("waiting", f"project:{project.id}"))
    assert waiting is not None
    await export(store, project, "asked for", waiting.id)
    await export(store, project, "newer")
    await clock.advance(60)
    assert await store.retention.forget_renders(clock.now(), limit=100) == 0
    (taken,) = await store.jobs.claim("worker", 1)
    await store.jobs.finish(taken, JobState.SUCCEEDED)
    assert await store.retention.forget_renders(clock.now(), limit=100) == 1


# projects


async def test_a_project_that_nobody_works_in_goes_whole(store: Store, clock: FakeClock) -> None:
    old = await new_project(store, revisions=2, renders=2)
    await new_project(store)
    await clock.advance(364 * DAY)
    assert await forget_all(store, clock) == 0
    await clock.advance(2 * DAY)
    assert await forget_all(store, clock) == 5
    assert await store.projects.get(old.id) is None
    assert await numbers(store, old) == []
    assert await store.renders.latest(old.id) is None


async def test_many_go_a_few_at_a_time(store: Store, clock: FakeClock) -> None:
    for _ in range(7):
        await new_project(store)
    await clock.advance(366 * DAY)
    before = clock.now() - timedelta(days=365)
    gone = [await store.retention.forget_projects(before, limit=3) for _ in range(4)]
    assert gone == [3, 3, 0, 0]
    assert len(await store.projects.of(CHAT)) == 1


async def test_the_current_project_of_a_chat_stays_however_old_it_is(store: Store, clock: FakeClock) -> None:
    first = await new_project(store, revisions=1)
    second = await new_project(store, revisions=1)
    await store.projects.activate(CHAT, first.id)
    await clock.advance(1_000 * DAY)
    assert await forget_all(store, clock) == 2
    assert await store.projects.of(CHAT) == [first]
    assert await store.projects.get(second.id) is None


async def test_a_project_stays_after_something_new_in_it(store: Store, clock: FakeClock) -> None:
    revised, exported = await new_project(store, revisions=1), await new_project(store, renders=1)
    await new_project(store)
    await clock.advance(360 * DAY)
    await revise(store, revised, 2)
    await export(store, exported, "new")
    await clock.advance(10 * DAY)
    assert await forget_all(store, clock) == 0
    await clock.advance(360 * DAY)
    assert await forget_all(store, clock) == 6


async def test_a_project_stays_while_a_job_of_it_is_open(store: Store, clock: FakeClock) -> None:
    busy = await new_project(store)
    await new_project(store)
    await store.jobs.enqueue(job("slow", f"project:{busy.id}"))
    await clock.advance(400 * DAY)
    assert await forget_all(store, clock) == 0
    (taken,) = await store.jobs.claim("worker", 1)
    await store.jobs.finish(taken, JobState.FAILED)
    assert await forget_all(store, clock) == 1


async def test_a_chat_that_moved_keeps_its_current_project(store: Store, clock: FakeClock) -> None:
    project = await new_project(store, revisions=1)
    await store.conversations.move(CHAT, OTHER)
    await clock.advance(400 * DAY)
    assert await forget_all(store, clock) == 0
    kept = await store.projects.active(OTHER)
    assert kept is not None
    assert kept.id == project.id
