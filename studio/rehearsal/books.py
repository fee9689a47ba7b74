"""What was asked of the studio, in order, without secrets. The books outlive a kill."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Entry:
    """One call. `at` in seconds since 1970; `result` is "open", "answered", "cut" (by the studio) or "dropped" (by the
    client); `status` the HTTP status, None where no answer was begun; `troubles` the rules that fired; `account` who asked,
    None where that was not known yet when the call ended."""

    n: int
    at: float
    call: str
    session: str | None = None
    text: str | None = None
    render_id: str | None = None
    uploads: list[str] = field(default_factory=list)
    account: str | None = None
    skill: str | None = None
    platform: str | None = None
    troubles: list[str] = field(default_factory=list)
    status: int | None = None
    result: str = "open"


class Books:
    """A list of entries, kept in a file of one JSON line a change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[int, Entry] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                self._recall(line)

    def _recall(self, line: str) -> None:
        try:
            entry = Entry(**json.loads(line))
        except ValueError:  # the last line of a killed process
            return
        self._entries[entry.n] = entry

    def open(self, at: float, call: str) -> Entry:
        """Begin an entry; it is in the books at the latest when it is `written`."""
        entry = Entry(max(self._entries, default=0) + 1, at, call)
        self._entries[entry.n] = entry
        return entry

    def write(self, entry: Entry) -> None:
        """Put down how an entry stands."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(entry)) + "\n")

    def clear(self) -> None:
        """Begin new books."""
        self._entries.clear()
        self._path.unlink(missing_ok=True)

    def to_json(self) -> list[dict[str, Any]]:
        """Every entry, oldest first."""
        return [asdict(entry) for _, entry in sorted(self._entries.items())]
