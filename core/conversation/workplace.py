"""Which project a message is about, and with which skill it is worked on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from core.conversation.context import Context
from core.conversation.naming import name_from
from core.errors import SettingsError
from core.model import Attachment, Conversation, Project
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

    async def active(self, context: Context) -> Project | None:
        """The project that messages go to."""
        return await self._store.projects.active(context.message.conversation)

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
