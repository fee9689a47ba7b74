"""A person at a shell beside a running studio: commands in this process or as processes of their own; a bot at work."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from bots.cli import main
from bots.service import platforms
from core.bootstrap import Reelay, open_reelay
from core.ports import Clock, Platform
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
OURS = ("NEMO_", "REELAY_", "TELEGRAM_", "DISCORD_")
PATIENCE = 180.0


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def path(self) -> Path:
        """The one line on stdout."""
        assert self.out.count("\n") == 1, self
        return Path(self.out.strip())


class Service:
    """A studio at its address: its rules, and its books from the moment this was made."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=url, trust_env=False, timeout=30)
        self.rehearse()
        self._begun = len(self._all())

    def rehearse(self, *rules: dict[str, Any]) -> None:
        """Put other rules in force."""
        self._http.put("/rehearsal", json={"rules": list(rules)}).raise_for_status()

    def calls(self, *names: str) -> list[dict[str, Any]]:
        """The calls since then, of these kinds, oldest first."""
        return [entry for entry in self._all()[self._begun :] if not names or entry["call"] in names]

    def token(self, client: str) -> str:
        """A token that somebody else got."""
        answer = self._http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client})
        return str(answer.json()["data"]["token"])

    def close(self) -> None:
        """No rules any more."""
        self.rehearse()
        self._http.close()

    def _all(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._http.get("/rehearsal/books").json()["data"]["calls"]
        return found


def environment(folder: Path, url: str | None, **more: str) -> dict[str, str]:
    """The settings of a person whose data lies in `folder`."""
    own = {
        "REELAY_DATA_DIR": str(folder / "data"),
        "REELAY_FIRST_LOOK_SECONDS": "0.2",
        "REELAY_NEXT_LOOK_SECONDS": "0.2",
        "REELAY_RENDER_POLL_SECONDS": "0.2",
        "LC_ALL": "en_US.UTF-8",
        "PYTHONUTF8": "1",
    }
    return own | ({"NEMO_API_URL": url} if url else {}) | more


@dataclass
class Shell:
    """`reelay …` typed in `folder`."""

    folder: Path
    url: str | None
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path, **more: str) -> Ended:
        """Run a command in this process."""
        for name in [name for name in os.environ if name.startswith(OURS)]:
            self.monkeypatch.delenv(name)
        for name, value in environment(self.folder, self.url, **more).items():
            self.monkeypatch.setenv(name, value)
        self.monkeypatch.chdir(self.folder)
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        told = self.capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, told.out, told.err)


@dataclass
class Background:
    """`reelay …` as a process of its own; what it writes goes to files that can be read meanwhile."""

    folder: Path
    environment: Mapping[str, str]
    words: tuple[str, ...]
    stdin: int | None = subprocess.DEVNULL
    stdout: int | None = None
    stderr: int | None = None
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        with self._file("out").open("wb") as out, self._file("err").open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bots.cli", *self.words],
                cwd=self.folder,
                env={**kept, "PYTHONPATH": str(ROOT), **self.environment},
                stdin=self.stdin,
                stdout=out if self.stdout is None else self.stdout,
                stderr=err if self.stderr is None else self.stderr,
                start_new_session=True,
            )

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}-{id(self)}.txt"

    def write(self, *lines: str) -> None:
        """Type lines."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        self.process.stdin.flush()

    @property
    def out(self) -> str:
        """What it has written to stdout so far."""
        return self._file("out").read_text(errors="replace")

    @property
    def err(self) -> str:
        """What it has written to stderr so far."""
        return self._file("err").read_text(errors="replace")

    def ended(self) -> Ended:
        """Wait for its end."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        return Ended(code, self.out, self.err)

    def kill(self) -> None:
        """SIGKILL, as a crash."""
        self.process.kill()
        self.process.wait(PATIENCE)
        if self.process.stdin is not None:
            self.process.stdin.close()


def until(condition: Callable[[], object], what: str = "it") -> None:
    """Wait until another process has done something."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} never came to be"
        time.sleep(0.02)


@asynccontextmanager
async def at_work(settings: Settings, url: str, clock: Clock) -> AsyncIterator[tuple[Reelay, Platform]]:
    """The core and its one platform at work in this process, wired as `reelay run` does; `url` is the video service's."""
    async with open_reelay(settings, url, clock=clock) as reelay:
        (platform,) = platforms(settings, reelay)
        tasks = [asyncio.create_task(reelay.work()), asyncio.create_task(platform.run())]
        await reelay.started.wait()
        try:
            yield reelay, platform
        finally:
            await platform.stop_intake()
            await reelay.stop(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
