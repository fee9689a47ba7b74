"""Asking once more: by its button or by the word alone, and never two runs for two presses."""

import asyncio

from core.errors import RunFailed
from core.model import ConversationKey, DeliveryKind, Person
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import ANA, BEN, DM, GROUP, House

FAILS = FakeRun(refused=RunFailed())


async def ask(
    home: House, words: str, chat: ConversationKey = DM, person: Person = ANA, *, fails: bool = False
) -> None:
    if fails:
        home.backend.will_run(FAILS)
    await home.say(words, chat=chat, person=person)
    await home.settled(chat)


async def try_again(home: House, argument: str = "", chat: ConversationKey = DM, person: Person = ANA) -> str:
    """The word, with or without a request; what is said last."""
    await home.say(command=("retry", argument), chat=chat, person=person)
    await home.settled(chat)
    return home.texts(chat=chat)[-1]


async def test_the_word_alone_means_the_newest_that_failed(home: House) -> None:
    await ask(home, "an ocean", fails=True)
    await ask(home, "a forest", fails=True)
    await ask(home, "snow")
    assert "is ready" in await try_again(home)
    assert home.backend.prompts == ["snow", "a forest"]


async def test_what_was_tried_again_with_success_is_not_meant_any_more(home: House) -> None:
    await ask(home, "an ocean", fails=True)
    await try_again(home)
    assert "nothing to try again" in await try_again(home)
    assert home.backend.prompts == ["an ocean"]


async def test_what_was_stopped_just_now_can_be_asked_for_again_but_not_once_something_else_was_made(
    home: House,
) -> None:
    home.backend.will_run(FakeRun(gate=asyncio.Event()))
    await home.say("an ocean")
    await home.until_running()
    await home.say(command=("cancel", ""))
    await home.settled()
    assert "is ready" in await try_again(home)
    assert "nothing to try again" in await try_again(home)


async def test_in_a_group_ones_own_comes_before_that_of_others(home: House) -> None:
    await ask(home, "an ocean", GROUP, ANA, fails=True)
    await ask(home, "a forest", GROUP, BEN, fails=True)
    await try_again(home, chat=GROUP, person=ANA)
    assert home.backend.prompts == ["an ocean"]
    await try_again(home, chat=GROUP, person=ANA)
    assert home.backend.prompts == ["an ocean", "a forest"]


async def test_a_button_that_is_pressed_twice_starts_one_run(home: House) -> None:
    await ask(home, "an ocean", fails=True)
    [(_, request)] = home.buttons()
    gate = asyncio.Event()
    home.backend.will_run(FakeRun(draft=draft_of("Ocean"), gate=gate))
    await home.say(command=("retry", request))
    await home.say(command=("retry", request))
    await home.until(lambda: "That is at work already." in home.texts())
    gate.set()
    await home.settled()
    assert home.backend.prompts == ["an ocean"]
    assert "nothing to try again" in await try_again(home, request)


async def test_an_old_button_leads_to_the_newest_try(home: House) -> None:
    await ask(home, "an ocean", fails=True)
    [(_, first)] = home.buttons()
    home.backend.will_run(FAILS)
    await try_again(home, first)
    [(_, second)] = home.buttons()
    assert second != first
    await try_again(home, first)
    assert home.backend.prompts == ["an ocean"]
    assert len(home.texts(DeliveryKind.RESULT)) == 1
    assert "nothing to try again" in await try_again(home, second)
