"""What the database forgets, and when; and its write-ahead log."""

from dataclasses import replace

import pytest

from core import housekeeping
from core.housekeeping import Housekeeper
from core.store import SqliteStore
from tests.core.housekeeping.conftest import HOUR, KEEP, Bench
from tests.core.store.builders import CHAT, message


async def revise(store: SqliteStore, project_id: int, *, job_id: int) -> None:
    await store.projects.add_revision(project_id, draft={}, request="cut", requested_by="Anna", job_id=job_id)


async def test_finished_work_is_forgotten_after_the_time_that_is_set(bench: Bench) -> None:
    row = await bench.store.inbox.add(message("1"))
    assert row is not None
    await bench.store.inbox.done([row])
    await bench.clock.advance(29 * 24 * HOUR)
    assert (await bench.keeper.round()).rows == 0
    await bench.clock.advance(2 * 24 * HOUR)
    assert (await bench.keeper.round()).rows == 1
    assert bench.metrics.registry.get_sample_value("reelay_pruned_rows_total") == 1


async def test_projects_versions_and_exports_are_forgotten_by_the_times_that_are_set(bench: Bench) -> None:
    projects = [await bench.store.projects.create(CHAT, name="n", skill="s", language="en") for _ in range(2)]
    for number in range(5):
        for project in projects:
            await revise(bench.store, project.id, job_id=10 * number + project.id)
            await bench.store.renders.add(
                f"{project.id}/{number}", job_id=number, project_id=project.id, revision=number
            )
    assert (await bench.keeper.round()).rows == 4  # two versions too many of each
    await bench.clock.advance(31 * 24 * HOUR)
    assert (await bench.keeper.round()).rows == 8  # the exports but the newest
    await bench.clock.advance(335 * 24 * HOUR)
    assert (await bench.keeper.round()).rows == 5  # the project that is not the current one, with what was left in it
    assert [project.id for project in await bench.store.projects.of(CHAT)] == [projects[1].id]


async def test_projects_stay_for_good_where_no_time_is_set(bench: Bench) -> None:
    for _ in range(2):
        await bench.store.projects.create(CHAT, name="n", skill="s", language="en")
    await bench.clock.advance(10_000 * 24 * HOUR)
    keeper = Housekeeper(bench.store, bench.folder / "spool", bench.clock, bench.metrics, replace(KEEP, projects=None))
    assert (await keeper.round()).rows == 0


async def test_much_is_forgotten_in_portions_that_others_can_write_between(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "PORTION", 10)
    rows = [await bench.store.inbox.add(message(str(number))) for number in range(35)]
    await bench.store.inbox.done([row for row in rows if row is not None])
    await bench.clock.advance(31 * 24 * HOUR)
    committed = list[bool]()
    bench.store.watch_writes(lambda _seconds, whole: committed.append(whole))
    assert (await bench.keeper.round()).rows == 35
    assert len(committed) == 6  # a look for old debts; 10, 10, 10, 5 and the look that finds nothing


async def test_the_write_ahead_log_is_folded_in(bench: Bench) -> None:
    log = bench.folder / "reelay.db-wal"
    for number in range(50):
        await bench.store.inbox.add(message(str(number)))
    assert log.stat().st_size > 0
    await bench.keeper.round()
    assert log.stat().st_size == 0
