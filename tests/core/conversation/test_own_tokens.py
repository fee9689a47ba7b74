"""A token of one's own: kept encrypted, used where it was given, taken out of sight, and refused where others read it."""

from pathlib import Path

from core.errors import TokenAllowanceExhausted
from core.model import DeliveryKind
from tests.fakes.house import DM, GROUP, House, house
from tests.fakes.messenger import FakeMessenger

TOKEN = "nmv_usr_test-own"


async def test_a_token_is_kept_encrypted_used_here_only_and_its_message_taken_away(home: House, tmp_path: Path) -> None:
    number = await home.say(command=("token", TOKEN))
    await home.settled()
    assert [ref.message_id for ref in home.messenger.deleted] == [number]
    await home.say("a sunset")
    await home.say("a sunset", chat=GROUP)
    await home.settled()
    await home.settled(GROUP)
    tokens = {call.access.token for call in home.backend.asked("run") if call.access is not None}
    assert tokens == {TOKEN, home.backend.token}
    assert not any(TOKEN in text for text in home.texts())
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("reelay.db*"))
    assert TOKEN.encode() not in stored


async def test_a_token_in_a_group_is_not_kept(home: House) -> None:
    await home.say(command=("token", TOKEN), chat=GROUP)
    await home.settled(GROUP)
    assert home.messenger.deleted
    assert await home.reelay.store.credentials.own_token(GROUP) is None
    assert "delete it yourself" not in home.texts(chat=GROUP)[0]


async def test_a_token_that_a_whole_group_could_read_is_not_kept_where_there_is_a_form_for_it_either(
    tmp_path: Path,
) -> None:
    messenger = FakeMessenger("telegram", private_answers=True)
    async with house(tmp_path, messenger=messenger) as home:
        await home.say(f"my token is {TOKEN}", chat=GROUP)
        await home.settled(GROUP)
        assert "/token only, which nobody else sees" in home.texts(chat=GROUP)[0]
        assert await home.reelay.store.credentials.own_token(GROUP) is None


async def test_people_are_asked_to_delete_a_token_that_the_bot_may_not(home: House) -> None:
    home.messenger.may_delete = False
    for chat in (DM, GROUP):
        await home.say(command=("token", TOKEN), chat=chat)
        await home.settled(chat)
        assert "delete it yourself" in home.texts(chat=chat)[0]


async def test_a_group_where_everybody_would_read_it_is_not_told_to_give_a_token(home: House) -> None:
    await home.say(command=("help", ""), chat=GROUP)
    await home.settled(GROUP)
    assert "/token" not in home.texts(chat=GROUP)[0]


async def test_an_exhausted_allowance_is_told_with_the_choices(home: House) -> None:
    home.backend.will_fail("anonymous_token", TokenAllowanceExhausted())
    await home.say("a sunset")
    await home.settled()
    notice = home.texts(DeliveryKind.NOTICE)[0]
    assert "/token" in notice
    assert "operator" in notice
