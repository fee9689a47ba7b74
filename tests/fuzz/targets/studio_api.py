"""Requests to the studio over real loopback: any body to any call is answered with an envelope, never with a breakdown."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.config import Allowances
from studio.director import direct
from tests.fakes.studio_server import Nemo, run_body, studio_at
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.words import EVIL
from tests.studio.director.footage import drawn

UPLOAD = "/api/upload-video/nemo_agent/me/SESSION"
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
    b"\0\0\0\x18ftypmp42\r\n--x--\r\n"
)
CALLS: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/api/auth/claim-token", {"session_id": "SESSION", "task_id": "t"}),
    ("POST", "/api/tasks/me/with-session/nemo_agent", {"task_name": "project", "language": "en"}),
    ("POST", "/run_sse", run_body("SESSION", "add a title")),
    (
        "POST",
        "/api/render/proxy/lambda",
        {"id": "r1", "sessionId": "SESSION", "draft": drawn().to_json(), "output": {"format": "mp4"}},
    ),
    ("POST", UPLOAD, {"urls": ["ftp://a", "http://127.0.0.1/a.mp4"]}),
    ("GET", "/api/state/nemo_agent/me/SESSION/latest", None),
    ("GET", "/api/render/proxy/lambda/r1", None),
    ("PUT", "/rehearsal", [{"do": "slow", "call": "run", "seconds": 0}]),
    ("GET", "/files/media/a/b/c", None),
)
TYPES = (
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "multipart/form-data",
    "application/json; charset=x",
    "a/b/c",
)
WORDS = (
    *EVIL,
    "SESSION",
    "session_id",
    "--x",
    "\r\n\r\n",
    'Content-Disposition: form-data; name="files"; filename="a.mp4"\r\n',
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Type: multipart/mixed; boundary=y\r\n",
    "Content-Encoding: deflate\r\n",
    "Content-Length: -1\r\n",
)


@dataclass(frozen=True)
class House:
    """A studio that lives as long as the process, and one account in it."""

    runner: asyncio.Runner
    nemo: Nemo
    headers: dict[str, str]
    session: str


_OPEN: list[House] = []


@contextmanager
def room() -> Iterator[None]:
    """The studio."""
    with tempfile.TemporaryDirectory(prefix="reelay-fuzz-") as folder, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        _OPEN.append(runner.run(_enter(stack, runner, Path(folder))))
        try:
            yield
        finally:
            _OPEN.clear()
            runner.run(stack.aclose())


async def _enter(stack: AsyncExitStack, runner: asyncio.Runner, folder: Path) -> House:
    plenty = Allowances(credits=10**12, files_at_once=5)
    nemo = await stack.enter_async_context(studio_at(folder, allowances=plenty, rehearse="", director=direct))
    headers, session = await nemo.ready()
    return House(runner, nemo, headers, session)


def attack(data: bytes) -> None:
    """One request."""
    feed = Feed(data)
    [house] = _OPEN
    method, path, template = feed.pick(CALLS)
    media_type = feed.pick(TYPES) if path == UPLOAD or feed.byte() == 1 else TYPES[0]
    body = feed.rest() if feed.chance() else json.dumps(feed.altered(template, WORDS)).encode()
    house.runner.run(_answered(house, method, path, media_type, body.replace(b"SESSION", house.session.encode())))


async def _answered(house: House, method: str, path: str, media_type: str, body: bytes) -> None:
    headers = {**house.headers, "Content-Type": media_type}
    url = path.replace("SESSION", house.session)
    answer = await house.nemo.http.request(method, url, content=body if method != "GET" else None, headers=headers)
    assert answer.status_code < 500, answer.text[:500]
    if answer.headers["content-type"].startswith("text/event-stream"):
        assert "The run failed" not in answer.text, body
    else:
        assert isinstance(answer.json(), dict), answer.text[:500]
    await house.nemo.http.delete("/rehearsal")


def seeds() -> list[bytes]:
    """Each call as it is meant, and an upload as a form."""
    plain = [bytes([number, 0, 0, 0]) for number in range(len(CALLS))]
    raw = [bytes([number, 0, 1]) + json.dumps(body).encode() for number, (_, _, body) in enumerate(CALLS) if body]
    return [*plain, *raw, bytes([4, 1, 1]) + FORM]


TARGET = Target(attack, seeds, WORDS, rounds=60, room=room)
