"""`reelay make`: one prompt, perhaps some files, one video; the path alone on stdout."""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit
from uuid import uuid4

from bots.console.attachments import attachments_of, looks_like_a_file
from bots.console.exit_codes import EXIT_CODES, NO_VIDEO
from bots.console.messenger import ConsoleMessenger
from bots.console.session import ConsoleSession, console_locale, core_for
from bots.console.terminal import Terminal
from core.bootstrap import Reelay
from core.conversation.commands import Word
from core.conversation.naming import name_from
from core.conversation.requests import is_document
from core.conversation.workplace import fitting
from core.errors import BackendUnavailable, BackendUnreachable, ReelayError, SettingsError
from core.files import accept
from core.language import detect
from core.locales import Speech, canonical
from core.model import (
    Attachment,
    AttachmentSource,
    Command,
    ConversationKey,
    Delivery,
    JobState,
    Media,
    MessageRef,
    Project,
    Render,
    RenderState,
)
from core.settings import Settings
from core.skills import Skill, load_skills

CONVERSATION = ConversationKey("console", "make")
SECOND_TRY = 2.0
"""Seconds until a service that could not be reached is asked once more before anything is sent."""
HTTP = ("http", "https")


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
    _demand_words(order, attachments)
    _demand_another_name(order.out, attachments)
    out = _demand_writable(order.out)
    skill = _skill(settings, order, attachments)
    for attachment in attachments:
        accept(attachment.name, attachment.size, None, skill)
    return await _Making(settings, order, skill, attachments, out).make()


class _Making:
    """One video under way; only what belongs to it is shown."""

    def __init__(
        self, settings: Settings, order: Order, skill: Skill, attachments: tuple[Attachment, ...], out: Path | None
    ) -> None:
        self._settings = settings
        self._order = order
        self._skill = skill
        self._attachments = attachments
        self._asked = MessageRef(CONVERSATION, uuid4().hex)
        self._terminal = Terminal(sys.stderr)
        self._say = Speech(console_locale())
        self._messenger = ConsoleMessenger(
            self._terminal, lambda media: _place(out, media), wanted=self._answers, hints=False
        )

    def _answers(self, delivery: Delivery) -> bool:
        return delivery.order.reply_to == self._asked

    async def make(self) -> int:
        async with core_for(
            self._settings, "make", self._terminal, self._messenger, patient=True, first=_drop_leftovers
        ) as reelay:
            if not await self._reachable(reelay):
                return EXIT_CODES[BackendUnreachable.__name__]
            project = await self._fresh_project(reelay)
            session = ConsoleSession(reelay, CONVERSATION)
            await session.prefer(auto_export=True)
            command = Command(Word.MAKE, self._order.words)
            await session.say("", self._attachments, command, ref=self._asked)
            await session.answered(self._asked)
            return await self._ending(reelay, project)

    async def _reachable(self, reelay: Reelay) -> bool:
        """Whether the service answers at all, whatever it says: nobody waits half an hour for a mistyped address."""
        address = self._settings.nemo_api_url
        if address is None:
            return True
        for last in (False, True):
            try:
                access = await reelay.accounts.access(CONVERSATION, self._skill.attribution(CONVERSATION.platform))
                await reelay.backend.credits(access, self._skill.attribution(CONVERSATION.platform))
            except BackendUnreachable:
                if not last:
                    await reelay.clock.sleep(SECOND_TRY)
            except ReelayError:  # it answers; what it says comes up again with the request itself
                return True
            else:
                return True
        sentence = self._say(
            "The video service at {address} cannot be reached. Nothing was sent or charged.", address=address.host
        )
        self._terminal.say(f"⚠️ {sentence}")
        return False

    async def _fresh_project(self, reelay: Reelay) -> Project:
        words = self._order.words
        language = canonical(detect(words, console_locale())) or "en"
        return await reelay.store.projects.create(
            CONVERSATION, name=name_from(words), skill=self._skill.name, language=language
        )

    async def _ending(self, reelay: Reelay, project: Project) -> int:
        render = await reelay.store.renders.latest(project.id)
        if render is not None and render.state is RenderState.COMPLETED:
            if self._messenger.files:
                answer = Terminal(sys.stdout)
                answer.say(self._shown(render, self._messenger.files[-1]))
                return int(answer.gone)
            if self._messenger.trouble is None:
                self._terminal.say(
                    "⚠️ " + self._say("The video was made, but it could not be fetched from the service.")
                )
            return EXIT_CODES[BackendUnavailable.__name__] if self._messenger.trouble is None else 1
        for delivery in self._messenger.delivered:
            job = await reelay.store.jobs.job(delivery.order.job_id) if delivery.order.job_id else None
            if job is not None and job.state is JobState.FAILED:
                return EXIT_CODES.get(str(job.data.get("error")), 1)
        self._terminal.say(self._say("No video came of it."))
        return NO_VIDEO

    def _shown(self, render: Render, file: Path) -> str:
        """The path, or the address; the file's own where that of the embedded studio ends with this process."""
        if not self._order.link:
            return str(file)
        if self._settings.embedded_studio or render.url is None or urlsplit(render.url).scheme not in HTTP:
            return file.resolve().as_uri()
        return render.url


async def _drop_leftovers(reelay: Reelay) -> None:
    """What a killed `reelay make` left is for nobody any more: it is stopped, and holds nobody up."""
    rows = [row.id for row in await reelay.store.inbox.pending() if row.message.conversation == CONVERSATION]
    await reelay.store.inbox.done(rows)
    for job in await reelay.store.jobs.unfinished(CONVERSATION):
        await reelay.store.jobs.request_cancel(job.id)


def _demand_words(order: Order, attachments: tuple[Attachment, ...]) -> None:
    """Files alone say nothing, unless they hold the words."""
    if order.words.strip() or any(map(is_document, attachments)):
        return
    if not attachments:
        raise SettingsError('say what to make, for example: reelay make "a 10-second sunset over a city"')
    names = " ".join(order.files)
    raise SettingsError(f'say what to make of it, for example: reelay make "a 15-second promo with music" {names}')


def _skill(settings: Settings, order: Order, attachments: tuple[Attachment, ...]) -> Skill:
    skills = load_skills()
    name = order.skill or settings.reelay_skill
    if name not in skills:
        raise SettingsError(f"there is no skill {name}; choose one of {', '.join(skills)}")
    return skills[name] if order.skill else fitting(skills, attachments, skills[name])


def _demand_writable(out: Path | None) -> Path | None:
    """Where the video goes: a name, or a folder that gives it one. Folders that are not there are made."""
    target = out.expanduser() if out is not None else None
    folder = Path.cwd() if target is None else target if target.is_dir() else target.absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".reelay-"):
            pass
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written to: {error.strerror}") from error
    return target


def _demand_another_name(out: Path | None, attachments: tuple[Attachment, ...]) -> None:
    """Nobody's footage is replaced by what was made of it."""
    target = out.expanduser() if out is not None else None
    if target is None or not target.is_file():
        return
    for attachment in attachments:
        if attachment.source is AttachmentSource.FILE and target.samefile(attachment.reference):
            raise SettingsError(f"{out} is one of the files to work from; give the video another name")


def _place(out: Path | None, media: Media) -> Path:
    if out is None:
        return Path(media.name)
    return out / media.name if out.is_dir() else out
