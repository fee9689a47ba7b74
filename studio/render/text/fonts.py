"""Which font can write a text, and what has to be left out because none can."""

import importlib.util
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont
UNASSIGNED = "\U0010ffff"
TRIAL_SIZE = 24
SIMPLIFIED_CHINESE = 2
TITLE_FACE = ("font_manrope", "files/Manrope-ExtraBold.ttf", 0)
TEXT_FACE = ("font_manrope", "files/Manrope-SemiBold.ttf", 0)
CJK_FACE = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", SIMPLIFIED_CHINESE)
Face = tuple[str, str, int]
JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


def _file(face: Face) -> Path:
    """The font file inside its package, which is found but not imported."""
    spec = importlib.util.find_spec(face[0])
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the font package {face[0]} is not installed")
    return Path(spec.origin).parent / face[1]


@lru_cache(maxsize=64)
def load(face: Face, size: int) -> Font:
    """A face at a size in pixels."""
    return ImageFont.truetype(_file(face), size, index=face[2])


@lru_cache(maxsize=4096)
def can_write(face: Face, character: str) -> bool:
    """Whether the face has a shape of its own for the character."""
    if character.isspace():
        return True
    font = load(face, TRIAL_SIZE)
    return bytes(font.getmask(character)) not in {b"", bytes(font.getmask(UNASSIGNED))}


@lru_cache(maxsize=8)
def face_for(text: str, *, title: bool) -> Face:
    """The house face where it has every character, else the one with Chinese, Japanese and Korean."""
    face = TITLE_FACE if title else TEXT_FACE
    return face if all(can_write(face, character) for character in text) else CJK_FACE


def writable(text: str) -> str:
    """The text without what no font here can write (emoji, Arabic, Hindi ...), with the gaps closed."""
    lines = (" ".join(_kept(line).split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if any(character.isalnum() for character in line) or _is_sign(line))


def _kept(line: str) -> str:
    return "".join(character for character in line if character not in JOINERS and _known(character))


def _known(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}:
        return character == "\t"
    if unicodedata.category(character) == "So" and ord(character) >= 0x2600:
        return False
    return can_write(TITLE_FACE, character) or can_write(CJK_FACE, character)


def _is_sign(line: str) -> bool:
    """A line of signs only is kept where it says something (50 %, &, → ...), not when letters were lost from it."""
    return any(
        unicodedata.category(character) in {"Sc", "Sm", "Po"} and character not in ".,;:'\"" for character in line
    )
