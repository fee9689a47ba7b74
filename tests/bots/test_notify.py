"""What systemd hears on its socket."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.notify import Notifier


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.setblocking(False)
        yield line


def notifier(line: socket.socket, **more: str) -> Notifier:
    return Notifier({"NOTIFY_SOCKET": line.getsockname(), **more})


def heard(line: socket.socket) -> list[str]:
    return line.recv(4096).decode().splitlines()


def test_the_three_words(manager: socket.socket) -> None:
    service = notifier(manager)
    service.ready("serving telegram")
    assert heard(manager) == ["READY=1", "STATUS=serving telegram"]
    service.ping()
    assert heard(manager) == ["WATCHDOG=1"]
    service.stopping()
    assert heard(manager) == ["STOPPING=1"]


def test_an_abstract_socket_is_reached() -> None:
    name = f"reelay-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}")
        line.setblocking(False)
        Notifier({"NOTIFY_SOCKET": f"@{name}"}).ready()
        assert heard(line) == ["READY=1"]


def test_without_a_manager_nothing_happens() -> None:
    service = Notifier({"WATCHDOG_USEC": "30000000"})
    service.ready()
    service.ping()
    assert service.ping_every is None


def test_a_manager_that_is_gone_is_no_failure(tmp_path: Path) -> None:
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).ready()


def test_pings_come_three_times_in_the_managers_patience(manager: socket.socket) -> None:
    assert notifier(manager, WATCHDOG_USEC="30000000").ping_every == 10
    assert notifier(manager, WATCHDOG_USEC="30000000", WATCHDOG_PID=str(os.getpid())).ping_every == 10


@pytest.mark.parametrize("more", [{}, {"WATCHDOG_USEC": ""}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": "0"}])
def test_no_patience_told_means_no_pings(manager: socket.socket, more: dict[str, str]) -> None:
    assert notifier(manager, **more).ping_every is None


def test_a_watchdog_of_another_process_is_none_of_ours(manager: socket.socket) -> None:
    assert notifier(manager, WATCHDOG_USEC="30000000", WATCHDOG_PID="1").ping_every is None
