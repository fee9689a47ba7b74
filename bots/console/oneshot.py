"""`reelay make`: one prompt, perhaps some files, one video; the path alone on stdout."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bots.console.attachments import attachments_of, looks_like_a_file
from bots.console.messenger import ConsoleMessenger
from bots.console.session import ConsoleSession, console_locale, core_for
from bots.console.terminal import Terminal
from core.bootstrap import Reelay
from core.conversation.commands import Word
from core.conversation.handling.fetching import is_public
from core.conversation.workplace import fitting
from core.errors import SettingsError
from core.files import accept
from core.language import detect
from core.locales import canonical
from core.model import Attachment, Command, ConversationKey, JobState, MessageRef, Project, Render, RenderState
from core.settings import Settings
from core.skills import Skill, load_skills

CONVERSATION = ConversationKey("console", "make")
EXIT_CODES = {
    "TokenRejected": 10,
    "SessionUnknown": 11,
    "OutOfCredits": 12,
    "UnsupportedFileType": 13,
    "AttachmentTypeRefused": 13,
    "FileTooLarge": 14,
    "AttachmentTooLarge": 14,
    "ClientIdMissing": 15,
    "ExportBlocked": 16,
    "RateLimited": 17,
    "TokenAllowanceExhausted": 17,
    "RunFailed": 18,
    "RenderFailed": 19,
    "BackendUnreachable": 20,
    "BackendUnavailable": 21,
    "OutcomeUnknown": 22,
}
"""What `reelay make` ends with, by the error; 1 for anything else."""
NO_VIDEO = 3
"""The exit code when the agent answered, but no video came of it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for."""

    words: str
    files: tuple[str, ...]
    out: Path | None
    skill: str | None
    link: bool


def sorted_words(words: list[str]) -> tuple[str, tuple[str, ...]]:
    """The command line's words as a prompt and the files among them."""
    files = tuple(word for word in words if looks_like_a_file(word))
    return " ".join(word for word in words if word not in files), files


async def make(settings: Settings, order: Order) -> int:
    """Make one video. Progress and errors go to stderr. Returns the exit code: 0 only with a playable MP4.

    Raises RequestRefused for what can be seen to be wrong before anything is started, and SettingsError.
    """
    attachments = await attachments_of(order.files)
    _demand_writable(order.out)
    skill = _skill(settings, order, attachments)
    for attachment in attachments:
        accept(attachment.name, attachment.size, None, skill)
    terminal = Terminal(sys.stderr)
    asked = MessageRef(CONVERSATION, uuid4().hex)
    messenger = ConsoleMessenger(
        terminal,
        lambda media: order.out or Path(media.name),
        wanted=lambda delivery: (
            delivery.order.reply_to is not None and delivery.order.reply_to.message_id == asked.message_id
        ),
        hints=False,
    )
    async with core_for(settings, "make", terminal, messenger) as reelay:
        project = await _fresh_project(reelay, order, skill)
        session = ConsoleSession(reelay, CONVERSATION)
        await session.prefer(auto_export=True)
        await session.say("", attachments, Command(Word.MAKE, order.words), ref=asked)
        await session.settled()
        return await _ending(reelay, messenger, order, project)


def _skill(settings: Settings, order: Order, attachments: tuple[Attachment, ...]) -> Skill:
    skills = load_skills()
    if order.skill is None:
        return fitting(skills, attachments, skills[settings.reelay_skill])
    if order.skill not in skills:
        raise SettingsError(f"there is no skill {order.skill}; choose one of {', '.join(skills)}")
    return skills[order.skill]


def _demand_writable(out: Path | None) -> None:
    folder = (out or Path("x")).expanduser().resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written to: {error.strerror}") from error
    if not os.access(folder, os.W_OK):
        raise SettingsError(f"{folder} cannot be written to")


async def _fresh_project(reelay: Reelay, order: Order, skill: Skill) -> Project:
    language = canonical(detect(order.words, console_locale())) or "en"
    name = " ".join(order.words.split())[:60] or "video"
    return await reelay.store.projects.create(CONVERSATION, name=name, skill=skill.name, language=language)


async def _ending(reelay: Reelay, messenger: ConsoleMessenger, order: Order, project: Project) -> int:
    render = await reelay.store.renders.latest(project.id)
    if render is not None and render.state is RenderState.COMPLETED and messenger.files:
        print(_shown(render, messenger.files[-1], order))
        return 0
    for delivery in messenger.delivered:
        job = await reelay.store.jobs.job(delivery.order.job_id) if delivery.order.job_id else None
        if job is not None and job.state is JobState.FAILED:
            return EXIT_CODES.get(str(job.data.get("error")), 1)
    return NO_VIDEO


def _shown(render: Render, file: Path, order: Order) -> str:
    """The path, or the address: that of the file itself where the service's is gone with this process."""
    if not order.link:
        return str(file)
    return render.url if render.url is not None and is_public(render.url) else file.resolve().as_uri()
