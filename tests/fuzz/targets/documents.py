"""Documents: whatever is in a TXT, DOCX or PDF, its words are fit for a prompt, and few enough."""

import io
import json
import tempfile
import unicodedata
import zipfile
from functools import cache
from pathlib import Path

import docx
from PIL import Image

from core.document_reader import read
from tests.core.test_documents import WORDS, pdf_with
from tests.fuzz.feed import Feed
from tests.fuzz.target import Target

MOST = 300


def attack(data: bytes) -> None:
    """The first byte says which kind; a DOCX is packed here, so that the changes reach the words in it."""
    feed = Feed(data)
    kind = feed.pick(("txt", "docx", "pdf"))
    content = _packed(feed.rest()) if kind == "docx" else feed.rest()
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
        Path(file.name).write_bytes(content)
        try:
            told = read(Path(file.name), kind, MOST)
        except Exception:  # noqa: BLE001 - the reader's process ends with any error there is, and is believed dead
            assert kind != "txt", "any bytes are a text"
            return
    text = json.loads(json.dumps(told))["text"]
    assert len(text) <= MOST
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in text if sign not in "\n\t")
    text.encode()


@cache
def _parts() -> dict[str, bytes]:
    """The parts of a document with a table and a picture."""
    document, picture, file = docx.Document(), io.BytesIO(), io.BytesIO()
    document.add_paragraph(WORDS)
    document.add_table(1, 2).cell(0, 0).text = "table"
    Image.new("RGB", (1, 1)).save(picture, "PNG")
    document.add_picture(picture)
    document.save(file)
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(body: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in (_parts() | {"word/document.xml": body}).items():
            packed.writestr(name, content)
    return file.getvalue()


def seeds() -> list[bytes]:
    """One of each kind, texts in several encodings."""
    texts = [
        WORDS.encode(),
        "夕日の動画".encode("shift_jis"),
        "日落视频".encode("gb18030"),
        "Закат".encode("cp1251"),
        "née".encode("utf-16"),
    ]
    return [*(b"\0" + text for text in texts), b"\1" + _parts()["word/document.xml"], b"\2" + pdf_with(WORDS, "two")]


TARGET = Target(
    attack,
    seeds,
    words=(
        "<w:t>",
        "<w:tbl>",
        "<w:p>",
        "</w:p>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&b;",
        " obj",
        "stream\n",
        "/Length ",
    ),
    largest=8192,
    rounds=40,
)
