"""What `reelay make` ends with, so that scripts can tell one trouble from another."""

EXIT_CODES = {
    "TokenRejected": 10,
    "SharedTokenRejected": 10,
    "OwnTokenRejected": 10,
    "SessionUnknown": 11,
    "OutOfCredits": 12,
    "UnsupportedFileType": 13,
    "AttachmentTypeRefused": 13,
    "AttachmentEmpty": 13,
    "FilesRefused": 13,
    "FileTooLarge": 14,
    "AttachmentTooLarge": 14,
    "ClientIdMissing": 15,
    "ExportBlocked": 16,
    "RateLimited": 17,
    "TokenAllowanceExhausted": 17,
    "RunFailed": 18,
    "RenderFailed": 19,
    "BackendUnreachable": 20,
    "BackendUnavailable": 21,
    "OutcomeUnknown": 22,
}
"""By the name of the error; 1 for anything else."""
NO_VIDEO = 3
"""The agent answered, but no video came of it."""
