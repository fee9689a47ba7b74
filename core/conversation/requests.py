"""What asks for work, turned into jobs: files, prompts, exports, batches, looks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from core.conversation.context import Context
from core.conversation.left_out import ONE_FILE_ONLY, LeftOut, going_on, left_out, none_left
from core.conversation.payloads import EditPayload, ExportPayload, QueryPayload, Report, UploadPayload, load
from core.conversation.reception import Handled
from core.conversation.replies import plain
from core.files import accept
from core.locales import Speech
from core.model import Attachment, AttachmentSource, DeliveryKind, Job, JobKind, NewDelivery, NewJob, Project
from core.skills import DOCUMENT_TYPES, Skill

LINK = re.compile(r"(?:https?://|(?<![\w./@])www\.)[^\s<>\"'“”]+", re.IGNORECASE)
TRAILING = ".,;:!?)]}»"
UNDO_PROMPT = "Undo the last change."
"""What the agent is told for the step back."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a project: files first, then words (and documents that become words), then perhaps a video.

    Files without words are followed by an export only when it was asked for in words (`then_export`); `wished` is how
    that was asked for.
    """

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    then_export: bool = False
    wished: Mapping[str, str] = field(default_factory=dict)


def is_document(attachment: Attachment) -> bool:
    """Whether a file is read for its words instead of being uploaded."""
    return PurePosixPath(attachment.name.lower()).suffix.lstrip(".") in DOCUMENT_TYPES


def linked_files(text: str, skill: Skill) -> tuple[str, tuple[Attachment, ...]]:
    """Addresses of usable files in a text, and the text without them. Addresses of pages stay in the text."""
    files: list[Attachment] = []
    for found in LINK.findall(text):
        url = found.rstrip(TRAILING)
        file = addressed_file(url)
        if PurePosixPath(file.name.lower()).suffix.lstrip(".") in skill.accepts:
            files.append(file)
            text = text.replace(url, " ", 1)
    return " ".join(text.split()) if files else text, tuple(files)


def addressed_file(url: str) -> Attachment:
    """A file by its address, named after the last part of it."""
    url = url.rstrip(TRAILING)
    url = url if "://" in url else f"https://{url}"
    parts = urlsplit(url)
    return Attachment(PurePosixPath(unquote(parts.path)).name or parts.netloc, AttachmentSource.URL, url)


def is_batch(attachments: Sequence[Attachment]) -> bool:
    """Several files with different words each: every one is a request of its own."""
    captions = {attachment.caption.strip() for attachment in attachments if attachment.caption.strip()}
    return len(attachments) > 1 and len(captions) > 1


def work_on(context: Context, project: Project, skill: Skill, ask: Ask, unfinished: Sequence[Job]) -> Handled:
    """The jobs of one ask, and a word about the files of several that cannot be used.

    Raises RequestRefused before anything is queued when not one of its files can be used.
    """
    ask, left = _usable(ask, skill, context.say)
    if is_batch(ask.attachments):
        handled = _batch(context, project, skill, ask, unfinished)
    else:
        jobs = _jobs(context, project, skill, ask, context.request_id)
        handled = Handled(jobs, (_status(context, project, jobs, unfinished, context.request_id),))
    if not left:
        return handled
    notice = context.answer(plain(going_on(left, context.say)), DeliveryKind.NOTICE)
    return replace(handled, deliveries=(notice, *handled.deliveries))


def _usable(ask: Ask, skill: Skill, say: Speech) -> tuple[Ask, list[LeftOut]]:
    """The ask without the files that can be seen to be of no use. What a document says is not to be guessed: one that
    cannot be used refuses the whole ask."""
    files: list[Attachment] = []
    left: list[LeftOut] = []
    for attachment in ask.attachments:
        try:
            accept(attachment.name, attachment.size, None, skill)
        except ONE_FILE_ONLY as error:
            if len(ask.attachments) == 1 or is_document(attachment):
                raise
            left.append(left_out(attachment.name, error, say))
        else:
            files.append(attachment)
    if left and not files:
        raise none_left(left, say)
    return replace(ask, attachments=tuple(files)), left


def _jobs(context: Context, project: Project, skill: Skill, ask: Ask, request_id: str) -> tuple[NewJob, ...]:
    kind, language = context.message.kind, context.language
    documents = tuple(file for file in ask.attachments if is_document(file))
    media = tuple(file for file in ask.attachments if not is_document(file))
    words = bool(ask.text or documents)
    jobs: list[NewJob] = []
    if media:
        upload = UploadPayload(language, kind, skill.name, media, then_words=words or ask.then_export)
        jobs.append(context.job(JobKind.UPLOAD, upload, project=project, number=0, request_id=request_id))
    if words:
        edit = EditPayload(language, kind, skill.name, ask.text, documents, ask.then_export, ask.wished)
        jobs.append(context.job(JobKind.EDIT, edit, project=project, number=1, request_id=request_id))
    elif ask.then_export:
        last = ExportPayload(language, kind, skill.name, wished=ask.wished)
        jobs.append(context.job(JobKind.EXPORT, last, project=project, number=2, request_id=request_id))
    return tuple(jobs)


def _batch(context: Context, project: Project, skill: Skill, ask: Ask, unfinished: Sequence[Job]) -> Handled:
    """Each file with its own instruction and its own video, one after the other in the same session.

    They share one timeline, so each instruction clears it: a video shows its own file and no other.
    """
    jobs: list[NewJob] = []
    statuses: list[NewDelivery] = []
    for number, attachment in enumerate(ask.attachments, 1):
        request_id = f"{context.request_id}.{number}"
        words = attachment.caption.strip() or ask.text
        if not is_document(attachment) and words:
            words = f"{words}\n(Start over with {attachment.name} only: no music unless asked for.)"
        asked = _asked_with(context, attachment)
        single = Ask(words, (replace(attachment, caption=""),), then_export=bool(words))
        queued = _jobs(asked, project, skill, single, request_id)
        statuses.append(_status(asked, project, queued, unfinished, request_id, before=number - 1))
        jobs.extend(queued)
    return Handled(tuple(jobs), tuple(statuses))


def _asked_with(context: Context, attachment: Attachment) -> Context:
    """As if the file's own message stood for itself: what comes of the file answers that one."""
    message = context.message
    ref = replace(message.ref, message_id=attachment.message_id or message.ref.message_id)
    return replace(context, message=replace(message, ref=ref))


def _status(
    context: Context,
    project: Project,
    jobs: Sequence[NewJob],
    unfinished: Sequence[Job],
    request_id: str,
    *,
    before: int = 0,
) -> NewDelivery:
    line = f"project:{project.id}"
    ahead = len({job.request_id for job in unfinished if job.line == line}) + before
    stage = context.say("⏳ In the queue…") if ahead else _first_stage(context, jobs)
    return context.status(stage, ahead=ahead, request_id=request_id)


def _first_stage(context: Context, jobs: Sequence[NewJob]) -> str:
    if jobs and jobs[0].kind is JobKind.UPLOAD:
        return context.say("📤 Taking in your files…")
    return context.say("Setting things up…")


def export(
    context: Context,
    project: Project,
    skill: Skill,
    unfinished: Sequence[Job],
    *,
    revision: int | None = None,
    wished: Mapping[str, str],
) -> Handled:
    """One render of the timeline as it stands, or of a kept revision."""
    payload = ExportPayload(context.language, context.message.kind, skill.name, revision, wished=dict(wished))
    job = context.job(JobKind.EXPORT, payload, project=project)
    ahead = len({other.request_id for other in unfinished if other.line == job.line})
    stage = context.say("⏳ In the queue…") if ahead else context.say("🎞 Rendering…")
    return Handled((job,), (context.status(stage, ahead=ahead),))


def look(context: Context, project: Project | None, skill: Skill, what: str) -> Handled:
    """A look that changes nothing; it does not stand in the project's line."""
    payload = QueryPayload(context.language, context.message.kind, skill.name, what)
    return Handled((context.job(JobKind.QUERY, payload, project=project, own_line=True),))


def set_up(context: Context, project: Project, skill: Skill) -> Handled:
    """The session made ahead of the first request, in the project's line so that nobody makes a second one."""
    payload = QueryPayload(context.language, context.message.kind, skill.name, "setup")
    job = context.job(JobKind.QUERY, payload, project=project)
    return Handled((job,), (context.status(context.say("Setting things up…")),))


def is_under_way(unfinished: Sequence[Job], project: Project, words: str) -> bool:
    """Whether somebody has asked for the very same edit, and it is not done yet."""
    return any(
        job.project_id == project.id and job.kind is JobKind.EDIT and job.payload.get("text") == words
        for job in unfinished
    )


def is_last_export(
    unfinished: Sequence[Job], project: Project, revision: int | None, wished: Mapping[str, str]
) -> bool:
    """Whether the last thing that is still to be done in a project is the very same export."""
    last = next(
        (job for job in reversed(unfinished) if job.project_id == project.id and job.kind is not JobKind.QUERY), None
    )
    if last is None or last.kind is not JobKind.EXPORT:
        return False
    payload = load(ExportPayload, last.payload)
    return payload.revision == revision and dict(payload.wished) == dict(wished) and payload.report == Report()
