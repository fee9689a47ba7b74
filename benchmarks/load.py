"""A thousand conversations at once through the real Telegram adapter and core, beside a bare echo bot on the same library; and
five thousand streams held open. The chat server, the video service and the bot are processes of their own."""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiohttp

from bots.telegram import TelegramPlatform
from core.bootstrap import open_reelay
from core.clock import SystemClock
from core.http import HttpPool
from core.logs import Redactor, configure
from core.model import (
    Access,
    Attribution,
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Message,
    MessageRef,
    NewDelivery,
    Receipt,
    RichText,
    TokenSource,
)
from core.nemo import NemoClient
from core.settings import Settings

CONVERSATIONS = 1_000
STREAMS = 5_000
HELD_SECONDS = 20.0
PATIENCE = 300.0


@asynccontextmanager
async def _server(*arguments: str) -> AsyncIterator[dict[str, Any]]:
    """A server process that prints one JSON line when it listens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


@dataclass
class Times:
    """When each conversation's message was said, and when its answer had arrived."""

    said: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    lag: float = 0.0
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, platform: TelegramPlatform, kind: DeliveryKind) -> None:
        """Note when the platform has acknowledged each answer."""
        send = platform.messenger.send

        async def noted(delivery: Delivery) -> Receipt:
            receipt = await send(delivery)
            if delivery.order.kind is kind:
                self.answered[delivery.order.conversation.chat_id] = time.time()
                if len(self.answered) == CONVERSATIONS:
                    self.complete.set()
            return receipt

        platform.messenger.send = noted  # type: ignore[method-assign]

    async def loop(self) -> None:
        """The worst that the event loop was late."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.05)
            self.lag = max(self.lag, time.perf_counter() - before - 0.05)


class EchoIntake:
    """The floor: an adapter that answers each message with itself and keeps nothing."""

    def __init__(self) -> None:
        self.platform: TelegramPlatform | None = None
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def receive(self, message: Message) -> Message:
        number = next(self._numbers)
        owed = NewDelivery(
            f"echo:{number}", message.conversation, DeliveryKind.RESULT, Content(RichText.of(message.text)), message.ref
        )
        delivery = Delivery(number, owed, DeliveryState.SENDING, f"n{number}", 1, message.sent_at)
        assert self.platform is not None
        task = asyncio.create_task(self.platform.messenger.send(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return message

    async def place(self, update_id: str, place: MessageRef) -> None: ...
    async def conversation_moved(self, old: ConversationKey, new: ConversationKey) -> None: ...
    async def conversation_gone(self, conversation: ConversationKey) -> None: ...


def _settings(telegram: dict[str, Any], nemo: str, folder: str) -> Settings:
    return Settings.model_validate(
        {
            "telegram_bot_token": "123:TEST",
            "telegram_api_base_url": telegram["api"],
            "telegram_file_base_url": telegram["file"],
            "nemo_api_url": nemo,
            "reelay_data_dir": folder,
            "reelay_max_jobs": CONVERSATIONS,
        }
    )


async def _say(times: Times, control: str, session: aiohttp.ClientSession) -> None:
    """Everybody writes at once."""

    async def act(action: str, **arguments: Any) -> Any:
        async with session.post(f"{control}/act/{action}", json=arguments) as answer:
            answer.raise_for_status()
            return (await answer.json())["result"]

    async def one(user: int) -> None:
        times.said[str(user)] = time.time()
        await act("say", user=user, text=f"a film about number {user}")

    users = [await act("user") for _ in range(CONVERSATIONS)]
    await asyncio.gather(*(one(user) for user in users))


async def _all_answered(times: Times) -> None:
    await asyncio.wait_for(times.complete.wait(), PATIENCE)


async def _echo() -> Times:
    times, intake = Times(), EchoIntake()
    with tempfile.TemporaryDirectory() as folder:
        async with _server("-m", "tests.fakes.telegram_server") as telegram, aiohttp.ClientSession() as session:
            platform = TelegramPlatform(_settings(telegram, "http://127.0.0.1:9", folder), intake, SystemClock())
            intake.platform = platform
            times.watch(platform, DeliveryKind.RESULT)
            tasks = [asyncio.create_task(platform.run()), asyncio.create_task(times.loop())]
            await _say(times, telegram["control"], session)
            await _all_answered(times)
            await _end(tasks)
    return times


async def _reelay() -> tuple[Times, dict[str, Any], float]:
    times = Times()
    with tempfile.TemporaryDirectory() as folder:
        async with (
            _server("-m", "tests.fakes.telegram_server") as telegram,
            _server("-m", "benchmarks._nemo") as nemo,
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as session,
            open_reelay(settings := _settings(telegram, nemo["url"], folder), nemo["url"]) as reelay,
        ):
            platform = TelegramPlatform(settings, reelay.reception, reelay.clock)
            reelay.messengers["telegram"] = platform.messenger
            times.watch(platform, DeliveryKind.RESULT)
            tasks = [asyncio.create_task(work) for work in (reelay.work(), platform.run(), times.loop())]
            await _say(times, telegram["control"], session)
            await _all_answered(times)
            async with session.get(f"{nemo['url']}/books") as answer:
                books = await answer.json()
            writes = reelay.metrics.registry.get_sample_value(
                "reelay_database_write_seconds_count", {"outcome": "committed"}
            )
            await platform.stop_intake()
            await reelay.stop(5)
            await _end(tasks)
    return times, books, (writes or 0.0) / CONVERSATIONS


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _memory() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


async def _streams() -> str:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, STREAMS * 2 + 500)), hard))
    access, attribution = Access("nmv_usr_test", TokenSource.OPERATOR), Attribution("load", "1.0.0", "console")
    times = Times()
    async with _server("-m", "benchmarks._nemo") as server, HttpPool(stream_clients=32) as http:
        client = NemoClient(server["url"], server["url"], http, SystemClock())
        opened, all_held = asyncio.Semaphore(200), asyncio.Event()
        held = 0

        async def hold(number: int) -> None:
            nonlocal held
            async with opened:
                entered = client.run(access, attribution, f"s{number}", f"hold {number}")
                events = await entered.__aenter__()
                await anext(events)
            held += 1
            if held == STREAMS:
                all_held.set()
            async for _ in events:
                pass

        before, start, cpu = _memory(), time.perf_counter(), time.process_time()
        tasks = [asyncio.create_task(hold(number)) for number in range(STREAMS)]
        await all_held.wait()
        opening, opening_cpu, grown = time.perf_counter() - start, time.process_time() - cpu, _memory() - before
        watch, cpu = asyncio.create_task(times.loop()), time.process_time()
        await asyncio.sleep(HELD_SECONDS)
        holding = (time.process_time() - cpu) / HELD_SECONDS
        await _end([*tasks, watch])
    return (
        f"{STREAMS} streams held open: opened in {opening:.1f} s ({opening_cpu / STREAMS * 1000:.2f} ms CPU each), "
        f"{grown / STREAMS / 1024:.0f} KiB each; holding them takes {holding:.1%} of a core, "
        f"loop late by at most {times.lag * 1000:.0f} ms"
    )


def _row(name: str, values: Sequence[float], floor: float | None = None) -> str:
    cut = quantiles(values, n=100)
    ratio = f" | {cut[49] / floor:.1f}" if floor else " |"
    return f"| {name} | {cut[49] * 1000:.0f} | {cut[98] * 1000:.0f}{ratio} |"


async def _measure() -> str:
    echo = await _echo()
    times, books, writes = await _reelay()
    chat_of = {f"a film about number {chat}": chat for chat in times.said}
    to_run = [at - times.said[chat_of[prompt]] for prompt, at in books["arrived"].items()]
    to_answer = [times.answered[chat_of[prompt]] - at for prompt, at in books["ended"].items()]
    echoed = [echo.answered[chat] - said for chat, said in echo.said.items()]
    floor = quantiles(echoed, n=100)[49]
    took = max(times.answered.values()) - min(times.said.values())
    echo_took = max(echo.answered.values()) - min(echo.said.values())
    return "\n".join(
        [
            f"{CONVERSATIONS} conversations write at once (the video service works 1 s on each)",
            "",
            "| | p50 ms | p99 ms | p50, in echo bots |",
            "|---|---|---|---|",
            _row("echo bot: message to answer", echoed),
            _row("message to /run_sse", to_run, floor),
            _row("last event to answer", to_answer, floor),
            "",
            f"throughput: {CONVERSATIONS / took:.0f} jobs/s beside {CONVERSATIONS / echo_took:.0f} echoes/s; "
            f"{writes:.1f} database transactions a job; "
            f"loop late by at most {times.lag * 1000:.0f} ms (echo {echo.lag * 1000:.0f} ms)",
            "",
            await _streams(),
        ]
    )


def run() -> str:
    """The table."""
    configure(Redactor(), form="console", level="CRITICAL")
    return asyncio.run(_measure())
