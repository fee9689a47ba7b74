"""The service's error table, row by row: what goes wrong, and what a person reads of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

WORDS = "a 2-second video of snow"


@dataclass(frozen=True)
class Row:
    """A row that ends without a film. `rules` are the studio's; `sentence` is part of what is read, `code` the exit code.

    `runs` is how many messages the agent gets, `edits` how many of them are done and told before the row's own sentence;
    `junk` is a file to send along: one that is no video, or a large one.
    """

    rules: tuple[dict[str, Any], ...]
    sentence: str
    code: int
    runs: int = 0
    edits: int = 0
    junk: int = 0
    registered: bool = False


ROWS = {
    "1001 with a token that the operator set": Row(
        ({"do": "expire", "call": "session"},), "does not accept this token any more", 10, registered=True
    ),
    "2001 on a free token": Row(({"do": "broke", "call": "run"},), "The credits are used up.", 12, runs=1),
    "2001 on a registered account": Row(
        ({"do": "broke", "call": "run"},), "Please top up the account", 12, runs=1, registered=True
    ),
    "4001": Row((), "It takes MP4, MOV, AVI", 13, junk=2_000),
    "4002": Row((), "too large for the video service (limit 4 MB)", 14, junk=6 << 20),
    "400 for ever": Row(({"do": "status", "call": "token", "status": 400},), "refused this (400)", 15),
    "402": Row(
        ({"do": "status", "call": "render", "status": 402},), "plan does not include exports", 16, runs=1, edits=1
    ),
    "429 twice": Row(({"do": "status", "call": "session", "status": 429, "retry_after": 1},), "busy right now", 17),
    "429 for free tokens": Row(
        ({"do": "status", "call": "token", "status": 429},), "All free tokens of this bot's address are taken", 17
    ),
    "a run that fails": Row(({"do": "error", "call": "run", "after": 1},), "could not finish this request", 18, runs=1),
    "a run that fails as an event": Row(
        ({"do": "error", "call": "run", "after": 1, "shape": "event"},), "could not finish this request", 18, runs=1
    ),
    "exports that fail": Row(({"do": "fail", "call": "export"},), "The export failed twice.", 19, runs=1, edits=1),
    "a server error": Row(({"do": "status", "call": "run", "status": 503},), "has a problem of its own", 21, runs=1),
    "a gateway's error, behind which the run may have begun": Row(
        ({"do": "status", "call": "run", "status": 502, "json_body": False},), "I have not sent it again", 22, runs=1
    ),
    "a film that cannot be fetched": Row(
        ({"do": "status", "call": "download", "status": 503},), "could not be fetched", 21, runs=1, edits=1
    ),
    "a cut that nothing came of": Row(
        ({"do": "cut", "call": "run", "after": 1},), "I have not sent it again", 22, runs=1
    ),
}
"""By name. What a row says of money or of the way on is checked beside it."""

MENDED = {
    "1001 on a free token": ({"do": "expire", "call": "state", "nth": [1]},),
    "400 once": ({"do": "status", "call": "token", "status": 400, "nth": [1]},),
    "429 once": ({"do": "status", "call": "state", "status": 429, "retry_after": 1, "nth": [1]},),
    "429 on the run itself, before it began": (
        {"do": "status", "call": "run", "status": 429, "retry_after": 1, "nth": [1]},
    ),
    "a server error on a read": ({"do": "status", "call": "state", "status": 503, "nth": [1]},),
    "an export that fails once": ({"do": "fail", "call": "export", "nth": [1]},),
    "an answer to an export that gets lost": ({"do": "lost", "call": "render", "nth": [1]},),
    "a cut after the change": ({"do": "cut", "call": "run", "after": 1, "applied": "first"},),
    "a cut, and the change a moment later": ({"do": "cut", "call": "run", "after": 1, "applied": 0.3},),
    "a cut within an event": ({"do": "cut", "call": "run", "after_bytes": 200, "applied": "first"},),
    "frames that are no JSON": ({"do": "malformed", "call": "run", "after": 1},),
    "a run that says nothing": ({"do": "quiet", "call": "run"},),
    "a download that breaks off": ({"do": "cut", "call": "download", "after": 1000, "nth": [1]},),
}
"""Troubles that people need not know of: the film comes all the same, and its words were sent once."""

rows = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
mended = pytest.mark.parametrize("rules", MENDED.values(), ids=MENDED.keys())


def junk(folder: Path, row: Row) -> list[Path]:
    """The file of a row that has one: it looks like an MP4 from outside."""
    if not row.junk:
        return []
    path = folder / "holiday.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(row.junk))
    return [path]
