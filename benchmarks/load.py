"""A thousand conversations at once through the real Telegram adapter and core, beside a bare echo bot on the same library and
adapter; and five thousand streams held open. The people, the chat server, the video service and the bot are processes of
their own."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from statistics import quantiles
from typing import Any

import aiohttp

from benchmarks import _streams
from benchmarks._crowd import words_of
from benchmarks._servers import server, told_by
from benchmarks._watch import Watch
from bots.garbage import seldom_collected
from bots.telegram import TelegramPlatform
from core.bootstrap import Reelay, open_reelay
from core.clock import SystemClock
from core.logs import Redactor, configure
from core.model import (
    Content,
    ConversationKey,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Message,
    MessageRef,
    NewDelivery,
    RichText,
)
from core.settings import Settings

CONVERSATIONS = 1_000
PATIENCE = 600.0


@dataclass
class Round:
    """One bot's turn: when people wrote, and what was seen of the bot; the video service's books, by what was asked."""

    said: dict[str, float]
    watch: Watch
    begun: dict[str, float]
    ended: dict[str, float]
    transactions: float = 0.0

    def waits(self, kind: DeliveryKind) -> list[float]:
        """Seconds from each message to the first of this kind."""
        return [at - self.said[chat] for chat, at in self.watch.arrived[kind].items()]

    def to_run(self) -> list[float]:
        """Seconds from each message to its /run_sse."""
        return [self.begun[words_of(chat)] - said for chat, said in self.said.items()]

    def to_answer(self) -> list[float]:
        """Seconds from the last event of each run to its answer."""
        answered = self.watch.arrived[DeliveryKind.RESULT]
        return [at - self.ended[words_of(chat)] for chat, at in answered.items()]

    @property
    def per_second(self) -> float:
        """Answers a second, from the first message to the last answer."""
        answered = self.watch.arrived[DeliveryKind.RESULT]
        return CONVERSATIONS / (max(answered.values()) - min(self.said.values()))

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU for each answer."""
        return self.watch.cpu / CONVERSATIONS * 1000


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


async def _talk(watch: Watch, telegram: dict[str, Any]) -> dict[str, float]:
    """Everybody writes, and waits for the answer; when each of them wrote."""
    said = await told_by("-m", "benchmarks._crowd", telegram["control"], str(CONVERSATIONS))
    async with asyncio.timeout(PATIENCE):
        await watch.complete.wait()
    return said


async def _echo() -> Round:
    watch, intake = Watch(CONVERSATIONS), EchoIntake()
    with tempfile.TemporaryDirectory() as folder:
        async with server("-m", "tests.fakes.telegram_server") as telegram:
            platform = TelegramPlatform(_settings(telegram, "http://127.0.0.1:9", folder), intake, SystemClock())
            intake.platform = platform
            watch.messages(platform, DeliveryKind.RESULT)
            tasks = [asyncio.create_task(platform.run()), asyncio.create_task(watch.loop())]
            said = await _talk(watch, telegram)
            await _end(tasks)
    return Round(said, watch, {}, {})


async def _reelay() -> Round:
    watch = Watch(CONVERSATIONS)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            server("-m", "tests.fakes.telegram_server") as telegram,
            server("-m", "benchmarks._nemo") as nemo,
            open_reelay(settings := _settings(telegram, nemo["url"], folder), nemo["url"]) as reelay,
        ):
            platform = TelegramPlatform(settings, reelay.reception, reelay.clock)
            reelay.messengers["telegram"] = platform.messenger
            watch.messages(platform, DeliveryKind.RESULT)
            tasks = [asyncio.create_task(work) for work in (reelay.work(), platform.run(), watch.loop())]
            said = await _talk(watch, telegram)
            books, transactions = await _books(nemo["url"]), _transactions(reelay)
            await platform.stop_intake()
            await reelay.stop(5)
            await _end(tasks)
    return Round(said, watch, books["arrived"], books["ended"], transactions)


async def _books(nemo: str) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.get(f"{nemo}/books") as answer:
        books: dict[str, Any] = await answer.json()
        return books


def _transactions(reelay: Reelay) -> float:
    sample = "reelay_database_write_seconds_count"
    return (reelay.metrics.registry.get_sample_value(sample, {"outcome": "committed"}) or 0.0) / CONVERSATIONS


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _row(name: str, values: Sequence[float], floor: Sequence[float] | None = None) -> str:
    cuts = quantiles(values, n=100, method="inclusive")
    beside = "| |"
    if floor is not None:
        least = quantiles(floor, n=100, method="inclusive")
        beside = f"| {cuts[49] / least[49]:.1f} | {cuts[98] / least[98]:.1f} |"
    return f"| {name} | {cuts[49] * 1000:.0f} | {cuts[98] * 1000:.0f} {beside}"


def _report(echo: Round, reelay: Round, streams: str) -> str:
    echoed = echo.waits(DeliveryKind.RESULT)
    return "\n".join(
        [
            f"{CONVERSATIONS} conversations write at once (the video service works 1 s on each)",
            "",
            "| | p50 ms | p99 ms | p50, in echo bots | p99, in echo bots |",
            "|---|---|---|---|---|",
            _row("echo bot: message to answer", echoed),
            _row("message to first words", reelay.waits(DeliveryKind.STATUS), echoed),
            _row("message to /run_sse", reelay.to_run(), echoed),
            _row("last event to answer", reelay.to_answer(), echoed),
            "",
            f"throughput: {reelay.per_second:.0f} jobs/s beside {echo.per_second:.0f} echoes/s; "
            f"CPU: {reelay.cpu:.1f} ms a job beside {echo.cpu:.1f} ms an echo ({reelay.cpu / echo.cpu:.1f} times); "
            f"{reelay.transactions:.1f} database transactions a job",
            f"memory: {reelay.watch.memory / CONVERSATIONS / 1024:.0f} KiB a conversation (echo "
            f"{echo.watch.memory / CONVERSATIONS / 1024:.0f}); loop late by {reelay.watch.lateness()} "
            f"(echo {echo.watch.lateness()})",
            "",
            streams,
        ]
    )


async def _measure() -> str:
    with seldom_collected():  # as `reelay run` does; the echo bot gains as much
        return _report(await _echo(), await _reelay(), await _streams.measured())


def run() -> str:
    """The table."""
    configure(Redactor(), form="console", level="CRITICAL")
    return asyncio.run(_measure())
