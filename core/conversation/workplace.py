"""Which project a message is about, and with which skill it is worked on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from core.conversation.context import Context
from core.conversation.naming import name_from
from core.errors import SettingsError
from core.model import Attachment, Conversation, Message, Project
from core.ports import Store
from core.skills import DOCUMENT_TYPES, Skill

FOOTAGE = frozenset(("mp4", "mov", "avi", "webm", "mkv"))
PICTURES = frozenset(("jpg", "jpeg", "png", "gif", "webp", *DOCUMENT_TYPES))


class Workplace:
    """Finds the active project of a conversation, or starts one. Raises SettingsError for a default that is not there."""

    def __init__(self, store: Store, skills: Mapping[str, Skill], default_skill: str) -> None:
        self._store = store
        self.skills = skills
        if default_skill not in skills:
            raise SettingsError(f"there is no skill {default_skill}; REELAY_SKILL is one of {', '.join(skills)}")
        self._default = skills[default_skill]

    def skill(self, name: str | None) -> Skill:
        """A skill by its name; the operator's default where there is none of that name."""
        return self.skills.get(name or "", self._default)

    def skill_for(self, conversation: Conversation, attachments: Sequence[Attachment]) -> Skill:
        """What the conversation chose, else what fits the files that came, else the operator's default."""
        if conversation.skill is not None:
            return self.skill(conversation.skill)
        return fitting(self.skills, attachments, self._default)

    async def keeping_picked(self, context: Context) -> Context:
        """The context with the skill that was picked along with its command, kept for the conversation from now on."""
        picked = self._picked(context)
        if picked is None or context.conversation.skill == picked.name:
            return context
        conversation = replace(context.conversation, skill=picked.name)
        await self._store.conversations.save(conversation)
        return replace(context, conversation=conversation)

    def _picked(self, context: Context) -> Skill | None:
        command = context.message.command
        return self.skills.get(command.skill) if command is not None else None

    async def behind(self, message: Message) -> int | None:
        """The project of the result that a message answers, or whose button was pressed; None where that is not known."""
        replied = message.replied_to
        if replied is not None and replied.from_bot:
            shown = replace(message.ref, message_id=replied.message_id)
        elif message.command is not None:
            shown = message.ref  # of a press it is the message that holds the button
        else:
            return None
        job_id = await self._store.outbox.job_behind(shown)
        job = await self._store.jobs.job(job_id) if job_id is not None else None
        return job.project_id if job is not None else None

    async def active(self, context: Context) -> Project | None:
        """The project that a message is about: that of the result which it answers, else the one that messages go to."""
        place = context.message.conversation
        if context.project_id is not None:
            project = await self._store.projects.get(context.project_id)
            if project is not None and project.conversation == place:
                return project
        return await self._store.projects.active(place)

    async def take_up(self, context: Context, project: Project) -> bool:
        """Let messages go to this project from now on; whether they went to another one before."""
        place = context.message.conversation
        active = await self._store.projects.active(place)
        if active is None or active.id == project.id:
            return False
        await self._store.projects.activate(place, project.id)
        return True

    async def project(self, context: Context, attachments: Sequence[Attachment] = ()) -> tuple[Project, Skill]:
        """The active project and its skill; a new one where there is none."""
        project, picked = await self.active(context), self._picked(context)
        if project is None or (picked is not None and picked.name != project.skill):
            project = await self.start(context, "", self.skill_for(context.conversation, attachments))
        return project, self.skill(project.skill)

    async def start(self, context: Context, name: str, skill: Skill) -> Project:
        """A new project, which becomes the active one. Without a name it gets one with its first revision."""
        return await self._store.projects.create(
            context.message.conversation, name=name_from(name), skill=skill.name, language=context.language
        )

    async def fresh(self, context: Context, name: str, skill: Skill) -> Project:
        """An empty project to begin with: a new one, or the active one where nothing was done with it yet."""
        project = await self.active(context)
        if project is None or name or project.name or project.skill != skill.name or project.session_id is not None:
            return await self.start(context, name, skill)
        unfinished = await self._store.jobs.unfinished(context.message.conversation)
        if any(job.project_id == project.id for job in unfinished):
            return await self.start(context, name, skill)
        return project

    def exports_by_itself(self, context: Context) -> bool:
        """Whether an edit is followed by its video: as the conversation set it, else in direct chats."""
        chosen = context.conversation.auto_export
        return chosen if chosen is not None else not context.in_group


def fitting(skills: Mapping[str, Skill], attachments: Sequence[Attachment], default: Skill) -> Skill:
    """The skill that is made for such files; `default` where there are none, or where that skill is not there."""
    types = {PurePosixPath(file.name.lower()).suffix.lstrip(".") for file in attachments}
    if types & FOOTAGE:
        return skills.get("video-to-generator", default)
    if types & PICTURES:
        return skills.get("meta-video-generation-free", default)
    return default
