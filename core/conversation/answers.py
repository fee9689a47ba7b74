"""What the bot says without asking the backend: greetings, help, lists, settings."""

from collections.abc import Mapping, Sequence

from core.conversation.commands import Word
from core.conversation.context import Context
from core.conversation.naming import name_of
from core.conversation.replies import bold, paragraphs
from core.conversation.requests import UNDO_PROMPT
from core.locales import LANGUAGE_NAMES, LANGUAGES, N_, Speech
from core.model import Button, Content, Project, Revision, RichText, Span, Style
from core.skills import Skill
from core.timeline import has_content, summary

HELP = (
    (Word.MAKE, N_("a new video from words or files: {command} a 10-second sunset over a city")),
    (Word.EXPORT, N_("render the timeline and send the MP4")),
    (Word.STATUS, N_("what is running, and the timeline in one line")),
    (Word.TIMELINE, N_("the timeline as a picture")),
    (Word.UNDO, N_("take the last change back")),
    (Word.CANCEL, N_("stop your newest request")),
    (Word.RETRY, N_("ask again for what did not succeed")),
    (Word.HISTORY, N_("earlier versions, each can be exported")),
    (Word.NEW, N_("start a new project")),
    (Word.PROJECTS, N_("switch between projects")),
    (Word.SKILL, N_("choose what kind of video work it is")),
    (Word.UPLOAD, N_("add a file by its address: {command} https://…")),
    (Word.CREDITS, N_("what is left to spend")),
    (Word.LINK, N_("open the project in a browser")),
    (Word.LANGUAGE, N_("choose the language I speak")),
    (Word.SETTINGS, N_("automatic export and more")),
    (Word.TOKEN, N_("use your own NemoVideo token")),
)
"""The commands, in the order people need them, with the message id of what each is for."""


def greeting(context: Context, skill: Skill) -> Content:
    """The first words: what the skill is for, examples, and in a group what the bot hears."""
    say = context.say
    blocks = [
        RichText.of(
            bold(say("🎬 Hello! I make videos right here in the chat."))
            if not context.in_group
            else bold(say("🎬 Hello everybody! We can work on one video together here."))
        ),
        RichText.of(say(skill.greeting)),
        RichText.of(say("Try saying:"), *(f"\n– {say(example)}" for example in skill.examples)),
    ]
    if context.in_group:
        blocks.append(RichText.of(hearing(context)))
    blocks.append(RichText.of(say("All commands: {help}", help=context.command(Word.HELP))))
    return Content(paragraphs(blocks))


def hearing(context: Context) -> str:
    """What the bot gets to see in this group."""
    if context.capabilities.sees_all_group_messages:
        return context.say("I see every message here, but answer only commands, mentions and replies to me.")
    return context.say(
        "In this group I only see commands, mentions of me and replies to my messages. "
        "To give me a file, reply to it and mention me, or reply to one of my messages with it."
    )


def help_text(context: Context) -> Content:
    """Every command in a line."""
    say = context.say
    lines: list[str | Span] = [bold(say("Just tell me what video you want, or send files. These commands help:"))]
    for word, use in HELP:
        if word is Word.TOKEN and context.in_group and not context.capabilities.private_answers:
            continue  # everybody would read it
        command = context.command(word)
        lines += ["\n", Span(command, Style.CODE), f" – {say(use, command=command)}"]
    blocks = [RichText.of(*lines)]
    if context.in_group:
        blocks.append(RichText.of(hearing(context)))
    return Content(paragraphs(blocks))


def skills(context: Context, all_skills: Mapping[str, Skill], current: Skill) -> Content:
    """The skills to choose from."""
    say = context.say
    lines: list[str | Span] = [bold(say("What shall we do?"))]
    for skill in all_skills.values():
        mark = "✓ " if skill.name == current.name else ""
        lines += ["\n", Span(f"{mark}{say(skill.title)}", Style.BOLD), f" – {say(skill.hint)}"]
    buttons = tuple((Button(say(skill.title), Word.SKILL, skill.name),) for skill in all_skills.values())
    return Content(RichText.of(*lines), buttons)


def projects(context: Context, known: Sequence[Project], active: Project | None) -> Content:
    """The conversation's projects, the active one marked."""
    say = context.say
    if not known:
        return Content(RichText.of(say("There is no project yet. Describe a video or send a file to start one.")))
    shown = known[:10]
    lines: list[str | Span] = [bold(say("Projects")), *(_project_line(project, active, say) for project in shown)]
    rows = [
        (Button(name_of(project, say)[:40], Word.PROJECTS, str(project.id)),)
        for project in shown
        if active is None or project.id != active.id
    ]
    return Content(RichText.of(*lines), (*rows, (Button(say("New"), Word.NEW),)))


def _project_line(project: Project, active: Project | None, say: Speech) -> str:
    mark = "▶︎" if active is not None and project.id == active.id else "•"
    return f"\n{mark} {name_of(project, say)}"


def history(context: Context, project: Project, revisions: Sequence[Revision]) -> Content:
    """Kept versions, newest first, each with its export."""
    say = context.say
    if not revisions:
        return Content(RichText.of(say("Nothing has been made in this project yet.")))
    lines: list[str | Span] = [bold(say("Versions of “{name}”", name=name_of(project, say)))]
    for revision in revisions:
        undone = revision.request == UNDO_PROMPT  # those words are ours, and English
        asked = say("Undo") if undone else " ".join(revision.request.split())[:80]
        lines += [
            f"\n{revision.number}. {asked} – {revision.requested_by}\n    ",
            Span(summary(revision.draft, say), Style.ITALIC),
        ]
    buttons = [
        Button(say("Export {number}", number=revision.number), Word.EXPORT, f"{project.id}/{revision.number}")
        for revision in [kept for kept in revisions if has_content(kept.draft)][:6]
    ]
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    return Content(RichText.of(*lines), rows)


def settings(context: Context, *, auto_export: bool, timeline_picture: bool, skill: Skill, own_token: bool) -> Content:
    """The conversation's settings with a button to turn each."""
    say = context.say
    on, off = say("on"), say("off")
    lines: list[str | Span] = [
        bold(say("Settings of this chat")),
        "\n• " + say("Automatic export after an edit: {state}", state=on if auto_export else off),
        "\n• " + say("Timeline picture with each result: {state}", state=on if timeline_picture else off),
        "\n• " + say("Kind of work: {skill}", skill=say(skill.title)),
        "\n• " + say("Language: {language}", language=LANGUAGE_NAMES[context.language]),
        "\n• " + (say("Your own token is used.") if own_token else say("No token of your own is set.")),
    ]
    rows = (
        (
            _toggle(say("Automatic export"), "auto_export", auto_export),
            _toggle(say("Timeline picture"), "picture", timeline_picture),
        ),
        (Button(say("Kind of work"), Word.SKILL), Button(say("Language"), Word.LANGUAGE)),
    )
    return Content(RichText.of(*lines), rows)


def _toggle(label: str, name: str, value: bool) -> Button:
    return Button(f"{'✅' if value else '⬜️'} {label}", Word.SETTINGS, f"{name} {'off' if value else 'on'}")


def languages(context: Context) -> Content:
    """The languages to choose from."""
    buttons = [Button(LANGUAGE_NAMES[code], Word.LANGUAGE, code) for code in LANGUAGES]
    rows = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    return Content(RichText.of(context.say("Which language shall I speak?")), rows)
