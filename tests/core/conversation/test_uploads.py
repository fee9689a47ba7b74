"""Files: taken in, asked about or used with the words that came with them, and sent once each whatever happens."""

from pathlib import Path

import pytest

from core.conversation.handling.openings import OF_CLIPS, OF_PICTURES, OF_SOUND, openings
from core.errors import BackendUnavailable, OutcomeUnknown, SessionUnknown
from core.model import DeliveryKind
from core.skills import load_skills
from tests.core.conversation.conftest import photo
from tests.fakes.backend import FakeBackend
from tests.fakes.house import House, house


async def test_a_file_alone_is_taken_in_and_asked_about(home: House, tmp_path: Path) -> None:
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    [names] = [[part.name for part in call.arguments["parts"]] for call in home.backend.asked("upload_files")]
    assert names == ["a.png"]
    [told] = home.texts(DeliveryKind.RESULT)
    assert "Got it" in told
    assert home.backend.prompts == []


@pytest.mark.parametrize(
    ("types", "offered"),
    [
        ({"image"}, OF_PICTURES),
        ({"audio"}, OF_SOUND),
        ({"video", "audio"}, OF_CLIPS),
        ({"image", "video"}, (*OF_CLIPS, *OF_PICTURES)),
    ],
)
def test_what_could_be_made_suits_the_files(types: set[str], offered: tuple[str, ...]) -> None:
    skill = load_skills()["video-to-generator"]
    assert openings(types, skill, has_film=False) == offered
    assert openings(types, skill, has_film=True) == openings({""}, skill, has_film=False) == skill.next_steps[:3]


async def test_a_photo_alone_is_offered_to_become_a_slideshow_and_later_to_join_the_film(
    home: House, tmp_path: Path
) -> None:
    for answer in (True, False):
        await home.say(files=[photo(tmp_path)])
        await home.settled()
        assert ("slideshow of my photos" in home.texts(DeliveryKind.RESULT)[-1]) is answer
        await home.say("a slideshow")
        await home.settled()


async def test_words_that_only_hand_a_file_over_start_no_paid_run(home: House, tmp_path: Path) -> None:
    await home.say("here is the file to upload", files=[photo(tmp_path)])
    await home.settled()
    assert home.backend.prompts == []
    assert len(home.backend.asked("upload_files")) == 1


async def test_files_with_words_are_one_request_in_order(home: House, tmp_path: Path) -> None:
    await home.say("a slideshow of these", files=[photo(tmp_path, "a.png"), photo(tmp_path, "b.png")])
    await home.settled()
    assert [call.name for call in home.backend.calls if call.name in ("upload_files", "run", "start_render")] == [
        "upload_files",
        "upload_files",
        "run",
        "start_render",
    ]
    assert len(home.texts(DeliveryKind.STATUS)) == 1
    assert len(home.texts(DeliveryKind.RESULT)) == 1


async def test_an_upload_whose_answer_was_lost_is_not_doubled(home: House, tmp_path: Path) -> None:
    home.backend.will_fail("upload_files", OutcomeUnknown(), arrives=True)
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    assert len(home.backend.asked("upload_files")) == 1
    assert home.texts(DeliveryKind.RESULT)


@pytest.mark.parametrize(
    "lost", [OutcomeUnknown(), BackendUnavailable(status=500)], ids=["no answer", "broken service"]
)
async def test_an_upload_that_did_not_arrive_is_sent_again(home: House, tmp_path: Path, lost: Exception) -> None:
    home.backend.will_fail("upload_files", lost)
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    assert len(home.backend.asked("upload_files")) == 2
    assert home.texts(DeliveryKind.RESULT)


async def test_an_upload_into_a_session_that_is_gone_goes_into_a_new_one(home: House, tmp_path: Path) -> None:
    home.backend.will_fail("upload_files", SessionUnknown(code=1002))
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    assert [call.arguments["session_id"] for call in home.backend.asked("upload_files")] == ["s-1", "s-2"]
    assert home.texts(DeliveryKind.RESULT)


async def test_a_session_that_is_lost_with_files_in_it_is_told(home: House, tmp_path: Path) -> None:
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    home.backend.will_fail("upload_files", SessionUnknown(code=1002))
    await home.say(files=[photo(tmp_path, "b.png")])
    await home.settled()
    assert "starts afresh" in home.texts(DeliveryKind.NOTICE)[0]
    assert len(home.backend.asked("create_session")) == 2


async def test_a_crash_between_sending_and_writing_down_does_not_double_the_file(tmp_path: Path) -> None:
    backend = FakeBackend()
    async with house(tmp_path / "data", backend=backend) as first:
        await first.say(files=[photo(tmp_path)])
        await first.until(lambda: bool(backend.asked("upload_files")))
        await first.crash()
    async with house(tmp_path / "data", backend=backend, messenger=first.messenger) as second:
        await second.settled()
        assert sum(len(files) for files in backend.uploads.values()) == 1
        assert len(second.texts(DeliveryKind.RESULT)) == 1
