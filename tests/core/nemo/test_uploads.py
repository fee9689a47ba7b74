"""Uploads: what is on the wire, what is read back, and that size costs no memory."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import MultipartReader, StreamReader
from aiohttp.base_protocol import BaseProtocol

from core.errors import AttachmentUnavailable, FileTooLarge
from core.model import UploadedFile
from core.nemo import NemoClient
from core.ports import UploadPart
from tests.core.nemo.conftest import ACCESS, SKILL
from tests.fakes.nemo_server import Asked, NemoServer, Reply

UPLOAD = "POST /api/upload-video/nemo_agent/me/s-1"


def accepted(**more: Any) -> Reply:
    file = {"filename": "a.mp4", "file_type": "video", "cdn_url": "https://cdn.test/a", "duration": 1.5, "width": 1920,
            "height": 1080, "fps": 29.97, "hash": "h", **more}  # fmt: skip
    return Reply(json={"code": 0, "data": {"files": [file], "session_state_applied": True}})


async def parts_of(asked: Asked) -> list[tuple[str | None, str | None, str, bytes]]:
    """Field name, file name, type and content of each part, as an independent reader sees them."""
    stream = StreamReader(BaseProtocol(asyncio.get_running_loop()), 1 << 24, loop=asyncio.get_running_loop())
    stream.feed_data(asked.body)
    stream.feed_eof()
    found = []
    async for part in MultipartReader({"Content-Type": asked.headers["Content-Type"]}, stream):
        assert not isinstance(part, MultipartReader)
        assert part is not None
        found.append((part.name, part.filename, part.headers["Content-Type"], bytes(await part.read())))
    return found


async def test_files_arrive_whole_and_in_order_under_one_field(
    client: NemoClient, server: NemoServer, tmp_path: Path
) -> None:
    contents = {"a.mp4": b"\x00video\r\n--x", "b.png": os.urandom(300_000), "empty.wav": b""}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    server.on(UPLOAD, accepted())
    types = ("video/mp4", "image/png", "audio/wav")
    parts = [UploadPart(tmp_path / name, name, kind) for name, kind in zip(contents, types, strict=True)]
    files = await client.upload_files(ACCESS, SKILL, "s-1", parts)
    (asked,) = server.books
    assert int(asked.headers["Content-Length"]) == asked.size
    assert "Transfer-Encoding" not in asked.headers
    assert await parts_of(asked) == [
        ("files", name, kind, content) for (name, content), kind in zip(contents.items(), types, strict=True)
    ]
    assert files == (UploadedFile("a.mp4", "video", "https://cdn.test/a", 1.5, 1920, 1080, 29.97, "h"),)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("视频 🎬.mp4", "视频 🎬.mp4"),
        ('say "hi".mp4', "say %22hi%22.mp4"),
        ("a\r\nContent-Type: evil.mp4", "a%0D%0AContent-Type: evil.mp4"),
        ("../../etc/passwd", "passwd"),
        ("..\\windows\\clip.mp4", "clip.mp4"),
        ("tab\there.mp4", "tabhere.mp4"),
        ("", "file"),
    ],
)
async def test_any_file_name_arrives_without_breaking_out_of_its_header(
    client: NemoClient, server: NemoServer, tmp_path: Path, name: str, sent: str
) -> None:
    (tmp_path / "f").write_bytes(b"x")
    server.on(UPLOAD, accepted())
    await client.upload_files(ACCESS, SKILL, "s-1", [UploadPart(tmp_path / "f", name, "video/mp4")])
    head = server.books[0].body.split(b"\r\n\r\n")[0].decode()
    assert f'filename="{sent}"' in head
    assert len(head.split("\r\n")) == 3


async def test_addresses_are_handed_over_as_json(client: NemoClient, server: NemoServer) -> None:
    server.on(UPLOAD, accepted(duration=None, width="1280"))
    (file,) = await client.upload_urls(ACCESS, SKILL, "s-1", ["https://cdn.test/a.mp4"])
    assert server.books[0].json == {"urls": ["https://cdn.test/a.mp4"], "source_type": "url"}
    assert (file.duration, file.width) == (None, 1280)


@pytest.mark.parametrize(
    "data",
    [[{"filename": "b.mp3"}], {"files": [{"file_name": "b.mp3", "type": "audio/mpeg"}, "odd", None]},
     {"files": {"name": "b.mp3"}}, {"filename": "b.mp3"}],
)  # fmt: skip
async def test_the_answer_is_read_in_every_shape(client: NemoClient, server: NemoServer, data: Any) -> None:
    server.on(UPLOAD, Reply(json={"code": 0, "data": data}))
    assert await client.upload_urls(ACCESS, SKILL, "s-1", ["u"]) == (UploadedFile("b.mp3", "audio"),)


async def test_a_file_that_is_gone_is_named_and_nothing_is_sent(
    client: NemoClient, server: NemoServer, tmp_path: Path
) -> None:
    with pytest.raises(AttachmentUnavailable) as caught:
        await client.upload_files(ACCESS, SKILL, "s-1", [UploadPart(tmp_path / "no", "my.mp4", "video/mp4")])
    assert caught.value.fields()["name"] == "my.mp4"
    assert not server.books


async def test_a_refusal_in_the_middle_of_an_upload_is_heard(
    client: NemoClient, server: NemoServer, tmp_path: Path
) -> None:
    (tmp_path / "f").write_bytes(b"x" * 1000)
    server.on(UPLOAD, Reply(413, json={"code": 4002, "message": "max 200MB"}))
    with pytest.raises(FileTooLarge):
        await client.upload_files(ACCESS, SKILL, "s-1", [UploadPart(tmp_path / "f", "f.mp4", "video/mp4")])


MEASURE = """
import asyncio, json, pathlib, resource, sys
from core.clock import SystemClock
from core.http import HttpPool
from core.model import Access, Attribution, TokenSource
from core.nemo import NemoClient
from core.ports import UploadPart

async def main(url, path):
    access, skill = Access("nmv_usr_test-token", TokenSource.OWN), Attribution("s", "1", "console")
    async with HttpPool() as http:
        client = NemoClient(url, "https://web.test", http, SystemClock())
        small = pathlib.Path(path).with_name("small")
        await client.upload_files(access, skill, "s-1", [UploadPart(small, "s.mp4", "video/mp4")])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        await client.upload_files(access, skill, "s-1", [UploadPart(pathlib.Path(path), "f.mp4", "video/mp4")])
        print(json.dumps((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.heavy
async def test_a_large_file_costs_no_memory(server: NemoServer, tmp_path: Path) -> None:
    size = 64 * 1024 * 1024
    (tmp_path / "small").write_bytes(b"x")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(size)
    server.on(UPLOAD, accepted())
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MEASURE, server.url, str(tmp_path / "large"), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    assert json.loads(output) < 8  # MB
    assert server.books[-1].size > size
