"""The words that commands, buttons and menu entries come in as, on every platform.

A platform's adapter maps its own commands and buttons to `Command(name, argument)` with these names; the argument is the
rest of the line. `Button.action` uses the same names.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Word(StrEnum):
    """What can be asked for without asking the agent."""

    START = "start"  # greeting; argument: deep-link payload
    HELP = "help"
    MAKE = (
        "make"  # argument: prompt; the message's attachments are uploaded first; starts a project when none is active
    )
    EDIT = "edit"  # argument: what to change in the active project
    NEW = "new"  # a new project; argument: its name
    PROJECTS = "projects"  # list; argument: id of the project to switch to
    SKILL = "skill"  # list; argument: name of the skill to use
    STATUS = "status"  # what is running, and the timeline in one line
    TIMELINE = "timeline"  # the timeline as a picture
    CREDITS = "credits"
    EXPORT = (
        "export"  # argument: revision number (or project/revision), or how it is wanted; empty: the timeline as it is
    )
    UPLOAD = "upload"  # argument: address; or the message's attachments
    UNDO = "undo"  # the step back, as an edit
    CANCEL = "cancel"  # argument: request id; empty: one's own newest request
    HISTORY = "history"  # revisions of the project
    SETTINGS = "settings"  # show; argument: "name value" to change one
    TOKEN = "token"  # noqa: S105 - a command's name. Argument: the token, "forget" to remove it
    LINK = "link"  # a browser address that opens the project
    LANGUAGE = "language"  # argument: language code
    RUN_EDITED = "run_edited"  # take the new text of a message that was edited as said; argument: inbox row id
    AS_EDIT = "as_edit"  # take a message's words as what to change, whatever else they may mean; argument: inbox row id
    RETRY = "retry"  # ask again what did not succeed; argument: request id; empty: the newest
    ALLOW = "allow"  # for admins: let somebody in; argument: the code that the person was given


ALIASES: Mapping[str, Word] = MappingProxyType({"stop": Word.CANCEL, "abort": Word.CANCEL, "balance": Word.CREDITS})
"""What people type for a command that is called otherwise."""

PRESSED_ONLY = frozenset({Word.RUN_EDITED, Word.AS_EDIT})
"""What exists as a button and is no command that people type."""
