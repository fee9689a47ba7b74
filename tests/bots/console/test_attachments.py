"""What is meant as a file on a command line, and what as words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.console.attachments import attachment_of, looks_like_a_file
from core.errors import RequestRefused
from core.model import AttachmentSource


@pytest.mark.parametrize(
    "word",
    [
        *("clip.mp4", "CLIP.MOV", "photo.jpeg", "brief.docx", "brief.pdf", "notes.txt", "song.m4a", "a.heic"),
        *("footage/take.r3d", "./a.xyz", "https://example.com/clip.mp4", "http://example.com/watch?v=1"),
    ],
)
def test_names_of_files_are_files_even_where_there_is_none(word: str) -> None:
    assert looks_like_a_file(word)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "sunset",
            "node.js",
            "2.0",
            "v1.2",
            "U.S.",
            "example.com",
            "16:9",
            "9/16",
            "and/or",
            "...",
            "",
            "~",
            "~nobody/",
        ),
        *("a clip like demo.mp4", "see https://example.com/clip.mp4 and copy it", "好" * 400, "a " * 400),
    ],
)
def test_words_are_words(word: str) -> None:
    assert not looks_like_a_file(word)


def test_whatever_is_there_is_a_file(tmp_path: Path) -> None:
    for name in ("clip", "my holiday film.mp4", "ünï.中文"):
        path = tmp_path / name
        path.write_bytes(b"x")
        assert looks_like_a_file(str(path))


@given(st.text().filter(lambda text: "\x00" not in text))
def test_any_word_can_be_asked_about(word: str) -> None:
    assert looks_like_a_file(word) in (True, False)


async def test_a_folder_and_an_empty_file_are_refused_for_what_they_are(tmp_path: Path) -> None:
    folder, empty = tmp_path / "clips.mp4", tmp_path / "clip.mp4"
    folder.mkdir()
    empty.touch()
    assert looks_like_a_file(f"{tmp_path}/")
    assert not looks_like_a_file("tests")
    with pytest.raises(RequestRefused, match="is a folder: name the files in it"):
        await attachment_of(str(folder))
    with pytest.raises(RequestRefused, match="is empty"):
        await attachment_of(str(empty))


async def test_a_path_becomes_an_attachment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "clip.mp4").write_bytes(b"12345")
    found = await attachment_of("~/clip.mp4")
    assert (found.name, found.source, found.size, found.media_type) == (
        "clip.mp4",
        AttachmentSource.FILE,
        5,
        "video/mp4",
    )
    assert Path(found.reference) == (tmp_path / "clip.mp4").resolve()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.com/a/clip%20one.mp4?x=1#y", "clip one.mp4"),
        ("https://example.com", "example.com"),
        ("https://example.com/watch?v=1", "watch"),
    ],
)
async def test_an_address_becomes_an_attachment_named_after_its_path(address: str, name: str) -> None:
    found = await attachment_of(address)
    assert (found.name, found.source, found.reference) == (name, AttachmentSource.URL, address)


@pytest.mark.parametrize("word", ["nothing.mp4", "好" * 400])
async def test_a_path_without_a_file_is_refused(word: str) -> None:
    with pytest.raises(RequestRefused, match="there is no file"):
        await attachment_of(word)
