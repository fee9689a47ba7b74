"""The `/reel` command and the message menus. Each hands its words to the doorway; none decides anything."""

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bots.discord import inbound
from bots.discord.choices import (
    ASPECTS,
    DURATIONS,
    ProjectLookup,
    Suggestions,
    skill_choices,
    with_wishes,
)
from bots.discord.doorway import Doorway
from core.conversation.commands import Word
from core.locales import LANGUAGE_NAMES, Speech
from core.model import Attachment
from core.skills import Skill

Interaction = discord.Interaction[discord.Client]
File = discord.Attachment
Seconds = app_commands.Choice[int]

_CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_INSTALLS = app_commands.AppInstallationType(guild=True, user=True)

_ASPECT = [app_commands.Choice(name=aspect, value=aspect) for aspect in ASPECTS]
_DURATION = [app_commands.Choice(name=f"{seconds} s", value=seconds) for seconds in DURATIONS]
_LANGUAGE = [app_commands.Choice(name=name, value=code) for code, name in LANGUAGE_NAMES.items()]
_PROMPT = locale_str("What the video should show")
_FILE = locale_str("A clip, picture, sound or text to use")
_SKILL = locale_str("The way of working")

Group = app_commands.Group


def add_commands(
    tree: app_commands.CommandTree[discord.Client],
    door: Doorway,
    skills: Mapping[str, Skill],
    projects: ProjectLookup | None,
) -> None:
    """Put everything people can pick from Discord's menus into the tree."""
    group = Group(
        name=locale_str("reel"),
        description=locale_str("Make and edit videos by chatting"),
        allowed_contexts=_CONTEXTS,
        allowed_installs=_INSTALLS,
    )
    suggestions = Suggestions(projects)
    _add_make(group, door, skills)
    _add_edit(group, door)
    _add_upload(group, door)
    _add_export(group, door, suggestions)
    _add_projects(group, door, skills, suggestions)
    _add_preferences(group, door, skills)
    for word, description in _PLAIN.items():
        _add_plain(group, door, word, description)
    _add_token(group, door)
    _add_allow(group, door)
    tree.add_command(group)
    _add_menus(tree, door)


_PLAIN = {
    Word.STATUS: locale_str("What is running, and the timeline in one line"),
    Word.TIMELINE: locale_str("The timeline as a picture"),
    Word.CREDITS: locale_str("How many credits are left"),
    Word.CANCEL: locale_str("Stop your newest request"),
    Word.RETRY: locale_str("Try again what did not succeed"),
    Word.UNDO: locale_str("Take the last change back"),
    Word.HISTORY: locale_str("The versions of this project"),
    Word.LINK: locale_str("Open the project in a browser"),
    Word.HELP: locale_str("What I can do and what I can see"),
}


def _add_plain(group: Group, door: Doorway, word: Word, description: locale_str) -> None:
    async def plain(interaction: Interaction) -> None:
        await door.command(interaction, word)

    group.add_command(app_commands.Command(name=locale_str(word.value), description=description, callback=plain))


def _add_make(group: Group, door: Doorway, skills: Mapping[str, Skill]) -> None:
    @group.command(name=locale_str("make"), description=locale_str("Make a video from words, pictures and clips"))
    @app_commands.describe(
        prompt=_PROMPT,
        file1=_FILE,
        file2=_FILE,
        file3=_FILE,
        file4=_FILE,
        file5=_FILE,
        skill=_SKILL,
        aspect=locale_str("The shape of the picture"),
        duration=locale_str("How long it should be"),
    )
    @app_commands.choices(skill=skill_choices(skills), aspect=_ASPECT)
    @app_commands.choices(duration=_DURATION)
    async def make(
        interaction: Interaction,
        prompt: str,
        file1: File | None = None,
        file2: File | None = None,
        file3: File | None = None,
        file4: File | None = None,
        file5: File | None = None,
        skill: str | None = None,
        aspect: str | None = None,
        duration: int | None = None,
    ) -> None:
        words = with_wishes(prompt, aspect, duration, Speech(str(interaction.locale)))
        files = _files(file1, file2, file3, file4, file5)
        await door.command(interaction, Word.MAKE, words, attachments=files, skill=skill)


def _add_edit(group: Group, door: Doorway) -> None:
    @group.command(name=locale_str("edit"), description=locale_str("Change the current video"))
    @app_commands.describe(change=locale_str("What should change"), file1=_FILE, file2=_FILE, file3=_FILE)
    async def edit(
        interaction: Interaction,
        change: str,
        file1: File | None = None,
        file2: File | None = None,
        file3: File | None = None,
    ) -> None:
        await door.command(interaction, Word.EDIT, change, attachments=_files(file1, file2, file3))


def _add_upload(group: Group, door: Doorway) -> None:
    @group.command(name=locale_str("upload"), description=locale_str("Add files to the current video"))
    @app_commands.describe(
        file1=_FILE, file2=_FILE, file3=_FILE, file4=_FILE, file5=_FILE, url=locale_str("An address of a file")
    )
    async def upload(
        interaction: Interaction,
        file1: File | None = None,
        file2: File | None = None,
        file3: File | None = None,
        file4: File | None = None,
        file5: File | None = None,
        url: str | None = None,
    ) -> None:
        files = _files(file1, file2, file3, file4, file5)
        if not files and not url:
            say = Speech(str(interaction.locale))
            await door.explain(interaction, say("Pick a file or give the address of one."))
            return
        await door.command(interaction, Word.UPLOAD, url or "", attachments=files)


def _add_export(group: Group, door: Doorway, suggestions: Suggestions) -> None:
    @group.command(name=locale_str("export"), description=locale_str("Get the video as an MP4"))
    @app_commands.describe(revision=locale_str("An earlier version; empty for the newest"))
    @app_commands.autocomplete(revision=suggestions.revisions)
    async def export(interaction: Interaction, revision: str | None = None) -> None:
        await door.command(interaction, Word.EXPORT, revision or "")


def _add_projects(group: Group, door: Doorway, skills: Mapping[str, Skill], suggestions: Suggestions) -> None:
    @group.command(name=locale_str("new"), description=locale_str("Start a new project"))
    @app_commands.describe(name=locale_str("What it is called"), skill=_SKILL)
    @app_commands.choices(skill=skill_choices(skills))
    async def new(interaction: Interaction, name: str | None = None, skill: str | None = None) -> None:
        await door.command(interaction, Word.NEW, name or "", skill=skill)

    @group.command(name=locale_str("projects"), description=locale_str("List your projects, or switch to one"))
    @app_commands.describe(project=locale_str("The project to go on with"))
    @app_commands.autocomplete(project=suggestions.projects)
    async def projects(interaction: Interaction, project: str | None = None) -> None:
        await door.command(interaction, Word.PROJECTS, project or "")


def _add_preferences(group: Group, door: Doorway, skills: Mapping[str, Skill]) -> None:
    @group.command(name=locale_str("skill"), description=locale_str("List the ways of working, or pick one"))
    @app_commands.describe(skill=_SKILL)
    @app_commands.choices(skill=skill_choices(skills))
    async def skill(interaction: Interaction, skill: str | None = None) -> None:
        await door.command(interaction, Word.SKILL, skill or "")

    @group.command(name=locale_str("language"), description=locale_str("The language I speak here"))
    @app_commands.describe(language=locale_str("The language"))
    @app_commands.choices(language=_LANGUAGE)
    async def language(interaction: Interaction, language: str) -> None:
        await door.command(interaction, Word.LANGUAGE, language)

    @group.command(name=locale_str("settings"), description=locale_str("Show or change the settings of this place"))
    @app_commands.describe(name=locale_str("The setting to change"), value=locale_str("Its new value"))
    async def settings(interaction: Interaction, name: str | None = None, value: str | None = None) -> None:
        await door.command(interaction, Word.SETTINGS, " ".join(part for part in (name, value) if part))


def _add_token(group: Group, door: Doorway) -> None:
    @group.command(name=locale_str("token"), description=locale_str("Use your own credits, or stop using them"))
    @app_commands.describe(forget=locale_str("Forget the token that was given"))
    async def token(interaction: Interaction, forget: bool = False) -> None:
        if forget:
            await door.command(interaction, Word.TOKEN, "forget")
        else:
            await door.open_form(interaction, Word.TOKEN)


def _add_allow(group: Group, door: Doorway) -> None:
    @group.command(name=locale_str("allow"), description=locale_str("For the bot's admins: let somebody in"))
    @app_commands.describe(code=locale_str("The code that they were given; empty to see who waits"))
    async def allow(interaction: Interaction, code: str | None = None) -> None:
        await door.command(interaction, Word.ALLOW, code or "")


def _add_menus(tree: app_commands.CommandTree[discord.Client], door: Doorway) -> None:
    async def make_from(interaction: Interaction, message: discord.Message) -> None:
        await _from_message(interaction, message, door, Word.MAKE)

    async def add_to(interaction: Interaction, message: discord.Message) -> None:
        await _from_message(interaction, message, door, Word.UPLOAD if message.attachments else Word.EDIT)

    menus = {locale_str("Make a video from this"): make_from, locale_str("Add to the current video"): add_to}
    for name, callback in menus.items():
        tree.add_command(
            app_commands.ContextMenu(
                name=name, callback=callback, allowed_contexts=_CONTEXTS, allowed_installs=_INSTALLS
            )
        )


async def _from_message(interaction: Interaction, message: discord.Message, door: Doorway, word: Word) -> None:
    words = inbound.words_of(message, interaction.client.user)
    files = inbound.files_of(message)
    if not words and not files:
        say = Speech(str(interaction.locale))
        await door.explain(interaction, say("There is neither text nor a file in that message that I could use."))
        return
    await door.command(interaction, word, words, attachments=files)


def _files(*files: discord.Attachment | None) -> tuple[Attachment, ...]:
    return inbound.attachments_of(file for file in files if file is not None)
