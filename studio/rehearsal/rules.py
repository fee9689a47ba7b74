"""The rules of a rehearsal.

A rule says when (`call`, `session`, `text`, `nth`, `times`) and what (`do`). `call` is one of CALLS or "*"; `nth` counts
the calls that the rest of the rule matches, from 1. As a file: JSON or TOML with a list `rules`. As a word:
`KIND:CALL[:VALUE][@NTH[,NTH]]`, several joined by ";" — `slow:run:30` (seconds), `cut:run:2@1` (events),
`cut:run:700b` (bytes), `503:poll@1,2`, `fail:export@1`.
"""

import json
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from studio.errors import BadRequest

CALLS: Final = (
    *("token", "session", "claim", "run", "upload", "credits", "state"),
    *("render", "poll", "cancel", "download", "export"),
)
"""The calls of the protocol; "export" is the making of the MP4 itself."""


class Kind(StrEnum):
    """What can go wrong. VALUE in the short form is the field named here."""

    SLOW = "slow"  # seconds: the answer (of a run: the work, with keep-alives) takes longer
    SILENCE = "silence"  # seconds: a run sends keep-alives only
    MUTE = "mute"  # seconds: not one byte
    CUT = "cut"  # after: a run breaks off after so many events (a download: bytes); see `applied`
    LOST = "lost"  # everything is done, the connection breaks before the answer
    STATUS = "status"  # status: this HTTP status; `processed`: after the call was carried out
    MALFORMED = "malformed"  # after: a frame (an answer) that is no JSON
    ERROR = "error"  # after: a run fails after so many events; `shape` says how
    EXPIRE = "expire"  # the token is expired from now on
    FORGET = "forget"  # the session is unknown from now on
    BROKE = "broke"  # 2001
    FAIL = "fail"  # message: the export fails
    DRIP = "drip"  # after: so many bytes at a time, `seconds` apart
    QUIET = "quiet"  # a run that says nothing


def _several(value: object) -> object:
    return [value] if isinstance(value, int) else value


class Rule(BaseModel):
    """One thing that goes wrong. `seconds` in seconds, `after` in events (downloads: bytes); `after_bytes` cuts a run
    in the middle of an event.

    `applied` says what becomes of a run's change when its stream breaks or fails: "never", "first" (before the break),
    or a number of seconds after it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    do: Kind
    call: str = "*"
    session: str | None = None
    text: str | None = None
    nth: Annotated[list[int] | None, BeforeValidator(_several)] = None
    times: Annotated[int | None, Field(ge=1)] = None
    seconds: Annotated[float, Field(ge=0)] = 0.0
    after: Annotated[int, Field(ge=0)] = 0
    after_bytes: Annotated[int | None, Field(ge=0)] = None
    applied: Literal["never", "first"] | Annotated[float, Field(ge=0)] = "never"
    status: Annotated[int, Field(ge=400, le=599)] = 503
    retry_after: Annotated[int | None, Field(ge=0)] = None
    processed: bool = False
    json_body: bool = True
    shape: Literal["error", "event"] = "error"
    code: str = "MODEL_ERROR"
    message: str = "rehearsed failure"

    def concerns(self, call: str, session: str | None, text: str | None) -> bool:
        """Whether this rule is about such a call; which one in the row it is comes on top."""
        return (
            self.call in ("*", call)
            and (self.call != "*" or call != "export")
            and self.session in (None, session)
            and (self.text is None or (text is not None and self.text.lower() in text.lower()))
        )

    def fires(self, count: int) -> bool:
        """Whether the `count`th call that it concerns goes wrong."""
        return (self.nth is None or count in self.nth) and (self.times is None or count <= self.times)


VALUES: Final[Mapping[str, str]] = {
    Kind.SLOW: "seconds",
    Kind.SILENCE: "seconds",
    Kind.MUTE: "seconds",
    Kind.CUT: "after",
    Kind.MALFORMED: "after",
    Kind.ERROR: "after",
    Kind.DRIP: "after",
    Kind.STATUS: "status",
    Kind.FAIL: "message",
}


def rule(data: object) -> Rule:
    """Read one rule; raises BadRequest."""
    try:
        found = Rule.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRequest(f"This rule cannot be read: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if found.call != "*" and found.call not in CALLS:
        raise BadRequest(f"There is no call “{found.call}”. Known: {', '.join(CALLS)}.")
    return found


def rules(data: object) -> tuple[Rule, ...]:
    """Read a list of rules, or an object with one under `rules`; raises BadRequest."""
    if isinstance(data, str):
        return short_rules(data)
    items = data.get("rules", []) if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise BadRequest("Rules are a list.")
    return tuple(rule(item) for item in items)


def short_rules(spec: str) -> tuple[Rule, ...]:
    """Read rules in the short form; raises BadRequest. "" and "none" are no rules."""
    parts = [part.strip() for part in spec.split(";") if part.strip()]
    return () if parts == ["none"] else tuple(_short_rule(part) for part in parts)


def _short_rule(part: str) -> Rule:
    body, _, nth = part.partition("@")
    kind, _, rest = body.partition(":")
    call, _, value = rest.partition(":")
    data: dict[str, object] = {"do": kind, "call": call or "*"}
    if kind.isdigit():
        data |= {"do": Kind.STATUS, "status": kind}
    if kind == Kind.CUT and value.endswith("b"):
        data["after_bytes"] = value[:-1]
    elif value:
        data[VALUES.get(kind, "message")] = value
    if nth:
        data["nth"] = [int(item) if item.strip().isdigit() else item for item in nth.split(",")]
    return rule(data)


def load(spec: str) -> tuple[Rule, ...]:
    """Read what `--rehearse` was given: a file, or rules in the short form; raises BadRequest."""
    path = Path(spec) if spec else None
    if path is None or not path.is_file():
        return short_rules(spec)
    text = path.read_text(encoding="utf-8")
    try:
        return rules(tomllib.loads(text) if path.suffix == ".toml" else json.loads(text))
    except ValueError as error:
        raise BadRequest(f"{path.name} cannot be read: {error}") from error
