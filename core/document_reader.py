"""The child process that reads one document: `python document_reader.py PATH KIND CHARACTERS`, JSON on stdout.

It imports nothing of the project, so that it starts fast and holds nothing worth stealing.
"""

import json
import re
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

_MEMORY = 768 * 1024 * 1024
_CPU_SECONDS = 15
_PAGES = 60
_UNPACKED = 64 * 1024 * 1024
_ENTRIES = 4000
_TEXT_BYTES = 4 * 1024 * 1024
_AND_SO_ON = "\f"  # what a reader gives in the place of pages that it leaves out


class _Unreadable(Exception):
    """There is nothing to be had from this document."""


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a stricter limit is in force, or the system has no such limit
            continue


def _text_file(path: Path) -> Iterator[str]:
    yield _decoded(path.read_bytes()[:_TEXT_BYTES])


def _decoded(data: bytes) -> str:
    """The text of bytes in whatever encoding they seem to be in."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data.count(0) > len(data) // 5:
        odd = data[1::2].count(0) > data[::2].count(0)
        return data.decode("utf-16-le" if odd else "utf-16-be", errors="replace")
    for encoding, fits in (("utf-8", _anything), ("shift_jis", _kana), ("gb18030", _han), ("cp1251", _cyrillic)):
        text = _strictly(data, encoding)
        if text is not None and fits(text):
            return text
    return data.decode("cp1252", errors="replace")


def _strictly(data: bytes, encoding: str) -> str | None:
    for cut in range(4 if len(data) == _TEXT_BYTES else 1):  # a long file may have been cut inside a character
        try:
            return data[: len(data) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _share(pattern: str, text: str) -> float:
    """The share of a script in what is not ASCII; 0 where that is so little that it may be accents misread."""
    foreign = [char for char in text if ord(char) > 127]
    if len(foreign) < 0.25 * sum(char.isalpha() for char in text):
        return 0.0
    return len(re.findall(pattern, "".join(foreign))) / max(1, len(foreign))


def _anything(text: str) -> bool:
    return bool(text)


def _kana(text: str) -> bool:
    return _share("[\u3040-\u30ff]", text) > 0.2 and _share("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]", text) > 0.9


def _han(text: str) -> bool:
    return _share("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2026]", text) > 0.9


def _cyrillic(text: str) -> bool:
    return _share("[а-яёА-ЯЁ]", text) > 0.85 and len(re.findall("[а-яё]{3,}", text)) > 0


def _docx(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as packed:
        entries = packed.infolist()
        if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _UNPACKED:
            raise _Unreadable
    import docx
    from docx.table import Table

    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells if cell.text.strip()))
        else:
            yield block.text


def _pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _Unreadable
    for number, page in enumerate(reader.pages):
        if number >= _PAGES:
            yield _AND_SO_ON
            return
        yield page.extract_text()


def _tidy(text: str) -> str:
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read(path: Path, kind: str, most: int) -> dict[str, object]:
    """The words of a document, at most `most` characters: `{"text", "cut_short"}`."""
    found: list[str] = []
    length, cut_short = 0, False
    for part in {"txt": _text_file, "docx": _docx, "pdf": _pdf}[kind](path):
        if part == _AND_SO_ON or length > most:
            cut_short = True
            break
        text = _tidy(part)
        found += [text] if text else []
        length += len(text) + 1
    text = "\n".join(found)
    if len(text) > most:
        text, cut_short = text[:most].rsplit(None, 1)[0] if " " in text[most - 200 : most] else text[:most], True
    return {"text": text, "cut_short": cut_short}


def main() -> int:
    """Read, and say it in JSON; any failure is a non-zero exit without a word."""
    _limit()
    path, kind, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    try:
        told = json.dumps(read(path, kind, most))
    except Exception:  # noqa: BLE001 - the boundary of this process: a broken document has any error there is
        return 1
    sys.stdout.write(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
