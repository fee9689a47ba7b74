"""A reply to an old result, or a press under it, is about the project that it came of, not about the newest one."""

import pytest

from core.model import DeliveryKind, MessageRef, RepliedTo
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import DM, GROUP, House


async def two_projects(home: House) -> MessageRef:
    """An ocean, then a forest in a project of its own; the message that shows the ocean."""
    home.backend.will_run(FakeRun(draft=draft_of("Ocean")), FakeRun(draft=draft_of("Forest")))
    await home.say("an ocean")
    await home.settled()
    await home.say(command=("new", ""))
    await home.say("a forest")
    await home.settled()
    shown = [content.text.plain for content in home.messenger.shown(DM)]
    number = next(place for place, text in enumerate(shown, 1) if "Ocean" in text)
    return MessageRef(DM, str(number))


async def test_words_that_answer_an_old_result_change_that_film(home: House) -> None:
    ocean = await two_projects(home)
    await home.say("make it blue", replied_to=RepliedTo(ocean.message_id, from_bot=True))
    await home.settled()
    assert [call.arguments["session_id"] for call in home.backend.asked("run")] == ["s-1", "s-2", "s-1"]
    assert "Now working on “an ocean”." in home.texts(DeliveryKind.ANSWER)
    await home.say("and bluer")
    await home.settled()
    assert home.backend.asked("run")[-1].arguments["session_id"] == "s-1"
    assert home.texts(DeliveryKind.ANSWER).count("Now working on “an ocean”.") == 1


@pytest.mark.parametrize("word", ["export", "timeline", "status"])
async def test_a_button_under_an_old_result_shows_that_film_and_switches_nothing(home: House, word: str) -> None:
    ocean = await two_projects(home)
    await home.press(word, ocean)
    await home.settled()
    assert "Ocean" in home.texts()[-1]
    await home.say(command=("status", ""))
    await home.settled()
    assert "Forest" in home.texts()[-1]


async def test_an_old_list_of_versions_exports_those_of_its_own_project(home: House) -> None:
    await two_projects(home)
    await home.say(command=("history", ""))
    await home.settled()
    [button] = home.buttons()
    await home.say(command=("new", ""))
    await home.say(command=button)
    await home.settled()
    assert "Forest" in home.texts(DeliveryKind.RESULT)[-1]


async def test_nobody_reaches_a_project_of_another_chat_by_its_number(home: House) -> None:
    await two_projects(home)
    await home.say(command=("export", "1/1"), chat=GROUP)
    await home.settled(GROUP)
    assert home.backend.asked("start_render")[-1].arguments["session_id"] == "s-2"
    assert "nothing on the timeline" in home.texts(chat=GROUP)[-1]
