"""Files in the spool folder: what is owed or may be in use stays, the rest goes, and nothing else is touched."""

import os
from pathlib import Path

import pytest

from core.model import Content, DeliveryState, JobState, Media, MediaKind, NewDelivery, RichText
from tests.core.housekeeping.conftest import HOUR, Bench
from tests.core.store.builders import CHAT, delivery, job


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
