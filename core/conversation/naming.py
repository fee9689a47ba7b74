"""What projects are called: as somebody named them, else after the first thing that was made in them."""

from core.locales import N_, Speech
from core.model import Project

LONGEST_NAME = 60
UNNAMED = N_("My video")


def name_of(project: Project, say: Speech) -> str:
    """The name that people see."""
    return project.name or say(UNNAMED)


def name_from(words: str) -> str:
    """The first line of what was asked, cut at a word; empty for no words."""
    line = " ".join((words.strip().splitlines() or [""])[0].split())
    if len(line) <= LONGEST_NAME:
        return line
    cut = line[: LONGEST_NAME - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[LONGEST_NAME // 2 :] else cut).rstrip(" ,;:(–-") + "…"
