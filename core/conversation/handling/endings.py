"""How a job ends, told to its people: done, failed with a sentence, or cancelled."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace

import structlog

from core.conversation.commands import Word
from core.conversation.handling.tools import P, Task, Tools
from core.conversation.replies import bold, clock, error_content, error_text, plain
from core.errors import BackendError, ExportBlocked, OutOfCredits, ReelayError, StoreError
from core.jobs.progress import status_key
from core.jobs.run import JobCancelled, JobOutcome
from core.locales import N_, Speech
from core.model import (
    Button,
    Content,
    ConversationKind,
    DeliveryKind,
    Job,
    JobKind,
    JobState,
    NewDelivery,
    NewJob,
    RichText,
    TokenSource,
)
from core.nemo import registration_link
from core.ports import Reaction

log = structlog.get_logger(__name__)


def delivery(job: Job, content: Content, kind: DeliveryKind, *, part: str = "", private: bool = False) -> NewDelivery:
    """What a job owes its conversation; the key makes a second run of the same job owe nothing new."""
    return NewDelivery(
        key=f"job:{job.id}:{part or kind}",
        conversation=job.conversation,
        kind=kind,
        content=replace(content, language=str(job.payload.get("language", "")) or None),
        reply_to=job.reply_to,
        mention=job.person,
        private=private,
        job_id=job.id,
    )


async def ended(tools: Tools, task: Task[P], work: Awaitable[JobOutcome], done: str = N_("✅ Done")) -> JobOutcome:
    """Await a handler's work; a refusal becomes the sentence its reader gets, and the status message says how it went:
    `done` (a message id) when it went well."""
    try:
        outcome = await work
    except JobCancelled:
        return cancelled(tools, task)
    except StoreError:
        raise
    except ReelayError as error:
        log.info("job refused", kind=task.run.job.kind, error=type(error).__name__, detail=str(error))
        return await failed(tools, task, error)
    if outcome.state is JobState.SUCCEEDED and await _is_last(tools, task.run.job, outcome.then):
        _react(tools, task, Reaction.DONE)
        return replace(outcome, edits=_last_words(tools, task, task.say(done)))
    return outcome


async def _is_last(tools: Tools, job: Job, then: Sequence[NewJob]) -> bool:
    """Whether nothing of the request is left to do."""
    siblings = await tools.store.jobs.jobs_of_request(job.request_id)
    return not then and all(other.state.finished for other in siblings if other.id != job.id)


def _last_words(tools: Tools, task: Task[P], words: str) -> Mapping[str, Content]:
    """What the request's status message shows for good."""
    job = task.run.job
    took = (tools.clock.now() - tools.board.asked_at(job)).total_seconds()
    text = RichText.of(bold(words), f" · {clock(took)}" if took >= 1 else "")
    return {status_key(job.request_id): Content(text)}


def _react(tools: Tools, task: Task[P], reaction: Reaction) -> None:
    if task.run.job.reply_to is not None and task.run.job.kind is not JobKind.QUERY:  # a look is answered at once
        tools.board.react(task.run.job.reply_to, reaction)


async def failed(tools: Tools, task: Task[P], error: ReelayError) -> JobOutcome:
    """The error's sentence, with the ways on."""
    job = task.run.job
    register = await _registration(tools, task, error) if isinstance(error, OutOfCredits | ExportBlocked) else None
    content = error_content(task.say, error, request_id=job.request_id, register=register)
    _react(tools, task, Reaction.FAILED)
    private = task.payload.kind == ConversationKind.GROUP and isinstance(error, OutOfCredits)
    notice = delivery(job, content, DeliveryKind.NOTICE, private=private)
    edits = _last_words(tools, task, task.say("❌ Not done"))
    return JobOutcome(JobState.FAILED, {"error": type(error).__name__}, (notice,), edits=edits)


def cancelled(tools: Tools, task: Task[P], note: str = "") -> JobOutcome:
    """Said once, in the status message; `note` is told besides when something did happen before the stop."""
    _react(tools, task, Reaction.STOPPED)
    notes = (delivery(task.run.job, plain(note), DeliveryKind.NOTICE),) if note else ()
    return JobOutcome(JobState.CANCELLED, {}, notes, edits=_last_words(tools, task, task.say("⏹ Cancelled")))


def crashed(job: Job, error: Exception) -> JobOutcome:
    """What is owed when a handler failed in a way that nobody foresaw."""
    say = Speech(str(job.payload.get("language", "")))
    content = plain("⚠️ " + error_text(say, ReelayError()), (Button(say("Try again"), Word.RETRY, job.request_id),))
    notice = delivery(job, content, DeliveryKind.NOTICE)
    edits = {status_key(job.request_id): Content(RichText.of(bold(say("❌ Not done"))))}
    return JobOutcome(JobState.FAILED, {"error": type(error).__name__}, (notice,), edits=edits)


async def _registration(tools: Tools, task: Task[P], error: BackendError) -> str | None:
    """The page where an anonymous account is registered; None for accounts that are registered already."""
    try:
        access = await tools.line.accounts.access(task.caller.conversation, task.caller.attribution)
    except ReelayError:
        return None
    if access.source is not TokenSource.ANONYMOUS:
        return None
    user_id = getattr(error, "user_id", None) or task.run.job.data.get("user_id") or access.user_id
    return registration_link(tools.web_url, user_id or access.client_id or "")
