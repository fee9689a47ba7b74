"""What the video service says instead of yes, or does not say."""

from typing import Any

from core.errors.root import ReelayError


class BackendError(ReelayError):
    """The backend refused, with a code of its own."""

    sentence = "The video service refused this ({code}). Nothing was charged; please try again or change the request."

    def __init__(self, message: str = "", *, code: int | None = None, **data: Any) -> None:
        super().__init__(message, code=code if code is not None else "-", **data)
        self.code = code


class TokenRejected(BackendError):
    """The token is bad or has expired (1001, HTTP 401)."""

    sentence = (
        "The video service does not accept this token any more. Give a new one with /token, or start over with /new."
    )


class SharedTokenRejected(TokenRejected):
    """The operator's token is bad or has expired; no other free one is made in its place."""

    sentence = (
        "The video service does not accept this token any more. It is the operator's (NEMO_TOKEN), who has to set a new one; "
        "meanwhile you can give your own with /token in a private chat."
    )


class OwnTokenRejected(TokenRejected):
    """A token that a chat's people gave is bad or has expired."""

    sentence = (
        "The video service does not accept this token any more, the one that was given here. Give another with /token, or "
        "take it back with /token forget: then the free credits are used again."
    )


class SessionUnknown(BackendError):
    """The backend does not know the session any more (1002)."""

    sentence = (
        "The video service has closed this project's session, so its timeline starts afresh. "
        "The last version can still be exported."
    )


class OutOfCredits(BackendError):
    """There are no credits left (2001). `user_id` is the account for the registration link, when known."""

    sentence = "The credits are used up. Nothing was charged for this request."

    def __init__(self, message: str = "", *, code: int | None = 2001, user_id: str | None = None) -> None:
        super().__init__(message, code=code)
        self.user_id = user_id


class UnsupportedFileType(BackendError):
    """The backend does not take this type of file, or cannot read it (4001). `name` is the file's own."""

    sentence = (
        "The video service cannot use {name}: it is damaged, or of a type that is not taken. It takes {accepted}."
    )

    def __init__(
        self, message: str = "", *, code: int | None = 4001, accepted: str = "", name: str = "this file"
    ) -> None:
        super().__init__(message, code=code, accepted=accepted, name=name)


class FileTooLarge(BackendError):
    """The backend does not take a file of this size (4002). `name` is the file's own."""

    sentence = (
        "{name} is too large for the video service (limit {limit_mb} MB). Please trim or compress it and send it again."
    )

    def __init__(
        self, message: str = "", *, code: int | None = 4002, limit_mb: int | str = "?", name: str = "This file"
    ) -> None:
        super().__init__(message, code=code, limit_mb=limit_mb, name=name)


class ClientIdMissing(BackendError):
    """The anonymous-token call came without a client id (400)."""


class ExportBlocked(BackendError):
    """The account's plan does not allow exports (402)."""

    sentence = (
        "This account's plan does not include exports. It is a matter of the plan, not of credits; nothing was charged."
    )


class RateLimited(BackendError):
    """Too many calls (429). `retry_after` is in seconds, when the backend said so."""

    sentence = "The video service is busy right now. Please try again in {seconds} seconds."

    def __init__(self, message: str = "", *, code: int | None = 429, retry_after: float | None = None) -> None:
        super().__init__(message, code=code, seconds=max(2, round(retry_after or 30)))
        self.retry_after = retry_after


class TokenAllowanceExhausted(RateLimited):
    """This address has had all the free tokens it gets this week."""

    sentence = (
        "All free tokens of this bot's address are taken for this week. Three ways on: give your own token with /token "
        "in a private chat, ask the operator to set a shared one, or try again in a few days."
    )


class RunFailed(BackendError):
    """The agent's run ended with an error. `detail` is the backend's own text, for logs."""

    sentence = "The editing agent could not finish this request. Your timeline is as it was before."

    def __init__(self, message: str = "", *, code: int | None = None, detail: str = "") -> None:
        super().__init__(message or detail, code=code)
        self.detail = detail


class RenderFailed(BackendError):
    """An export ended as failed, its one retry too."""

    sentence = "The export failed twice. The timeline is safe; please try the export again in a minute."


class RenderUnknown(BackendError):
    """The backend has no export by this id."""


class BackendUnreachable(ReelayError):
    """No connection was made, so nothing was sent."""

    sentence = "The video service cannot be reached right now. Nothing was sent or charged; your request waits."


class BackendUnavailable(ReelayError):
    """The backend answered with a server error or something that cannot be read. `status` is the HTTP status."""

    sentence = "The video service has a problem of its own right now. Please try again in a few minutes."

    def __init__(self, message: str = "", *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class OutcomeUnknown(ReelayError):
    """The request left, and whether it was carried out is not known."""

    sentence = (
        "The connection broke while the agent was working, and no change has shown up in the timeline since. "
        "To avoid charging you twice I have not sent it again."
    )
