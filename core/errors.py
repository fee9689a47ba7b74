"""Everything that can go wrong, and the sentence that its reader gets.

ReelayError
├── BackendError                 the backend said no, by code
│   ├── TokenRejected            1001, HTTP 401
│   │   ├── SharedTokenRejected
│   │   └── OwnTokenRejected
│   ├── SessionUnknown           1002
│   ├── OutOfCredits             2001
│   ├── UnsupportedFileType      4001
│   ├── FileTooLarge             4002
│   ├── ClientIdMissing          400
│   ├── ExportBlocked            402
│   ├── RateLimited              429
│   │   └── TokenAllowanceExhausted
│   ├── RunFailed                an error inside a run's stream
│   ├── RenderFailed             an export that ended as failed
│   └── RenderUnknown            no export by that id
├── BackendUnreachable           nothing was sent: safe to repeat
├── BackendUnavailable           HTTP 5xx, or an answer that cannot be read
├── OutcomeUnknown               the request left and no answer came: never repeated blindly
├── RequestRefused               what was asked cannot be done as it is
│   ├── AttachmentUnavailable    not now
│   ├── AttachmentGone           never again
│   ├── AttachmentTooLarge
│   ├── AttachmentTypeRefused
│   ├── FilesRefused             none of several can be used
│   ├── DocumentUnreadable
│   ├── UrlRefused
│   ├── NothingToExport
│   ├── NotAllowed
│   ├── NotAdmitted
│   │   └── PairingNeeded
│   ├── QuotaReached
│   └── TooManyMessages
├── MessengerError               the chat platform said no
│   ├── SlowDown                 wait, for this conversation only
│   ├── ConversationGone         blocked, removed, deleted
│   ├── ConversationMoved        a group became a supergroup
│   ├── DeliveryRefused          will never be accepted as it is
│   ├── MediaTooLarge            the platform takes no file of that size
│   ├── MessengerUnreachable     nothing was sent: safe to repeat
│   └── DeliveryUnknown          it may have arrived
├── StorageFull                  no room on this machine's disk
├── StoreError
│   ├── LeaseLost                another worker has the job now
│   ├── DatabaseUnusable         corrupted, newer than this program, read-only
│   ├── StoreUnavailable         locked, disk full, connection lost: worth another try
│   └── SecretsUnreadable        the key does not open what is stored
└── SettingsError                a setting is missing or makes no sense

`sentence` is a message id of the catalogues in `core/locales` with named fields; `fields()` fills them.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class ReelayError(Exception):
    """The root. Every subclass carries its data as attributes and a `sentence` for the person it concerns."""

    sentence: ClassVar[str] = "Something went wrong on our side. Nothing is lost; please try again in a moment."

    def __init__(self, message: str = "", **data: Any) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])
        self._data = data

    def fields(self) -> Mapping[str, Any]:
        """The values for the named fields of `sentence`."""
        return self._data


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
        "The video service does not accept the token that was given here. Give another one with /token, or take it back "
        "with /token forget: then the free credits are used again."
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


class RequestRefused(ReelayError):
    """What was asked cannot be done as it is."""


class AttachmentUnavailable(RequestRefused):
    """A file cannot be fetched from where it was sent."""

    sentence = "I could not fetch {name}. Please send it again."


class AttachmentGone(RequestRefused):
    """A file was taken away from where it was sent, or kept there for a while only: trying again is of no use."""

    sentence = "{name} is no longer where it was sent, so I cannot fetch it any more. Please send it again."


class AttachmentTooLarge(RequestRefused):
    """A file is larger than the skill or the platform lets through."""

    sentence = (
        "{name} is {size_mb} MB; the limit here is {limit_mb} MB. Please trim or compress it, or send a link to it."
    )


class AttachmentTypeRefused(RequestRefused):
    """A file is of a type that cannot be used."""

    sentence = "{name} is not a file I can use. I take {accepted}."


class FilesRefused(RequestRefused):
    """None of several files can be used. `passing` says that sending them again may do."""

    sentence = "None of these files can be used:{reasons}"

    def __init__(self, message: str = "", *, reasons: str, passing: bool = False) -> None:
        super().__init__(message, reasons=reasons)
        self.passing = passing


class DocumentUnreadable(RequestRefused):
    """A TXT, DOCX or PDF holds no text that could become a prompt."""

    sentence = "There is no text in {name} that I could read (a scan, perhaps?). Please paste the words instead."


class UrlRefused(RequestRefused):
    """An address is not one that may be fetched."""

    sentence = "I cannot fetch that link: {reason}."


class NothingToExport(RequestRefused):
    """The timeline is empty."""

    sentence = "There is nothing on the timeline yet. Describe a video or send a clip first."


class NotAllowed(RequestRefused):
    """This person may not do this here."""

    sentence = "Sorry, this is not for you to decide: {reason}."


class NotAdmitted(RequestRefused):
    """This person or place is not among those that the operator lets in."""

    sentence = "Sorry, this bot serves a closed circle; its operator can let you in."


class PairingNeeded(NotAdmitted):
    """A stranger in a direct chat. `code` lets them in once an admin gives it to `command`; it holds `minutes`."""

    sentence = (
        "This bot serves a closed circle. To be let in, give this code to its admin: {code}\n"
        "It works once, within {minutes} minutes; the admin answers it with {command} {code}"
    )

    def __init__(self, message: str = "", *, code: str, minutes: int, command: str) -> None:
        super().__init__(message, code=code, minutes=minutes, command=command)


class TooManyMessages(RequestRefused):
    """More messages in a minute than anybody writes."""

    sentence = "That was a lot at once: I take no more messages for now and stay quiet. Please go on in a minute."


class QuotaReached(RequestRefused):
    """A person or conversation has had its share for now."""

    sentence = "That is all for now: {limit}. Please try again {when}."


class MessengerError(ReelayError):
    """The chat platform refused."""


class SlowDown(MessengerError):
    """The platform wants this conversation to wait. `retry_after` is in seconds."""

    def __init__(self, message: str = "", *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ConversationGone(MessengerError):
    """The bot was blocked or removed, or the conversation was deleted."""


class ConversationMoved(MessengerError):
    """The conversation lives on under another chat id. `chat_id` is the new one."""

    def __init__(self, message: str = "", *, chat_id: str) -> None:
        super().__init__(message)
        self.chat_id = chat_id


class DeliveryRefused(MessengerError):
    """The platform will never accept this message as it is."""


class MediaTooLarge(MessengerError):
    """The platform takes no file of this size here."""


class MessengerUnreachable(MessengerError):
    """No connection was made, so nothing was sent."""


class DeliveryUnknown(MessengerError):
    """A send timed out after it left: it may have arrived."""


class StorageFull(ReelayError):
    """There is no room on this machine for a file."""

    sentence = "There is no room left for files on my side right now. Nothing is lost; please try again a little later."


class StoreError(ReelayError):
    """The database said no."""


class LeaseLost(StoreError):
    """Another worker has claimed the job; this run must stop without a trace."""


class DatabaseUnusable(StoreError):
    """The database cannot be used as it is; it is never overwritten."""


class StoreUnavailable(StoreError):
    """The database does not answer right now (locked, disk full, connection lost): worth another try."""


class SecretsUnreadable(StoreError):
    """The secret key does not open what is stored."""


class SettingsError(ReelayError):
    """A setting is missing or makes no sense; the message says which and what to do."""
