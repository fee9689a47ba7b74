"""How the Bot API says no."""

from typing import Any


class Refusal(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(what: str, **parameters: Any) -> Refusal:
    """400."""
    return Refusal(400, f"Bad Request: {what}", **parameters)


def forbidden(what: str) -> Refusal:
    """403."""
    return Refusal(403, f"Forbidden: {what}")


def slow_down(seconds: int) -> Refusal:
    """429."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
