"""Questions about the jobs tables."""

from collections.abc import Set
from datetime import datetime

from core.model import ConversationKey, Job, JobEvent, JobState, Person
from core.ports.clock import Clock
from core.store.bell import Bell
from core.store.codec import from_micros, optional_moment, to_micros
from core.store.columns import person_key, place_of
from core.store.database import Database
from core.store.lines import job_of


class JobReads:
    """The half of `core.ports.jobs.JobQueue` that changes nothing."""

    def __init__(self, database: Database, clock: Clock, work: Bell, mail: Bell) -> None:
        self._database = database
        self._clock = clock
        self._work = work
        self._mail = mail
        self._stops = Bell(clock)

    async def owned(self, worker: str) -> set[int]:
        """The ids of the jobs that are RUNNING under this worker."""
        rows = await self._database.rows("SELECT id FROM jobs WHERE state = 'running' AND owner = ?", (worker,))
        return {row["id"] for row in rows}

    async def job(self, job_id: int) -> Job | None:
        """One job as it stands."""
        row = await self._database.row("SELECT * FROM jobs WHERE id = ?", (job_id,))
        return job_of(row) if row else None

    async def jobs_of_request(self, request_id: str) -> list[Job]:
        """The jobs of one request, in order."""
        rows = await self._database.rows("SELECT * FROM jobs WHERE request_id = ? ORDER BY position, id", (request_id,))
        return [job_of(row) for row in rows]

    async def unfinished(self, conversation: ConversationKey) -> list[Job]:
        """A conversation's jobs that have not ended, in order."""
        rows = await self._database.rows(
            "SELECT * FROM jobs WHERE platform = ? AND chat_id = ? AND topic_id = ? AND finished_at IS NULL "
            "ORDER BY position, id",
            place_of(conversation),
        )
        return [job_of(row) for row in rows]

    async def requests_since(self, person: Person | None, conversation: ConversationKey | None, since: datetime) -> int:
        """How many requests were made since then by this person, in this chat (all its topics), or both."""
        return await self._requests(person, conversation, "created_at >= ?", to_micros(since))

    async def open_requests(self, person: Person | None, conversation: ConversationKey | None) -> int:
        """How many requests of this person, in this chat (all its topics), or both, have unfinished jobs; looks aside."""
        return await self._requests(person, conversation, "finished_at IS NULL")

    async def _requests(
        self, person: Person | None, conversation: ConversationKey | None, which: str, *values: object
    ) -> int:
        conditions = [f"kind <> 'query' AND {which}"]
        parts = list(values)
        if person is not None:
            conditions.append("person = ?")
            parts.append(person_key(person))
        if conversation is not None:
            conditions.append("platform = ? AND chat_id = ?")
            parts += [conversation.platform, conversation.chat_id]
        row = await self._database.row(
            f"SELECT count(DISTINCT request_id) AS made FROM jobs WHERE {' AND '.join(conditions)}",  # noqa: S608
            parts,
        )
        return int(row["made"]) if row else 0

    async def newest_of(self, conversation: ConversationKey, person: Person) -> Job | None:
        """The job that a person asked for last in a conversation, ended or not."""
        row = await self._database.row(
            "SELECT * FROM jobs WHERE person = ? AND platform = ? AND chat_id = ? AND topic_id = ? "
            "ORDER BY created_at DESC, id DESC LIMIT 1",
            (person_key(person), *place_of(conversation)),
        )
        return job_of(row) if row else None

    async def last_request(self, conversation: ConversationKey, person: Person | None = None) -> str | None:
        """The newest request of a conversation (and person) that has unfinished jobs."""
        row = await self._database.row(
            "SELECT request_id FROM jobs WHERE platform = ?1 AND chat_id = ?2 AND topic_id = ?3 "
            "AND finished_at IS NULL AND (?4 IS NULL OR person = ?4) "
            "GROUP BY request_id ORDER BY min(created_at) DESC, min(id) DESC LIMIT 1",
            (*place_of(conversation), person_key(person) if person else None),
        )
        return row["request_id"] if row else None

    async def failed_requests(self, conversation: ConversationKey, person: Person | None = None) -> list[str]:
        """The newest requests of a conversation (and person) in which something failed, newest first."""
        rows = await self._database.rows(
            "SELECT request_id FROM jobs WHERE platform = ?1 AND chat_id = ?2 AND topic_id = ?3 AND kind <> 'query' "
            "AND state = 'failed' AND (?4 IS NULL OR person = ?4) "
            "GROUP BY request_id ORDER BY max(created_at) DESC, max(id) DESC LIMIT 20",
            (*place_of(conversation), person_key(person) if person else None),
        )
        return [row["request_id"] for row in rows]

    async def story(self, job_id: int) -> list[JobEvent]:
        """What happened to a job, oldest first."""
        rows = await self._database.rows("SELECT * FROM job_events WHERE job_id = ? ORDER BY id", (job_id,))
        return [
            JobEvent(
                at=from_micros(row["at"]),
                state=JobState(row["state"]),
                phase=row["phase"],
                fence=row["fence"],
                owner=row["owner"],
                cancel_requested=bool(row["cancel_requested"]),
            )
            for row in rows
        ]

    async def cancels(self, worker: str, seen: Set[int], timeout: float) -> set[int]:
        """This worker's RUNNING jobs that are asked to end: as soon as one is not in `seen`, or after `timeout` seconds."""

        async def unseen() -> datetime | None:
            return self._clock.now() if await self._asked_to_end(worker) - seen else None

        await self._stops.wait(timeout, unseen)
        return await self._asked_to_end(worker)

    async def _asked_to_end(self, worker: str) -> set[int]:
        rows = await self._database.rows(
            "SELECT id FROM jobs WHERE state = 'running' AND owner = ? AND cancel_requested", (worker,)
        )
        return {row["id"] for row in rows}

    async def wait_for_work(self, timeout: float) -> None:
        """Return when something may be claimable, or after `timeout` seconds."""
        await self._work.wait(timeout, self._next_run)

    async def _next_run(self) -> datetime | None:
        row = await self._database.row("SELECT min(coalesce(run_at, 0)) AS next FROM jobs WHERE state = 'ready'")
        return optional_moment(row["next"]) if row else None
