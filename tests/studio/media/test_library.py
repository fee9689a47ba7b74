"""Taking files in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from studio.config import Config
from studio.media.library import Library
from studio.media.spool import Spool
from studio.store import Store, open_store
from tests.fakes.studio_clock import LeapingClock
from tests.fakes.studio_parts import Probed, probe


async def _chunks() -> AsyncIterator[bytes]:
    yield b"clip"


async def _upload(store: Store, config: Config, library: Library, names: list[str]) -> str:
    account = (await store.accounts.issue("c", "::1")).account
    session = await store.sessions.create(account, "project", None)
    with Spool(config.incoming, 1000) as spool:
        await library.admit(session, [await spool.take(name, _chunks()) for name in names])
    return session.id


async def test_only_a_few_files_are_looked_into_at_once(tmp_path: Path) -> None:
    config, looking, most = Config(tmp_path), 0, 0

    async def counting(path: Path, filename: str) -> Probed:
        nonlocal looking, most
        looking += 1
        most = max(most, looking)
        await asyncio.sleep(0)
        looking -= 1
        return await probe(path, filename)

    async with open_store(config, LeapingClock()) as store:
        session = await _upload(store, config, Library(store, config.media, counting), list("abcdef"))
        found = await store.media.of_session(session)
    assert [media.item.filename for media in found] == list("abcdef")
    assert most == 2


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while True:
            if condition():
                return
            await asyncio.sleep(0)


async def _drop_when(config: Config, uploading: "asyncio.Task[str]", ending: str) -> None:
    await _until(lambda: any(name.endswith(ending) for name in _names(config.incoming)))
    uploading.cancel()
    await asyncio.wait((uploading,))


async def test_a_request_dropped_while_its_files_are_kept_leaves_them_whole(tmp_path: Path) -> None:
    config = Config(tmp_path)
    async with open_store(config, LeapingClock()) as store:
        library = Library(store, config.media, probe)
        await _drop_when(config, asyncio.create_task(_upload(store, config, library, ["a.mp4", "b.mp4"])), ".admitted")
        await _until(lambda: not _names(config.incoming))
        names = _names(config.media)
        account = (await store.accounts.issue("c", "::1")).account
        kept = await store.media.of_account(account, {name.partition(".")[0] for name in names})
    assert sorted(media.file for media in kept) == names
    assert len(names) == 2


async def test_a_request_dropped_before_leaves_nothing(tmp_path: Path) -> None:
    config = Config(tmp_path)
    async with open_store(config, LeapingClock()) as store:
        library = Library(store, config.media, probe)
        await _drop_when(config, asyncio.create_task(_upload(store, config, library, ["a.mp4", "b.mp4"])), "")
        assert _names(config.incoming) == _names(config.media) == []
