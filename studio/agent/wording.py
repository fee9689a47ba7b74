"""What the studio itself says, beside the director."""

import re
from collections.abc import Iterator
from typing import Final

PIECE: Final = re.compile(r".{1,24}(?:\s+|$)|.{1,24}", re.DOTALL)
HAN: Final = re.compile(r"[\u3400-\u9fff]")
KANA: Final = re.compile(r"[\u3040-\u30ff]")
NO_AI: Final = "(I am Reelay's built-in studio: no AI, I follow fixed rules and draw the scenes myself.)"
NO_AI_ZH: Final = "（我是 Reelay 自带的工作室：不是 AI，按固定规则剪辑，画面由我自己绘制。）"


def introduced(reply: str) -> str:
    """A session's first reply, with who is talking said once, in the reply's own language where we have it."""
    chinese = HAN.search(reply) is not None and KANA.search(reply) is None
    return f"{reply}\n\n{NO_AI_ZH if chinese else NO_AI}".strip()


def pieces(text: str) -> Iterator[str]:
    """A text in the pieces it is streamed in; together they are the text."""
    for match in PIECE.finditer(text):
        yield match.group()
