"""Files from Telegram: streamed, limited, and never by an address that leaves the process."""

from pathlib import Path

import pytest

from bots.telegram.failures import TelegramFileTooLarge
from core.errors import AttachmentTooLarge, AttachmentUnavailable
from core.locales import Speech
from core.model import Attachment, AttachmentSource
from tests.bots.telegram.bench import Bench, running
from tests.fakes.telegram_server import Clip, TelegramServer


async def received(bench: Bench, clip: Clip) -> Attachment:
    await bench.server.people.send(bench.server.people.user(), clip)
    return (await bench.intake.next()).attachments[0]


async def read(bench: Bench, attachment: Attachment) -> bytes:
    async with bench.messenger.open(attachment) as file:
        return b"".join([chunk async for chunk in file.chunks])


async def test_too_large_is_known_before_anything_is_asked(bench: Bench) -> None:
    attachment = Attachment("film.mp4", AttachmentSource.PLATFORM, "some-id", size=21 * 1024 * 1024)
    with pytest.raises(AttachmentTooLarge) as caught:
        await read(bench, attachment)
    assert bench.server.world.calls_of("getFile") == []
    told = Speech("en")(caught.value.sentence, **caught.value.fields())
    assert told.startswith("film.mp4 is 21 MB, and Telegram hands bots no file over 20 MB. Send me a link")


async def test_too_large_is_understood_from_telegrams_answer(bench: Bench) -> None:
    bench.server.world.download_limit = 5
    attachment = await received(bench, Clip("video", b"0123456789"))
    with pytest.raises(TelegramFileTooLarge):
        await read(bench, attachment)


async def test_a_download_that_breaks_off_is_no_file(bench: Bench) -> None:
    attachment = await received(bench, Clip("video", bytes(2_000_000), name="a.mp4"))
    bench.server.fail("download", "half")
    with pytest.raises(AttachmentUnavailable) as caught:
        await read(bench, attachment)
    assert bench.server.world.token not in f"{caught.value!r}{caught.value.__cause__!r}"
    assert len(await read(bench, attachment)) == 2_000_000


async def test_a_file_that_telegram_has_forgotten_is_unavailable(bench: Bench) -> None:
    with pytest.raises(AttachmentUnavailable):
        await read(bench, Attachment("a.mp4", AttachmentSource.PLATFORM, "fileid-0"))


async def test_an_address_that_answers_404_is_unavailable(bench: Bench) -> None:
    attachment = await received(bench, Clip("video"))
    bench.server.world.files = {}
    bench.server.fail("getFile", "none")
    with pytest.raises(AttachmentUnavailable):
        await read(bench, attachment)


async def test_a_local_server_hands_over_paths_of_the_shared_disk(server: TelegramServer, tmp_path: Path) -> None:
    server.world.local = True
    large = tmp_path / "large.mp4"
    large.write_bytes(bytes(range(256)) * 100_000)
    async with running(server, telegram_local_mode=True) as bench:
        attachment = await received(bench, Clip("video", path=str(large)))
        assert attachment.size is not None
        assert attachment.size > 20 * 1024 * 1024
        assert await read(bench, attachment) == large.read_bytes()


async def test_where_the_disk_is_not_shared_a_local_server_is_asked_over_http(server: TelegramServer) -> None:
    async with running(server, telegram_local_mode=True) as bench:
        attachment = await received(bench, Clip("video", b"over http"))
        assert await read(bench, attachment) == b"over http"


async def test_a_path_named_by_a_server_that_is_not_ours_opens_nothing_here(bench: Bench, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mine")
    attachment = await received(bench, Clip("video", path=str(secret)))
    bench.server.world.local = True  # the server now names absolute paths, the adapter does not expect them
    with pytest.raises(AttachmentUnavailable):
        await read(bench, attachment)
