"""The real studio as a child process on a free loopback port: the real director, real small MP4s."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 30.0
STOPS_WITHIN = 15.0


@dataclass
class StudioProcess:
    """A running studio: `url` is its address, `data` its folder, `log` what it wrote to standard error."""

    url: str
    data: Path
    log: Path
    process: asyncio.subprocess.Process

    @property
    def port(self) -> int:
        """Where it listens; a second start may ask for the same."""
        return int(self.url.rpartition(":")[2])

    async def calls(self, call: str | None = None) -> list[dict[str, Any]]:
        """The studio's books: every call of the protocol (or those of one kind) so far, oldest first."""
        async with httpx.AsyncClient(trust_env=False) as http:
            found: list[dict[str, Any]] = (await http.get(f"{self.url}/rehearsal/books")).json()["data"]["calls"]
        return [entry for entry in found if call in (None, entry["call"])]

    async def rehearse(self, *rules: dict[str, Any]) -> None:
        """Put other rules in force."""
        async with httpx.AsyncClient(trust_env=False) as http:
            (await http.put(f"{self.url}/rehearsal", json={"rules": list(rules)})).raise_for_status()

    async def token(self, client: str) -> str:
        """A token that somebody else got."""
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.post(f"{self.url}/api/auth/anonymous-token", headers={"X-Client-Id": client})
        return str(answer.json()["data"]["token"])

    async def stop(self) -> int:
        """SIGTERM, and wait; gives the exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        try:
            return await asyncio.wait_for(self.process.wait(), STOPS_WITHIN)
        except TimeoutError:
            await self.kill()
            raise

    async def kill(self) -> None:
        """SIGKILL, as a crash."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def leave(self) -> int:
        """Close its standard input, as a parent that dies does; gives the exit code."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        return await asyncio.wait_for(self.process.wait(), STOPS_WITHIN)


async def start_studio(
    data: Path,
    *flags: str,
    port: int = 0,
    rehearse: str | None = "none",
    pace: float = 0,
    silent_rate: float = 0,
    scale: float = 0.1,
) -> StudioProcess:
    """Start one and wait until it listens. With `rehearse` None it is a studio without books."""
    command = [sys.executable, "-m", "studio", "--port", str(port), "--data", str(data), "--with-parent"]
    command += ["--pace", str(pace), "--silent-rate", str(silent_rate), "--preset", "ultrafast", "--scale", str(scale)]
    command += [] if rehearse is None else ["--rehearse", rehearse]
    log = data.parent / f"{data.name}.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *command, *flags, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors
        )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN)
    if not line:
        await process.wait()
        raise AssertionError(f"the studio did not start:\n{log.read_text()}")
    return StudioProcess(json.loads(line)["listening"], data, log, process)


@asynccontextmanager
async def studio_process(
    data: Path,
    *flags: str,
    port: int = 0,
    rehearse: str | None = "none",
    pace: float = 0,
    silent_rate: float = 0,
    scale: float = 0.1,
) -> AsyncIterator[StudioProcess]:
    """A studio that lives as long as the block."""
    started = await start_studio(
        data, *flags, port=port, rehearse=rehearse, pace=pace, silent_rate=silent_rate, scale=scale
    )
    try:
        yield started
    finally:
        await started.stop()
