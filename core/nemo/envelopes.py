"""From an HTTP answer to its payload: all envelopes that the backend puts round one, and bare objects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from core.errors import BackendUnavailable
from core.http import HttpAnswer
from core.nemo.codes import Call, Refusal, code_of, error_of
from core.nemo.redaction import error_words

_LAYERS = 3
_MESSAGE_KEYS = ("message", "error", "detail", "msg", "errorMessage", "error_message")


def payload(answer: HttpAnswer, call: Call, *, now: datetime, user_id: str | None = None) -> Mapping[str, Any]:
    """The object inside an answer. Raises the error that the answer stands for.

    `now` dates a Retry-After; `user_id` is the account that an `OutOfCredits` names when the answer does not.
    """
    body = answer.json()
    refusal = refusal_in(body, answer.status, answer.headers, now)
    if refusal is not None:
        raise error_of(call, with_user(refusal, user_id))
    if isinstance(body, list):
        return {"files": body}
    if not isinstance(body, dict):
        raise BackendUnavailable("The answer is no JSON object", status=answer.status)
    return unwrapped(body)


def refusal_in(body: object, status: int, headers: Mapping[str, str], now: datetime) -> Refusal | None:
    """What an answer refuses, or None when it refuses nothing."""
    refusing = _refusing_layer(body)
    if refusing is None and 200 <= status < 300:
        return None
    layer = refusing if refusing is not None else body
    return Refusal(
        status=status,
        code=_code_in(layer),
        message=error_words(message_in(layer)),
        retry_after=retry_after(headers, now),
        user_id=_user_in(layer),
    )


def with_user(refusal: Refusal, user_id: str | None) -> Refusal:
    """The refusal with the account it concerns, when it names none itself."""
    return refusal if refusal.user_id else replace(refusal, user_id=user_id)


def unwrapped(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What lies in `data`, through as many envelopes as there are; the object itself where there is none."""
    for _ in range(_LAYERS):
        inner = body.get("data")
        if isinstance(inner, list):
            return {"files": inner}
        if not isinstance(inner, dict) or not (_is_envelope(body) or set(body) <= {"data", "message"}):
            break
        body = inner
    return {} if _is_envelope(body) and body.get("data", "") is None else body


def message_in(body: object, depth: int = 4) -> str:
    """The words of an error, wherever they stand."""
    if isinstance(body, str):
        return body
    if isinstance(body, list) and depth:
        return "; ".join(filter(None, (message_in(item, depth - 1) for item in body[:3])))
    if not isinstance(body, dict) or not depth:
        return ""
    found = (message_in(body.get(key), depth - 1) for key in _MESSAGE_KEYS)
    return next(filter(None, found), "")


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The Retry-After header in seconds, from either of its forms (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.replace(".", "", 1).isdecimal() and value.isascii():
        return min(float(value), 86_400.0)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), 86_400.0)


def _refusing_layer(body: object) -> object:
    for _ in range(_LAYERS):
        if not isinstance(body, dict):
            return None
        if code_of(body.get("code")) not in (None, 0) or body.get("success") is False or _is_only_an_error(body):
            return body
        body = body.get("data")
    return None


def _is_only_an_error(body: Mapping[str, Any]) -> bool:
    return bool(body.get("error")) and not {"data", "status"} & set(body)


def _is_envelope(body: Mapping[str, Any]) -> bool:
    return "code" in body or "success" in body


def _code_in(body: object) -> int | None:
    if not isinstance(body, dict):
        return None
    for candidate in (body, body.get("error"), body.get("detail")):
        if isinstance(candidate, dict) and (code := code_of(candidate.get("code"))):
            return code
    return None


def _user_in(body: object) -> str | None:
    if not isinstance(body, dict):
        return None
    for candidate in (body, body.get("data"), body.get("error")):
        if isinstance(candidate, dict) and isinstance(candidate.get("user_id"), str) and candidate["user_id"]:
            return str(candidate["user_id"])
    return None
