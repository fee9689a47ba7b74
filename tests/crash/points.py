"""The named points of the matrix: where, between two effects that somebody outside can see, the process is killed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.model import DeliveryKind

Arguments = Mapping[str, Any]


class When(StrEnum):
    """Where in a call the kill falls."""

    BEFORE = "before"
    AFTER = "after"  # it has returned (a context manager: was left)
    LEFT = "left"  # its request has been written to the socket, no answer was read
    ENTERED = "entered"  # a context manager: was entered
    FIRST = "first"  # the first item was read
    LAST = "last"  # all items were read


def _always(_: Arguments) -> bool:
    return True


@dataclass(frozen=True)
class Point:
    """A kill at the `nth` call of one of `targets` ("module:Class.method" or "module:function") that matches.

    For LEFT the request is the first one that is made inside that call. `flows` says which flows pass it, with the nth
    call where that is not `nth`.
    """

    name: str
    when: When
    targets: tuple[str, ...]
    flows: Mapping[str, int]
    match: Callable[[Arguments], bool] = field(default=_always)
    platforms: tuple[str, ...] = ("telegram", "discord")


ALL = ("edit", "export", "make", "batch", "album")
EDITS = ("edit", "make", "batch", "album")
EXPORTS = ("export", "make", "batch")
UPLOADS = ("batch", "album")

INBOX = "core.store.inbox:SqliteInbox"
JOBS = "core.store.jobs:SqliteJobQueue"
OUTBOX = "core.store.outbox:SqliteOutbox"
PROJECTS = "core.store.projects:SqliteProjects"
CLIENT = "core.nemo.client:NemoClient"
SENDS = ("bots.telegram.outbound:TelegramMessenger.send", "bots.discord.outbound:DiscordMessenger.send")
SHOWS = ("bots.telegram.outbound:TelegramMessenger.edit", "bots.discord.outbound:DiscordMessenger.edit")


def _checkpoint(phase: str, kind: str) -> Callable[[Arguments], bool]:
    return lambda call: bool(call["phase"] == phase and call["job"].kind == kind)


def _of_kind(kind: DeliveryKind) -> Callable[[Arguments], bool]:
    return lambda call: bool(call["delivery"].order.kind is kind)


def _last_words(call: Arguments) -> bool:
    return bool(call["content"].text.plain.startswith(("✅", "❌")))


def _around(
    what: str, target: str | tuple[str, ...], flows: Mapping[str, int], match: Callable[[Arguments], bool] = _always
) -> list[Point]:
    targets = (target,) if isinstance(target, str) else target
    return [Point(f"{when} {what}", when, targets, flows, match) for when in (When.BEFORE, When.AFTER)]


def _call(what: str, method: str | tuple[str, ...], flows: Mapping[str, int]) -> list[Point]:
    """Before a request, when it has left, and when its answer is there."""
    names = (method,) if isinstance(method, str) else method
    targets = tuple(f"{CLIENT}.{name}" for name in names)
    return [Point(f"{when} {what}", when, targets, flows) for when in (When.BEFORE, When.LEFT, When.AFTER)]


def _stored(what: str, target: str, flows: Mapping[str, int], match: Callable[[Arguments], bool] = _always) -> Point:
    return Point(f"after {what}", When.AFTER, (target,), flows, match)


def _delivery(what: str, kind: DeliveryKind) -> list[Point]:
    once = dict.fromkeys(ALL, 1)
    mine = _of_kind(kind)
    return [
        *_around(f"{what} intent", f"{OUTBOX}.sending", once, mine),
        Point(f"left {what} send", When.LEFT, SENDS, once, mine),
        *_around(f"{what} receipt", f"{OUTBOX}.settled", once, mine),
    ]


def _on_the_way() -> list[Point]:
    """What a command of Discord's goes through between the inbox and its place; messages are there at once."""
    commands, threaded = dict.fromkeys(("edit", "export", "make"), 1), {"make": 1}
    steps = {
        "acknowledgement": (("bots.discord.usher:Usher.acknowledge",), commands),
        "thread header": (("bots.discord.threads:edit_original",), threaded),
        "thread": (("bots.discord.threads:hang_thread",), threaded),
    }
    return [
        *(
            Point(f"{when} {what}", when, targets, flows, platforms=("discord",))
            for what, (targets, flows) in steps.items()
            for when in (When.BEFORE, When.LEFT, When.AFTER)
        ),
        Point("after place kept", When.AFTER, (f"{INBOX}.place",), commands, platforms=("discord",)),
    ]


def _points() -> list[Point]:
    once = dict.fromkeys(ALL, 1)
    edits, exports, uploads = dict.fromkeys(EDITS, 1), dict.fromkeys(EXPORTS, 1), dict.fromkeys(UPLOADS, 1)
    twice = dict.fromkeys(UPLOADS, 2)
    return [
        *_around("inbox write", f"{INBOX}.add", once),
        # only Telegram sends the files of an album one by one
        Point("after second inbox write", When.AFTER, (f"{INBOX}.add",), twice, platforms=("telegram",)),
        *_on_the_way(),
        *_around("job creation", f"{INBOX}.done", once),
        Point("after job claim", When.AFTER, (f"{JOBS}.claim",), once, lambda call: bool(call["result"])),
        *_delivery("status", DeliveryKind.STATUS),
        *_call("token request", "anonymous_token", edits),
        _stored("token kept", "core.store.credentials:SqliteCredentials.set_anonymous", edits),
        *_call("session creation", "create_session", edits),
        _stored("session kept", f"{PROJECTS}.set_session", edits),
        *_call("first state read", "state", once),
        _stored("upload intent", f"{JOBS}.checkpoint", uploads, _checkpoint("sending:0", "upload")),
        *_call("upload", ("upload_files", "upload_urls"), uploads),
        _stored("upload noted", f"{JOBS}.checkpoint", uploads, lambda call: bool(call["data"].get("done"))),
        *_call("second upload", ("upload_files", "upload_urls"), twice),
        _stored("prompt kept", f"{JOBS}.checkpoint", edits, _checkpoint("prepared", "edit")),
        _stored("run intent", f"{JOBS}.checkpoint", edits, _checkpoint("sent", "edit")),
        Point("left run", When.LEFT, (f"{CLIENT}.run",), edits),
        Point("answered run", When.ENTERED, (f"{CLIENT}.run",), edits),
        Point("first event", When.FIRST, (f"{CLIENT}.run",), edits),
        Point("last event", When.LAST, (f"{CLIENT}.run",), edits),
        _stored("answer kept", f"{JOBS}.checkpoint", edits, _checkpoint("answered", "edit")),
        *_call("last state read", "state", {"edit": 2, "make": 2, "album": 3, "batch": 3}),
        *_around("revision kept", f"{PROJECTS}.add_revision", edits),
        _stored("draft chosen", f"{JOBS}.checkpoint", exports, _checkpoint("chosen", "export")),
        _stored("render intent", f"{JOBS}.checkpoint", exports, _checkpoint("intended", "export")),
        _stored("render id kept", "core.store.renders:SqliteRenders.add", exports),
        *_call("render POST", "start_render", exports),
        *_call("first poll", "render", exports),
        *_call("second poll", "render", dict.fromkeys(EXPORTS, 2)),
        _stored("render seen", f"{JOBS}.checkpoint", exports, _checkpoint("rendered", "export")),
        Point("before download", When.BEFORE, (f"{CLIENT}.download",), exports),
        Point("entered download", When.ENTERED, (f"{CLIENT}.download",), exports),
        Point("after download", When.AFTER, (f"{CLIENT}.download",), exports),
        *_around("finish", f"{JOBS}.finish", once),
        *_delivery("result", DeliveryKind.RESULT),
        Point("before last words", When.BEFORE, SHOWS, once, _last_words),
        Point("left last words", When.LEFT, SHOWS, once, _last_words),
        *_around("last words noted", f"{OUTBOX}.edited", once),
    ]


def _writes() -> list[Point]:
    """After each transaction of a request, whatever it is about: what the names above leave out."""
    lengths = {"edit": 20, "make": 32}
    return [
        Point(
            f"after write {nth}",
            When.AFTER,
            ("core.store.database:Database.write",),
            {flow: nth for flow, writes in lengths.items() if nth <= writes},
        )
        for nth in range(1, max(lengths.values()) + 1)
    ]


NAMED = {point.name: point for point in _points()}
POINTS = NAMED | {point.name: point for point in _writes()}
