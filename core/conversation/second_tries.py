"""Asking once more for what did not succeed: by its button, or by the word alone. A second press starts no second run.

The second try of `r12` is `r12~2`, the one after it `r12~3`: whoever presses an old button is led to the newest try.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from core.conversation.commands import Word
from core.conversation.context import Context
from core.conversation.payloads import UploadPayload, dump, load
from core.conversation.reception import Handled
from core.conversation.said import said
from core.model import Job, JobKind, JobState, NewJob
from core.ports import Store

UNDONE = (JobState.FAILED, JobState.CANCELLED)


class SecondTries:
    """Its one word is in `words`, for the desk to ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.words: Mapping[str, Callable[[Context], Awaitable[Handled]]] = {Word.RETRY: self._retry}

    async def _retry(self, context: Context) -> Handled:
        """The request that is named; without a name the newest that failed, or was stopped just now."""
        for request_id in await self._wanted(context):
            newest, jobs = await self._newest_try(context, request_id)
            undone = [job for job in jobs if job.state in UNDONE]
            if all(job.state.finished for job in jobs):
                if undone:
                    return again(context, undone, _next(newest), await self._session_of(undone[0]))
            elif context.argument or newest != request_id:
                return said(context, context.say("That is at work already."))
        return said(context, context.say("There is nothing to try again."))

    async def _wanted(self, context: Context) -> Sequence[str]:
        """Requests in the order in which they may be meant: one's own before those of others."""
        if context.argument:
            return [context.argument]
        place, jobs = context.message.conversation, self._store.jobs
        last = await jobs.newest_of(place, context.person)
        own, all_of_them = await jobs.failed_requests(place, context.person), await jobs.failed_requests(place)
        return [*([last.request_id] if last is not None else []), *own, *all_of_them]

    async def _newest_try(self, context: Context, request_id: str) -> tuple[str, list[Job]]:
        """The last try of a request, and its jobs in this conversation."""
        newest, jobs = request_id, await self._jobs(context, request_id)
        while later := await self._jobs(context, _next(newest)):
            newest, jobs = _next(newest), later
        return newest, jobs

    async def _jobs(self, context: Context, request_id: str) -> list[Job]:
        found = await self._store.jobs.jobs_of_request(request_id)
        return [job for job in found if job.conversation == context.message.conversation]

    async def _session_of(self, job: Job) -> str | None:
        project = await self._store.projects.get(job.project_id) if job.project_id is not None else None
        return project.session_id if project is not None else None


def _next(request_id: str) -> str:
    """What the try after this one is called."""
    first, _, number = request_id.partition("~")
    return f"{first}~{int(number) + 1 if number.isascii() and number.isdecimal() else 2}"


def again(context: Context, undone: Sequence[Job], request_id: str, session_id: str | None) -> Handled:
    """The jobs of a request that did not succeed, by a person's own press. Files that arrived in the project's session
    (`session_id`, as it is now) are there already."""
    jobs = tuple(
        NewJob(
            key=f"{request_id}:{number}:{job.kind}",
            line=job.line if job.project_id is not None and job.kind is not JobKind.QUERY else f"request:{request_id}",
            request_id=request_id,
            conversation=job.conversation,
            kind=job.kind,
            payload=_still_missing(job, session_id) if job.kind is JobKind.UPLOAD else job.payload,
            person=context.person,
            reply_to=job.reply_to,
            project_id=job.project_id,
        )
        for number, job in enumerate(undone)
    )
    return Handled(jobs, (context.status(context.say("Setting things up…"), request_id=request_id),))


def _still_missing(job: Job, session_id: str | None) -> Mapping[str, object]:
    """An upload's payload without the files that are in the session."""
    if session_id is None or job.data.get("session") != session_id:
        return job.payload
    payload, done = load(UploadPayload, job.payload), job.data.get("done", ())
    here = {number for number, entry in enumerate(done) if "filename" in entry}
    missing = tuple(file for number, file in enumerate(payload.attachments) if number not in here)
    return dump(UploadPayload(payload.language, payload.kind, payload.skill, missing, payload.then_words))
