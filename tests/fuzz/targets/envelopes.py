"""Answers of the backend: whatever they hold, they become our values or our errors."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from core.errors import ReelayError
from core.http import HttpAnswer
from core.model import RenderState
from core.nemo import shapes
from core.nemo.codes import Call
from core.nemo.envelopes import payload
from core.store.codec import dump_json
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target
from tests.hostile.words import EVIL

NOW = datetime(2026, 1, 5, tzinfo=UTC)
STATUSES = (200, 204, 302, 400, 401, 402, 404, 408, 413, 415, 429, 500, 502, 503, 504, 524, 999)
WAITS = (
    "",
    "0",
    "30",
    "1e9",
    "-1",
    "9" * 400,
    ".",
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "²",
    "NaN",
)
WORDS = (
    *EVIL,
    "data",
    "code",
    "message",
    "error",
    "status",
    "output",
    "url",
    "completed",
    "https://a.test/v.mp4",
    "0.5",
    "99%",
    "2026-01-05T12:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
)
ANSWERS: tuple[Any, ...] = (
    {
        "code": 0,
        "data": {"token": "nmv_usr_test", "user_id": "anon_1", "expires_at": "2026-01-12T00:00:00Z", "credits": 100},
    },
    {"code": 0, "data": {"session_id": "s1", "task_id": "t1"}},
    {"code": 0, "data": {"available": 40, "frozen": 60, "total": 100}},
    {
        "code": 0,
        "data": {
            "files": [
                {"filename": "a.mp4", "file_type": "video", "cdn_url": "https://a.test/a", "duration": 2.5, "width": 10}
            ]
        },
    },
    {
        "code": 0,
        "data": {
            "state": {"draft": {"t": []}, "video_infos": [{}], "canvas_config": {"width": 1, "height": 2}},
            "user_id": "u",
        },
    },
    {
        "success": True,
        "data": {"status": "completed", "progress": 100, "output": {"url": "/v.mp4", "size": 5, "duration": 1.5}},
    },
    {"success": False, "error": "no"},
    {"code": 2001, "message": "out of credits", "data": {"user_id": "anon_1"}},
    {"code": 4002, "error": {"code": "4002", "message": "limit 200 MB", "detail": [{"msg": "x"}]}},
    {"data": {"claim_token": "clm_test"}},
    [{"filename": "b.png"}],
)
READERS = (
    shapes.anonymous_token,
    shapes.session,
    shapes.claim_token,
    shapes.balance,
    shapes.session_state,
    shapes.uploaded_files,
    lambda data: shapes.render(data, "render_1", "https://api.test", None),
)


def attack(data: bytes) -> None:
    """One answer to every kind of call, read in every way."""
    feed = Feed(data)
    status, wait = feed.pick(STATUSES), feed.pick(WAITS)
    body = feed.altered(feed.pick(ANSWERS), WORDS)
    raw = (
        feed.rest() if feed.chance() else json.dumps(body, ensure_ascii=feed.chance()).encode("utf-8", "surrogatepass")
    )
    answer = HttpAnswer(status, {"retry-after": wait}, raw)
    for call in Call:
        try:
            found = payload(answer, call, now=NOW)
        except ReelayError as error:
            _check_error(error)
        else:
            _read(found)


def _read(found: Any) -> None:
    for reader in READERS:
        try:
            value = reader(found)
        except ReelayError as error:
            _check_error(error)
            continue
        state = getattr(value, "state", None)
        assert not isinstance(state, RenderState) or 0 <= value.progress <= 100  # type: ignore[union-attr]
        for each in value if isinstance(value, tuple) else (value,):
            dump_json(each if isinstance(each, str) else asdict(each))


def _check_error(error: ReelayError) -> None:
    for words in (str(error), error.sentence.format(**error.fields())):
        assert len(words.encode()) < 4000
    assert 0 <= (getattr(error, "retry_after", None) or 0) <= 86_400


def seeds() -> list[bytes]:
    """Each answer as it is, and each status."""
    plain = [bytes([0, 0, number]) for number in range(len(ANSWERS))]
    return plain + [bytes([status, wait, 7]) for status in range(len(STATUSES)) for wait in range(len(WAITS))]


TARGET = Target(attack, seeds, WORDS)
