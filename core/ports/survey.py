"""What an operator asks of the store: figures for the dashboards, and care for the file and the spool folder."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.model import DeliveryKind, DeliveryState, JobKind, JobState


@dataclass(frozen=True, slots=True)
class Figures:
    """How much work there is. Counts of what has not ended; moments (UTC) are None where nothing waits."""

    jobs: Mapping[tuple[JobKind, JobState], int] = field(default_factory=dict)
    deliveries: Mapping[tuple[str, DeliveryKind, DeliveryState], int] = field(default_factory=dict)
    """By platform, kind and state."""
    inbox: int = 0
    oldest_job: datetime | None = None  # created first of those that may run now and do not
    oldest_delivery: datetime | None = None
    oldest_message: datetime | None = None
    database_bytes: int = 0


class Survey(Protocol):
    """Every method raises StoreUnavailable while the database does not answer."""

    async def figures(self) -> Figures:
        """How much work there is."""
        ...

    async def probe(self) -> None:
        """Write something that changes nothing; returns once it is on disk."""
        ...

    async def files_owed(self) -> Set[str]:
        """The paths on this machine that deliveries still need."""
        ...

    async def working_since(self) -> datetime | None:
        """When the longest-running job began (UTC); None when none runs."""
        ...

    async def checkpoint(self) -> None:
        """Fold what was written lately into the main file."""
        ...
