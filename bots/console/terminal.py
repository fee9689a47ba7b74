"""Writing to a terminal: a live progress line that edits itself, or plain lines where nobody looks live."""

import os
import re
import shutil
import sys
import unicodedata
from typing import TextIO

CLEAR = "\r\x1b[2K"
_CLOCK = re.compile(r"^(?:(?P<hours>\d+):)?(?P<minutes>\d+):\d\d\b", re.MULTILINE)


class Terminal:
    """One stream to write to. `live` is whether a line can be edited in place (a terminal, not a pipe).

    While somebody is asked for a line (`prompt` until `answered`), progress stays quiet and what has to be said goes
    above the prompt.
    """

    def __init__(self, stream: TextIO | None = None, *, live: bool | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout
        able = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self.live = able if live is None else live
        self._shown = ""
        self._told = ("", "")
        self._prompt = ""
        self.gone = False
        """Whether whoever read this has left: nothing is written any more."""

    def say(self, text: str = "") -> None:
        """A line, or several, that stay."""
        self._clear()
        self._write(text + "\n" + self._prompt)

    def progress(self, text: str) -> None:
        """Replace the progress line; without a live terminal each new stage and each two minutes of a long wait are lines."""
        line = " ".join(text.split())
        if self._prompt:
            return
        if self.live:
            shown = fitted(line, shutil.get_terminal_size((80, 24)).columns - 1)
            self._write(CLEAR + f"\x1b[2m{shown}\x1b[0m")
            self._shown = shown
            return
        stage, waits = stage_of(text), long_wait(text)
        if (stage, waits) != self._told:
            self._told = stage, waits
            self._write(f"  {waits or stage}\n")

    def prompt(self, text: str) -> None:
        """Ask for a line."""
        self._clear()
        self._prompt = text
        self._write(text)

    def answered(self) -> None:
        """The line has come."""
        self._prompt = ""

    def bold(self, text: str) -> str:
        """Text that stands out, where that can be shown."""
        return f"\x1b[1m{text}\x1b[0m" if self.live and text else text

    def _clear(self) -> None:
        if self.live and (self._shown or self._prompt):
            self._write(CLEAR)
        self._shown = ""
        self._told = ("", "")

    def _write(self, text: str) -> None:
        if self.gone:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # `| head` has had enough, or the terminal was closed: what is under way goes on
            self.gone = True


def stage_of(status: str) -> str:
    """The first line of a status: what is being done, without the numbers that change all the time."""
    return status.strip().splitlines()[0] if status.strip() else ""


def long_wait(status: str) -> str:
    """The words with which a status says that it has been silent, and since how many minutes (every second one)."""
    words = next((line for line in status.splitlines() if line.startswith("⏳")), "")
    clock = _CLOCK.search(status)
    if not words or clock is None:
        return words
    minutes = int(clock["hours"] or 0) * 60 + int(clock["minutes"])
    return f"{words} {minutes - minutes % 2}:00"


def fitted(text: str, columns: int) -> str:
    """Text cut to a width in terminal cells; wide characters take two."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > columns:
            return text[: max(0, index - 1)] + "…"
    return text
