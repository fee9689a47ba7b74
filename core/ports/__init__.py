"""What the core needs from outside, as Protocols. Real and fake implementations pass the same conformance suites."""

from core.ports.admissions import (
    Admissions,
    Spending,
)
from core.ports.backend import (
    OpenFile,
    UploadPart,
    VideoBackend,
)
from core.ports.clock import (
    Clock,
)
from core.ports.jobs import (
    JobQueue,
)
from core.ports.messenger import (
    Activity,
    Capabilities,
    Intake,
    Messenger,
    Platform,
    PlatformHealth,
    Reaction,
)
from core.ports.outbox import (
    Outbox,
)
from core.ports.recall import (
    Recall,
)
from core.ports.retention import (
    Retention,
)
from core.ports.store import (
    Conversations,
    Credentials,
    Inbox,
    InboxRow,
    Projects,
    Renders,
    Store,
)
from core.ports.survey import (
    Figures,
    Survey,
)

__all__ = [
    "Activity",
    "Admissions",
    "Capabilities",
    "Clock",
    "Conversations",
    "Credentials",
    "Figures",
    "Inbox",
    "InboxRow",
    "Intake",
    "JobQueue",
    "Messenger",
    "OpenFile",
    "Outbox",
    "Platform",
    "PlatformHealth",
    "Projects",
    "Reaction",
    "Recall",
    "Renders",
    "Retention",
    "Spending",
    "Store",
    "Survey",
    "UploadPart",
    "VideoBackend",
]
