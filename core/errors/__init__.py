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
│   │   └── AttachmentEmpty
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

from core.errors.platforms import (
    ConversationGone,
    ConversationMoved,
    DeliveryRefused,
    DeliveryUnknown,
    MediaTooLarge,
    MessengerError,
    MessengerUnreachable,
    SlowDown,
)
from core.errors.requests import (
    AttachmentEmpty,
    AttachmentGone,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    AttachmentUnavailable,
    DocumentUnreadable,
    FilesRefused,
    NotAdmitted,
    NotAllowed,
    NothingToExport,
    PairingNeeded,
    QuotaReached,
    RequestRefused,
    TooManyMessages,
    UrlRefused,
)
from core.errors.root import (
    ReelayError,
    SettingsError,
)
from core.errors.service import (
    BackendError,
    BackendUnavailable,
    BackendUnreachable,
    ClientIdMissing,
    ExportBlocked,
    FileTooLarge,
    OutcomeUnknown,
    OutOfCredits,
    OwnTokenRejected,
    RateLimited,
    RenderFailed,
    RenderUnknown,
    RunFailed,
    SessionUnknown,
    SharedTokenRejected,
    TokenAllowanceExhausted,
    TokenRejected,
    UnsupportedFileType,
)
from core.errors.storage import (
    DatabaseUnusable,
    LeaseLost,
    SecretsUnreadable,
    StorageFull,
    StoreError,
    StoreUnavailable,
)

__all__ = [
    "AttachmentEmpty",
    "AttachmentGone",
    "AttachmentTooLarge",
    "AttachmentTypeRefused",
    "AttachmentUnavailable",
    "BackendError",
    "BackendUnavailable",
    "BackendUnreachable",
    "ClientIdMissing",
    "ConversationGone",
    "ConversationMoved",
    "DatabaseUnusable",
    "DeliveryRefused",
    "DeliveryUnknown",
    "DocumentUnreadable",
    "ExportBlocked",
    "FileTooLarge",
    "FilesRefused",
    "LeaseLost",
    "MediaTooLarge",
    "MessengerError",
    "MessengerUnreachable",
    "NotAdmitted",
    "NotAllowed",
    "NothingToExport",
    "OutOfCredits",
    "OutcomeUnknown",
    "OwnTokenRejected",
    "PairingNeeded",
    "QuotaReached",
    "RateLimited",
    "ReelayError",
    "RenderFailed",
    "RenderUnknown",
    "RequestRefused",
    "RunFailed",
    "SecretsUnreadable",
    "SessionUnknown",
    "SettingsError",
    "SharedTokenRejected",
    "SlowDown",
    "StorageFull",
    "StoreError",
    "StoreUnavailable",
    "TokenAllowanceExhausted",
    "TokenRejected",
    "TooManyMessages",
    "UnsupportedFileType",
    "UrlRefused",
]
