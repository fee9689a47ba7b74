"""Projects and their versions: named, found, switched between, listed, and a step taken back."""

from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import DM, GROUP, House


async def test_projects_are_kept_and_switched_between(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("new", "Second"))
    await home.say("an ocean")
    await home.settled()
    first = min(project.id for project in await home.reelay.store.projects.of(DM))
    await home.say(command=("projects", str(first)))
    await home.say("make it shorter")
    await home.settled()
    sessions = [call.arguments["session_id"] for call in home.backend.asked("run")]
    assert sessions == ["s-1", "s-2", "s-1"]


async def test_a_project_is_found_by_its_name_too(home: House) -> None:
    for name in ("Ocean film", "Oceans", "Snow"):
        await home.say(command=("new", name))
    for wanted, found in (("ocean FILM", "Ocean film"), ("ocean", "Oceans"), ("sno", "Snow")):
        await home.say(command=("projects", wanted))
        await home.settled()
        assert f"Now working on “{found}”." in home.texts()[-2]
    await home.say(command=("projects", "desert"))
    await home.settled()
    assert "no such project" in home.texts()[-1]


async def test_a_project_is_called_after_the_first_thing_made_in_it(home: House) -> None:
    home.backend.will_run(FakeRun(says=["I make videos."]))
    await home.say("what can you do?")
    await home.settled()
    await home.say(command=("projects", ""))
    await home.settled()
    assert "My video" in home.texts()[-1]
    home.backend.will_run(FakeRun(draft=draft_of("sunset")))
    await home.say("a sunset over the sea")
    await home.say("make it blue")
    await home.settled()
    await home.say(command=("projects", ""))
    await home.settled()
    assert "a sunset over the sea" in home.texts()[-1]


async def test_a_project_of_another_conversation_cannot_be_opened(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    [project] = await home.reelay.store.projects.of(DM)
    await home.say(command=("projects", str(project.id)), chat=GROUP)
    await home.settled(GROUP)
    assert "no such project" in home.texts(chat=GROUP)[0]


async def test_history_offers_each_version(home: House) -> None:
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("history", ""))
    await home.settled()
    assert "1. a sunset – Ana" in home.texts()[-1]
    assert home.buttons() == [("export", "1/1")]


async def test_undo_is_an_edit_and_needs_something_to_undo(home: House) -> None:
    await home.say(command=("undo", ""))
    await home.settled()
    assert home.backend.prompts == []
    await home.say("a sunset")
    await home.settled()
    await home.say(command=("undo", ""))
    await home.settled()
    assert home.backend.prompts[-1] == "Undo the last change."


async def test_a_step_back_is_listed_in_the_language_of_the_list(home: House) -> None:
    await home.say("ein ruhiges Meer bei Nacht")
    await home.settled()
    await home.say(command=("undo", ""))
    await home.settled()
    await home.say(command=("history", ""))
    await home.settled()
    assert "2. Rückgängig – Ana" in home.texts()[-1]
