"""Who may ask, and how much: floods, quotas, the circle; what each person reads about it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.conversation.floods import FloodGuard
from core.model import ConversationKind, Credits, DeliveryKind, Message, MessageRef, Person
from tests.fakes.backend import FakeRun
from tests.fakes.clock import START
from tests.fakes.house import ANA, BEN, DM, GROUP, House, house

OPERATOR = "nmv_usr_test-shared"


def notices(home: House, chat: object = DM) -> list[str]:
    return home.texts(DeliveryKind.NOTICE, chat=chat)  # type: ignore[arg-type]


# floods


async def test_a_flood_of_commands_is_answered_once_and_then_there_is_silence(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_messages_per_minute=5) as home:
        for _ in range(40):
            await home.say(command=("help", ""))
        await home.settled()
        assert len(home.texts(DeliveryKind.ANSWER)) == 5
        assert len(notices(home)) == 1
        assert "stay quiet" in notices(home)[0]


async def test_a_flood_of_nonsense_and_presses_counts_like_any_other(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_messages_per_minute=4) as home:
        for number in range(20):
            await home.say(command=(("frobnicate", "retry", "export", "run_edited")[number % 4], "99"))
        await home.settled()
        assert len(home.texts()) == 5


async def test_after_a_minute_the_flooder_is_heard_again(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_messages_per_minute=3) as home:
        for _ in range(9):
            await home.say(command=("help", ""))
        await home.settled()
        await home.clock.advance(61)
        await home.say(command=("help", ""))
        await home.settled()
        assert len(home.texts(DeliveryKind.ANSWER)) == 4


async def test_one_person_s_flood_does_not_silence_the_others(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_messages_per_minute=3) as home:
        for _ in range(9):
            await home.say(command=("help", ""), chat=GROUP, person=ANA)
        await home.say(command=("help", ""), chat=GROUP, person=BEN)
        await home.settled(GROUP)
        answered = [one.order.mention for one in home.messenger.sends if one.order.kind is DeliveryKind.ANSWER]
        assert BEN in answered


async def test_a_crowd_in_a_group_is_answered_once_not_each_of_it(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_chat_messages_per_minute=5) as home:
        for number in range(30):
            await home.say(command=("help", ""), chat=GROUP, person=Person("telegram", f"9{number}", "Crowd"))
        await home.settled(GROUP)
        assert len(notices(home, GROUP)) == 1


async def test_messages_that_piled_up_while_the_bot_was_away_are_no_flood(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_messages_per_minute=3) as home:
        await home.crash()
        for _ in range(9):
            await home.say(command=("help", ""))
            await home.clock.advance(30)
        await home.open()
        await home.settled()
        assert len(home.texts(DeliveryKind.ANSWER)) == 9


def test_a_clock_that_was_set_back_makes_no_minute_longer() -> None:
    guard = FloodGuard(3, 100)
    first = Message("1", MessageRef(DM, "1"), ConversationKind.DIRECT, ANA, START)
    for number in range(3):
        assert guard.flooding(replace(first, update_id=f"a{number}")) is None
    assert guard.flooding(replace(first, update_id="b", sent_at=START - timedelta(hours=2))) is None


def test_a_message_that_is_decided_on_twice_counts_once() -> None:
    guard = FloodGuard(1, 100)
    message = Message("1", MessageRef(DM, "1"), ConversationKind.DIRECT, ANA, START)
    assert guard.flooding(message) is None
    assert guard.flooding(message) is None
    assert guard.flooding(replace(message, update_id="2"))


# quotas


async def test_who_has_had_enough_for_an_hour_is_told_when_to_come_back(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_requests_per_hour=2) as home:
        for number in range(4):
            await home.say(f"video {number}")
            await home.settled()
        assert len(home.backend.prompts) == 2
        assert len(home.texts(DeliveryKind.NOTICE)) == 1


async def test_who_has_too_much_in_hand_is_told_and_may_still_stop_it(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_open_requests=2) as home:
        gate = asyncio.Event()
        home.backend.will_run(FakeRun(gate=gate))
        await home.say("a sunset")
        await home.until_running()
        await home.say("a beach")
        await home.say("a forest")
        await home.until(lambda: bool(notices(home)))
        assert "2 requests at a time per person" in notices(home)[0]
        await home.say("stop")
        await home.until(lambda: any("Stopping" in text or "Cancelled" in text for text in home.texts()))
        gate.set()
        await home.settled()
        assert "a forest" not in home.backend.prompts


async def test_a_chat_has_its_share_too_whoever_asks(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_chat_open_requests=1) as home:
        gate = asyncio.Event()
        home.backend.will_run(FakeRun(gate=gate))
        await home.say("a sunset", chat=GROUP, person=ANA)
        await home.until_running()
        await home.say("a beach", chat=GROUP, person=BEN)
        await home.until(lambda: bool(notices(home, GROUP)))
        assert "1 request at a time in one chat" in notices(home, GROUP)[0]
        gate.set()
        await home.settled(GROUP)


async def test_each_reason_is_told_once_not_only_the_first(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_requests_per_hour=1, reelay_messages_per_minute=4) as home:
        for number in range(9):
            await home.say(f"video {number}")
        await home.settled()
        assert len(notices(home)) == 2
        assert "1 request an hour per person" in notices(home)[0]
        assert "at once" in notices(home)[1]


async def test_an_admin_is_held_to_no_quota(tmp_path: Path) -> None:
    async with house(
        tmp_path, reelay_admins="telegram:1", reelay_requests_per_hour=1, reelay_messages_per_minute=1
    ) as home:
        for number in range(3):
            await home.say(f"video {number}")
            await home.settled()
        assert len(home.backend.prompts) == 3


def paid(home: House, price: float) -> FakeRun:
    """A run that takes its price from the shared balance as it ends."""

    def draw(draft: object, _prompt: str) -> dict[str, object]:
        left = home.backend.balance.available - price
        home.backend.balance = Credits(available=left, frozen=0, total=left)
        return {**draft, "d": 3000}  # type: ignore[dict-item]

    return FakeRun(says=("Done.",), draft=draw)


async def test_the_shared_token_s_credits_are_shared_out_by_the_day(tmp_path: Path) -> None:
    async with house(tmp_path, nemo_token=OPERATOR, reelay_credits_per_day=50) as home:
        home.backend.will_run(*(paid(home, 30) for _ in range(4)))
        for number in range(4):
            await home.say(f"video {number}")
            await home.settled()
        assert len(home.backend.prompts) == 2  # 30 and 60: the second went over, the third was refused
        assert "50 credits a day per person" in notices(home)[0]
        await home.say("a beach", chat=GROUP, person=BEN)
        await home.settled(GROUP)
        assert len(home.backend.prompts) == 3
        home.clock.jump(25 * 3600)
        await home.say("one more")
        await home.settled()
        assert len(home.backend.prompts) == 4


async def test_a_burst_is_counted_at_the_usual_price_before_it_is_charged(tmp_path: Path) -> None:
    async with house(tmp_path, nemo_token=OPERATOR, reelay_chat_credits_per_day=100) as home:
        home.backend.will_run(*(paid(home, 40) for _ in range(6)))
        await home.say("video 0")
        await home.settled()
        for number in range(1, 6):
            await home.say(f"video {number}")
        await home.settled()
        assert len(home.backend.prompts) == 3  # 40 spent, two more at work at 40: the day's share


async def test_a_token_of_one_s_own_is_not_held_to_the_shared_quota(tmp_path: Path) -> None:
    async with house(tmp_path, nemo_token=OPERATOR, reelay_credits_per_day=10) as home:
        await home.say(command=("token", "nmv_usr_test-own"))
        await home.settled()
        home.backend.will_run(*(paid(home, 30) for _ in range(3)))
        for number in range(3):
            await home.say(f"video {number}")
            await home.settled()
        assert len(home.backend.prompts) == 3


async def test_without_a_credit_quota_no_balance_is_read_for_it(tmp_path: Path) -> None:
    async with house(tmp_path, nemo_token=OPERATOR) as home:
        await home.say("a sunset")
        await home.settled()
        assert home.backend.asked("credits") == []


# the circle


async def test_a_closed_circle_is_said_once_then_it_is_quiet(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_allowed="telegram:1") as home:
        await home.say("a sunset", chat=GROUP, person=BEN)
        await home.say("a sunset, please", chat=GROUP, person=BEN)
        await home.settled(GROUP)
        assert len(home.texts(DeliveryKind.NOTICE, chat=GROUP)) == 1
        assert home.backend.prompts == []
        await home.say("a sunset", chat=GROUP, person=ANA)
        await home.settled(GROUP)
        assert home.backend.prompts == ["a sunset"]


async def test_a_group_that_is_on_the_list_lets_its_people_in_there_only(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_allowed="telegram:-100", reelay_pairing="off") as home:
        await home.say("a sunset", chat=GROUP, person=BEN)
        await home.settled(GROUP)
        await home.say("a sunset", person=BEN)
        await home.settled()
        assert len(home.backend.prompts) == 1
        assert "closed circle" in notices(home)[0]


@pytest.mark.parametrize("command", ["credits", "projects", "token", "start", "settings", "link"])
async def test_no_command_gets_past_the_door(tmp_path: Path, command: str) -> None:
    async with house(tmp_path, reelay_allowed="telegram:1", reelay_pairing="off") as home:
        await home.say(command=(command, "nmv_usr_test-own" if command == "token" else ""), person=BEN)
        await home.settled()
        assert home.texts(DeliveryKind.ANSWER, DeliveryKind.RESULT, DeliveryKind.STATUS) == []
        assert home.backend.calls == []
        assert await home.reelay.store.projects.of(DM) == []


async def test_a_name_on_the_list_is_a_platform_s_not_everybody_s(tmp_path: Path) -> None:
    async with house(tmp_path, reelay_allowed="discord:1", reelay_pairing="off") as home:
        await home.say("a sunset")
        await home.settled()
        assert home.backend.prompts == []
