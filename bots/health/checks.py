"""Whether the process is alive, and whether it can do its work."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.bootstrap import Reelay
from core.errors import StoreError
from core.ports import Platform

WELL = "ok"
PROBE_SECONDS = 3.0
"""How long the database may take for one small write."""
REMEMBERED_SECONDS = 5.0
"""How long that is believed, so that whoever asks often costs no disk."""


class Stage(StrEnum):
    """Where the service is in its life."""

    STARTING = "starting"
    SERVING = "serving"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, each "ok" or a few words about what is wrong."""

    checks: Mapping[str, str]

    @property
    def well(self) -> bool:
        """Whether everything is ok."""
        return all(word == WELL for word in self.checks.values())


class Checks:
    """Looks at the core and the platforms. `clean` takes secrets out of what libraries say about their troubles."""

    def __init__(self, reelay: Reelay, platforms: Sequence[Platform], clean: Callable[[str], str]) -> None:
        self._reelay = reelay
        self._platforms = platforms
        self._clean = clean
        self._stopping = False
        self._probed_at = float("-inf")
        self._database = WELL

    @property
    def stage(self) -> Stage:
        """Where the service is in its life."""
        if self._stopping:
            return Stage.STOPPING
        return Stage.SERVING if self._reelay.started.is_set() else Stage.STARTING

    def stop(self) -> None:
        """The service has begun to end."""
        self._stopping = True

    def alive(self) -> Report:
        """Whether what must run does run. That somebody gets this answer shows that the event loop turns."""
        if self.stage is not Stage.SERVING:  # tasks that have not begun, or that end, are no fault then
            return Report({"stage": WELL})
        return Report({name: "ended" if task.done() else WELL for name, task in self._reelay.tasks.items()})

    async def ready(self) -> Report:
        """Whether a message that comes now would be written down, worked on and answered."""
        if self.stage is not Stage.SERVING:
            return Report({"stage": self.stage.value})
        return Report(
            {
                "stage": WELL,
                **self.alive().checks,
                "database": await self._database_writes(),
                "video service": "away" if self._reelay.breaker.open else WELL,
                **{name: trouble or WELL for name, trouble in self._troubles().items()},
            }
        )

    def platforms(self) -> dict[str, bool]:
        """Which platforms are well, by name."""
        return {name: not trouble for name, trouble in self._troubles().items()}

    def _troubles(self) -> dict[str, str]:
        troubles = {}
        for platform in self._platforms:
            health = platform.health()
            troubles[platform.messenger.platform] = "" if health.ok else self._clean(health.detail) or "not connected"
        return troubles

    async def _database_writes(self) -> str:
        now = self._reelay.clock.monotonic()
        if now - self._probed_at >= REMEMBERED_SECONDS:
            self._probed_at = now
            self._database = await self._probe()
        return self._database

    async def _probe(self) -> str:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._reelay.store.survey.probe()
        except TimeoutError:
            return f"no answer within {PROBE_SECONDS:g} s"
        except StoreError as error:
            return self._clean(str(error))
        return WELL
