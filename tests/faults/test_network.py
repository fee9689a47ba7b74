"""The network between the bot and the video service breaks: what the chat sees, and what the service was asked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.model import ConversationKey, DeliveryKind, Person
from studio.config import Allowances
from tests.fakes.fault_proxy import Fault, FaultProxy
from tests.fakes.house import DM, House, local_file
from tests.fakes.studio_server import Nemo, studio_at
from tests.fakes.wired import wired_house

AWAY = "cannot be reached right now. Nothing was sent or charged; your request waits"


@pytest.fixture
async def nemo(tmp_path: Path) -> AsyncIterator[Nemo]:
    async with studio_at(tmp_path / "studio", rehearse="none") as studio:
        yield studio


@pytest.fixture
async def proxy(nemo: Nemo) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(nemo.url) as proxy:
        yield proxy


@pytest.fixture
async def home(tmp_path: Path, proxy: FaultProxy) -> AsyncIterator[House]:
    async with wired_house(tmp_path, proxy.url) as home:
        yield home


async def rehearse(nemo: Nemo, rules: str) -> None:
    answer = await nemo.http.put("/rehearsal", json=rules)
    assert answer.json()["code"] == 0, answer.text


async def runs(nemo: Nemo) -> list[str]:
    return [entry["result"] for entry in await nemo.books() if entry["call"] == "run"]


def shown(home: House) -> str:
    """Everything the chat showed so far, statuses with their edits too."""
    edits = [content.text.plain for _, content in home.messenger.edits]
    return "\n".join([*home.texts(*DeliveryKind), *edits])


def videos(home: House) -> int:
    return sum("Your video is ready" in text for text in home.texts(DeliveryKind.RESULT))


async def test_a_refused_connection_makes_the_request_wait_and_the_chat_know_why(
    home: House, nemo: Nemo, proxy: FaultProxy
) -> None:
    await proxy.down()
    await home.say("title One")
    await home.until(lambda: AWAY in shown(home))
    assert await runs(nemo) == []
    await proxy.up()
    await home.settled()
    assert len(await runs(nemo)) == 1
    assert videos(home) == 1
    assert home.texts(DeliveryKind.NOTICE) == []


async def test_a_waiting_request_can_be_stopped(home: House, nemo: Nemo, proxy: FaultProxy) -> None:
    await proxy.down()
    await home.say("title One")
    await home.until(lambda: AWAY in shown(home))
    await home.say("stop")
    await home.settled()
    assert "Cancelled" in shown(home)
    await proxy.up()
    await home.say("title Two")
    await home.settled()
    assert [entry["text"] for entry in await nemo.books() if entry["call"] == "run"] == ["title Two"]


async def test_an_outage_between_the_edit_and_its_export_is_sat_out(home: House, nemo: Nemo, proxy: FaultProxy) -> None:
    proxy.fault = Fault("/run_sse", drip=50)
    await home.say("title One")
    await home.until(lambda: proxy.seen["POST /run_sse"] == 1)
    proxy.fault = Fault("/api/render", cut_after=0, reset=True, times=2)
    await home.settled()
    assert videos(home) == 1
    assert len(await runs(nemo)) == 1


async def test_a_name_that_cannot_be_resolved_is_an_outage_too(tmp_path: Path) -> None:
    async with wired_house(tmp_path, "http://video.invalid:8080") as home:
        await home.say("title One")
        await home.until(lambda: AWAY in shown(home))
        await home.say("stop")
        await home.settled()
        assert "Cancelled" in shown(home)


async def test_server_errors_of_harmless_calls_are_repeated_unseen(home: House, nemo: Nemo) -> None:
    await rehearse(nemo, "503:token@1;502:state@1;500:state@3;503:poll@1,2;503:credits@1")
    await home.say("title One")
    await home.settled()
    await home.say("credits")
    await home.settled()
    assert videos(home) == 1
    assert "credits" in home.texts()[-1]
    assert home.texts(DeliveryKind.NOTICE) == []
    assert len(await runs(nemo)) == 1


async def test_a_server_error_of_the_run_itself_is_told_and_repeated_by_a_person_only(home: House, nemo: Nemo) -> None:
    await rehearse(nemo, "503:run@1")
    await home.say("title One")
    await home.settled()
    assert len(await runs(nemo)) == 1
    assert "has a problem of its own right now" in shown(home)
    [(action, request)] = home.buttons()
    await home.say(command=(action, request))
    await home.settled()
    assert len(await runs(nemo)) == 2
    assert videos(home) == 1


async def test_too_many_calls_are_waited_out_once(home: House, nemo: Nemo) -> None:
    await rehearse(nemo, "429:run@1")
    await home.say("title One")
    await home.settled()
    assert "is busy right now" in shown(home)
    assert len(await runs(nemo)) == 2
    assert videos(home) == 1


async def test_slow_bytes_only_take_longer(home: House, nemo: Nemo, proxy: FaultProxy) -> None:
    proxy.fault = Fault("", drip=11)
    await home.say("title One")
    await home.settled()
    assert videos(home) == 1
    assert len(await runs(nemo)) == 1


async def test_broken_frames_and_answers_are_stepped_over(home: House, nemo: Nemo) -> None:
    await rehearse(nemo, "malformed:run:1;malformed:state@1;malformed:poll@1;malformed:credits@1")
    await home.say("title One")
    await home.settled()
    assert videos(home) == 1
    assert "Added the title" in shown(home)
    assert "<html>" not in shown(home)


@pytest.mark.parametrize("bytes_before", [0, 40, 400])
async def test_a_half_open_stream_is_given_up_and_the_state_asked(
    tmp_path: Path, nemo: Nemo, proxy: FaultProxy, bytes_before: int
) -> None:
    async with wired_house(tmp_path, proxy.url, speed=600) as home:
        proxy.fault = Fault("/run_sse", hold_after=bytes_before)
        await home.say("title One")
        await home.settled()
        assert len(await runs(nemo)) == 1
        assert proxy.seen["POST /run_sse"] == 1
        assert len(home.texts(DeliveryKind.RESULT, DeliveryKind.NOTICE)) == 1


async def test_an_upload_cut_off_on_its_way_back_is_not_doubled(
    home: House, nemo: Nemo, proxy: FaultProxy, tmp_path: Path
) -> None:
    proxy.fault = Fault("/api/upload-video", cut_after=10, times=1)
    clip = local_file(tmp_path / "beach.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(4000))
    await home.say("", files=[clip])
    await home.settled()
    uploads = [entry for entry in await nemo.books() if entry["call"] == "upload"]
    project = await home.reelay.store.projects.active(DM)
    assert project is not None
    assert len(uploads) == 1
    assert len(home.texts(DeliveryKind.RESULT, DeliveryKind.NOTICE)) == 1


async def test_a_look_that_waits_says_why_once_and_can_be_stopped(home: House, proxy: FaultProxy) -> None:
    await proxy.down()
    await home.say("credits")
    await home.until(lambda: AWAY in shown(home))
    await home.clock.advance(30)
    assert len(home.texts(DeliveryKind.NOTICE)) == 1
    await home.say("stop")
    await home.settled()
    assert not any("credits available" in text for text in home.texts())


async def test_twenty_chats_that_wait_ask_a_handful_of_times_and_are_all_served(tmp_path: Path) -> None:
    allowances = Allowances(tokens_per_address=100)
    async with (
        studio_at(tmp_path / "studio", allowances=allowances) as nemo,
        FaultProxy(nemo.url) as proxy,
        wired_house(tmp_path, proxy.url, speed=20) as home,
    ):
        places = [ConversationKey("telegram", f"{1000 + number}") for number in range(20)]
        proxy.fault = Fault("", cut_after=0)
        await home.say("credits", chat=places[0], person=Person("telegram", "999", "First"))
        await home.until(lambda: home.reelay.breaker.open)
        proxy.seen.clear()
        for number, place in enumerate(places[1:]):
            await home.say("credits", chat=place, person=Person("telegram", place.chat_id, f"P{number}"))
        await home.clock.advance(10)
        assert proxy.seen.total() <= 6
        proxy.fault = None
        for place in places:
            await home.settled(place)
        assert [place for place in places if "credits available" not in home.texts(chat=place)[-1]] == []
