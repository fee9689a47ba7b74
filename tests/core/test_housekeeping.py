"""What is kept, what goes, and when: rounds on a clock moved by hand, over real files and a real database."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from core import housekeeping
from core.bootstrap import open_reelay
from core.housekeeping import FIRST_PAUSE, PAUSE, Housekeeper, Keep, watch_loop
from core.metrics import Metrics
from core.model import Content, DeliveryState, JobState, Media, MediaKind, NewDelivery, RichText
from core.settings import Settings
from core.store import SqliteStore, open_store
from core.vault import open_vault
from tests.core.store.builders import CHAT, delivery, job, message
from tests.fakes.clock import FakeClock
from tests.fakes.house import house

HOUR = 3600.0
KEEP = Keep(timedelta(days=30), timedelta(days=365), revisions=3)


@dataclass
class Bench:
    folder: Path
    store: SqliteStore
    clock: FakeClock
    metrics: Metrics
    keeper: Housekeeper

    def file(self, name: str, *, age: float) -> Path:
        """A spooled file that was last written `age` seconds ago."""
        path = self.folder / "spool" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"video")
        moment = self.clock.now().timestamp() - age
        for entry in (path, path.parent):
            os.utime(entry, (moment, moment))
        return path


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    clock = FakeClock()
    metrics = Metrics(clock)
    async with open_store(tmp_path / "reelay.db", open_vault(None, tmp_path), clock) as store:
        yield Bench(tmp_path, store, clock, metrics, Housekeeper(store, tmp_path / "spool", clock, metrics, KEEP))


async def revise(store: SqliteStore, project_id: int, *, job_id: int) -> None:
    await store.projects.add_revision(project_id, draft={}, request="cut", requested_by="Anna", job_id=job_id)


def with_file(path: Path, thumbnail: Path | None = None) -> Content:
    picture = None if thumbnail is None else str(thumbnail)
    return Content(RichText.of("Here"), media=Media(MediaKind.VIDEO, str(path), "a.mp4", 5, thumbnail=picture))


def owed(path: Path, thumbnail: Path | None = None) -> NewDelivery:
    return delivery("video", content=with_file(path, thumbnail))


async def test_files_that_nobody_needs_go_after_an_hour(bench: Bench) -> None:
    old, fresh = bench.file("old/a.mp4", age=HOUR + 1), bench.file("fresh/b.mp4", age=HOUR - 1)
    done = await bench.keeper.round()
    assert not old.parent.exists()
    assert fresh.exists()
    assert done.files == 1


async def test_a_file_that_is_owed_stays_however_old_it_is(bench: Bench) -> None:
    film, picture = bench.file("r1/a.mp4", age=50 * HOUR), bench.file("r2/a.jpg", age=50 * HOUR)
    await bench.store.outbox.owe(owed(film, picture))
    await bench.keeper.round()
    assert film.exists()
    assert picture.exists()


async def test_it_goes_once_it_is_sent(bench: Bench) -> None:
    film = bench.file("r1/a.mp4", age=50 * HOUR)
    await bench.store.outbox.owe(owed(film))
    (due,) = await bench.store.outbox.due(["telegram"], 1)
    await bench.store.outbox.sending(due)
    await bench.keeper.round()
    assert film.exists()
    await bench.store.outbox.settled(due, DeliveryState.SENT)
    await bench.keeper.round()
    assert not film.exists()


async def test_a_file_of_last_words_stays_until_they_are_shown(bench: Bench) -> None:
    film = bench.file("r1/a.mp4", age=50 * HOUR)
    await bench.store.outbox.owe(delivery("status"))
    await bench.store.outbox.final_edit("status", with_file(film))
    await bench.keeper.round()
    assert film.exists()


async def test_a_file_named_relatively_is_known_as_owed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    film = bench.file("r1/a.mp4", age=50 * HOUR)
    monkeypatch.chdir(bench.folder)
    await bench.store.outbox.owe(owed(Path("spool/r1/a.mp4")))
    await bench.keeper.round()
    assert film.exists()


async def test_what_a_running_job_may_have_fetched_stays(bench: Bench) -> None:
    left = bench.file("before/a.mp4", age=10)
    await bench.clock.advance(60)
    await bench.store.jobs.enqueue(job("long"))
    (running,) = await bench.store.jobs.claim("worker", 1)
    await bench.clock.advance(5)
    fetched = bench.file("during/b.mp4", age=0)
    await bench.clock.advance(3 * HOUR)
    await bench.keeper.round()
    assert fetched.exists()
    assert not left.exists()
    await bench.store.jobs.finish(running, JobState.SUCCEEDED)
    await bench.keeper.round()
    assert not fetched.exists()


async def test_links_are_deleted_and_never_followed(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "precious").write_text("mine")
    link = bench.file("x/a.mp4", age=2 * HOUR).parent / "link"
    link.symlink_to(outside)
    top = bench.folder / "spool" / "top"
    top.symlink_to(outside)
    long_ago = bench.clock.now().timestamp() - 2 * HOUR
    for path in (link, top):
        os.utime(path, (long_ago, long_ago), follow_symlinks=False)
    os.utime(link.parent, (long_ago, long_ago))
    await bench.keeper.round()
    assert (outside / "precious").read_text() == "mine"
    assert not top.is_symlink()
    assert not link.is_symlink()


async def test_nothing_but_the_spool_folder_is_touched(bench: Bench) -> None:
    stranger = bench.folder / "studio" / "film.mp4"
    stranger.parent.mkdir()
    stranger.write_bytes(b"video")
    os.utime(stranger, (0, 0))
    await bench.keeper.round()
    assert stranger.exists()


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


async def test_a_file_that_nobody_has_taken_for_long_goes_with_its_delivery(bench: Bench) -> None:
    film = bench.file("r1/a.mp4", age=HOUR)
    await bench.store.outbox.owe(owed(film))
    await bench.clock.advance(29 * 24 * HOUR)
    await bench.keeper.round()
    assert film.exists()
    await bench.clock.advance(2 * 24 * HOUR)
    await bench.keeper.round()
    assert not await bench.store.outbox.owes(CHAT)
    await bench.keeper.round()
    assert not film.exists()


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


async def test_the_disk_is_reported(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.file("a/a.mp4", age=0)
    done = await bench.keeper.round()
    assert done.free > 0
    assert done.spool == 5
    assert bench.metrics.registry.get_sample_value("reelay_disk_free_bytes") == done.free
    assert bench.metrics.registry.get_sample_value("reelay_spool_bytes") == 5


async def test_little_space_is_warned_of(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(housekeeping, "LOW_SPACE", 2**62)
    await bench.keeper.look()
    assert "little disk space" in capsys.readouterr().out


async def test_a_service_at_work_keeps_house_by_itself(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        left = old_file(tmp_path)
        await home.until(lambda: not left.exists())
        assert home.clock.monotonic() < 1_000 + PAUSE


async def test_what_short_lives_left_is_deleted_as_the_next_one_begins(tmp_path: Path) -> None:
    left = old_file(tmp_path)
    async with house(tmp_path) as home:
        await home.until(lambda: not left.exists())
        assert home.clock.monotonic() < 1_000 + FIRST_PAUSE


async def test_files_of_another_database_are_not_its_own(tmp_path: Path) -> None:
    left = old_file(tmp_path)
    settings = Settings.model_validate({"reelay_data_dir": tmp_path})
    async with open_reelay(settings, "http://127.0.0.1:9", name="make") as reelay:
        await reelay.housekeeper.round()
    assert left.exists()


def old_file(data: Path) -> Path:
    """A file in the spool folder that nobody has touched for years."""
    left = data / "spool" / "left" / "a.mp4"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"video")
    for path in (left, left.parent):
        os.utime(path, (0, 0))
    return left


class EnoughRounds(Exception):
    """The test has seen what it came for."""


async def test_a_round_that_fails_is_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = list[int]()

    async def failing(_: Housekeeper) -> None:
        rounds.append(1)
        raise EnoughRounds if len(rounds) == 3 else PermissionError("read-only")

    monkeypatch.setattr(Housekeeper, "round", failing)
    clock = FakeClock(auto=True)
    with pytest.raises(EnoughRounds):
        await Housekeeper(bench.store, bench.folder / "spool", clock, bench.metrics, KEEP).run()
    assert clock.sleeps == [FIRST_PAUSE, PAUSE, PAUSE]


class LateClock(FakeClock):
    """A clock whose sleeps end late, as those of a blocked event loop do."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self.jump(0.25)
        if len(self.sleeps) == 3:
            raise StopWatching


class StopWatching(Exception):
    """Enough."""


async def test_a_blocked_event_loop_shows_as_lag() -> None:
    clock = LateClock(auto=True)
    metrics = Metrics(clock)
    with pytest.raises(StopWatching):
        await watch_loop(clock, metrics)
    assert metrics.registry.get_sample_value("reelay_event_loop_lag_seconds_sum") == pytest.approx(0.5)
