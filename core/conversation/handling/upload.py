"""Files for a project's session, one call per file, none of them twice.

Phases: new → prepared (how many files the session holds) → sending:N → prepared … A run that finds a file of an earlier
run under way counts the session's files before it sends that one again. Of several files those that cannot be used are
left out, and named.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import structlog

from core.audio import converted_name, is_voice
from core.conversation.handling.endings import delivery, ended
from core.conversation.handling.material import on_disk
from core.conversation.handling.openings import openings
from core.conversation.handling.stages import first_view
from core.conversation.handling.tools import Tools, unpack
from core.conversation.handling.work import ProjectWork
from core.conversation.left_out import ONE_FILE_ONLY, LeftOut, going_on, left_out, none_left
from core.conversation.payloads import UploadPayload
from core.conversation.replies import clock, plain, status_card
from core.errors import (
    BackendError,
    BackendUnavailable,
    FileTooLarge,
    OutcomeUnknown,
    ReelayError,
    SessionUnknown,
    UnsupportedFileType,
)
from core.files import accept
from core.jobs.run import JobOutcome, JobRun
from core.model import (
    Access,
    Attachment,
    AttachmentSource,
    Attribution,
    DeliveryKind,
    JobState,
    UploadedFile,
)
from core.ports import Activity, UploadPart
from core.timeline import has_content

log = structlog.get_logger(__name__)

Call = Callable[[Access, Attribution, str], Awaitable[tuple[UploadedFile, ...]]]
SENDING_TRIES = 2
SETTLING = 2.0
"""Seconds that the service has for taking in what it was sent before it is asked again whether it has it."""


class UploadHandler:
    """Runs jobs of kind UPLOAD."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, run: JobRun) -> JobOutcome:
        """The files of one message, in order."""
        task = unpack(self._tools, run, UploadPayload)
        view = first_view(run, task.say("📤 Taking in your files…"), task.payload.kind)
        async with self._tools.board.track(run.job, view, partial(status_card, task.say), Activity.WORKING) as progress:
            return await ended(self._tools, task, _Upload(self._tools, task, progress).work())


class _Upload(ProjectWork[UploadPayload]):
    async def work(self) -> JobOutcome:
        files = self._task.payload.attachments
        if len(files) == 1:
            accept(files[0].name, files[0].size, None, self._task.skill)
        if self._run.job.phase == "new":
            state, _ = await self._state_in_a_session()
            before, session = len(state.video_infos), await self._session_id()
            await self._run.checkpoint("prepared", before=before, session=session, done=[])
        for number, attachment in enumerate(files):
            if number >= len(self._data["done"]):
                await self._run.checkpoint("prepared", done=[*self._data["done"], await self._one(number, attachment)])
        return await self._outcome()

    async def _arrived(self) -> bool:
        """Whether the file that was under way is there, asked once more after a moment: it may still be on its way in."""
        if await self._is_there():
            return True
        await self._run.sleep(SETTLING)
        return await self._is_there()

    async def _is_there(self) -> bool:
        """Whether the session holds more than was counted."""
        state = await self._state(await self._session_id())
        return len(state.video_infos) > int(self._data["before"]) + len(arrived(self._data))

    # one file

    async def _one(self, number: int, attachment: Attachment) -> dict[str, Any]:
        """What is written down of one file: as it arrived, or why it is left out. Raises what concerns the others too."""
        total = len(self._task.payload.attachments)
        counted = f" ({number + 1}/{total})" if total > 1 else ""
        self._progress.stage(self._say("📤 Taking in {name}…", name=attachment.name) + counted)
        try:
            return asdict(await self._taken_in(f"sending:{number}", attachment))
        except ONE_FILE_ONLY as error:
            if total == 1:
                raise
            log.info("a file of several is left out", error=type(error).__name__, detail=str(error))
            return asdict(left_out(attachment.name, error, self._say))

    async def _taken_in(self, phase: str, attachment: Attachment) -> UploadedFile:
        if self._run.begun(phase) and await self._arrived():
            return UploadedFile(attachment.name, "")
        accept(attachment.name, attachment.size, None, self._task.skill)
        await self._run.intent(phase)
        try:
            return await self._send_in_a_session(attachment)
        except BackendError as error:
            raise self._about(error, attachment.name) from error

    async def _send_in_a_session(self, attachment: Attachment) -> UploadedFile:
        """In a new session where the old one is gone; raises SessionUnknown when it held something."""
        try:
            return await self._send(attachment)
        except SessionUnknown:
            await self._replace_session(await self._session_id())
            if self._data["before"] or arrived(self._data):
                raise
        return await self._send(attachment)

    async def _send(self, attachment: Attachment) -> UploadedFile:
        """By address when the backend can fetch it itself, else (or when it could not) streamed from disk."""
        address = await self._address(attachment)
        if address is not None:
            try:
                return await self._deliver(
                    attachment, lambda a, t, sid: self._tools.backend.upload_urls(a, t, sid, [address])
                )
            except (BackendError, BackendUnavailable) as error:
                if isinstance(error, FileTooLarge | SessionUnknown):
                    raise
                log.info("the backend could not fetch a file by itself; streaming it", error=type(error).__name__)
        async with on_disk(self._tools, self._run.job.conversation, attachment, self._task.skill) as path:
            part = _part(path, attachment)
            return await self._deliver(
                attachment, lambda a, t, sid: self._tools.backend.upload_files(a, t, sid, [part])
            )

    async def _address(self, attachment: Attachment) -> str | None:
        if is_voice(attachment.name):
            return None
        if attachment.source is AttachmentSource.URL:
            await self._tools.fetcher.check(attachment.reference)
            return attachment.reference
        if attachment.source is AttachmentSource.PLATFORM:
            return await self._tools.messengers[self._run.job.conversation.platform].public_url(attachment)
        return None

    async def _deliver(self, attachment: Attachment, call: Call) -> UploadedFile:
        """One call; when its answer is lost, or no answer, the session's files tell whether it arrived."""
        caller, session_id = self._task.caller, await self._session_id()
        for attempt in range(1, SENDING_TRIES + 1):
            try:
                files = await self._tools.line.call(caller, lambda access: call(access, caller.attribution, session_id))
                return files[0] if files else UploadedFile(attachment.name, "")
            except (OutcomeUnknown, BackendUnavailable):
                if await self._arrived():
                    return UploadedFile(attachment.name, "")
                if attempt == SENDING_TRIES:
                    raise
        raise AssertionError("unreachable")

    def _about(self, error: BackendError, name: str) -> ReelayError:
        """The error with the file's name and this skill's own limits in its sentence."""
        if isinstance(error, FileTooLarge):
            named = error.fields()["limit_mb"]
            limit = named if named != "?" else self._task.skill.max_mb
            return FileTooLarge(str(error), limit_mb=limit, name=name)
        if isinstance(error, UnsupportedFileType):
            return UnsupportedFileType(str(error), accepted=self._task.skill.accepted, name=name)
        return error

    # the result

    async def _outcome(self) -> JobOutcome:
        got = arrived(self._data)
        left = [LeftOut(**entry) for entry in self._data["done"] if entry not in got]
        if not got:
            raise none_left(left, self._say)
        job, words = self._run.job, going_on(left, self._say) if left else ""
        if not self._task.payload.then_words:
            words = f"{words}\n\n{await self._received(got)}".strip()
            return JobOutcome(JobState.SUCCEEDED, {}, (delivery(job, plain(words), DeliveryKind.RESULT),))
        told = (delivery(job, plain(words), DeliveryKind.NOTICE),) if words else ()
        return JobOutcome(JobState.SUCCEEDED, {}, told)

    async def _received(self, got: Sequence[dict[str, Any]]) -> str:
        kept = await self._tools.store.projects.revision(self._task.project_id)
        has_film = kept is not None and has_content(kept.draft)
        steps = openings({str(file["file_type"]) for file in got}, self._task.skill, has_film=has_film)
        files = "\n".join(f"• {_described(file)}" for file in got)
        text = self._say("Got it:") + f"\n{files}\n\n" + self._say("What should I make of it? You could say:")
        return text + "".join(f"\n– {self._say(step)}" for step in steps)


def arrived(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an upload wrote down of the files that were taken in."""
    return [entry for entry in data.get("done", ()) if "filename" in entry]


def _part(path: Path, attachment: Attachment) -> UploadPart:
    if is_voice(attachment.name):
        return UploadPart(path, converted_name(attachment.name), "audio/mp4")
    name = attachment.name if PurePosixPath(attachment.name).suffix else path.name  # an address may not tell its name
    return UploadPart(path, name, attachment.media_type or "application/octet-stream")


def _described(file: dict[str, Any]) -> str:
    facts = []
    if file.get("width") and file.get("height"):
        facts.append(f"{file['width']}×{file['height']}")
    if file.get("duration"):
        facts.append(clock(file["duration"]))
    return str(file["filename"]) + (f" ({', '.join(facts)})" if facts else "")
