"""Words to systemd over its notification socket (sd_notify(3)); without one, nothing happens."""

import os
import socket
from collections.abc import Mapping

import structlog

_log = structlog.get_logger(__name__)


class Notifier:
    """Says READY, WATCHDOG and STOPPING to the service manager that started this process."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        microseconds = environment.get("WATCHDOG_USEC", "")
        timeout = int(microseconds) / 1e6 if meant and self._address and microseconds.isdecimal() else 0.0
        self.ping_every: float | None = timeout / 3 or None
        """Seconds between two pings, a third of the manager's patience; None when it expects none."""

    def ready(self, status: str = "") -> None:
        """The service is at work."""
        self._say("READY=1", f"STATUS={status}" if status else "")

    def ping(self) -> None:
        """The service is alive; said only while it is."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """The service has begun to end."""
        self._say("STOPPING=1")

    def _say(self, *words: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.setblocking(False)
                line.sendto("\n".join(filter(None, words)).encode(), self._address)
        except OSError as error:
            _log.warning("the service manager did not hear us", error=str(error))
