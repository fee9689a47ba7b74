"""Thousands of streams held open with keep-alives, over the core's own client."""

import asyncio
import resource
import time

from benchmarks._memory import memory_used
from benchmarks._servers import server
from benchmarks._watch import Watch
from core.clock import SystemClock
from core.http import HttpPool
from core.model import Access, Attribution, TokenSource
from core.nemo import NemoClient

STREAMS = 5_000
HELD_SECONDS = 20.0
OPENING_AT_ONCE = 200


class _Held:
    """Streams that are opened and then listened to."""

    def __init__(self, client: NemoClient) -> None:
        self._client = client
        self._turns = asyncio.Semaphore(OPENING_AT_ONCE)
        self._open = 0
        self.all_open = asyncio.Event()

    async def hold(self, number: int) -> None:
        access, attribution = Access("nmv_usr_test", TokenSource.OPERATOR), Attribution("load", "1.0.0", "console")
        async with self._turns:
            entered = self._client.run(access, attribution, f"s{number}", f"hold {number}")
            events = await entered.__aenter__()
            await anext(events)
        self._open += 1
        if self._open == STREAMS:
            self.all_open.set()
        async for _ in events:
            pass


async def measured() -> str:
    """One line on what they cost."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, STREAMS * 2 + 500)), hard))
    async with server("-m", "benchmarks._nemo") as nemo, HttpPool() as http:
        streams = _Held(NemoClient(nemo["url"], nemo["url"], http, SystemClock()))
        memory, began, cpu = memory_used(), time.perf_counter(), time.process_time()
        tasks = [asyncio.create_task(streams.hold(number)) for number in range(STREAMS)]
        await streams.all_open.wait()
        opening, opening_cpu = time.perf_counter() - began, time.process_time() - cpu
        grown, watch = memory_used() - memory, Watch()
        tasks.append(asyncio.create_task(watch.loop()))
        await asyncio.sleep(HELD_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return (
        f"{STREAMS} streams held open: opened in {opening:.1f} s ({opening_cpu / STREAMS * 1000:.2f} ms CPU each), "
        f"{grown / STREAMS / 1024:.0f} KiB each; holding them takes {watch.cpu / HELD_SECONDS:.1%} of a core, "
        f"loop late by {watch.lateness()}"
    )
