"""What the options of the commands offer: skills, shapes, lengths, projects, revisions."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bots.discord.inbound import place_of
from core.conversation.naming import name_of
from core.locales import Speech
from core.model import ConversationKey, Project, Revision
from core.skills import Skill

ASPECTS = ("16:9", "9:16", "1:1", "4:5")
DURATIONS = (5, 10, 15, 30, 60)
"""Lengths that are offered, in seconds."""

_MOST = 25
_NAME_LIMIT = 100


Interaction = discord.Interaction[discord.Client]


class ProjectLookup(Protocol):
    """What the options need to know of projects."""

    async def of(self, conversation: ConversationKey) -> list[Project]:
        """All projects of a conversation, newest first."""
        ...

    async def active(self, conversation: ConversationKey) -> Project | None:
        """The project that messages go to."""
        ...

    async def revisions(self, project_id: int, limit: int = 20) -> list[Revision]:
        """The newest revisions, newest first."""
        ...


def skill_choices(skills: Mapping[str, Skill]) -> list[app_commands.Choice[str]]:
    """One choice a skill, under its title."""
    chosen = list(skills.values())[:_MOST]
    return [app_commands.Choice(name=locale_str(skill.title[:_NAME_LIMIT]), value=skill.name) for skill in chosen]


def with_wishes(prompt: str, aspect: str | None, seconds: int | None, say: Speech) -> str:
    """The prompt with the shape and length that were picked, in words."""
    wishes = []
    if aspect is not None:
        wishes.append(say("aspect ratio {aspect}", aspect=aspect))
    if seconds is not None:
        wishes.append(say("{seconds} seconds long", seconds=seconds))
    return f"{prompt.rstrip()}\n({', '.join(wishes)})" if wishes else prompt


class Suggestions:
    """Autocompletion for projects and revisions of the place that is typed in."""

    def __init__(self, projects: ProjectLookup | None) -> None:
        self._projects = projects

    async def projects(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Projects whose name or number holds what was typed; the value is the id."""
        if self._projects is None:
            return []
        found, say = await self._projects.of(_place(interaction)), Speech(str(interaction.locale))
        return _matching(typed, [(f"{name_of(project, say)} (#{project.id})", str(project.id)) for project in found])

    async def revisions(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Revisions of the active project; the value is the number."""
        project = await self._projects.active(_place(interaction)) if self._projects is not None else None
        if self._projects is None or project is None:
            return []
        kept = await self._projects.revisions(project.id, _MOST)
        return _matching(
            typed,
            [(f"{revision.number}: {' '.join(revision.request.split())}", str(revision.number)) for revision in kept],
        )


def _place(interaction: Interaction) -> ConversationKey:
    return place_of(interaction.channel, interaction.channel_id or 0)


def _matching(typed: str, offers: Sequence[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    wanted = typed.casefold().strip()
    found = [(name, value) for name, value in offers if wanted in name.casefold()]
    return [app_commands.Choice(name=name[:_NAME_LIMIT], value=value) for name, value in found[:_MOST]]
