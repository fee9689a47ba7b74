"""Whether a prompt means some of the uploads or all of them."""

import re
from collections.abc import Sequence

from studio.director.meaning import Kind
from studio.director.picture_wishes import Inlay, SideBySide
from studio.director.wishes import (
    AddText,
    Arrange,
    Move,
    Remove,
    SetLength,
    SetLook,
    SetMusic,
    SetVolume,
    Split,
    Swap,
    TurnOrder,
    Wish,
)

_SOME = r"(?:the |my |clips? |photos? |videos? )*(?:first|second|third|last|\d|one|\w+\.\w{3,4}|clips?|photos?|videos?)"
_PICKING = re.compile(rf"\b(?:only|just|solely|nur|solo|sólo|só|apenas|seulement|uniquement|только)\b|只|\b(?:use|using|from|"
    rf"out of|keep|take|aus|con|avec|com|из) {_SOME}|"
    rf"\b(?:make|create|build|cut|edit) .{{2,60}} (?:with|of) {_SOME}|\bturn .{{1,40}} into|(?:[用从](?=第|最|前|后|这|那|"
    rf"\d)|截取|保留|"
    rf"把.{{1,12}}(?:做成|剪成|变成))|だけ")  # fmt: skip


_AS_PART = re.compile(
    r"\bas (?:an? |the |my )?(?:intro|outro|opening|opener|ending|closing|b-?roll|background|overlay|thumbnail)|"
    r"\bfor the (?:intro|outro|opening|ending|start|beginning|end)\b|作为?(?:开头|片头|结尾|片尾)"
)


def picks(low: str, fresh: bool) -> bool:
    """Whether the uploads that a prompt names are the only ones meant, rather than those among all that it changes."""
    parts = re.search(
        r"\b(?:sound|audio|music|text|title|seconds?|away|off|out) (?:of|from)\b", low
    )  # off them, not out of them
    return not fresh or (parts is None and _AS_PART.search(low) is None and _PICKING.search(low) is not None)


def sorts(wishes: Sequence[Wish]) -> bool:
    """Whether the prompt tells its material apart: then no part of it is left out."""
    named = {
        wish.which for wish in wishes if isinstance(wish, SetLength | SetLook | SetVolume | AddText) and wish.which
    }
    return len(named) > 1 or any(
        (isinstance(wish, SetMusic | Inlay | SideBySide) and wish.which)
        or isinstance(wish, Move | Swap | Arrange | TurnOrder | Split)
        or (isinstance(wish, Remove) and wish.kind is Kind.SHOT)
        for wish in wishes
    )
