"""The clock that tests move by hand keeps the order of time."""

import asyncio

from tests.fakes.clock import FakeClock


async def test_sleepers_wake_in_order_and_not_before_their_time() -> None:
    clock, woken = FakeClock(), list[tuple[str, float]]()

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper(name, seconds)) for name, seconds in (("late", 20), ("early", 5))]
    await clock.sleepers(2)
    begun = clock.monotonic()
    await clock.advance(10)
    assert woken == [("early", begun + 5)]
    await clock.advance(10)
    assert woken == [("early", begun + 5), ("late", begun + 20)]
    await asyncio.gather(*tasks)


async def test_a_clock_that_moves_by_itself_never_makes_anybody_wait() -> None:
    clock = FakeClock(auto=True)
    before = clock.now()
    await clock.sleep(60)
    assert (clock.now() - before).total_seconds() == 60
    assert clock.sleeps == [60]
