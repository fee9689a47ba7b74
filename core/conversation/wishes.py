"""How people want their export, and what of that an export cannot be: it is an MP4 in the size of its timeline."""

from collections.abc import Mapping

from core.locales import Speech
from core.model import DraftJson
from core.timeline import parse

LINES = {"480p": 480, "720p": 720, "1080p": 1080, "1440p": 1440, "2160p": 2160, "4320p": 4320}


def how(wished: Mapping[str, str]) -> str:
    """The wishes as the argument of a command."""
    return " ".join(wished[name] for name in ("resolution", "format") if name in wished)


def unmet(wished: Mapping[str, str], draft: DraftJson, say: Speech) -> str:
    """A word about what was wished and is not done; empty when all is as it was wanted."""
    told: list[str] = []
    if "format" in wished:
        told.append(say("I deliver MP4; I cannot make it a {format}.", format=wished["format"].upper()))
    view, lines = parse(draft), LINES.get(wished.get("resolution", ""))
    if lines is not None and view.width and view.height and min(view.width, view.height) != lines:
        size = f"{view.width}×{view.height}"
        told.append(say("It has the size of its timeline, {size}: an export does not change that.", size=size))
    return " ".join(told)
