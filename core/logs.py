"""Structured logs through structlog, the libraries' own too, with everything secret struck out before a line is written."""

import faulthandler
import logging
import re
import signal
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

STRUCK = "[secret]"
SHAPES = re.compile(
    r"nmv_usr_[\w.~+/=-]+"
    r"|clm_[\w.~+/=-]+"
    r"|(?<=[Bb]earer )[\w.~+/=:-]+"
    r"|(?<=[Bb]ot )[\w.~+/=:-]{20,}"
    r"|(?<!\d)\d{6,12}:[\w-]{20,}"  # a Telegram bot token, inside a URL too
    r"|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # a Discord bot token
    r"|aW50ZXJhY3Rpb2[\w-]{20,}={0,2}"  # a Discord interaction token
)
"""What tokens look like, wherever they appear."""
QUIET = ("httpx", "httpcore", "telegram", "discord", "apscheduler", "aiohttp.access", "aiosqlite", "hpack")
"""Libraries whose own lines carry addresses or people's words, or say nothing to an operator."""


class Redactor:
    """Strikes out known secrets and everything that looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: list[str] = []
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Strike out `secret` from now on. Very short ones are left alone: they would blank ordinary words."""
        if len(secret) >= 6 and secret not in self._secrets:
            self._secrets.append(secret)
            self._secrets.sort(key=len, reverse=True)  # where one holds another, nothing of the longer may stay

    def text(self, value: str) -> str:
        """`value` without secrets."""
        for secret in self._secrets:
            value = value.replace(secret, STRUCK)
        return SHAPES.sub(STRUCK, value)

    def anything(self, value: object) -> object:
        """`value` without secrets, looking into lists and mappings; other objects become their text only if they hold one."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.anything(key): self.anything(item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.anything(item) for item in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        shown = str(value)
        return value if (clean := self.text(shown)) == shown else clean

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """As a structlog processor."""
        return {str(key): self.anything(value) for key, value in event.items()}


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last word: whatever a renderer made of an exception goes through the redactor once more."""

    def __init__(self, redactor: Redactor, processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.text(super().format(record))


def configure(
    redactor: Redactor, *, form: Literal["console", "json"], level: str, stream: TextIO | None = None
) -> None:
    """Send all logging of this process to `stream` (stderr), one line an event, without secrets."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        redactor,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        _RedactingFormatter(redactor, [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer], shared)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def catch_everything() -> None:
    """Log what nobody caught, without secrets: Python's own hooks write an exception's words as they are.

    SIGUSR1 writes where every thread stands to stderr, no values among it, even while the event loop hangs.
    """
    log = structlog.get_logger(__name__)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("an exception that nobody caught", exc_info=(kind, error, trace))

    def in_thread(told: threading.ExceptHookArgs) -> None:
        log.critical("a thread ended by an exception", exc_info=told.exc_value)

    def unraisable(told: "sys.UnraisableHookArgs") -> None:
        log.error("an exception that could not be raised", what=told.err_msg, exc_info=told.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, unraisable
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a line that cannot be formatted would be printed with all its values
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, file=2)  # stderr itself, whatever stands in for it
