"""`reelay run` as a process of its own, as a service manager sees it: its words, its answers, its exit codes."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bots.service import MISCONFIGURED
from tests.fakes.telegram_server import TelegramServer

GIVE_UP = 30.0
CANARY = "canary-of-nemo"


@dataclass
class Service:
    """A running process, its log so far, and the socket on which it speaks to its manager."""

    process: asyncio.subprocess.Process
    manager: socket.socket
    log: list[str]
    base: str = ""

    async def hears(self, word: str) -> str:
        """Wait for a message of the process to its manager that holds a word."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(GIVE_UP):
            while True:
                text = (await loop.sock_recv(self.manager, 4096)).decode()
                if word in text:
                    return text

    async def logs(self, pattern: str) -> re.Match[str]:
        """Wait for a line of its log."""
        assert self.process.stderr is not None
        async with asyncio.timeout(GIVE_UP):
            while line := (await self.process.stderr.readline()).decode():
                self.log.append(line)
                if found := re.search(pattern, line):
                    return found
        raise AssertionError("".join(self.log))

    async def ends(self) -> int:
        """Its exit code; the rest of the log is read."""
        async with asyncio.timeout(GIVE_UP):
            _, rest = await self.process.communicate()
        self.log.append((rest or b"").decode())
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def started(folder: Path, **environment: str) -> AsyncIterator[Service]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(folder / "notify"))
        manager.setblocking(False)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bots.cli", "run"),
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "NOTIFY_SOCKET": str(folder / "notify"),
                "NEMO_API_URL": "http://127.0.0.1:9",
                "NEMO_TOKEN": CANARY,
                "REELAY_DATA_DIR": str(folder / "data"),
                "REELAY_LOG_FORMAT": "json",
                "REELAY_HEALTH_PORT": "0",
                **environment,
            },
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield Service(process, manager, [])
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.communicate()


def telegram(server: TelegramServer) -> dict[str, str]:
    return {
        "TELEGRAM_BOT_TOKEN": server.world.token,
        "TELEGRAM_API_BASE_URL": server.api_url,
        "TELEGRAM_FILE_BASE_URL": server.file_url,
    }


async def test_a_service_manager_is_told_and_asked_from_start_to_stop(tmp_path: Path) -> None:
    async with TelegramServer() as server, started(tmp_path, WATCHDOG_USEC="300000", **telegram(server)) as service:
        port = (await service.logs(r'"port": (\d+)'))[1]
        assert "STATUS=serving telegram" in await service.hears("READY=1")
        await service.hears("WATCHDOG=1")
        await service.logs("telegram is connected")
        async with aiohttp.ClientSession() as http:
            seen = {}
            for path in ("healthz", "readyz", "metrics"):
                async with http.get(f"http://127.0.0.1:{port}/{path}") as answer:
                    seen[path] = (answer.status, await answer.text())
        assert {path: status for path, (status, _) in seen.items()} == {"healthz": 200, "readyz": 200, "metrics": 200}
        service.process.send_signal(signal.SIGTERM)
        await service.hears("STOPPING=1")
        assert await service.ends() == 0
        everything = "".join(service.log) + "".join(text for _, text in seen.values())
        for secret in (CANARY, server.world.token, (tmp_path / "data" / "secret.key").read_text().strip()):
            assert secret not in everything


async def test_it_is_ready_and_pings_while_the_platform_is_away(tmp_path: Path) -> None:
    """Starting again would bring no platform back, so its manager must not do that."""
    away = {"TELEGRAM_BOT_TOKEN": "123:TEST", "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9/bot"}
    async with started(tmp_path, WATCHDOG_USEC="300000", **away) as service:
        await service.hears("READY=1")
        await service.hears("WATCHDOG=1")
        service.process.send_signal(signal.SIGINT)
        assert await service.ends() == 0


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "no bot token is set"),
        ({"TELEGRAM_BOT_TOKEN": "123:TEST", "REELAY_SECRET_KEY": "not-a-key"}, "not a Fernet key"),
        ({"TELEGRAM_BOT_TOKEN": "123:TEST", "REELAY_MAX_JOBS": "none"}, "REELAY_MAX_JOBS"),
        ({"TELEGRAM_BOT_TOKEN": "123:TEST", "REELAY_HEALTH_HOST": "192.0.2.1"}, "REELAY_HEALTH_HOST"),
    ],
)
async def test_what_only_the_operator_can_mend_ends_with_2(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    async with started(tmp_path, **environment) as service:
        assert await service.ends() == MISCONFIGURED
        assert words in "".join(service.log)
        assert "Traceback" not in "".join(service.log)


async def test_a_token_that_is_refused_ends_with_2_and_is_not_shown(tmp_path: Path) -> None:
    token = "123:NOT-THE-ONE"
    async with TelegramServer() as server:
        settings = {**telegram(server), "TELEGRAM_BOT_TOKEN": token}
        async with started(tmp_path, **settings) as service:
            assert await service.ends() == MISCONFIGURED
            assert "TELEGRAM_BOT_TOKEN" in "".join(service.log)
            assert token not in "".join(service.log)


async def test_a_database_that_is_damaged_ends_with_2_and_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "reelay.db"
    database.write_bytes(b"this is no database" * 500)
    async with started(tmp_path, TELEGRAM_BOT_TOKEN="123:TEST") as service:
        assert await service.ends() == MISCONFIGURED
    assert database.read_bytes() == b"this is no database" * 500
