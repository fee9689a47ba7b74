"""A studio of the test run's own, shared by its tests; each gets fresh books, rules and data."""

import logging
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from tests.e2e.stage import Background, Service, Shell, environment
from tests.fakes.studio_process import StudioProcess, studio_process

FLAGS = ("--tokens-per-address", "100000", "--allow-private-urls", "--max-mb", "4", "--quiet")


@pytest.fixture(scope="session", autouse=True)
def in_the_foreground() -> None:
    """A shell lets what it starts in the background ignore Ctrl-C, and its children inherit that; not so in these tests."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def studio_of_all(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[StudioProcess]:
    """One studio process a test worker: small pictures, no waits, files up to 4 MB. Tests do not meet in it."""
    async with studio_process(tmp_path_factory.mktemp("studio") / "data", *FLAGS) as process:
        yield process


@pytest.fixture
async def studio(studio_of_all: StudioProcess) -> AsyncIterator[StudioProcess]:
    """That studio, behaving well before and after each test."""
    await studio_of_all.rehearse()
    yield studio_of_all
    await studio_of_all.rehearse()


@pytest.fixture
def service(studio_of_all: StudioProcess) -> Iterator[Service]:
    """That studio, well-behaved, with empty books, for tests that have no event loop."""
    service = Service(studio_of_all.url)
    yield service
    service.close()


@pytest.fixture
def quiet_logs() -> Iterator[None]:
    """The command sets up logging for its process; here that process goes on."""
    root, known = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**known)


@pytest.fixture
def reelay(
    service: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    quiet_logs: None,
) -> Shell:
    """A shell in a folder of its own, the studio being the video service."""
    return Shell(tmp_path, service.url, monkeypatch, capsys)


@pytest.fixture
def start(service: Service, tmp_path: Path) -> Iterator["Starter"]:
    """Starts commands as processes; those that still run at the end are killed."""
    starter = Starter(service, tmp_path)
    yield starter
    starter.close()


class Starter:
    """`start("chat")`, in the test's folder, with the studio as the video service."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.folder = folder
        self._url = service.url
        self._started: list[Background] = []

    def __call__(
        self,
        *words: str,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        settings: dict[str, str] | None = None,
    ) -> Background:
        """Start one."""
        known = environment(self.folder, self._url, **(settings or {}))
        process = Background(self.folder, known, words, stdin, stdout, stderr)
        self._started.append(process)
        return process

    def close(self) -> None:
        """Nothing is left running."""
        for started in self._started:
            started.kill()
