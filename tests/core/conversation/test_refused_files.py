"""Files that cannot be used: refused as early as can be, named with the reason, and the good ones go on without them."""

from pathlib import Path

import pytest

from core.errors import BackendUnavailable, FileTooLarge, UnsupportedFileType
from core.model import Attachment, AttachmentSource, DeliveryKind
from tests.core.conversation.conftest import PNG, photo
from tests.fakes.house import House


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


async def test_the_limit_that_the_service_names_is_the_one_that_is_told(home: House, tmp_path: Path) -> None:
    home.backend.will_fail("upload_files", FileTooLarge(limit_mb=100))
    await home.say(files=[photo(tmp_path)])
    await home.settled()
    assert "limit 100 MB" in home.texts(DeliveryKind.NOTICE)[0]


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
