"""Documents become words, within limits, whatever was put into them."""

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter

from core.document_reader import read
from core.documents import MOST_CHARACTERS, read_document
from core.errors import DocumentUnreadable

WORDS = "A 10-second video of a sunset over a city skyline."


def pdf_with(*pages: str) -> bytes:
    """A PDF written by hand, one line of text a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    numbers = [4 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in zip(numbers, pages, strict=True):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
        objects.append(page.encode() + b"/Resources << /Font << /F1 3 0 R >> >> >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WORDS, "ascii"),
        ("Ein schöner Tag am Meer – 15 Sekunden", "utf-8"),
        ("Ein schöner Tag am Meer", "utf-8-sig"),
        ("Ein schöner Tag, café", "cp1252"),
        ("夕日の動画を作ってください。街の上に。", "shift_jis"),
        ("做一个十秒的日落视频，配上轻快的音乐。", "gb18030"),
        ("Сделай видео про закат над городом", "cp1251"),
        ("Сделай видео про закат", "utf-16"),
        ("a sunset video", "utf-16-le"),
    ],
)
async def test_plain_text_in_any_usual_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    path = saved(tmp_path / "brief.txt", text.encode(encoding))
    assert (await read_document(path)).text == text


async def test_a_word_file_with_a_table(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Launch", 1)
    document.add_paragraph(WORDS)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Music", "Lo-fi"
    document.save(str(tmp_path / "brief.docx"))
    assert (await read_document(tmp_path / "brief.docx")).text == f"Launch\n{WORDS}\nMusic | Lo-fi"


async def test_a_pdf_page_by_page(tmp_path: Path) -> None:
    read_back = await read_document(saved(tmp_path / "brief.pdf", pdf_with(WORDS, "With calm music.")))
    assert (read_back.text, read_back.cut_short) == (f"{WORDS}\nWith calm music.", False)


async def test_the_name_decides_where_the_path_does_not_say(tmp_path: Path) -> None:
    path = saved(tmp_path / "upload-17", pdf_with(WORDS))
    assert (await read_document(path, "Brief.PDF")).text == WORDS


async def test_a_long_document_is_cut_between_words_and_says_so(tmp_path: Path) -> None:
    told = await read_document(saved(tmp_path / "long.txt", b"word " * 10_000))
    assert told.cut_short
    assert MOST_CHARACTERS - 10 < len(told.text) <= MOST_CHARACTERS
    assert told.text.endswith("word")


def test_no_more_than_sixty_pages_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "thick.pdf", pdf_with(*(f"page {number}" for number in range(70))))
    told = read(path, "pdf", MOST_CHARACTERS)
    assert told["cut_short"] is True
    assert str(told["text"]).endswith("page 59")


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_with(WORDS))))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 100), "white").save(out, "PDF")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (80 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("locked.pdf", locked_pdf()),
        ("scan.pdf", scanned_pdf()),
        ("bomb.docx", bomb()),
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n ... "),
        ("broken.pdf", b"%PDF-1.7 nothing follows"),
        ("broken.docx", b"PK\x03\x04 nothing follows"),
        ("program.exe", b"MZ"),
    ],
)
async def test_what_has_no_words_is_told_by_name(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        await read_document(saved(tmp_path / name, data))
    assert caught.value.fields()["name"] == name


async def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = saved(tmp_path / "brief.txt", WORDS.encode())
    started = time.monotonic()
    with pytest.raises(DocumentUnreadable):
        await read_document(path, seconds=0.0)
    assert time.monotonic() - started < 5


async def test_a_pdf_locked_for_its_owner_only_can_be_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_with(WORDS))))
    writer.encrypt("", "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert (await read_document(saved(tmp_path / "open.pdf", out.getvalue()))).text == WORDS


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_some_text(tmp_path: Path, data: bytes) -> None:
    text = str(read(saved(tmp_path / "any.txt", data), "txt", 300)["text"])
    assert len(text) <= 300
    assert not set(text) & set("\x00\x1b\u202e")
