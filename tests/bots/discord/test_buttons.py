"""Buttons: checked, opened as forms where words are needed, and alive after a restart."""

from pathlib import Path

import pytest

from bots.discord.views import CUSTOM_ID_LIMIT, Press, view_of
from core.conversation.commands import Word
from core.model import Button, DeliveryKind, Receipt
from tests.bots.discord.orders import owed
from tests.bots.discord.stage import Stage

pytestmark = pytest.mark.third_party

EXPORT = Button("Export", Word.EXPORT)
EDIT = Button("Edit", Word.EDIT)
CANCEL = Button("Cancel", Word.CANCEL, "request-7")
BROWSER = Button("Open in browser", url="https://example.com/p/1")


async def result(stage: Stage, *buttons: Button) -> Receipt:
    await stage.alice.slash(stage.channel, "reel make", prompt="a cat")
    await stage.say("Working")
    return await stage.send(owed(stage.intake.last, "Done", kind=DeliveryKind.RESULT, buttons=(buttons,)))


async def test_a_press_comes_as_the_command_of_the_button(stage: Stage) -> None:
    await result(stage, EXPORT, CANCEL, BROWSER)
    done = stage.channel.last_message
    assert done is not None
    pressed = await stage.bob.click(done, label="Cancel")
    assert pressed.acknowledged
    message = stage.intake.last
    assert message.command is not None
    assert (message.command.name, message.command.argument) == (Word.CANCEL, "request-7")
    assert message.person.display_name == "bob"
    assert message.ref.message_id == str(done.id)
    await stage.say("Stopped")
    assert stage.said()[-2:] == [done.content, "Stopped"]


async def test_a_button_for_one_person_refuses_the_others(stage: Stage) -> None:
    await result(stage, Button("Cancel", Word.CANCEL, "request-7", only_for=str(stage.alice.id)))
    done = stage.channel.last_message
    assert done is not None
    refused = await stage.bob.click(done, label="Cancel")
    assert refused.ephemeral
    assert refused.response is not None
    assert "somebody else" in refused.response.content
    assert len(stage.intake.messages) == 1
    await stage.alice.click(done, label="Cancel")
    assert len(stage.intake.messages) == 2


async def test_edit_asks_for_the_words_in_a_form(stage: Stage) -> None:
    await result(stage, EDIT)
    done = stage.channel.last_message
    assert done is not None
    shown = await stage.alice.click(done, label="Edit")
    assert shown.modal is not None
    await stage.alice.submit_modal(shown, {"words": "make it shorter"})
    command = stage.intake.last.command
    assert command is not None
    assert (command.name, command.argument) == (Word.EDIT, "make it shorter")


async def test_buttons_and_open_forms_outlive_a_restart(stage: Stage, tmp_path: Path) -> None:
    await result(stage, EXPORT, EDIT)
    done = stage.channel.last_message
    assert done is not None
    shown = await stage.alice.click(done, label="Edit")
    await stage.restart(tmp_path)
    await stage.alice.submit_modal(shown, {"words": "make it shorter"})
    await stage.bob.click(done, label="Export")
    names = [message.command.name for message in stage.intake.messages[-2:] if message.command]
    assert names == [Word.EDIT, Word.EXPORT]


async def test_a_private_answer_to_a_press_is_for_the_presser(stage: Stage) -> None:
    await result(stage, Button("Credits", Word.CREDITS))
    done = stage.channel.last_message
    assert done is not None
    pressed = await stage.bob.click(done, label="Credits")
    await stage.send(owed(stage.intake.last, "7 credits", kind=DeliveryKind.ANSWER, private=True))
    assert [message.content for message in pressed.followups] == ["7 credits"]
    assert all(message.ephemeral for message in pressed.followups)


async def test_rows_and_ids_stay_within_discords_limits() -> None:
    wide = tuple(Button(f"Button {number}", Word.PROJECTS, str(number)) for number in range(12))
    long = Button("Too long", Word.EDIT, "x" * 120)
    view = view_of((wide, (long,)))
    assert view is not None
    rows = view.to_components()
    assert [len(row["components"]) for row in rows] == [5, 5, 2]
    ids = [button["custom_id"] for row in rows for button in row["components"]]
    assert all(len(one) <= CUSTOM_ID_LIMIT for one in ids)
    assert view_of(()) is None


def test_cyrillic_arguments_fit_as_well_as_latin_ones() -> None:
    press = Press(Word.EDIT, "добавь музыку и сделай короче", "123456789012345678")
    assert len(press.custom_id) <= CUSTOM_ID_LIMIT
