"""Text in pictures: Manrope for Latin, Greek and Cyrillic, Noto Sans CJK for Chinese, Japanese and Korean."""

import importlib.resources
import re
from functools import lru_cache
from typing import Final

from PIL import ImageDraw, ImageFont

_WESTERN: Final = "\u0020-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u21ff\u2200-\u22ff"
_CJK: Final = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_RUNS: Final = re.compile(rf"(?P<western>[{_WESTERN}]+)|(?P<cjk>[{_CJK}]+)")


class Lettering:
    """One size of text for one picture. Characters that neither font has (emoji, say) are left out."""

    def __init__(self, size: int, *, bold: bool = False) -> None:
        self.size = size
        self._western = ImageFont.truetype(_manrope("SemiBold" if bold else "Medium"), size)
        self._cjk: ImageFont.FreeTypeFont | None = None

    def width(self, text: str) -> float:
        """How many pixels a text takes."""
        return sum(self._font(cjk=cjk).getlength(run) for run, cjk in _runs(text))

    def clipped(self, text: str, room: float) -> str:
        """As much of a text as fits into `room` pixels, with an ellipsis where it was cut; "" when nothing does."""
        if self.width(text) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + "…") <= room:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…" if low else ""

    def draw(self, canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: str) -> None:
        """Write a text whose left middle is at `at`."""
        x, y = at
        for run, cjk in _runs(text):
            font = self._font(cjk=cjk)
            canvas.text((x, y), run, font=font, fill=colour, anchor="lm")
            x += font.getlength(run)

    def _font(self, *, cjk: bool) -> ImageFont.FreeTypeFont:
        if not cjk:
            return self._western
        if self._cjk is None:
            self._cjk = ImageFont.truetype(_noto(), self.size)
        return self._cjk


def _runs(text: str) -> list[tuple[str, bool]]:
    return [(match.group(), match.lastgroup == "cjk") for match in _RUNS.finditer(text)]


@lru_cache(maxsize=4)
def _manrope(weight: str) -> str:
    return str(importlib.resources.files("font_manrope") / "files" / f"Manrope-{weight}.ttf")


@lru_cache(maxsize=1)
def _noto() -> str:
    return str(importlib.resources.files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc")
