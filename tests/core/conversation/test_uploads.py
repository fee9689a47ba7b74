"""Files: refused before a byte is sent, sent once each, batches with a video each, documents read for their words."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.conversation.handling.openings import OF_CLIPS, OF_PICTURES, OF_SOUND, openings
from core.conversation.requests import linked_files
from core.errors import BackendUnavailable, FileTooLarge, OutcomeUnknown, SessionUnknown, UnsupportedFileType
from core.model import Attachment, AttachmentSource, DeliveryKind, RepliedTo
from core.skills import load_skills
from tests.fakes.backend import FakeBackend
from tests.fakes.house import GROUP, House, house, local_file

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def photo(folder: Path, name: str = "a.png", caption: str = "") -> Attachment:
    file = local_file(folder / name, PNG)
    return Attachment(file.name, file.source, file.reference, "image/png", file.size, caption=caption)


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


@pytest.mark.parametrize("name", ["virus.exe", "sheet.xlsx"])
async def test_a_type_that_is_not_taken_is_refused_at_the_door(home: House, name: str) -> None:
    await home.say(files=[Attachment(name, AttachmentSource.PLATFORM, "x", None, 10)])
    await home.settled()
    assert "is not a file I can use" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.backend.calls == []


async def test_a_file_that_is_gone_has_to_be_sent_again_and_trying_again_is_not_offered(home: House) -> None:
    home.messenger.gone.add("x")
    await home.say(files=[Attachment("a.mp4", AttachmentSource.PLATFORM, "x", None, 10)])
    await home.settled()
    assert "a.mp4 is no longer where it was sent" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.buttons() == []


async def test_a_file_over_the_limit_is_refused_before_a_byte_is_sent(home: House) -> None:
    await home.say(files=[Attachment("big.mp4", AttachmentSource.PLATFORM, "x", None, 501 * 1024 * 1024)])
    await home.settled()
    assert "500 MB" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.backend.calls == []


async def test_content_that_belies_its_name_is_refused_after_it_was_fetched(home: House) -> None:
    home.messenger.files["h"] = b"<html>not a video</html>" * 20
    await home.say(files=[Attachment("clip.mp4", AttachmentSource.PLATFORM, "h", None, 480)])
    await home.settled()
    assert "is not a file I can use" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.backend.asked("upload_files") == []


async def test_of_several_files_the_good_ones_are_used_and_the_damaged_one_is_named(
    home: House, tmp_path: Path
) -> None:
    home.backend.will_fail("upload_files", UnsupportedFileType())
    await home.say(
        "a slideshow", files=[photo(tmp_path, "bad.png"), photo(tmp_path, "b.png"), photo(tmp_path, "c.png")]
    )
    await home.settled()
    [files] = home.backend.uploads.values()
    assert [file.filename for file in files] == ["b.png", "c.png"]
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert "cannot use bad.png" in notice
    assert "I go on without it" in notice
    assert home.backend.prompts == ["a slideshow"]


async def test_a_file_that_is_left_out_is_not_among_those_that_are_there(home: House, tmp_path: Path) -> None:
    home.messenger.gone.add("x")
    await home.say(files=[photo(tmp_path), Attachment("b.mp4", AttachmentSource.PLATFORM, "x", None, 10)])
    await home.settled()
    [told] = home.texts(DeliveryKind.RESULT)
    left_out, got = told.split("Got it:")
    assert "b.mp4 is no longer where it was sent" in left_out
    assert "• a.png" in got
    assert "b.mp4" not in got


async def test_files_that_can_be_seen_to_be_of_no_use_hold_up_no_others(home: House, tmp_path: Path) -> None:
    strange = [Attachment(name, AttachmentSource.PLATFORM, "x", None, 10) for name in ("a.heic", "b.heic", "c.xlsx")]
    await home.say("a slideshow", files=[strange[0], photo(tmp_path), *strange[1:]])
    await home.settled()
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert "• a.heic is not a file I can use. I take" in notice
    assert "• b.heic, c.xlsx: for the same reason" in notice
    assert len(home.backend.asked("upload_files")) == 1
    assert home.backend.prompts == ["a slideshow"]


async def test_where_not_one_of_several_files_can_be_used_nothing_is_run_and_all_are_named(
    home: House, tmp_path: Path
) -> None:
    home.backend.will_fail("upload_files", UnsupportedFileType(), FileTooLarge())
    await home.say("a slideshow", files=[photo(tmp_path, "a.png"), photo(tmp_path, "b.png")])
    await home.settled()
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert "None of these files can be used:" in notice
    assert "cannot use a.png" in notice
    assert "b.png is too large" in notice
    assert home.backend.prompts == []
    assert home.buttons() == []


async def test_trouble_that_is_not_the_files_own_ends_the_upload_and_a_second_try_sends_only_the_rest(
    home: House, tmp_path: Path
) -> None:
    await home.say(files=[photo(tmp_path, "first.png")])
    await home.settled()
    home.backend.will_fail("upload_files", UnsupportedFileType())
    broken = [BackendUnavailable(status=500)] * 2
    await home.say("a slideshow", files=[photo(tmp_path, name) for name in ("bad.png", "a.png", "b.png")])
    await home.until(lambda: len(home.backend.asked("upload_files")) == 3)
    home.backend.will_fail("upload_files", *broken)
    await home.settled()
    [(action, request)] = home.buttons()
    await home.say(command=(action, request))
    await home.settled()
    [files] = home.backend.uploads.values()
    assert [file.filename for file in files] == ["first.png", "a.png", "bad.png", "b.png"]
    assert home.backend.prompts == ["a slideshow"]


async def test_files_that_all_cannot_be_fetched_for_now_can_be_tried_again(home: House, tmp_path: Path) -> None:
    await home.say(files=[Attachment(name, AttachmentSource.PLATFORM, name, None, 77) for name in ("a.png", "b.png")])
    await home.settled()
    home.messenger.files = {"a.png": PNG.ljust(77), "b.png": PNG.ljust(77)}
    [(action, request)] = home.buttons()
    await home.say(command=(action, request))
    await home.settled()
    assert "Got it" in home.texts(DeliveryKind.RESULT)[0]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (UnsupportedFileType(), "cannot use a.png: it is damaged, or of a type that is not taken"),
        (FileTooLarge(), "too large for the video service"),
    ],
)
async def test_the_services_own_refusal_names_what_is_accepted(
    home: House, tmp_path: Path, error: Exception, sentence: str
) -> None:
    home.backend.will_fail("upload_files", error)
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    [notice] = home.texts(DeliveryKind.NOTICE)
    assert sentence in notice
    assert "PNG" in notice or "200 MB" in notice


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


async def test_the_limit_that_the_service_names_is_the_one_that_is_told(home: House, tmp_path: Path) -> None:
    home.backend.will_fail("upload_files", FileTooLarge(limit_mb=100))
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    assert "limit 100 MB" in home.texts(DeliveryKind.NOTICE)[0]


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


async def test_one_caption_for_an_album_is_one_instruction_for_all(home: House, tmp_path: Path) -> None:
    await home.say("a slideshow", files=[photo(tmp_path, "a.png")], album="x")
    await home.say(files=[photo(tmp_path, "b.png")], album="x")
    await home.settled()
    assert home.backend.prompts == ["a slideshow"]
    assert len(home.backend.asked("upload_files")) == 2


async def test_several_captions_are_a_batch_with_a_video_each(home: House, tmp_path: Path) -> None:
    await home.say("make it warm", files=[photo(tmp_path, "a.png")], album="x")
    await home.say("make it black and white", files=[photo(tmp_path, "b.png")], album="x")
    await home.settled()
    assert [prompt.splitlines()[0] for prompt in home.backend.prompts] == ["make it warm", "make it black and white"]
    assert "a.png" in home.backend.prompts[0]
    assert len(home.backend.asked("start_render")) == 2
    assert len(home.texts(DeliveryKind.RESULT)) == 2


async def test_an_album_is_kept_whole_across_a_restart(tmp_path: Path) -> None:
    backend = FakeBackend()
    async with house(tmp_path / "data", backend=backend) as first:
        await first.say("a slideshow", files=[photo(tmp_path, "a.png")], album="x")
        await first.say(files=[photo(tmp_path, "b.png")], album="x")
        await first.crash()
    async with house(tmp_path / "data", backend=backend) as second:
        await second.settled()
    assert len(backend.asked("upload_files")) == 2
    assert backend.prompts == ["a slideshow"]


async def test_the_rest_of_an_album_that_comes_after_a_long_crash_belongs_to_it(tmp_path: Path) -> None:
    backend, data = FakeBackend(), tmp_path / "data"
    first_part, second_part = photo(tmp_path, "a.png"), photo(tmp_path, "b.png")
    async with house(data, backend=backend) as first:
        await first.say("a slideshow", files=[first_part], album="x")
        await first.crash()
    with closing(sqlite3.connect(data / "reelay.db", isolation_level=None)) as connection:
        connection.execute("UPDATE inbox SET arrived_at = arrived_at - 3600000000")
    async with house(data, backend=backend) as second:
        await second.clock.advance(0.5)
        await second.say("a slideshow", files=[first_part], album="x")  # the platform repeats what was not confirmed
        await second.say(files=[second_part], album="x")
        await second.settled()
        assert len(second.texts(DeliveryKind.RESULT)) == 1
    assert len(backend.asked("upload_files")) == 2
    assert backend.prompts == ["a slideshow"]


async def test_a_document_becomes_the_prompt_and_is_not_uploaded(home: House, tmp_path: Path) -> None:
    await home.say(files=[local_file(tmp_path / "brief.txt", b"A calm ocean at night, 12 seconds.")])
    await home.settled()
    assert home.backend.prompts == ["A calm ocean at night, 12 seconds."]
    assert home.backend.asked("upload_files") == []


async def test_a_document_without_words_is_told(home: House, tmp_path: Path) -> None:
    await home.say(files=[local_file(tmp_path / "brief.txt", b"   \n\n ")])
    await home.settled()
    assert "no text in brief.txt" in home.texts(DeliveryKind.NOTICE)[0]


@pytest.mark.parametrize("words", ["cut www.example.com/my%20clip.mp4, please", "cut WWW.example.com/my%20clip.mp4"])
def test_an_address_without_its_scheme_is_one_too(words: str) -> None:
    text, [file] = linked_files(words, load_skills()["video-to-generator"])
    assert (file.name, file.reference.casefold()) == ("my clip.mp4", "https://www.example.com/my%20clip.mp4")
    assert "www" not in text


async def test_a_link_to_a_private_address_is_refused(home: House) -> None:
    await home.say("use http://127.0.0.1/clip.mp4 please")
    await home.settled()
    assert "cannot fetch that link" in home.texts(DeliveryKind.NOTICE)[0]
    assert home.backend.asked("upload_urls") == []


async def test_the_file_of_an_answered_message_is_used_when_the_bot_never_saw_it(home: House, tmp_path: Path) -> None:
    earlier = RepliedTo("m999", attachments=(photo(tmp_path),))
    await home.say("make a slideshow of this", chat=GROUP, replied_to=earlier)
    await home.settled(GROUP)
    assert len(home.backend.asked("upload_files")) == 1


async def test_the_file_of_an_answered_message_is_not_taken_twice(home: House, tmp_path: Path) -> None:
    file = photo(tmp_path)
    known = await home.say(files=[file])
    await home.settled()
    await home.say("make it warm", replied_to=RepliedTo(known, attachments=(file,)))
    await home.settled()
    assert len(home.backend.asked("upload_files")) == 1


async def test_words_that_only_hand_a_file_over_start_no_paid_run(home: House, tmp_path: Path) -> None:
    await home.say("here is the file to upload", files=[photo(tmp_path)])
    await home.settled()
    assert home.backend.prompts == []
    assert len(home.backend.asked("upload_files")) == 1


async def test_a_document_that_is_too_long_is_read_from_its_beginning_and_that_is_said(
    home: House, tmp_path: Path
) -> None:
    await home.say(files=[local_file(tmp_path / "brief.txt", b"A sunset over the sea. " * 2000)])
    await home.settled()
    assert "longer than I can read" in home.texts(DeliveryKind.RESULT)[0]
