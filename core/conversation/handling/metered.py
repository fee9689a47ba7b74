"""Jobs that cost, with a look at the shared account before and after."""

from collections.abc import Mapping

from core.backend.spending import SpendMeter
from core.jobs.run import JobHandler, JobOutcome, JobRun
from core.model import JobKind
from core.skills import Skill

COSTLY = (JobKind.EDIT, JobKind.EXPORT)


class Metered:
    """A handler whose jobs are charged to who asked for them."""

    def __init__(self, handler: JobHandler, meter: SpendMeter, skills: Mapping[str, Skill]) -> None:
        self._handler = handler
        self._meter = meter
        self._skills = skills

    async def __call__(self, run: JobRun) -> JobOutcome:
        """See `JobHandler`."""
        skill = self._skills.get(str(run.job.payload.get("skill"))) or next(iter(self._skills.values()))
        attribution = skill.attribution(run.job.conversation.platform)
        async with self._meter.watching(run.job, attribution):
            return await self._handler(run)


def metered(
    handlers: Mapping[JobKind, JobHandler], meter: SpendMeter, skills: Mapping[str, Skill]
) -> Mapping[JobKind, JobHandler]:
    """The same handlers, those of costly jobs metered."""
    return {kind: Metered(handler, meter, skills) if kind in COSTLY else handler for kind, handler in handlers.items()}
