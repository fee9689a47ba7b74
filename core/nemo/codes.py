"""The backend's codes and HTTP statuses, and the error that each one is."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from core.errors import (
    BackendError,
    BackendUnavailable,
    ClientIdMissing,
    ExportBlocked,
    FileTooLarge,
    OutcomeUnknown,
    OutOfCredits,
    RateLimited,
    ReelayError,
    RenderUnknown,
    RunFailed,
    SessionUnknown,
    TokenAllowanceExhausted,
    TokenRejected,
    UnsupportedFileType,
)

ACCEPTED_FILES = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac"
"""What the backend takes, as its documents list it."""

_BUSINESS_CODES = frozenset({1001, 1002, 2001, 4001, 4002})
_BY_STATUS = {401: 1001, 402: 402, 413: 4002, 415: 4001}
_ANSWER_LOST = frozenset({502, 504, 520, 521, 522, 523, 524})  # a gateway's word: the server behind it may have worked


class Call(Enum):
    """The call that failed, where that decides what its failure means."""

    TOKEN = auto()
    READ = auto()  # and whatever else may be sent twice
    RUN = auto()
    WRITE = auto()  # an upload, or the start of an export
    RENDER = auto()  # a look at an export


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a refused call said. `code` is the envelope's own, `retry_after` in seconds."""

    status: int = 200
    code: int | None = None
    message: str = ""
    retry_after: float | None = None
    user_id: str | None = None


def error_of(call: Call, refusal: Refusal) -> ReelayError:
    """The error of a refused call: by the envelope's code where it is one we know, else by the HTTP status."""
    if refusal.status <= 400 and refusal.code is not None and 400 <= refusal.code < 600:
        refusal = replace(refusal, status=refusal.code)  # an HTTP status inside an envelope
    code = refusal.code if refusal.code in _BUSINESS_CODES else _BY_STATUS.get(refusal.status)
    return _by_status(call, refusal) if code is None else _by_code(code, refusal)


def error_in_run(code: int | None, message: str, user_id: str | None = None) -> ReelayError:
    """The error of a run that was under way: never one that invites sending the message again."""
    if code in _BUSINESS_CODES or code in (401, 402):
        return _by_code(_BY_STATUS.get(code or 0, code or 0), Refusal(code=code, message=message, user_id=user_id))
    return RunFailed(code=code, detail=message)


def code_of(value: object) -> int | None:
    """A code as a number, whether it came as one or as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value):
        return int(value)
    return None


def _by_code(code: int, refusal: Refusal) -> ReelayError:
    message = refusal.message
    match code:
        case 1001:
            return TokenRejected(message, code=code)
        case 1002:
            return SessionUnknown(message, code=code)
        case 2001:
            return OutOfCredits(message, user_id=refusal.user_id)
        case 4001:
            return UnsupportedFileType(message, accepted=ACCEPTED_FILES)
        case 4002:
            return FileTooLarge(message, limit_mb=_limit_named_in(message))
        case 402:
            return ExportBlocked(message, code=code)
        case _:
            return BackendError(message, code=code)


def _by_status(call: Call, refusal: Refusal) -> ReelayError:
    status, message, pause = refusal.status, refusal.message, refusal.retry_after
    match status, call:
        case 400, Call.TOKEN:
            return ClientIdMissing(message, code=400)
        case 402, _:
            return ExportBlocked(message, code=402)
        case 404, Call.RENDER:
            return RenderUnknown(message, code=404)
        case 404, _:
            return _not_found(refusal)
        case 429, Call.TOKEN:
            return TokenAllowanceExhausted(message, retry_after=pause)
        case 429, _:
            return RateLimited(message, retry_after=pause)
    if status >= 500 or 300 <= status < 400 or status in (408, 425):
        return _trouble(call, refusal)
    return BackendError(message, code=refusal.code or (status if status >= 400 else None))


def _trouble(call: Call, refusal: Refusal) -> ReelayError:
    if _may_have_worked(call, refusal.status):
        return OutcomeUnknown(f"The backend answered {refusal.status} to a request that it may have carried out")
    return BackendUnavailable(refusal.message, status=refusal.status, retry_after=refusal.retry_after)


def _may_have_worked(call: Call, status: int) -> bool:
    if call is Call.RUN:
        return status >= 500 and status != 503
    return call is Call.WRITE and status in _ANSWER_LOST


def _not_found(refusal: Refusal) -> ReelayError:
    """A lost session says so; a bare 404 is a gateway or a wrong address, and no reason to drop a timeline."""
    if "session" in refusal.message.lower():
        return SessionUnknown(refusal.message, code=1002)
    return BackendUnavailable(refusal.message, status=404, retry_after=refusal.retry_after)


def _limit_named_in(message: str) -> int | str:
    named = re.search(r"([0-9]{1,6})\s*MB", message, re.IGNORECASE)
    return int(named[1]) if named else "?"
