"""A stranger at the door of a closed circle: the code, who takes it, and what everybody reads."""

import re
from itertools import count
from pathlib import Path
from typing import Any

from core.conversation.pairing import LIFETIME, MOST
from core.model import ConversationKey, DeliveryKind, Pairing, Person
from tests.fakes.house import ANA, BEN, GROUP, House, house

BENS = ConversationKey("telegram", "8")
CLOSED: dict[str, Any] = {"reelay_allowed": "telegram:1", "reelay_admins": "telegram:1"}
CODE = re.compile(r"\b[A-Z2-9]{8}\b")


def told(home: House) -> list[str]:
    return home.texts(chat=BENS)


async def knock(home: House, text: str = "a sunset") -> str:
    await home.say(text, chat=BENS, person=BEN)
    await home.settled(BENS)
    code: str = CODE.findall(told(home)[-1])[0]
    return code


async def test_a_stranger_gets_a_code_and_is_let_in_when_an_admin_gives_it(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        code = await knock(home)
        assert home.backend.calls == []
        await home.say(command=("allow", f" {code[:4].lower()}-{code[4:]} "))
        await home.settled()
        assert "Ben is let in." in home.texts(DeliveryKind.ANSWER)[0]
        await home.settled(BENS)
        assert "You are let in" in told(home)[-1]
        await home.say("a sunset", chat=BENS, person=BEN)
        await home.settled(BENS)
        assert home.backend.prompts == ["a sunset"]


async def test_who_was_let_in_is_so_after_a_restart_and_in_groups(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        await home.say(command=("allow", await knock(home)))
        await home.settled()
    async with house(tmp_path, **CLOSED) as home:
        home._numbers = count(100)  # the inbox knows the first ones
        await home.say("a beach", chat=GROUP, person=BEN)
        await home.settled(GROUP)
        assert home.backend.prompts == ["a beach"]


async def test_the_same_code_is_shown_again_while_it_holds_and_then_a_new_one(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        first = await knock(home)
        await home.say("hello?", chat=BENS, person=BEN)
        await home.settled(BENS)
        assert len(told(home)) == 1  # said once, then quiet
        await home.clock.advance(700)
        assert await knock(home) == first
        await home.clock.advance(3601)
        assert await knock(home) != first


async def test_a_code_works_once_and_within_an_hour(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        code = await knock(home)
        await home.clock.advance(3601)
        await home.say(command=("allow", code))
        await home.settled()
        assert "no such code" in home.texts(DeliveryKind.ANSWER)[0]
        assert not await home.reelay.store.admissions.knows("telegram", "2")
        again = await knock(home)
        for _ in range(2):
            await home.say(command=("allow", again))
            await home.settled()
        assert "no such code" in home.texts(DeliveryKind.ANSWER)[-1]


async def test_only_an_admin_lets_people_in_not_the_stranger_and_not_a_member(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_allowed="telegram:1") as home:
        code = await knock(home)
        await home.say(command=("allow", code), chat=BENS, person=BEN)
        await home.say(command=("allow", code), person=ANA)
        await home.settled()
        await home.settled(BENS)
        assert "only an admin" in home.texts(DeliveryKind.NOTICE)[0]
        assert not await home.reelay.store.admissions.knows("telegram", "2")


async def test_without_a_code_the_admin_sees_who_waits_with_a_button_each(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        await home.say(command=("allow", ""))
        await home.settled()
        assert "Nobody is waiting" in home.texts()[0]
        code = await knock(home)
        await home.say(command=("allow", ""))
        await home.settled()
        assert "Ben (telegram:2)" in home.texts()[-1]
        [(action, argument)] = home.buttons()
        assert (action, argument) == ("allow", code)
        await home.say(command=(action, argument))
        await home.settled()
        assert await home.reelay.store.admissions.knows("telegram", "2")


async def test_no_code_is_shown_in_a_group(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        await home.say("a sunset", chat=GROUP, person=BEN)
        await home.settled(GROUP)
        assert not CODE.search("".join(home.texts(chat=GROUP)))
        assert await home.reelay.store.admissions.waiting() == []


async def test_pairing_closes_the_circle_even_without_a_list(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_pairing="on", reelay_admins="telegram:1") as home:
        assert await knock(home)
        assert home.backend.calls == []


async def test_codes_cannot_be_collected_without_end(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        door = home.reelay.store.admissions
        expires = home.clock.now() + LIFETIME
        for number in range(MOST):
            person = Person("telegram", f"s{number}", "Stranger")
            assert await door.knock(Pairing(f"CODE{number}", person, BENS, "en", expires), most=MOST)
        await home.say("a sunset", chat=BENS, person=BEN)
        await home.settled(BENS)
        assert "closed circle" in told(home)[0]
        assert not CODE.search(told(home)[0])
        assert len(await door.waiting()) == MOST


async def test_who_is_removed_stands_outside_again(tmp_path: Path) -> None:
    async with house(tmp_path, **CLOSED) as home:
        await home.say(command=("allow", await knock(home)))
        await home.settled()
        [admission] = await home.reelay.store.admissions.all()
        assert (admission.display_name, admission.by) == ("Ben", "telegram:1")
        assert await home.reelay.store.admissions.remove("telegram", "2")
        await home.clock.advance(700)
        await knock(home)
        assert home.backend.calls == []
