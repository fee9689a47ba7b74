"""Files are refused early and by what they are, named safely, and streamed without a trace when something breaks."""

import errno
import os
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AttachmentTooLarge, AttachmentTypeRefused, AttachmentUnavailable, StorageFull
from core.files import FileKind, accept, display_name, read_head, spool
from core.ports import OpenFile
from core.skills import load_skills

SKILL = load_skills()["meta-video-generation-free"]
BIG = load_skills()["video-to-generator"]
MB = 2**20

HEADS = {
    "mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41",
    "mov": b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ",
    "avi": b"RIFF\x00\x00\x00\x00AVI LIST",
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
    "mkv": b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "gif": b"GIF89a\x01\x00\x01\x00",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x00",
    "wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "m4a": b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00",
    "aac": b"\xff\xf1\x50\x80\x02\x1f\xfc",
    "txt": "Ein schöner Tag, 美しい".encode(),
    "docx": b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml",
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
}
KINDS = dict.fromkeys(("mp4", "mov", "avi", "webm", "mkv"), FileKind.VIDEO)
KINDS |= dict.fromkeys(("jpg", "png", "gif", "webp"), FileKind.IMAGE)
KINDS |= dict.fromkeys(("mp3", "wav", "m4a", "aac"), FileKind.AUDIO)
KINDS |= dict.fromkeys(("txt", "docx", "pdf"), FileKind.DOCUMENT)


@pytest.mark.parametrize("extension", SKILL.accepts)
def test_every_accepted_type_is_known_by_name_and_by_content(extension: str) -> None:
    assert accept(f"My File.{extension.upper()}", 1000, None, SKILL) is KINDS[extension]
    assert accept(f"x.{extension}", 1000, HEADS[extension], SKILL) is KINDS[extension]


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("photo.jpeg", HEADS["jpg"], FileKind.IMAGE),
        ("wrongly-named.jpg", HEADS["png"], FileKind.IMAGE),
        ("clip.m4v", b"\x00\x00\x00\x20ftypM4V \x00\x00", FileKind.VIDEO),
        ("old.mov", b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat", FileKind.VIDEO),
        ("bare.mp3", b"\xff\xfb\x90\x64\x00\x00", FileKind.AUDIO),
        ("video", HEADS["mp4"], FileKind.VIDEO),
        ("notes.txt", "é".encode("utf-16"), FileKind.DOCUMENT),
    ],
)
def test_content_decides_what_a_file_is(name: str, head: bytes, kind: FileKind) -> None:
    assert accept(name, 10, head, SKILL) is kind


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("setup.exe", None),
        ("clip.mp4.exe", None),
        ("movie.mp4", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("movie.mp4", b"<!DOCTYPE html><html>"),
        ("photo.jpg", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
        ("brief.txt", HEADS["mp4"]),
        ("clip.mp4", HEADS["pdf"]),
        ("clip.mp4", HEADS["docx"]),
        ("brief.txt", b"\x00\x01\x02\x03" * 50),
        ("playlist.mp4", b"#EXTM3U\nfile:///etc/passwd"),
        ("picture.svg", None),
        ("video", b"ELF nothing known"),
        ("empty.mp4", b""),
    ],
)
def test_a_wrong_type_is_refused_saying_what_is_taken(name: str, head: bytes | None) -> None:
    with pytest.raises(AttachmentTypeRefused) as caught:
        accept(name, 10, head, SKILL)
    assert caught.value.fields() == {"name": name, "accepted": SKILL.accepted}
    caught.value.sentence.format(**caught.value.fields())


def test_too_large_is_refused_by_the_skill_before_anything_is_read() -> None:
    accept("a.mp4", 200 * MB, None, SKILL)
    accept("a.mp4", 500 * MB, None, BIG)
    with pytest.raises(AttachmentTooLarge) as caught:
        accept("a.mp4", 200 * MB + 1, None, SKILL)
    assert caught.value.fields() == {"name": "a.mp4", "size_mb": 200, "limit_mb": 200}


def test_an_unnamed_file_waits_for_its_first_bytes() -> None:
    assert accept("telegram-file", None, None, SKILL) is FileKind.UNKNOWN


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\clip.mp4", "clip.mp4"),
        ("a\u202egnp.mp4", "agnp.mp4"),
        ("a\x00b\nc.mp4", "abc.mp4"),
        ("", "file"),
        ("...", "file"),
        (".hidden.mp4", "hidden.mp4"),
        ("日本語 の 動画.mp4", "日本語 の 動画.mp4"),
    ],
)
def test_shown_names_are_safe(name: str, shown: str) -> None:
    assert display_name(name) == shown


@given(st.text(max_size=400))
def test_any_name_can_be_shown_and_written_under(name: str) -> None:
    shown = display_name(name)
    assert 0 < len(shown) <= 80
    assert len(shown.encode()) <= 180
    assert shown.isprintable()
    assert not set(shown) & set('/\\:<>"|?*\x00')
    assert shown not in (".", "..")


def held(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def opened(*parts: bytes, name: str = "clip.mp4", size: int | None = None) -> OpenFile:
    return OpenFile(name, size, "video/mp4", chunks(*parts))


async def test_a_file_arrives_whole(tmp_path: Path) -> None:
    path = await spool(opened(b"ab", b"", b"cd", size=4), tmp_path / "new" / "folder", 10)
    assert (path.name, path.read_bytes()) == ("clip.mp4", b"abcd")
    assert await read_head(path) == b"abcd"
    assert path.stat().st_mode & 0o077 == 0


async def test_two_files_of_one_name_live_side_by_side(tmp_path: Path) -> None:
    first, second = [await spool(opened(text), tmp_path, 10) for text in (b"1", b"2")]
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


async def test_a_name_never_leaves_the_folder(tmp_path: Path) -> None:
    path = await spool(opened(b"x", name="../../../evil.mp4"), tmp_path / "in", 10)
    assert path == tmp_path / "in" / "evil.mp4"


async def test_a_known_size_is_refused_before_reading(tmp_path: Path) -> None:
    read: list[bytes] = []

    async def watched() -> AsyncIterator[bytes]:
        read.append(b"x")
        yield b"x"

    with pytest.raises(AttachmentTooLarge):
        await spool(OpenFile("a.mp4", 11, None, watched()), tmp_path, 10)
    assert read == []


async def test_an_unknown_size_is_counted_while_writing(tmp_path: Path) -> None:
    with pytest.raises(AttachmentTooLarge):
        await spool(opened(b"x" * 6, b"x" * 6), tmp_path, 10)
    assert held(tmp_path) == []


async def test_a_stream_that_ends_early_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(AttachmentUnavailable):
        await spool(opened(b"abc", size=4), tmp_path, 10)
    assert held(tmp_path) == []


async def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await spool(OpenFile("a.mp4", None, None, breaking()), tmp_path, 10)
    assert held(tmp_path) == []


async def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    async def full() -> AsyncIterator[bytes]:
        yield b"abc"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StorageFull):
        await spool(OpenFile("a.mp4", None, None, full()), tmp_path, 10)
    assert held(tmp_path) == []


async def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    async def large() -> AsyncIterator[bytes]:
        for _ in range(256):
            yield bytes(256 * 1024)

    tracemalloc.start()
    path = await spool(OpenFile("a.mp4", None, None, large()), tmp_path, 100 * MB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size == 64 * MB
    # Three pieces of a megabyte are under way; on a busy machine each of the pool's six threads may still hold one more.
    assert peak < 10 * MB


@given(st.binary(max_size=200), st.sampled_from(["a.mp4", "a.txt", "a.docx", "a", "a.png", "a.aac"]))
def test_any_bytes_are_taken_or_refused(head: bytes, name: str) -> None:
    try:
        kind = accept(name, None, head, SKILL)
    except AttachmentTypeRefused:
        return
    assert kind is not FileKind.UNKNOWN
