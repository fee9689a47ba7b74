"""Whichever comes first, what goes on meanwhile, and a store that is weak for a moment."""

import asyncio

import pytest

from core.errors import DatabaseUnusable, StoreUnavailable
from core.waiting import first_of, meanwhile, until_prompt, until_stored
from tests.fakes.clock import FakeClock


async def test_the_first_to_end_ends_the_wait_and_the_others_are_cancelled() -> None:
    cancelled = asyncio.Event()

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    await first_of(slow(), asyncio.sleep(0))
    assert cancelled.is_set()


async def test_what_the_first_raises_is_raised() -> None:
    async def broken() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await first_of(broken(), asyncio.Event().wait())


async def test_giving_up_the_wait_cancels_all_of_them() -> None:
    inner: list[asyncio.Task[None]] = [asyncio.create_task(asyncio.sleep(900)) for _ in range(2)]
    outer = asyncio.create_task(first_of(*inner))
    await asyncio.sleep(0)
    outer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await outer
    assert all(task.cancelled() for task in inner)


async def test_what_goes_on_meanwhile_ends_with_it() -> None:
    went_on, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        try:
            went_on.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with meanwhile(work()):
        await went_on.wait()
        assert not ended.is_set()
    assert ended.is_set()


async def test_what_fails_meanwhile_is_logged_and_disturbs_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken() -> None:
        raise KeyError("the frayed thread")

    async with meanwhile(broken()):
        await asyncio.sleep(0)
    assert "the frayed thread" in capsys.readouterr().out


async def test_a_weak_store_is_asked_again_with_growing_pauses() -> None:
    clock, tries = FakeClock(auto=True), 0

    async def write() -> str:
        nonlocal tries
        tries += 1
        if tries <= 10:
            raise StoreUnavailable("disk full")
        return "kept"

    assert await until_stored(clock, write) == "kept"
    assert len(clock.sleeps) == 10
    for pause, full in zip(clock.sleeps, [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5, 5], strict=True):
        assert full / 2 <= pause <= full


async def test_a_store_that_is_broken_is_not_asked_again() -> None:
    clock = FakeClock(auto=True)

    async def write() -> None:
        raise DatabaseUnusable("damaged")

    with pytest.raises(DatabaseUnusable):
        await until_stored(clock, write)
    assert clock.sleeps == []


@pytest.mark.parametrize(
    ("seconds", "turns"),
    [
        ([0.0, 0.001], 1),
        ([0.0, 0.2, 0.3, 0.305], 3),
        ([0.0, 0.2, 0.4, 0.6, 0.8], 3),
    ],
    ids=["a prompt loop holds nobody up", "until it is prompt again", "but not for ever"],
)
async def test_what_could_begin_lets_others_go_first_while_the_loop_is_behind(seconds: list[float], turns: int) -> None:
    came_round = 0

    async def others() -> None:
        nonlocal came_round
        while True:
            await asyncio.sleep(0)
            came_round += 1

    task = asyncio.create_task(others())
    await asyncio.sleep(0)
    await until_prompt(0.5, iter(seconds).__next__)
    assert came_round == turns
    task.cancel()
