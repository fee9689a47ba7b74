"""Nothing of one conversation works in another: ids, buttons, links, files, tokens, settings."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import RunFailed
from core.model import ConversationKey, DeliveryKind
from core.ports import Store
from tests.fakes.backend import FakeRun, draft_of
from tests.fakes.house import ANA, BEN, DM, GROUP, House, house, local_file

TOPIC = ConversationKey("telegram", "-100", "5")
NAMESAKE = ConversationKey("telegram", "70")
OTHERS = [GROUP, TOPIC, NAMESAKE]


@pytest.fixture(params=OTHERS, ids=str)
def other(request: pytest.FixtureRequest) -> ConversationKey:
    place: ConversationKey = request.param
    return place


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[House]:
    """A house in which Ana has made a video in her own chat."""
    async with house(tmp_path) as home:
        await home.say("a sunset")
        await home.settled()
        yield home


async def ask(home: House, place: ConversationKey, word: str, argument: str = "") -> str:
    """Say a command in another conversation; everything that is answered there."""
    await home.say(command=(word, argument), chat=place)
    await home.settled(place)
    return "\n".join(home.texts(*DeliveryKind, chat=place))


async def project_id(store: Store, place: ConversationKey) -> int:
    [project] = await store.projects.of(place)
    return project.id


async def test_a_project_cannot_be_opened_from_elsewhere(made: House, other: ConversationKey) -> None:
    number = await project_id(made.reelay.store, DM)
    assert "no such project" in await ask(made, other, "projects", str(number))
    assert await made.reelay.store.projects.active(other) is None


async def test_a_version_s_number_means_the_asking_conversation_s_own(made: House, other: ConversationKey) -> None:
    exports = len(made.backend.asked("start_render"))
    assert "nothing on the timeline" in await ask(made, other, "export", "1")
    await made.say(command=("new", "Empty"), chat=other)
    assert "no version 1" in await ask(made, other, "export", "1")
    assert len(made.backend.asked("start_render")) == exports


async def test_history_timeline_status_and_link_show_nothing_of_another(made: House, other: ConversationKey) -> None:
    for word in ("history", "timeline", "status", "link", "projects"):
        assert "sunset" not in await ask(made, other, word)
    assert made.backend.asked("claim_link") == []


async def test_a_request_cannot_be_stopped_from_elsewhere_by_anybody(made: House, other: ConversationKey) -> None:
    gate = asyncio.Event()
    made.backend.will_run(FakeRun(gate=gate, draft=draft_of("shorter")))
    await made.say("make it shorter")
    await made.until_running()
    request = await made.reelay.store.jobs.last_request(DM)
    assert request is not None
    assert "Nothing of yours" in await ask(made, other, "cancel", request)
    assert "Nothing of yours" in await ask(made, other, "cancel")
    gate.set()
    await made.settled()
    assert made.backend.prompts[-1] == "make it shorter"
    assert len(made.texts(DeliveryKind.RESULT)) == 2


async def test_what_failed_cannot_be_tried_again_from_elsewhere(made: House, other: ConversationKey) -> None:
    made.backend.will_run(FakeRun(cut=RunFailed(detail="no")))
    await made.say("make it shorter")
    await made.settled()
    [(action, request)] = made.buttons()
    assert action == "retry"
    prompts = list(made.backend.prompts)
    assert "nothing to try again" in await ask(made, other, "retry", request)
    assert made.backend.prompts == prompts


async def test_words_cannot_be_run_from_elsewhere(made: House, other: ConversationKey) -> None:
    await made.say("a blue sunset", edited=True)
    await made.settled()
    [(action, row)] = made.buttons()
    prompts = list(made.backend.prompts)
    assert "no longer have" in await ask(made, other, action, row)
    assert made.backend.prompts == prompts


async def test_files_land_in_their_own_conversation_s_session_only(
    made: House, other: ConversationKey, tmp_path: Path
) -> None:
    clip = local_file(tmp_path / "clip.txt", b"unused")
    await made.say("what a beach", files=[clip], chat=other, person=BEN)
    await made.settled(other)
    sessions = {project.session_id for project in await made.reelay.store.projects.of(other)}
    mine = {project.session_id for project in await made.reelay.store.projects.of(DM)}
    assert not sessions & mine
    assert all("what a beach" not in prompt for prompt in made.backend.prompts[:1])


async def test_each_chat_has_a_client_id_of_its_own_and_a_group_s_topics_share_theirs(made: House) -> None:
    ids = {}
    for place in (DM, GROUP, TOPIC, NAMESAKE):
        await made.say("an ocean", chat=place)
        await made.settled(place)
        run = made.backend.asked("run")[-1]
        assert run.access is not None
        ids[place] = run.access.client_id
    assert ids[GROUP] == ids[TOPIC]
    assert len(set(ids.values())) == 3


async def test_a_token_serves_the_chat_it_was_given_in(made: House) -> None:
    await made.say(command=("token", "nmv_usr_test-own"))
    await made.settled()
    for place in (NAMESAKE, GROUP, TOPIC):
        await made.say("an ocean", chat=place)
        await made.settled(place)
        used = made.backend.asked("run")[-1].access
        assert used is not None
        assert used.token == made.backend.token
    await made.say("an ocean")
    await made.settled()
    last = made.backend.asked("run")[-1].access
    assert last is not None
    assert last.token == "nmv_usr_test-own"


async def test_settings_language_and_skill_stay_where_they_were_chosen(made: House, other: ConversationKey) -> None:
    for word, argument in (("language", "de"), ("skill", "video-to-generator"), ("settings", "auto_export off")):
        await made.say(command=(word, argument), person=ANA)
    await made.settled()
    kept = await made.reelay.store.conversations.get(other)
    assert (kept.language, kept.skill, kept.auto_export) == (None, None, None)


@pytest.mark.parametrize("word", ["projects", "export", "run_edited", "retry", "cancel"])
async def test_an_id_that_is_none_is_answered_and_breaks_nothing(made: House, word: str) -> None:
    for argument in ("²", "٣", "9" * 30, "9" * 5000, "-1", "1.0", "0x1", "r1.1'; DROP TABLE jobs; --", "\x00", "r"):
        answer = await ask(made, DM, word, argument)
        assert "Something went wrong" not in answer
