"""A process that is killed in the middle of its work, again and again: nothing lost, nothing twice, order kept."""

import asyncio
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.model import DeliveryState, JobState
from core.store import open_store
from core.vault import open_vault
from tests.core.store.builders import job

ROOT = Path(__file__).parents[3]
JOBS, LINES, KILLS = 60, 6, 4
HANGS = 120.0


async def start(folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.core.jobs.crash_child",
        str(folder),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def kill_after(folder: Path, events: int) -> bool:
    """Kill the child once it has noted so many effects; False when it was done before."""
    child = await start(folder)
    assert child.stdout is not None
    for _ in range(events):
        if not await child.stdout.readline():
            assert await child.wait() == 0
            return False
    child.kill()
    await child.wait()
    return True


def read_books(folder: Path) -> list[list[str]]:
    return [line.split(" ") for line in (folder / "books").read_text().splitlines()]


@pytest.mark.heavy
@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_kills_lose_nothing_and_repeat_nothing(tmp_path: Path, seed: int) -> None:
    chance, clock = random.Random(seed), SystemClock()
    vault = open_vault(None, tmp_path)
    async with open_store(tmp_path / "r.db", vault, clock) as store:
        for number in range(JOBS):
            await store.jobs.enqueue(job(f"{number % LINES}-{number:03}", f"line {number % LINES}"))
    kills = 0
    while kills < KILLS and await kill_after(tmp_path, chance.randint(3, 30)):
        kills += 1
    assert kills >= 3
    last = await start(tmp_path)
    try:
        await asyncio.wait_for(last.communicate(), HANGS)
    finally:
        if last.returncode is None:
            last.kill()
    assert last.returncode == 0
    books = read_books(tmp_path)

    unsure = set()
    async with open_store(tmp_path / "r.db", vault, clock) as store:
        for number in range(JOBS):
            ended = await store.jobs.job(number + 1)
            assert ended is not None
            assert ended.state is JobState.SUCCEEDED, ended
            owed = await store.outbox.by_key(f"result:{ended.key}")
            assert owed is not None
            assert owed.state is DeliveryState.SENT or owed.repeated == 3
            if owed.state is not DeliveryState.SENT:
                unsure.add(owed.order.key)

    sent = Counter(words[1] for words in books if words[0] == "sent")
    asked = {words[1] for words in books if words[0] == "asked"}
    assert set(sent.values()) == {1}
    assert sent.keys() | asked == {f"{number % LINES}-{number:03}" for number in range(JOBS)}
    shown = Counter((words[1], words[2]) for words in books if words[0] == "shown")
    assert set(shown.values()) == {1}
    # A result that was killed half-way four times may have arrived each time, and is not sent a fifth.
    assert len({key for key, _ in shown} | unsure) == JOBS
    assert len(unsure) <= kills // 4
    for line in range(LINES):
        order = [words[1] for words in books if words[0] == "sent" and words[1].startswith(f"{line}-")]
        assert order == sorted(order)
