"""The backend's requests: addresses, headers and bodies."""

from collections.abc import AsyncIterable, Mapping
from typing import Any
from urllib.parse import quote

from core.errors import TokenRejected
from core.http import HttpRequest
from core.json_text import encode_json
from core.model import Access, Attribution

JSON = {"accept": "application/json", "content-type": "application/json"}

AGENT = "nemo_agent"
USER = "me"


def attribution_headers(attribution: Attribution) -> dict[str, str]:
    """The three headers without which an export is refused."""
    return {
        "X-Skill-Source": _ascii(attribution.skill),
        "X-Skill-Version": _ascii(attribution.version),
        "X-Skill-Platform": _ascii(attribution.platform),
    }


def authorization(access: Access) -> dict[str, str]:
    """The token's header. Raises TokenRejected for what cannot be a token, before it could show in an error's text."""
    token = access.token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise TokenRejected("This cannot be a token", code=1001)
    return {"Authorization": f"Bearer {token}"}


def get(url: str, headers: Mapping[str, str]) -> HttpRequest:
    """A read."""
    return HttpRequest("GET", url, {"accept": "application/json", **headers}, repeatable=True)


def post(
    url: str,
    headers: Mapping[str, str],
    body: Mapping[str, Any] | None = None,
    *,
    repeatable: bool,
    read_timeout: float = 60.0,
) -> HttpRequest:
    """A call with a JSON body."""
    content = encode_json(body or {})
    return HttpRequest("POST", url, {**JSON, **headers}, content, repeatable=repeatable, read_timeout=read_timeout)


def upload(url: str, headers: Mapping[str, str], body: AsyncIterable[bytes], timeout: float) -> HttpRequest:
    """An upload of files; the backend may take its time to look at them."""
    return HttpRequest("POST", url, {"accept": "application/json", **headers}, body, read_timeout=timeout)


def run(url: str, headers: Mapping[str, str], session_id: str, text: str) -> HttpRequest:
    """A message to the agent. The stream's pauses are watched by `core.nemo.timing`, not by a socket's timeout."""
    body = {
        "app_name": AGENT,
        "user_id": USER,
        "session_id": session_id,
        "new_message": {"role": "user", "parts": [{"text": text}]},
    }
    wanted = {"accept": "text/event-stream", "content-type": "application/json", "cache-control": "no-cache"}
    return HttpRequest("POST", url, {**wanted, **headers}, encode_json(body), read_timeout=None)


def segment(value: str) -> str:
    """An id as one segment of a path."""
    return quote(value, safe="")


def _ascii(value: str) -> str:
    return quote(value, safe=" !#$&'()*+,/:;=?@[]~") or "unknown"
