"""Files that people send: streamed, asked for anew when their address is over, and handed on by address."""

from pathlib import Path

import pytest

from core.errors import AttachmentGone, AttachmentUnavailable
from core.model import Attachment
from tests.bots.discord.line import Line, line_on

CONTENT = bytes(range(256)) * 3000


async def sent(line: Line) -> Attachment:
    inbox = line.world.inbox_of(line.alice)
    await line.discord.acts.write(line.alice, inbox, "use this", files=(("a.mp4", CONTENT, "video/mp4"),))
    return (await line.got()).attachments[0]


async def read(line: Line, attachment: Attachment) -> bytes:
    async with line.platform.messenger.open(attachment) as file:
        assert (file.name, file.size, file.media_type) == ("a.mp4", len(CONTENT), "video/mp4")
        return b"".join([chunk async for chunk in file.chunks])


async def test_a_file_is_streamed_as_it_is(line: Line) -> None:
    assert await read(line, await sent(line)) == CONTENT


async def test_an_address_that_is_over_is_asked_for_anew(line: Line) -> None:
    attachment = await sent(line)
    line.world.advance(25 * 3600)
    assert await read(line, attachment) == CONTENT
    assert await line.platform.messenger.public_url(attachment) != await first_address(attachment)


async def first_address(attachment: Attachment) -> str:
    import json

    return str(json.loads(attachment.reference)["url"])


async def test_a_file_whose_message_is_gone_is_told_by_name(line: Line) -> None:
    attachment = await sent(line)
    line.world.advance(25 * 3600)
    line.world.messages.clear()
    with pytest.raises(AttachmentGone) as refused:
        async with line.platform.messenger.open(attachment):
            pass
    assert refused.value.fields()["name"] == "a.mp4"
    assert await line.platform.messenger.public_url(attachment) is None


async def test_a_file_of_a_command_can_be_read_too(line: Line) -> None:
    await line.discord.acts.slash(
        line.alice, line.channel, "reel upload", files={"file1": ("a.mp4", CONTENT, "video/mp4")}
    )
    assert await read(line, (await line.got()).attachments[0]) == CONTENT


async def test_a_file_of_a_command_that_waited_for_longer_than_a_day_has_to_be_sent_again(line: Line) -> None:
    await line.discord.acts.slash(
        line.alice, line.channel, "reel upload", files={"file1": ("a.mp4", CONTENT, "video/mp4")}
    )
    attachment = (await line.got()).attachments[0]
    line.world.advance(25 * 3600)
    assert await line.platform.messenger.public_url(attachment) is None
    with pytest.raises(AttachmentGone, match="command") as refused:
        async with line.platform.messenger.open(attachment):
            pass
    assert "send it again" in refused.value.sentence


async def test_while_discord_does_not_answer_a_file_may_still_be_there(line: Line) -> None:
    attachment = await sent(line)
    line.world.advance(25 * 3600)
    line.discord.fail("GET", "/channels/.*/messages/", retry_after=60.0, times=2)
    assert await line.platform.messenger.public_url(attachment) is None
    with pytest.raises(AttachmentUnavailable):
        async with line.platform.messenger.open(attachment):
            pass
    assert await read(line, attachment) == CONTENT


async def test_the_backend_may_have_the_address(line: Line) -> None:
    attachment = await sent(line)
    address = await line.platform.messenger.public_url(attachment)
    assert address is not None
    assert address.startswith(line.discord.url)


async def test_an_address_without_tls_is_not_handed_on(tmp_path: Path) -> None:
    async with line_on(tmp_path, reelay_allow_private_urls=False) as line:
        assert await line.platform.messenger.public_url(await sent(line)) is None


async def test_a_storage_that_breaks_off_is_told(line: Line) -> None:
    attachment = await sent(line)
    await line.discord.stop()
    with pytest.raises(AttachmentUnavailable):
        async with line.platform.messenger.open(attachment):
            pass
