"""TXT, DOCX and PDF to the words of a prompt.

Documents are strangers' files, so they are read in a child process with little memory, little time and no way to write;
whatever happens to it, this process only sees JSON or nothing.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import DocumentUnreadable
from core.sniffing import extension_of

MOST_BYTES: Final = 50 * 1024 * 1024
MOST_CHARACTERS: Final = 12_000
_SECONDS: Final = 20.0
_READER: Final = Path(__file__).with_name("document_reader.py")


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The words of a document; `cut_short` says that there were more than MOST_CHARACTERS or more pages than are read."""

    text: str
    cut_short: bool = False


async def read_document(path: Path, name: str = "", *, seconds: float = _SECONDS) -> DocumentText:
    """Read a document for its words. Raises DocumentUnreadable: no text in it (a scan), encrypted, broken, too large,
    not done within `seconds`."""
    name = name or path.name
    size = (await asyncio.to_thread(path.stat)).st_size
    if size > MOST_BYTES:
        raise DocumentUnreadable(f"{name} has {size} bytes", name=name)
    answer = await _ask_child(path, extension_of(name) or extension_of(path.name), seconds)
    try:
        told = json.loads(answer)
        text, cut_short = str(told["text"]), bool(told["cut_short"])
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentUnreadable(f"{name} could not be read", name=name) from error
    if not any(character.isalnum() for character in text):
        raise DocumentUnreadable(f"there is no text in {name}", name=name)
    return DocumentText(text, cut_short)


async def _ask_child(path: Path, kind: str, seconds: float) -> bytes:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(_READER),
        str(path),
        kind,
        str(MOST_CHARACTERS),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await child.communicate()
    except TimeoutError:
        return b""
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return answer
