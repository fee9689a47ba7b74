"""Buttons that work after a restart, and the forms they open."""

import re
from dataclasses import dataclass
from typing import Any, Protocol, cast

import discord
import structlog

from core.conversation.commands import Word
from core.locales import Speech
from core.model import Button

_log = structlog.get_logger(__name__)

CUSTOM_ID_LIMIT = 100
CHECK = "check"
"""Our own action: a press gives a fresh token where the bot is not a member."""

_TEMPLATE = r"r1:(?P<action>[a-z_]+):(?P<only>\d*):(?P<argument>[\s\S]*)"
_FORM = re.compile(r"f1:(?P<action>[a-z_]+)")
_ROW = 5
_ROWS = 5
_LABEL_LIMIT = 80
_STYLES = {
    Word.CANCEL: discord.ButtonStyle.danger,
    Word.EXPORT: discord.ButtonStyle.primary,
    CHECK: discord.ButtonStyle.primary,
}

Interaction = discord.Interaction[discord.Client]
Item = discord.ui.Item[Any]


@dataclass(frozen=True, slots=True)
class Press:
    """What a button stands for; `only_for` is the one person who may press it ("" for everyone)."""

    action: str
    argument: str = ""
    only_for: str = ""

    @property
    def custom_id(self) -> str:
        """As Discord keeps it; versioned, so that a later spelling can tell the two apart."""
        return f"r1:{self.action}:{self.only_for}:{self.argument}"


class Presses(Protocol):
    """Who is told about a press: the running client."""

    async def pressed(self, interaction: Interaction, press: Press) -> None:
        """Somebody pressed a button."""
        ...


class PressButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_TEMPLATE):
    """A button that says in its own id what it does."""

    def __init__(self, press: Press, label: str = "") -> None:
        style = _STYLES.get(press.action, discord.ButtonStyle.secondary)
        super().__init__(
            discord.ui.Button(label=label[:_LABEL_LIMIT] or "\u200b", custom_id=press.custom_id, style=style)
        )
        self.press = press

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /) -> Any:  # noqa: ANN401, ARG003 - discord.py's signature
        """The button again, from what Discord kept of it."""
        return cls(Press(match["action"], match["argument"], match["only"]))

    async def callback(self, interaction: Interaction) -> Any:  # noqa: ANN401 - discord.py's signature
        """Pass the press on to the running client."""
        await cast("Presses", interaction.client).pressed(interaction, self.press)


def view_of(buttons: tuple[tuple[Button, ...], ...], *, check: str = "") -> discord.ui.View | None:
    """The rows as Discord shows them (five of five at most); `check` is the label of a Check button to add.

    The view is stopped: presses are found by their id alone, and nothing is kept in memory for a message.
    """
    rows = [row[start : start + _ROW] for row in buttons for start in range(0, len(row), _ROW)]
    items: list[list[Item]] = [[item for item in map(_item, row) if item is not None] for row in rows]
    if check:
        items.append([PressButton(Press(CHECK), check)])
    view = discord.ui.View(timeout=None)
    for number, row in enumerate([row for row in items if row][-_ROWS:]):
        for item in row:
            item.row = number
            view.add_item(item)
    view.stop()
    return view if view.children else None


def with_edit(buttons: tuple[tuple[Button, ...], ...], label: str) -> tuple[tuple[Button, ...], ...]:
    """A result's buttons and one that opens the form for a change: forms are this platform's own."""
    if not buttons or any(button.action == Word.EDIT for row in buttons for button in row):
        return buttons
    first = buttons[0]
    after = 1 if first and first[0].action == Word.EXPORT else 0
    return ((*first[:after], Button(label, Word.EDIT), *first[after:]), *buttons[1:])


def _item(button: Button) -> Item | None:
    if button.url is not None:
        if len(button.url) > 512:
            return None  # the text holds the link as well
        return discord.ui.Button(label=button.label[:_LABEL_LIMIT], url=button.url)
    press = Press(button.action, button.argument, button.only_for or "")
    if len(press.custom_id) > CUSTOM_ID_LIMIT:
        _log.warning("discord.button_left_out", action=button.action, length=len(press.custom_id))
        return None
    return PressButton(press, button.label)


def form_for(action: str, say: Speech) -> discord.ui.Modal | None:
    """The form that asks for the words of an action, for those that make no sense without."""
    if action == Word.EDIT:
        return _form(action, say("Edit the video"), say("What should change?"), paragraph=True)
    if action == Word.TOKEN:
        return _form(action, say("Your own token"), say("Token (stored encrypted, never shown)"))
    return None


def _form(action: str, title: str, label: str, *, paragraph: bool = False) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title[:45], custom_id=f"f1:{action}", timeout=15 * 60)
    style = discord.TextStyle.paragraph if paragraph else discord.TextStyle.short
    form.add_item(
        discord.ui.Label(
            text=label[:45],
            component=discord.ui.TextInput(custom_id="words", style=style, required=True, max_length=4000),
        )
    )
    return form


def submitted(interaction: Interaction) -> tuple[str, str] | None:
    """A form that came back, as (action, words); None when it is not one of ours.

    Read from the interaction itself, so that a form opened before a restart still counts.
    """
    data = cast("dict[str, Any]", interaction.data or {})
    found = _FORM.fullmatch(str(data.get("custom_id", "")))
    if interaction.type is not discord.InteractionType.modal_submit or found is None:
        return None
    for row in data.get("components", ()):
        for field in [row.get("component"), *row.get("components", ())]:
            if field is not None and field.get("custom_id") == "words":
                return found["action"], str(field.get("value", "")).strip()
    return found["action"], ""
