"""Uploads by form and by address."""

import asyncio
import gzip
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from studio.config import MEBIBYTE, Allowances
from tests.fakes.studio_server import Nemo, studio_at

SMALL = Allowances(file_bytes=MEBIBYTE, files_at_once=3)


def incoming(nemo: Nemo) -> list[str]:
    return sorted(path.name for folder in ("incoming", "media") for path in (nemo.data / folder).iterdir())


async def test_several_files_of_one_form_are_all_kept(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4000
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        answer = await nemo.upload(headers, session, ("a.mp4", content), ("../../b.MOV", b"second"))
        files = answer.json()["data"]["files"]
        fetched = await nemo.http.get(files[0]["cdn_url"])
        part = await nemo.http.get(files[0]["cdn_url"], headers={"Range": "bytes=10-19"})
    assert answer.json()["data"]["session_state_applied"] is True
    assert [file["filename"] for file in files] == ["a.mp4", "b.MOV"]
    assert files[0]["hash"] == hashlib.sha256(content).hexdigest()
    assert (files[0]["file_type"], files[0]["duration"], files[0]["width"]) == ("video", 2.0, 640)
    assert fetched.content == content
    assert (part.status_code, part.content) == (206, content[10:20])


@pytest.mark.parametrize("name", ["семья на море.mp4", "a?b#c%20d.mp4", "..mp4", "x" * 300 + ".mp4", "100%.mp4"])
async def test_a_file_of_any_name_can_be_fetched_by_its_address(tmp_path: Path, name: str) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        file = (await nemo.upload(headers, session, (name, b"content"))).json()["data"]["files"][0]
        fetched = await nemo.http.get(file["cdn_url"])
    assert fetched.content == b"content"
    assert file["filename"].endswith(".mp4")


async def test_an_uploaded_file_can_be_edited_with(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        files = (await nemo.upload(headers, session, ("a.mp4", b"x"))).json()["data"]["files"]
        await nemo.run(headers, session, "cut it")
        state = await nemo.state(headers, session)
    assert state["draft"]["t"][0]["sg"][0]["m"]["media"] == files[0]["id"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brief.docx", b"x"),
        ("notes.txt", b"hello"),
        ("brief.pdf", b"%PDF-1.7"),
        ("evil.exe", b"MZ"),
        ("renamed.mp4", b"%PDF-1.7 and so on"),
        ("renamed.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("list.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
        ("archive.mov", b"PK\x03\x04" + bytes(100)),
        ("empty.mp4", b""),
        ("broken.mp4", b"broken"),
    ],
)
async def test_a_file_of_another_type_is_4001_and_leaves_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        answer = await nemo.upload(headers, session, ("good.mp4", b"good"), (name, content))
        assert incoming(nemo) == []
        assert (await nemo.state(headers, session))["video_infos"] == []
    assert answer.json()["code"] == 4001


async def test_a_file_that_is_too_large_is_4002_and_leaves_nothing(tmp_path: Path) -> None:
    async with studio_at(tmp_path, allowances=SMALL) as nemo:
        headers, session = await nemo.ready()
        fits = await nemo.upload(headers, session, ("fits.mp4", bytes(MEBIBYTE)))
        kept = incoming(nemo)
        answer = await nemo.upload(headers, session, ("large.mp4", bytes(MEBIBYTE + 1)))
        assert incoming(nemo) == kept
    assert fits.json()["code"] == 0
    assert answer.json()["code"] == 4002
    assert "1 MB" in answer.json()["message"]


async def _half_an_upload(nemo: Nemo, size: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    headers, session = await nemo.ready()
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(nemo.url).port)
    head = [f"POST /api/upload-video/nemo_agent/me/{session} HTTP/1.1", "Host: studio"]
    head += [f"Authorization: {headers['Authorization']}", "Content-Type: multipart/form-data; boundary=b"]
    head += ["Content-Length: 99999999", "", "--b"]
    head += ['Content-Disposition: form-data; name="files"; filename="a.mp4"', "", "x" * size]
    writer.write("\r\n".join(head).encode())
    await writer.drain()
    return reader, writer


async def test_too_large_is_said_while_the_client_is_still_sending(tmp_path: Path) -> None:
    async with studio_at(tmp_path, allowances=SMALL) as nemo:
        reader, writer = await _half_an_upload(nemo, 2 * MEBIBYTE)
        answer = await asyncio.wait_for(reader.readuntil(b"}"), 5)
        writer.transport.abort()
    assert b'"code": 4002' in answer


async def test_an_upload_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    async with studio_at(tmp_path, rehearse="none") as nemo:
        _, writer = await _half_an_upload(nemo, 2 * MEBIBYTE)
        async with asyncio.timeout(10):
            while not incoming(nemo):
                await nemo.books()
            writer.transport.abort()
            while (await nemo.books())[-1]["result"] == "open":
                continue
        assert (await nemo.books())[-1]["result"] == "dropped"
        assert incoming(nemo) == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=b", b"--b\r\nnothing"),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
        ("multipart/form-data; boundary=b", b"garbage"),
        ("multipart/form-data", b"--b\r\n"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n'),
        ("multipart/form-data; boundary=b", b"--b\r\nX: y\r\n\r\n1\r\n--b--\r\n"),
        ("application/json", b"{}"),
        ("application/json", b'{"urls": "https://x"}'),
        ("application/json", b'{"urls": [1]}'),
        ("application/json", b'{"urls": []}'),
        ("text/plain", b"hello"),
    ],
)
async def test_an_upload_without_a_file_is_refused_in_the_envelope(
    tmp_path: Path, content_type: str, body: bytes
) -> None:
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        path = f"/api/upload-video/nemo_agent/me/{session}"
        answer = await nemo.http.post(path, content=body, headers=headers | {"Content-Type": content_type})
        assert incoming(nemo) == []
    assert (answer.status_code, answer.json()["code"]) == (400, 400)


async def test_more_files_than_allowed_are_refused(tmp_path: Path) -> None:
    async with studio_at(tmp_path, allowances=SMALL) as nemo:
        headers, session = await nemo.ready()
        answer = await nemo.upload(headers, session, *[(f"{number}.mp4", b"x") for number in range(4)])
        assert incoming(nemo) == []
    assert answer.json()["code"] == 400


async def test_uploads_to_an_unknown_session_are_1002(tmp_path: Path) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await nemo.upload(await nemo.token(), "nowhere", ("a.mp4", b"x"))
    assert answer.json()["code"] == 1002


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved.mp4":
            self.send_response(302)
            self.send_header("Location", "/clip.mp4")
            self.end_headers()
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
        else:
            self._file()

    def _file(self) -> None:
        body = bytes(2 * MEBIBYTE) if "large" in self.path else b"clip content"
        self.send_response(404 if "gone" in self.path else 200)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        if self.path != "/endless-large.mp4":
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html" if "page" in self.path else "video/mp4")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        return


@contextmanager
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def _fetch(nemo: Nemo, *urls: str) -> dict[str, object]:
    headers, session = await nemo.ready()
    body = {"urls": list(urls), "source_type": "url"}
    answer = await nemo.http.post(f"/api/upload-video/nemo_agent/me/{session}", json=body, headers=headers)
    found: dict[str, object] = answer.json()
    return found


async def test_files_are_fetched_by_their_addresses(tmp_path: Path) -> None:
    with site() as base:
        async with studio_at(tmp_path, allow_private_urls=True) as nemo:
            answer = await _fetch(nemo, f"{base}/clip.mp4?x=1", f"{base}/moved.mp4", f"{base}/nameless")
    files = answer["data"]["files"]  # type: ignore[index]
    assert [file["filename"] for file in files] == ["clip.mp4", "clip.mp4", "nameless.mp4"]
    assert {file["size"] for file in files} == {12}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("my%20caf%C3%A9.mp4", "my café.mp4"),
        ("%E5%9F%8E%E5%B8%82.mp4", "城市.mp4"),
        ("..%2f..%2fsecret.mp4", "secret.mp4"),
        ("100% real.mp4", "100% real.mp4"),
        ("%FF.mp4", "%FF.mp4"),
    ],
)
async def test_a_percent_encoded_file_name_is_read_as_it_was_meant(tmp_path: Path, sent: str, kept: str) -> None:
    form = f'--x\r\nContent-Disposition: form-data; name="files"; filename="{sent}"\r\n\r\nfilm\r\n--x--\r\n'
    async with studio_at(tmp_path) as nemo:
        headers, session = await nemo.ready()
        multipart = headers | {"Content-Type": "multipart/form-data; boundary=x"}
        url = f"/api/upload-video/nemo_agent/me/{session}"
        answer = await nemo.http.post(url, content=form.encode(), headers=multipart)
    assert [file["filename"] for file in answer.json()["data"]["files"]] == [kept]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/large.mp4", 4002),
        ("/endless-large.mp4", 4002),
        ("/gone.mp4", 400),
        ("/round", 400),
        ("/away", 400),
        ("/page.html", 4001),
    ],
)
async def test_addresses_that_do_not_give_a_fitting_file_are_refused(tmp_path: Path, path: str, code: int) -> None:
    with site() as base:
        async with studio_at(tmp_path, allowances=SMALL, allow_private_urls=True) as nemo:
            answer = await _fetch(nemo, base + path)
            assert incoming(nemo) == []
    assert answer["code"] == code


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a.mp4",
        "http://localhost:1/a.mp4",
        "http://[::1]:1/a.mp4",
        "http://[::ffff:127.0.0.1]/a.mp4",
        "http://10.0.0.7/a.mp4",
        "http://169.254.169.254/latest/a.mp4",
        "http://0.0.0.0/a.mp4",
        "http://2130706433/a.mp4",
        "http://user:word@example.org/a.mp4",
        "file:///etc/passwd",
        "ftp://example.org/a.mp4",
        "gopher://x",
        "https://",
        "",
        "http://[broken",
        "http://x:99999999/a.mp4",
    ],
)
async def test_private_and_odd_addresses_are_not_fetched(tmp_path: Path, url: str) -> None:
    async with studio_at(tmp_path) as nemo:
        answer = await _fetch(nemo, url)
    assert answer["code"] == 400
