"""Which font can write a text, and what has to be left out because none can."""

import importlib.util
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from studio.render.text.bidi import NON_JOINER

Font = ImageFont.FreeTypeFont
UNASSIGNED = "\U0010ffff"
TRIAL_SIZE = 24
SIMPLIFIED_CHINESE = 2
TITLE_FACE = ("font_manrope", "files/Manrope-ExtraBold.ttf", 0)
TEXT_FACE = ("font_manrope", "files/Manrope-SemiBold.ttf", 0)
RIGHT_TO_LEFT_FACE = ("studio.render.text", "DejaVuSans-Bold-RightToLeft.ttf", 0)
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
    # letters come to this face joined and in their order, so that nothing may put them into another
    layout = ImageFont.Layout.BASIC if face == RIGHT_TO_LEFT_FACE else None
    return ImageFont.truetype(_file(face), size, index=face[2], layout_engine=layout)


@lru_cache(maxsize=4096)
def can_write(face: Face, character: str) -> bool:
    """Whether the face has a shape of its own for the character."""
    if character.isspace() or character == NON_JOINER:
        return True
    font = load(face, TRIAL_SIZE)
    return bytes(font.getmask(character)) not in {b"", bytes(font.getmask(UNASSIGNED))}


@lru_cache(maxsize=8)
def face_for(text: str, *, title: bool) -> Face:
    """The face that can write the most of a text: the house face, else Hebrew and Arabic, or Chinese, Japanese, Korean."""
    faces = (TITLE_FACE if title else TEXT_FACE, RIGHT_TO_LEFT_FACE, CJK_FACE)
    return max(faces, key=lambda face: sum(can_write(face, character) for character in text))


def writable(text: str) -> str:
    """The text without what its face cannot write (emoji, Thai, Hindi ...), with the gaps closed."""
    plain = "\n".join(_kept(line) for line in unicodedata.normalize("NFC", text).splitlines())
    face = face_for(plain, title=True)
    lines = (" ".join(line.split()) for line in _written(plain, face).splitlines())
    return "\n".join(line for line in lines if any(character.isalnum() for character in line) or _is_sign(line))


def _written(text: str, face: Face) -> str:
    """The characters that a face can write; a sign over a letter goes with its letter."""
    written, stays = "", True
    for character in text:
        if unicodedata.category(character) != "Mn":
            stays = can_write(face, character)
        written += character if stays else ""
    return written


def _kept(line: str) -> str:
    return "".join(character for character in line if character not in JOINERS and _known(character))


def _known(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"}:
        return character in {"\t", NON_JOINER}
    return unicodedata.category(character) != "So" or ord(character) < 0x2600


def _is_sign(line: str) -> bool:
    """A line of signs only is kept where it says something (50 %, &, → ...), not when letters were lost from it."""
    return any(
        unicodedata.category(character) in {"Sc", "Sm", "Po"} and character not in ".,;:'\"" for character in line
    )
