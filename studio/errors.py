"""Everything the studio refuses, with the code that the protocol gives it.

StudioError                  code, HTTP status
├── ClientIdMissing          400
├── TokenInvalid             1001
├── SessionNotFound          1002
├── CreditsExhausted         2001
├── FileTypeUnsupported      4001
├── FileTooLarge             4002
├── AttributionMissing       402
├── TooManyRequests          429
├── RenderNotFound           404
├── AgentNotFound            404
├── BadRequest               400
│   └── DraftUnreadable
└── RenderError              an export that could not be made
"""

from typing import ClassVar


class StudioError(Exception):
    """The root: `code` goes into the envelope, `status` is the HTTP status, the message is for the client."""

    code: ClassVar[int] = 500
    status: ClassVar[int] = 500

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class ClientIdMissing(StudioError):
    """The header X-Client-Id is missing."""

    code, status = 400, 400


class TokenInvalid(StudioError):
    """The token is missing, unknown or expired."""

    code, status = 1001, 401


class SessionNotFound(StudioError):
    """There is no such session."""

    code, status = 1002, 200


class CreditsExhausted(StudioError):
    """There are not enough credits for this."""

    code, status = 2001, 200


class FileTypeUnsupported(StudioError):
    """This type of file cannot be used."""

    code, status = 4001, 200


class FileTooLarge(StudioError):
    """The file is too large."""

    code, status = 4002, 200


class AttributionMissing(StudioError):
    """The export needs the headers X-Skill-Source, X-Skill-Version and X-Skill-Platform."""

    code, status = 402, 402


class TooManyRequests(StudioError):
    """Too many requests; `retry_after` is in seconds."""

    code, status = 429, 429

    def __init__(self, message: str = "", *, retry_after: int = 30) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RenderNotFound(StudioError):
    """There is no export by that id."""

    code, status = 404, 404


class AgentNotFound(StudioError):
    """The only agent here is nemo_agent."""

    code, status = 404, 404


class BadRequest(StudioError):
    """The request is not of the protocol's form."""

    code, status = 400, 400


class DraftUnreadable(BadRequest):
    """The draft is not one that can be rendered."""


class RenderError(StudioError):
    """The export could not be made."""
