"""What the studio keeps, and what it throws away."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from studio.config import WEEK, Allowances, Config
from studio.director.model import MediaItem, MediaKind
from studio.draft import Draft
from studio.errors import CreditsExhausted, StudioError
from studio.store import Change, Database, RenderOrder, RenderState, Store, StoredMedia, open_store
from studio.store.database import migrations
from studio.store.lock import sole_owner
from studio.store.secret import Secret
from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_parts import Rendered, clip

RENDERED = Rendered(10, 1000, 1920, 1080)


@pytest.fixture
def clock() -> LeapingClock:
    return LeapingClock()


@pytest.fixture
async def store(tmp_path: Path, clock: LeapingClock) -> AsyncIterator[Store]:
    async with open_store(Config(tmp_path), clock) as opened:
        yield opened


async def _session(store: Store, client: str = "c") -> tuple[str, str]:
    account = (await store.accounts.issue(client, "::1")).account
    return account, (await store.sessions.create(account, "project", None)).id


def media(name: str, session: str) -> StoredMedia:
    return StoredMedia(MediaItem(name, f"{name}.mp4", MediaKind.VIDEO), session, f"{name}.mp4", 1, "hash")


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_a_database_is_opened_again_as_it_was_left(tmp_path: Path) -> None:
    for _ in range(2):
        async with Database.open(tmp_path / "studio.db") as database:
            row = await database.row("PRAGMA user_version")
            assert row is not None
            assert row[0] == len(migrations())


async def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    async def half(db: Database) -> None:
        await db.execute("INSERT INTO accounts (id, client_hash, credits, granted_at) VALUES ('a', 'h', 1, 0)")
        raise RuntimeError("in the middle")

    async with Database.open(tmp_path / "studio.db") as database:
        with pytest.raises(RuntimeError, match="in the middle"):
            await database.write(half)
        assert await database.rows("SELECT * FROM accounts") == []


async def test_a_transaction_that_cannot_be_committed_leaves_nothing_either(tmp_path: Path) -> None:
    async def of_nobody(db: Database) -> None:
        await db.execute("PRAGMA defer_foreign_keys = ON")
        await db.execute("INSERT INTO holds (id, account, amount) VALUES ('h', 'nobody', 1)")

    async with Database.open(tmp_path / "studio.db") as database:
        with pytest.raises(sqlite3.IntegrityError):
            await database.write(of_nobody)
        assert await database.rows("SELECT * FROM holds") == []
        await database.write(
            lambda db: db.execute("INSERT INTO accounts (id, client_hash, credits, granted_at) VALUES ('a', 'h', 1, 0)")
        )


async def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "studio.db").write_bytes(b"a letter to my aunt " * 1000)
    with pytest.raises(StudioError, match=r"studio\.db cannot be used"):
        async with Database.open(tmp_path / "studio.db"):
            pytest.fail("it was opened")


async def test_a_transaction_is_finished_although_its_caller_is_cancelled(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def slow(db: Database) -> None:
        begun.set()
        await asyncio.sleep(0)
        await db.execute("INSERT INTO accounts (id, client_hash, credits, granted_at) VALUES ('a', 'h', 1, 0)")

    async with Database.open(tmp_path / "studio.db") as database:
        writing = asyncio.create_task(database.write(slow))
        await begun.wait()
        writing.cancel()
        await asyncio.wait((writing,))
        assert writing.cancelled()
    async with Database.open(tmp_path / "studio.db") as database:
        assert len(await database.rows("SELECT * FROM accounts")) == 1


def test_the_secret_is_for_its_owner_and_stays_the_same(tmp_path: Path) -> None:
    first, second = Secret.in_folder(tmp_path), Secret.in_folder(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert first.token("c", 1) == second.token("c", 1)
    assert len({first.token("c", 1), first.token("c", 2), first.token("d", 1)}) == 3
    assert second.signed("export/1", first.sign("export/1"))
    assert not second.signed("export/2", first.sign("export/1"))
    assert not second.signed("export/1", "é")


def test_a_secret_that_cannot_be_written_whole_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="no space left"):
            Secret.in_folder(tmp_path)
    assert not (tmp_path / "secret").exists()
    (tmp_path / "secret").touch()  # as a crash could leave it
    assert Secret.in_folder(tmp_path).token("c", 1) != Secret(b"").token("c", 1)


async def test_credits_are_never_promised_twice(store: Store) -> None:
    account, _ = await _session(store)
    tries = [store.accounts.hold(account, f"h{number}", 300) for number in range(5)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, CreditsExhausted) for result in results) == 2
    balance = await store.accounts.balance(account)
    assert (balance.available, balance.frozen, balance.total) == (100, 900, 1000)


async def test_a_change_and_its_price_are_one(store: Store) -> None:
    account, session = await _session(store)
    await store.accounts.hold(account, "h", 100)
    for draft in (Draft((clip("a"),)), Draft((clip("b"),))):
        await store.sessions.apply(session, Change(draft, "make", hold="h"))
    await store.accounts.release("h")
    balance = await store.accounts.balance(account)
    assert (balance.available, balance.frozen) == (900, 0)


async def test_what_work_had_reserved_is_free_after_a_restart(tmp_path: Path, clock: LeapingClock) -> None:
    async with open_store(Config(tmp_path), clock) as store:
        account, _ = await _session(store)
        await store.accounts.hold(account, "h", 100)
    async with open_store(Config(tmp_path), clock) as again:
        assert (await again.accounts.balance(account)).frozen == 0


async def test_later_stages_belong_to_the_same_step_of_undo(store: Store) -> None:
    _, session = await _session(store)
    raw, whole = Draft((clip("raw"),)), Draft((clip("whole"),))
    number = await store.sessions.apply(session, Change(raw, "make"))
    assert await store.sessions.apply(session, Change(whole, "make", revision=number)) == number
    assert await store.sessions.drafts(session) == (Draft(), whole)


async def test_an_export_never_leaves_its_last_state(store: Store) -> None:
    account, session = await _session(store)
    render, new = await store.renders.add(RenderOrder(account, "r", session, {"t": []}))
    assert new
    assert await store.renders.begin(render.number, "f.mp4")
    assert not await store.renders.begin(render.number, "f.mp4")
    assert await store.renders.cancel(render.number)
    assert not await store.renders.complete(render.number, RENDERED)
    assert not await store.renders.fail(render.number, "late")
    assert (await store.renders.get(account, "r")).state is RenderState.CANCELLED


async def test_the_database_itself_refuses_two_running_exports_of_a_session(store: Store) -> None:
    account, session = await _session(store)
    numbers = [(await store.renders.add(RenderOrder(account, name, session, {})))[0].number for name in "ab"]
    await store.renders.begin(numbers[0], "a.mp4")
    with pytest.raises(sqlite3.IntegrityError):
        await store.renders.begin(numbers[1], "b.mp4")


async def test_files_of_accounts_that_are_gone_for_a_period_are_removed(tmp_path: Path, clock: LeapingClock) -> None:
    config = Config(tmp_path, allowances=Allowances())
    async with open_store(config, clock) as store:
        old, old_session = await _session(store, "old")
        await store.media.add(old, [media("old", old_session)])
        clock.advance(WEEK)
        new, new_session = await _session(store, "new")
        await store.media.add(new, [media("new", new_session)])
        for name in ("old.mp4", "new.mp4", "orphan.mp4"):
            (config.media / name).write_bytes(b"x")
        assert await store.retention.sweep(clock.now() - WEEK) == 1
        clock.advance(WEEK)
        assert await store.retention.sweep(clock.now() - WEEK) == 1
        assert [path.name for path in config.media.iterdir()] == ["new.mp4"]
        assert await store.media.get("old") is None
        assert await store.media.get("new") is not None


async def test_a_folder_that_is_made_is_for_its_owner_alone(tmp_path: Path, clock: LeapingClock) -> None:
    async with open_store(Config(tmp_path / "studio"), clock):
        assert stat.S_IMODE((tmp_path / "studio").stat().st_mode) == 0o700


async def test_a_folder_belongs_to_one_studio_until_it_is_closed(tmp_path: Path) -> None:
    async with sole_owner(tmp_path):
        with pytest.raises(StudioError, match="another studio"):
            async with sole_owner(tmp_path, patience=0):
                pytest.fail("two owners")
    async with sole_owner(tmp_path, patience=0):
        assert (tmp_path / "lock").exists()


async def test_a_studio_that_is_just_stopping_is_waited_for(tmp_path: Path) -> None:
    leaving = asyncio.Event()

    async def stopping() -> None:
        async with sole_owner(tmp_path):
            leaving.set()
            for _ in range(100):
                await asyncio.sleep(0)

    first = asyncio.create_task(stopping())
    await leaving.wait()
    async with sole_owner(tmp_path):
        assert first.done()
    await first


async def test_unfinished_files_are_gone_after_a_restart(tmp_path: Path, clock: LeapingClock) -> None:
    config = Config(tmp_path)
    config.incoming.mkdir(parents=True)
    (config.incoming / "half").write_bytes(b"x")
    async with open_store(config, clock):
        assert list(config.incoming.iterdir()) == []
