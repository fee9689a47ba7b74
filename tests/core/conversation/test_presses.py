"""What people really type and press: twice, late, under other names, for formats that there are none of."""

import asyncio
from pathlib import Path

import pytest

from core.model import DeliveryKind
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import BEN, DM, GROUP, House, local_file


@pytest.mark.parametrize("word", ["stop", "abort"])
async def test_what_people_type_for_a_command_is_taken_for_it(home: House, word: str) -> None:
    home.backend.will_run(FakeRun(gate=asyncio.Event()))
    await home.say("an ocean")
    await home.until_running()
    await home.say(command=(word, ""))
    await home.settled()
    assert home.texts() == ["⏹ Stopping it."]


async def test_a_stop_in_a_group_that_may_be_for_another_bot_is_left_alone(home: House) -> None:
    await home.say(command=("stop", ""), chat=GROUP)
    await home.settled(GROUP)
    assert home.texts(chat=GROUP) == []


@pytest.mark.parametrize(("word", "done"), [("undo", "undo"), ("export", "start_render")])
async def test_a_button_that_is_pressed_twice_works_once(home: House, word: str, done: str) -> None:
    await home.say("an ocean")
    await home.settled()
    before = len(home.backend.asked("run" if done == "undo" else done))
    await home.say(command=(word, ""))
    await home.say(command=(word, ""), person=BEN)
    await home.settled()
    assert "That is at work already." in home.texts()
    assert len(home.backend.asked("run" if done == "undo" else done)) == before + 1


async def test_an_empty_project_is_not_followed_by_another(home: House) -> None:
    for _ in range(3):
        await home.say(command=("new", ""))
    await home.settled()
    assert len(await home.reelay.store.projects.of(DM)) == 1
    assert "kept: /projects" not in home.texts()[-1]
    await home.say("an ocean")
    await home.settled()
    await home.say(command=("new", ""))
    await home.settled()
    assert "kept: /projects" in home.texts()[-1]


async def test_the_text_of_an_edited_message_is_run_once_however_often_the_button_is_pressed(home: House) -> None:
    await home.say("an ocaen")
    await home.settled()
    await home.say("an ocean", edited=True)
    await home.settled()
    [(action, row)] = home.buttons()
    for _ in range(2):
        await home.say(command=(action, row))
        await home.settled()
    assert home.backend.prompts == ["an ocaen", "an ocean"]
    assert "asked for already" in home.texts()[-1]


async def test_the_file_of_a_message_whose_caption_was_edited_is_not_sent_twice(home: House, tmp_path: Path) -> None:
    clip = local_file(tmp_path / "a.mp3", b"ID3" + bytes(50))
    number = await home.say("add this sonud", files=[clip])
    await home.settled()
    for again in (1, 2):
        await home.say("add this sound", files=[clip], number=number, edited=True)
        await home.settled()
        await home.say(command=home.buttons()[0])
        await home.settled()
        assert len(home.backend.asked("upload_files")) == again
        await home.say(command=("new", ""))  # the next time it is wanted in another project
    assert home.backend.prompts == ["add this sonud", "add this sound", "add this sound"]


async def test_an_edited_message_may_ask_for_what_costs_nothing(home: House) -> None:
    await home.say("an ocean")
    await home.settled()
    await home.say("export", edited=True)
    await home.settled()
    [(action, row)] = home.buttons()
    await home.say(command=(action, row))
    await home.settled()
    assert home.backend.prompts == ["an ocean"]
    assert "is ready" in home.texts()[-1]


@pytest.mark.parametrize(
    ("words", "command", "told"),
    [
        ("export as gif", None, "MP4; I cannot make it a GIF"),
        ("", ("export", "mov"), "cannot make it a MOV"),
        ("webm please", "export", "cannot make it a WEBM"),
    ],
)
async def test_a_format_that_cannot_be_had_is_not_passed_over(
    home: House, words: str, command: tuple[str, str] | str | None, told: str
) -> None:
    await home.say("an ocean")
    await home.settled()
    if words:
        await home.say(words)
        await home.settled()
    if isinstance(command, str):  # it was asked back
        command = next(button for button in home.buttons() if button[0] == command)
    if command is not None:
        await home.say(command=command)
        await home.settled()
    assert told in home.texts(DeliveryKind.RESULT)[-1]


async def test_a_size_that_the_timeline_does_not_have_is_told(home: House) -> None:
    home.backend.will_run(FakeRun(draft={**draft_of("Sea"), "m": {"width": 1080, "height": 1920}}))
    await home.say("an ocean")
    await home.settled()
    await home.say("export 1080p mp4")
    await home.settled()
    assert "does not change that" not in home.texts(DeliveryKind.RESULT)[-1]
    await home.say("export in 4k")
    await home.settled()
    assert "It has the size of its timeline, 1080×1920" in home.texts(DeliveryKind.RESULT)[-1]


async def test_nothing_is_said_of_a_token_that_was_not_given(home: House) -> None:
    for argument in ("", "forget"):
        await home.say(command=("token", argument), chat=GROUP)
        await home.settled(GROUP)
        assert "I have not kept" not in home.texts(chat=GROUP)[-1]
        assert "delete it yourself" not in home.texts(chat=GROUP)[-1]


@pytest.mark.parametrize("text", ["stop it!", "please cancel everything", "bitte stopp das", "停下来", "отмени это"])
async def test_words_around_a_stop_stop_what_runs(home: House, text: str) -> None:
    home.backend.will_run(FakeRun(gate=asyncio.Event()))
    await home.say("an ocean")
    await home.until_running()
    await home.say(text)
    await home.settled()
    assert home.backend.prompts == ["an ocean"]
    assert len(home.texts()) == 1
    assert "⏹" in home.texts()[0]


async def test_words_around_a_stop_are_the_agents_when_nothing_runs(home: House) -> None:
    await home.say("stop it")
    await home.settled()
    assert home.backend.prompts == ["stop it"]


@pytest.mark.parametrize("text", ["👍", "❤️🔥", "👏🏽", "...", "?!"])
async def test_a_message_without_words_starts_no_run(home: House, text: str) -> None:
    await home.say(text)
    await home.say("an ocean")
    await home.settled()
    await home.say(text)
    await home.settled()
    assert home.backend.prompts == ["an ocean"]
    assert len(home.texts()) == 3


async def test_emoji_that_show_something_are_a_wish(home: House) -> None:
    await home.say("🌊🌅")
    await home.settled()
    assert home.backend.prompts == ["🌊🌅"]


@pytest.mark.parametrize("text", ["hello?", "Help!", "¿ayuda?"])
async def test_a_bare_word_may_be_asked(home: House, text: str) -> None:
    await home.say(text)
    await home.settled()
    assert home.backend.prompts == []
    assert "/help" in home.texts()[0] or "/export" in home.texts()[0]
